package dev.earshot.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Real-shaped requests, damaged at random: decoding never throws, and every leaf points into its origin.
class DamagedRequestTest {
    private static final int INPUTS = 20_000;
    private static final long SEED = 20261122;
    private static final String[] TOKENS = {
        "%",
        "%2",
        "%25",
        "%u",
        "&",
        "=",
        ";",
        "?",
        "#",
        "/",
        "://",
        "\"",
        "\\",
        "\\u",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\r\n",
        "--",
        "&amp;",
        "&#x",
        "+",
        "eyJ",
        "data:",
        ";base64,",
        "H4sIAAAA",
        "eJw",
        "\u001f",
        "\u0000",
        "é",
        "日",
        "<",
        "<?xml",
        ">",
        "42[",
        "a[",
        "Content-Disposition:",
        "name=\"",
        "c.&",
        ".c&",
        "-----",
        "null",
        "1e9",
        "@"
    };

    @Test
    void no_damage_makes_decoding_throw_or_point_outside() {
        List<Sample> samples = new ArrayList<>(VendorFormatTest.ALL);
        samples.add(Sample.body("<?xml version=\"1.0\"?><a b=\"c\"><d>text</d></a>"));
        samples.add(
                Sample.body(LayerTest.brotli("{\"search\":\"breast cancer\"}")).with("Content-Encoding", "br"));
        samples.add(Sample.body(Sample.rawDeflate(Sample.bytes("{\"a\":1}"))).with("Content-Encoding", "deflate"));
        samples.add(Sample.body("42/chat,7[\"typed\",{\"search\":\"lump\"}]"));
        samples.add(Sample.get("https://c.tracker.example/")
                .with("Cookie", "a=%7B%22b%22%3A1%7D; c=d")
                .with("X", "a=b&c"));
        for (int i = 0; i < INPUTS; i++) {
            long seed = SEED + i;
            Random random = new Random(seed);
            Sample damaged = damaged(samples.get(i % samples.size()), random);
            Decoded decoded;
            try {
                decoded = damaged.decoded();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed, e);
            }
            for (Leaf leaf : decoded.leaves()) {
                int size = size(damaged, leaf);
                assertThat(leaf.start()).as("seed %d: %s", seed, leaf).isBetween(0, size);
                assertThat(leaf.length()).as("seed %d: %s", seed, leaf).isBetween(0, size - leaf.start());
                assertThat(leaf.value()).as("seed %d: %s", seed, leaf).isNotEmpty();
            }
            assertThat(decoded.leaves()).hasSizeLessThanOrEqualTo(4 * Opening.LEAVES);
        }
    }

    private static int size(Sample sample, Leaf leaf) {
        return switch (leaf.origin()) {
            case URL -> Sample.bytes(sample.url()).length;
            case BODY -> sample.body().length;
            case HEADER, COOKIE, MESSAGE -> Integer.MAX_VALUE;
        };
    }

    private static Sample damaged(Sample sample, Random random) {
        int where = random.nextInt(sample.body().length == 0 ? 1 : 3);
        return where == 0
                ? new Sample(
                        new String(damaged(Sample.bytes(sample.url()), random), StandardCharsets.UTF_8),
                        sample.headers(),
                        sample.body(),
                        sample.mimeType(),
                        sample.messages())
                : new Sample(
                        sample.url(),
                        sample.headers(),
                        damaged(sample.body(), random),
                        sample.mimeType(),
                        sample.messages());
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] now = bytes;
        for (int wounds = 1 + random.nextInt(5); wounds > 0 && now.length > 0; wounds--) {
            int at = random.nextInt(now.length);
            int to = Math.min(now.length, at + random.nextInt(20));
            now = switch (random.nextInt(5)) {
                case 0 -> flipped(now, at, random);
                case 1 -> Arrays.copyOf(now, at);
                case 2 -> joined(Arrays.copyOf(now, at), new byte[0], Arrays.copyOfRange(now, to, now.length));
                case 3 -> joined(Arrays.copyOf(now, to), Arrays.copyOfRange(now, at, to), rest(now, to));
                default ->
                    joined(Arrays.copyOf(now, at), Sample.bytes(TOKENS[random.nextInt(TOKENS.length)]), rest(now, at));
            };
        }
        return now;
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        byte[] flipped = bytes.clone();
        flipped[at] = (byte) random.nextInt(256);
        return flipped;
    }

    private static byte[] rest(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[] a, byte[] b, byte[] c) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length + c.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        System.arraycopy(c, 0, joined, a.length + b.length, c.length);
        return joined;
    }
}
