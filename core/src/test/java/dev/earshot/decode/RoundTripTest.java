package dev.earshot.decode;

import static dev.earshot.decode.Sample.base64;
import static dev.earshot.decode.Sample.base64Url;
import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.percent;
import static dev.earshot.decode.Sample.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Values wrapped in random layers come out again, by the chain that leads to them, and each leaf's span holds
/// them.
class RoundTripTest {
    private static final int ROUNDS = 1500;
    private static final long SEED = 20261122;

    /// A value inside layers, the chain and the path that lead to it.
    record Wrapped(String text, String value, List<String> chain, String path) {
        Wrapped in(String outer, String... steps) {
            return at(outer, path, steps);
        }

        Wrapped at(String outer, String outerPath, String... steps) {
            return new Wrapped(
                    outer,
                    value,
                    Stream.concat(Stream.of(steps), chain.stream()).toList(),
                    outerPath);
        }
    }

    enum Layer {
        PERCENT {
            @Override
            Wrapped around(Wrapped inner) {
                String outer = percent(inner.text);
                return outer.equals(inner.text) ? inner : inner.in(outer, "percent");
            }
        },
        BASE64 {
            @Override
            Wrapped around(Wrapped inner) {
                return inner.in(base64(inner.text), "base64");
            }
        },
        BASE64URL {
            @Override
            Wrapped around(Wrapped inner) {
                return inner.in(base64Url(inner.text), "base64");
            }
        },
        HEX {
            @Override
            Wrapped around(Wrapped inner) {
                return inner.in(java.util.HexFormat.of().formatHex(bytes(inner.text)), "hex");
            }
        },
        GZIP {
            @Override
            Wrapped around(Wrapped inner) {
                return inner.in(base64(gzip(inner.text)), "base64", "gzip");
            }
        },
        ZLIB {
            @Override
            Wrapped around(Wrapped inner) {
                return inner.in(base64(zlib(bytes(inner.text))), "base64", "zlib");
            }
        },
        JSON_MEMBER {
            @Override
            Wrapped around(Wrapped inner) {
                return inner.at(
                        "{\"n\":1,\"m\":[true," + json(inner.text) + "]}", ".m[1]" + inner.path, "json", "m", "[1]");
            }
        },
        JSON_STRING {
            @Override
            Wrapped around(Wrapped inner) {
                return inner.in(json(inner.text), "json");
            }
        },
        FORM {
            @Override
            Wrapped around(Wrapped inner) {
                Wrapped value = PERCENT.around(inner);
                return value.at("a=1&b=" + value.text, ".b" + value.path, "form", "b");
            }
        },
        ADDRESS {
            @Override
            Wrapped around(Wrapped inner) {
                Wrapped value = PERCENT.around(inner);
                return value.at("https://www.clinic.example/find?a=1&q=" + value.text, "?q" + value.path, "query", "q");
            }
        };

        abstract Wrapped around(Wrapped inner);
    }

    enum Carrier {
        QUERY,
        FORM_BODY,
        JSON_BODY,
        LINES_BODY,
        MULTIPART_BODY,
        GZIP_BODY;

        Sample carry(Wrapped inner) {
            String url = "https://collect.tracker.example/c";
            Wrapped value = Layer.PERCENT.around(inner);
            return switch (this) {
                case QUERY -> Sample.get(url + "?x=1&k=" + value.text);
                case FORM_BODY -> Sample.body("x=1&k=" + value.text);
                case JSON_BODY -> Sample.body("{\"x\":1,\"k\":" + json(inner.text) + "}");
                case LINES_BODY -> Sample.body("{\"x\":1}\n{\"x\":1,\"k\":" + json(inner.text) + "}\n");
                case MULTIPART_BODY ->
                    Sample.body(
                            "--b\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\n" + inner.text + "\r\n--b--\r\n");
                case GZIP_BODY -> Sample.body(gzip("{\"x\":1,\"k\":" + json(inner.text) + "}"));
            };
        }

        List<String> chain(Wrapped inner) {
            Wrapped value = Layer.PERCENT.around(inner);
            return switch (this) {
                case QUERY -> value.in("", "query", "k").chain;
                case FORM_BODY -> value.in("", "form", "k").chain;
                case JSON_BODY -> inner.in("", "json", "k").chain;
                case LINES_BODY -> inner.in("", "lines", "[1]", "json", "k").chain;
                case MULTIPART_BODY -> inner.in("", "multipart", "k").chain;
                case GZIP_BODY -> inner.in("", "gzip", "json", "k").chain;
            };
        }
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case 'é' -> json.append("\\u00e9");
                default -> json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static final String[] WORDS = {
        "Jane",
        "José",
        "Zürich",
        "breast",
        "cancer",
        "O'Hara",
        "pat@clinic.example",
        "room #7",
        "100",
        "日本",
        "+1650",
        "(650)",
        "a/b"
    };

    private static Wrapped wrapped(Random random) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 3 + random.nextInt(3); i++) {
            words.add(WORDS[random.nextInt(WORDS.length)]);
        }
        String value = String.join(" ", words);
        Wrapped wrapped = new Wrapped(value, value, List.of(), "");
        int layers = random.nextInt(4);
        for (int i = 0; i < layers; i++) {
            wrapped = Layer.values()[random.nextInt(Layer.values().length)].around(wrapped);
        }
        return wrapped;
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void a_value_in_random_layers_is_found_by_its_chain(Carrier carrier) {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Wrapped wrapped = wrapped(random);
            Sample sample = carrier.carry(wrapped);
            List<String> chain = carrier.chain(wrapped);
            if (wrapped.chain.stream().filter(step -> !step.startsWith("[")).count() > Opening.DEPTH - 2) {
                continue;
            }
            Decoded decoded = sample.decoded();
            assertThat(decoded.leaves().stream()
                            .filter(leaf -> leaf.value().equals(wrapped.value))
                            .map(leaf -> leaf.path() + " by "
                                    + leaf.steps().stream().map(Step::label).toList()))
                    .as("seed %d, round %d: %s in %s", SEED, round, wrapped.value, wrapped.text)
                    .contains("k" + wrapped.path + " by " + chain);
            if (carrier != Carrier.GZIP_BODY) {
                everySpanHoldsItsValue(sample, decoded);
            }
        }
    }

    @Test
    void every_span_in_the_vendors_formats_holds_its_value() {
        for (Sample sample : VendorFormatTest.ALL) {
            everySpanHoldsItsValue(sample, sample.decoded());
        }
    }

    private static void everySpanHoldsItsValue(Sample sample, Decoded decoded) {
        for (Leaf leaf : decoded.leaves()) {
            boolean compressed = leaf.steps().stream()
                    .map(Step::label)
                    .anyMatch(label -> label.equals("gzip") || label.equals("zlib"));
            boolean carried = leaf.origin() == Origin.URL || leaf.origin() == Origin.BODY;
            if (carried && !compressed) {
                assertThat(Replay.values(sample.token(leaf), leaf.steps()))
                        .as(leaf.chain())
                        .contains(leaf.value());
            }
        }
    }
}
