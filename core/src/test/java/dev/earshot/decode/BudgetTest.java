package dev.earshot.decode;

import static dev.earshot.decode.Sample.base64;
import static dev.earshot.decode.Sample.body;
import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.WebSocketMessage.Direction;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Input made to cost much costs a bounded amount, and what was left unread for that is said.
@Timeout(60)
class BudgetTest {
    private static final long SEED = 20261122;

    /// 64 MB of zeros, compressed once with quality 11.
    private static final String BROTLI_BOMB = "y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC6"
            + "93/8//+DfwIgDgsAdO//+P//B/8EQBwWAOje//H//w/+CYA4LADQvf/L//8//BMAcVgAoHv/Bw==";

    private static Decoded bounded(Sample sample) {
        Decoded decoded = sample.decoded();
        long input = (long) sample.url().length()
                + sample.body().length
                + sample.messages().stream()
                        .mapToLong(m -> m.payload().length())
                        .sum();
        long values = decoded.leaves().stream()
                .mapToLong(leaf -> leaf.value().length())
                .sum();
        long paths = decoded.leaves().stream()
                .mapToLong(leaf -> leaf.path().length())
                .sum();
        int sources = 2 + sample.messages().size();
        assertThat(decoded.leaves()).hasSizeLessThanOrEqualTo(sources * (Opening.LEAVES + 1));
        assertThat(values).isLessThanOrEqualTo((Opening.DEPTH + 2) * (input + sources * (long) Opening.GROWTH));
        assertThat(paths).isLessThanOrEqualTo(sources * (Opening.PATHS + input + 100));
        assertThat(decoded.undecoded()).hasSizeLessThanOrEqualTo(sources * 100);
        return decoded;
    }

    private static void says(Decoded decoded, String why) {
        assertThat(decoded.undecoded())
                .anySatisfy(part -> assertThat(part.why()).isEqualTo(why));
    }

    @Test
    void a_gzip_bomb_is_unpacked_to_the_growth_budget_only() {
        byte[] bomb = gzip(new byte[64 << 20]);
        says(bounded(body(bomb)), "growth budget reached");
    }

    @Test
    void a_gzip_bomb_of_readable_text_gives_its_beginning() {
        byte[] json = bytes("{\"search\":\"breast cancer\",\"rest\":\"" + "a".repeat(64 << 20) + "\"}");
        Sample sample = body(gzip(json));
        says(bounded(sample), "growth budget reached");
        assertThat(sample.values("search")).containsExactly("breast cancer");
    }

    @Test
    void brotli_and_zstd_bombs_are_unpacked_to_the_growth_budget_only() {
        byte[] brotli = java.util.Base64.getDecoder().decode(BROTLI_BOMB);
        says(bounded(body(brotli).with("Content-Encoding", "br")), "growth budget reached");
        byte[] plain = new byte[64 << 20];
        ZstdJavaCompressor compressor = new ZstdJavaCompressor();
        byte[] zstd = new byte[compressor.maxCompressedLength(plain.length)];
        zstd = Arrays.copyOf(zstd, compressor.compress(plain, 0, plain.length, zstd, 0, zstd.length));
        says(bounded(body(zstd)), "growth budget reached");
    }

    @Test
    void many_bombs_share_the_budget_of_the_body_that_holds_them() {
        String bomb = base64(gzip(new byte[8 << 20]));
        String list = String.join(
                ",", IntStream.range(0, 50).mapToObj(i -> "\"" + bomb + "\"").toList());
        bounded(body("[" + list + "]"));
    }

    @Test
    void gzip_in_gzip_in_gzip_stops_at_the_depth_budget() {
        byte[] packed = bytes("{\"search\":\"breast cancer\"}");
        for (int i = 0; i < 6; i++) {
            packed = gzip(packed);
        }
        assertThat(body(packed).values("search")).containsExactly("breast cancer");
        for (int i = 0; i < 6; i++) {
            packed = gzip(packed);
        }
        says(bounded(body(packed)), "depth budget of 8 reached");
    }

    @Test
    void base64_of_base64_stops_at_the_depth_budget_and_what_remains_is_a_leaf() {
        String text = "breast cancer";
        for (int i = 0; i < 30; i++) {
            text = base64(text);
        }
        Decoded decoded = bounded(body("{\"k\":\"" + text + "\"}"));
        says(decoded, "depth budget of 8 reached");
        assertThat(decoded.leaves()).anyMatch(leaf -> leaf.path().equals("k"));
    }

    @Test
    void percent_of_percent_stops_at_the_depth_budget() {
        String text = "breast cancer";
        for (int i = 0; i < 30; i++) {
            text = percent(text);
        }
        says(bounded(Sample.get("https://collect.tracker.example/?k=" + text)), "depth budget of 8 reached");
    }

    @Test
    void deeply_nested_json_is_read_to_the_nesting_budget() {
        Decoded lists = bounded(body("[".repeat(1_000_000)));
        says(lists, "nesting budget of 400 reached");
        int depth = 100_000;
        Decoded objects = bounded(body("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));
        says(objects, "nesting budget of 400 reached");
        String half =
                "{\"near\":\"breast cancer\",\"far\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"after\":\"lump\"}";
        assertThat(body(half).values("near")).containsExactly("breast cancer");
        assertThat(body(half).values("after")).containsExactly("lump");
    }

    @Test
    void nested_json_strings_stop_at_the_depth_budget() {
        String json = "{\"search\":\"breast cancer\"}";
        for (int i = 0; i < 10; i++) {
            json = "{\"k\":\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        }
        says(bounded(body(json)), "depth budget of 8 reached");
    }

    @Test
    void a_form_of_a_hundred_thousand_keys_gives_twenty_thousand_leaves_and_the_rest_as_one() {
        String form = String.join(
                "&",
                IntStream.range(0, 100_000).mapToObj(i -> "k" + i + "=v" + i).toList());
        Decoded decoded = bounded(body(form + "&last=breast+cancer"));
        says(decoded, "leaf budget of 20000 reached");
        assertThat(decoded.leaves().getLast().value()).endsWith("&last=breast+cancer");
        assertThat(decoded.leaves().getLast().chain()).isEqualTo("body › rest");
    }

    @Test
    void lines_beyond_the_leaf_budget_are_in_the_rest() {
        String lines = "{\"a\":1,\"b\":2}\n".repeat(20_000) + "{\"search\":\"breast cancer\"}\n";
        Decoded decoded = bounded(body(gzip(lines)));
        assertThat(decoded.leaves().stream().filter(leaf -> leaf.chain().endsWith("rest")))
                .hasSize(1);
        assertThat(decoded.leaves().getLast().value()).endsWith("breast cancer\"}\n");
    }

    @Test
    void long_names_repeated_in_every_path_run_into_the_path_budget() {
        String name = "n".repeat(100_000);
        String json = "{\"" + name + "\":[" + "1,".repeat(10_000) + "1]}";
        says(bounded(body(json)), "path budget of 4194304 characters reached");
    }

    @Test
    void empty_structures_under_long_names_cost_nothing_much() {
        String name = "n".repeat(10_000);
        String open = "{\"" + name + "\":";
        String json = open.repeat(100) + "[" + "[],".repeat(500_000) + "[]]" + "}".repeat(100);
        bounded(body(json));
    }

    @Test
    void a_file_that_unpacks_to_itself_ends() {
        Content.Binary file = Content.Binary.all(Place.root(""), bytes("quine"));
        Content.Binary inner = file.layer(new Step.Decoded("gzip"), bytes("other"));
        assertThat(inner.cameFrom(bytes("quine"))).isTrue();
        assertThat(inner.cameFrom(bytes("quint"))).isFalse();
    }

    @Test
    void xml_bombs_do_not_expand() {
        String bomb = """
                <?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">
                <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><b>&d;&d;&d;</b>""";
        Decoded decoded = bounded(body(bomb));
        assertThat(decoded.leaves()).noneMatch(leaf -> leaf.value().contains("aaaaaaaaaaaa"));
        bounded(body("<a>".repeat(200_000)));
        bounded(body("<a>".repeat(200_000) + "</a>".repeat(200_000)));
    }

    @Test
    void many_websocket_messages_have_a_budget_each() {
        Sample sample = Sample.get("wss://live.tracker.example/");
        for (int i = 0; i < 50; i++) {
            sample = sample.sending(Direction.SENT, 2, gzip(new byte[1 << 20]));
        }
        bounded(sample);
    }

    @Test
    void awkward_long_inputs_take_time_in_proportion() {
        int size = 1_000_000;
        bounded(body("--" + "a".repeat(150) + "\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n"
                + "\r\n--a".repeat(size / 5)));
        bounded(body("--a\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n".repeat(size / 50)));
        bounded(body("&".repeat(size)));
        bounded(body("a=&".repeat(size / 3)));
        bounded(body("=".repeat(size)));
        bounded(body("%".repeat(size)));
        bounded(body("\\".repeat(size)));
        bounded(body("\"" + "\\u0041".repeat(size / 6)));
        bounded(body("&#".repeat(size / 2) + ";"));
        bounded(body("\n".repeat(size)));
        bounded(body("a\n".repeat(size / 2)));
        bounded(body("a=b\n".repeat(size / 4)));
        bounded(body("{".repeat(size)));
        bounded(body("[\"" + "a".repeat(size)));
        bounded(body("1".repeat(size)));
        bounded(body("A".repeat(size)));
        bounded(body("/".repeat(size)));
        bounded(Sample.get("https://" + "/a".repeat(size / 2)));
        bounded(Sample.get("https://collect.tracker.example/?" + "c.&".repeat(size / 3) + "x=1"));
        bounded(Sample.get("https://collect.tracker.example/;" + "a=b;".repeat(size / 4)));
        bounded(Sample.get("https://collect.tracker.example/?u=" + "https://a?u=".repeat(size / 12)));
        bounded(Sample.get("https://collect.tracker.example/").with("Cookie", ";a=".repeat(size / 3)));
        byte[] noise = new byte[size];
        new Random(SEED).nextBytes(noise);
        bounded(body(noise));
        bounded(body(base64(noise)));
    }

    @Test
    void thousands_of_bombs_that_come_to_nothing_cost_what_one_body_may() {
        // Raw deflate of zeros: no text comes out, so that each is tried and given up.
        String zeros = base64(Sample.rawDeflate(new byte[2 << 20]));
        assertThat(zeros).hasSizeLessThan(3000);
        String brotli = BROTLI_BOMB + "Aa1Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0KkLl".repeat(2);
        for (String bomb : new String[] {zeros, brotli}) {
            String list = String.join(
                    ",",
                    IntStream.range(0, 1000).mapToObj(i -> "\"" + bomb + "\"").toList());
            bounded(body("[" + list + "]"));
        }
    }

    @Test
    void work_in_vain_runs_into_the_work_budget() {
        List<Leaf> leaves = new ArrayList<>();
        List<Undecoded> undecoded = new ArrayList<>();
        Opening opening = new Opening(Origin.BODY, 1000, 1000, leaves, undecoded);
        Content.Text text = Content.Text.all(Place.root("k"), "a%20b");
        opening.worked(text, Opening.WORK_FACTOR * 9000);
        assertThat(opening.growth()).isZero();
        opening.open(text);
        assertThat(leaves).extracting(Leaf::value).containsExactly("a%20b");
        assertThat(undecoded).extracting(Undecoded::why).containsExactly("work budget reached");
    }

    @Test
    void binary_structures_that_nest_or_declare_much_cost_little() {
        byte[] message = bytes("pat@clinic.example");
        for (int i = 0; i < 2000; i++) {
            message = new ProtobufWriter().string(1, message).toBytes();
        }
        bounded(body(message));
        byte[] lists = new byte[1 << 20];
        for (int lead : new int[] {0x91, 0x81, 0xdf, 0x9f, 0xbf, 0xc1, 0xd9, 0x5f, 0x0a, 0x00, 0x01, 0x78}) {
            Arrays.fill(lists, (byte) lead);
            bounded(body(lists));
            bounded(body(base64(lists)));
        }
        byte[] many = HexFormat.of().parseHex("dfffffffffa161a162");
        assertThat(bounded(body(many)).leaves()).noneMatch(leaf -> leaf.origin() == Origin.BODY);
    }

    @Test
    void a_million_stretches_of_base64_take_time_in_proportion() {
        String piece = base64("pat@clinic.example").substring(0, 24);
        bounded(body("{\"k\":\"" + (piece + "Zz!").repeat(30_000) + "\"}"));
        bounded(body("{\"k\":\"" + ("0" + piece).repeat(30_000) + "\"}"));
        bounded(body("{\"k\":\"" + ("AAAA" + "eyJ").repeat(100_000) + "\"}"));
        bounded(body("{\"k\":\"" + "N4Ig".repeat(200_000) + "\"}"));
        bounded(body("{\"k\":\"" + "\u4e00 ".repeat(200_000) + "\"}"));
    }
}
