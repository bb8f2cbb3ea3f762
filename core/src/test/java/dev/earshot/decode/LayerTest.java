package dev.earshot.decode;

import static dev.earshot.decode.Sample.base64;
import static dev.earshot.decode.Sample.base64Url;
import static dev.earshot.decode.Sample.body;
import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.get;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.percent;
import static dev.earshot.decode.Sample.post;
import static dev.earshot.decode.Sample.rawDeflate;
import static dev.earshot.decode.Sample.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Tracker;
import dev.earshot.exchange.WebSocketMessage.Direction;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {
    private static final String JSON = "{\"search\":\"breast cancer\"}";

    private static Sample query(String rawValue) {
        return get("https://collect.tracker.example/c?k=" + rawValue);
    }

    /// Each raw query value, what is to be found in it, and by which chain after `url › query › k`.
    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "breast%20cancer | breast cancer | percent",
                "breast+cancer | breast cancer | plus",
                "breast%2Bcancer | breast+cancer | percent",
                "breast%2520cancer | breast cancer | percent › percent",
                "Jos%C3%A9 | José | percent",
                "Jos%E9+Diaz | José Diaz | plus › percent",
                "Jos%u00e9 | José | percent",
                "%22breast%20cancer%22 | breast cancer | percent › json",
                "%7B%22a%22%3A%22x%20y%22%7D | x y | percent › json › a",
                "[\"x\",\"y%20z\"] | y z | json › [1] › percent",
                "YnJlYXN0IGNhbmNlcg== | breast cancer | base64",
                "YnJlYXN0IGNhbmNlcg | breast cancer | base64",
                "YnJlYXN0IGNhbmNlcg%3D%3D | breast cancer | percent › base64",
                "627265617374206361e6b3b2 | 627265617374206361e6b3b2 | ''",
                "6272656173742063616e636572 | breast cancer | hex",
                "2836353029203535352d31323132 | (650) 555-1212 | hex",
                "36353035353531323132 | 6505551212 | hex",
                "Smith%26%2339%3Bs%20%26amp%3B%20Co | Smith's & Co | percent › html",
                "pat\\u0040clinic.example | pat@clinic.example | escapes",
                "em%3Dabc%26ph%3Ddef | def | percent › form › ph",
                "event%3Dsearch%3Bterm%3Dbreast%20cancer | breast cancer | percent › form › term",
                "uid%3Dab%3B%20mrn%3D123 | 123 | percent › form › mrn",
                "https://www.clinic.example/a?q=lump | lump | query › q",
                "//www.clinic.example/a?q=lump | lump | query › q",
                "/search?q=lump%26bump | lump&bump | query › q › percent",
                "%2Fsearch%3Fq%3Dlump%2526bump | lump&bump | percent › query › q › percent",
                "https%3A%2F%2Fwww.clinic.example%2F%23%2Fchart%3Fmrn%3D123 | 123 | percent › fragment › query › mrn",
                "data:text/plain;base64,YnJlYXN0IGNhbmNlcg== | breast cancer | data url",
                "data:,breast%20cancer | breast cancer | data url › percent",
            })
    void a_value_is_found_under_its_layers(String raw, String value, String chain) {
        String from = "url › query › k" + (chain.isEmpty() ? "" : " › " + chain);
        assertThat(query(raw).decoded().leaves())
                .anySatisfy(
                        leaf -> assertThat(leaf.chain() + " = " + leaf.value()).isEqualTo(from + " = " + value));
    }

    /// What looks a little like an encoding, a form or a structure and is none.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
                "5b2c4b9f0e1d3c6a7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6",
                "d41d8cd98f00b204e9800998ecf8427e",
                "1234567890.1700000000",
                "1700000000000",
                "4532015112830366",
                "6865616420616368",
                "13l3l3l3l1l1",
                "tv.1~em.abcdefghijk",
                "GS2.1.s1700000000",
                "appointment",
                "Oncologist",
                "password",
                "pageview",
                "AbCdEfGhIjKl",
                "fb.1.1700000000000.1234567890",
                "100%",
                "50%zz",
                "[Sale]",
                "{name}",
                "AT&T;",
                "text/html; charset=utf-8",
                "color:red;width:1px",
                "width=device-width, initial-scale=1",
                "doctor=",
                "a==",
                "?",
                "12:30",
                "{",
                "[",
                "\"",
                "\"open",
                "data:nothing",
                "eyJ.x.y",
                "ListItem",
                "false"
            })
    void near_misses_stay_as_they_are(String value) {
        Sample sample = body("{\"k\":" + quoted(value) + "}");
        assertThat(sample.decoded().leaves().stream()
                        .filter(leaf -> leaf.origin() == Origin.BODY)
                        .map(leaf -> leaf.chain() + " = " + leaf.value()))
                .containsExactly("body › json › k = " + value);
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Test
    void a_base64_id_that_happens_to_be_text_is_found_both_ways() {
        Sample sample = query("UGF0aWVudDQy");
        assertThat(sample.values("k")).containsExactly("UGF0aWVudDQy", "Patient42");
    }

    @Test
    void base64_may_lack_padding_use_either_alphabet_break_lines_or_have_lost_its_plus_signs() {
        String text = "??>>~~??? breast cancer ??>>~~ breast cancer";
        String standard = base64(text);
        assertThat(standard).contains("+").contains("/");
        assertThat(query(percent(standard)).values("k")).contains(text);
        assertThat(query(base64Url(text)).values("k")).contains(text);
        assertThat(query(standard).values("k")).contains(text);
        String broken = standard.substring(0, 20) + "\r\n" + standard.substring(20);
        assertThat(query(percent(broken)).values("k")).contains(text);
    }

    @Test
    void a_packed_file_inside_base64_or_hex_is_unpacked() {
        for (byte[] packed : new byte[][] {gzip(JSON), zlib(bytes(JSON)), zstd(JSON)}) {
            assertThat(query(percent(base64(packed))).values("k.search")).containsExactly("breast cancer");
            assertThat(query(HexFormat.of().formatHex(packed)).values("k.search"))
                    .containsExactly("breast cancer");
        }
    }

    @Test
    void gzip_bytes_in_percent_encoding_are_unpacked() {
        StringBuilder raw = new StringBuilder();
        for (byte b : gzip(JSON)) {
            raw.append("%%%02x".formatted(b & 0xff));
        }
        assertThat(query(raw.toString()).values("k.search")).containsExactly("breast cancer");
    }

    @Test
    void the_claims_of_a_token_are_read_and_the_token_is_kept() {
        String token = base64Url("{\"alg\":\"HS256\"}") + "." + base64Url("{\"sub\":\"pat@clinic.example\"}") + ".c2ln";
        assertThat(query(token).values("k.sub")).containsExactly("pat@clinic.example");
        assertThat(query(token).values("k")).containsExactly(token);
        assertThat(get("https://collect.tracker.example/")
                        .with("Authorization", "Bearer " + token)
                        .values("authorization.sub"))
                .containsExactly("pat@clinic.example");
    }

    @Test
    void json_in_json_in_json_is_opened() {
        String inner = "{\"c\":\"breast cancer\"}";
        String middle = "{\"b\":" + quoted(inner) + "}";
        Sample sample = body("{\"a\":" + quoted(middle) + "}");
        Leaf leaf = sample.leaf("a.b.c", "breast cancer");
        assertThat(leaf.chain()).isEqualTo("body › json › a › json › b › json › c");
        assertThat(sample.token(leaf)).startsWith("{\\\"b\\\":");
    }

    @Test
    void json_values_of_each_kind_are_leaves_but_null_and_the_empty_string() {
        Sample sample = body(
                " {\"s\":\"x\\ty\", \"n\":-1.50e3,\"t\":true , \"f\":false,\"z\":null,\"e\":\"\",\"o\":{},\"l\":[ ]}");
        assertThat(sample.decoded().leaves().stream()
                        .filter(leaf -> leaf.origin() == Origin.BODY)
                        .map(leaf -> leaf.path() + "=" + leaf.value()))
                .containsExactly("s=x\ty", "n=-1.50e3", "t=true", "f=false");
    }

    @Test
    void a_json_body_cut_short_gives_what_it_holds() {
        Sample sample = body("{\"events\":[{\"name\":\"search\",\"term\":\"breast can");
        assertThat(sample.values("events[0].name")).containsExactly("search");
        assertThat(sample.values("events[0].term")).containsExactly("breast can");
        assertThat(body("{\"a\":\"x\",\"b\":\"y\\").values("b")).containsExactly("y\\");
        assertThat(body("{\"a\":\"x\",\"b").values("a")).containsExactly("x");
    }

    @Test
    void a_name_that_carries_a_value_is_a_leaf_and_masked_in_paths() {
        Sample sample = body("{\"seen\":{\"pat@clinic.example\":{\"n\":1}}}");
        Leaf name = sample.leaf("seen.pa••••••••(18)", "pat@clinic.example");
        assertThat(name.chain()).isEqualTo("body › json › seen › pa••••••••(18) › name");
        assertThat(sample.token(name)).isEqualTo("pat@clinic.example");
        assertThat(sample.values("seen.pa••••••••(18).n")).containsExactly("1");
        assertThat(get("https://collect.tracker.example/c?6505551212=1").values("65••••••••(10)"))
                .containsExactly("6505551212", "1");
    }

    @Test
    void a_name_of_json_ld_is_no_value() {
        assertThat(body("{\"@graph.0.@type\":\"x\"}").values("@graph.0.@type")).containsExactly("x");
    }

    @Test
    void an_address_as_the_whole_query_never_shares_a_path_with_the_own_one() {
        Sample sample = get("https://sync.tracker.example/getuid?" + percent("https://www.clinic.example/a?q=lump"));
        assertThat(sample.values("/0")).containsExactly("getuid");
        assertThat(sample.values("?/0")).containsExactly("a");
        assertThat(sample.values("??q")).containsExactly("lump");
    }

    @Test
    void a_query_without_equals_signs_is_read() {
        assertThat(get("https://collect.tracker.example/c?breast-cancer").values("?"))
                .containsExactly("breast-cancer");
    }

    @Test
    void every_one_of_several_equal_names_is_read() {
        assertThat(get("https://heapanalytics.com/h?sp=url&sp=/oncology&sp=q&sp=lump")
                        .values("sp"))
                .containsExactly("url", "/oncology", "q", "lump");
    }

    @Test
    void the_own_url_is_no_leaf_but_its_host_and_path_are() {
        Sample sample = get("https://tenant7.tracker.example/v1/Jane%20Doe/?a=b#not-sent");
        assertThat(sample.decoded().leaves().stream().map(leaf -> leaf.path() + " = " + leaf.value()))
                .containsExactly("// = tenant7.tracker.example", "/0 = v1", "/1 = Jane Doe", "a = b");
    }

    @Test
    void an_address_and_a_member_of_an_object_never_share_a_path() {
        assertThat(query(percent("https://www.clinic.example/?q=lump")).values("k?q"))
                .containsExactly("lump");
        assertThat(query(percent("{\"q\":\"lump\"}")).values("k.q")).containsExactly("lump");
    }

    @Test
    void headers_are_read_and_the_referer_is_opened_as_an_address() {
        Sample sample = get("https://collect.tracker.example/")
                .with("User-Agent", "Mozilla/5.0 (X11; a=b&c=d)")
                .with("Referer", "https://www.clinic.example/search?q=lump")
                .with("X-Context", base64(JSON))
                .with(":path", "/never?twice=1");
        assertThat(sample.values("user-agent")).containsExactly("Mozilla/5.0 (X11; a=b&c=d)");
        Leaf word = sample.leaf("referer?q", "lump");
        assertThat(word.chain()).isEqualTo("header referer › query › q");
        assertThat(word.start()).isEqualTo("https://www.clinic.example/search?q=".length());
        assertThat(sample.values("x-context.search")).containsExactly("breast cancer");
        assertThat(sample.decoded().leaves()).noneMatch(leaf -> leaf.value().contains("never"));
    }

    @Test
    void each_cookie_is_a_source_of_its_own() {
        String header = "_ga=GA1.2.123.456; mp=%7B%22distinct_id%22%3A%22pat%40clinic.example%22%7D;empty=; flag";
        Sample sample = get("https://collect.tracker.example/").with("Cookie", header);
        Leaf id = sample.leaf("mp.distinct_id", "pat@clinic.example");
        assertThat(id.origin()).isEqualTo(Origin.COOKIE);
        assertThat(id.chain()).isEqualTo("cookie mp › percent › json › distinct_id");
        assertThat(header.substring(id.start(), id.start() + id.length()))
                .startsWith("%7B")
                .endsWith("%7D");
        assertThat(sample.values("_ga")).containsExactly("GA1.2.123.456");
        assertThat(sample.values("")).containsExactly("flag");
    }

    @Test
    void content_encodings_are_undone_whatever_else_the_headers_say() {
        assertThat(coded("gzip", gzip(JSON)).values("search")).containsExactly("breast cancer");
        assertThat(coded("deflate", zlib(bytes(JSON))).values("search")).containsExactly("breast cancer");
        assertThat(coded("deflate", rawDeflate(bytes(JSON))).values("search")).containsExactly("breast cancer");
        assertThat(coded("zstd", zstd(JSON)).values("search")).containsExactly("breast cancer");
        assertThat(coded("BR ", brotli(JSON)).values("search")).containsExactly("breast cancer");
        assertThat(coded("identity, gzip", gzip(JSON)).values("search")).containsExactly("breast cancer");
    }

    @Test
    void a_raw_deflate_body_that_no_header_announces_is_opened_with_and_without_the_tracker_s_word() {
        byte[] packed = rawDeflate(bytes("{\"view\":{\"url\":\"https://www.clinic.example/oncology\"},\"date\":1}"));
        Sample sample = post(
                "https://browser-intake-datadoghq.com/api/v2/rum?ddsource=browser&dd-evp-encoding=deflate",
                "text/plain",
                packed);
        Tracker datadog = Catalogue.bundled().byId("datadog-rum").orElseThrow();
        Decoded decoded = Decoding.withDefaults().read(sample.exchange(), Optional.of(datadog));
        assertThat(decoded.leaves()).anyMatch(leaf -> leaf.path().equals("view.url"));
        assertThat(sample.decoded().leaves()).anyMatch(leaf -> leaf.path().equals("view.url"));
    }

    @Test
    void a_body_recorded_with_its_content_encoding_undone_is_read() {
        for (String coding : new String[] {"gzip", "deflate", "br", "zstd", "unheard-of"}) {
            assertThat(coded(coding, bytes(JSON)).values("search")).containsExactly("breast cancer");
        }
    }

    @Test
    void a_compressed_body_cut_short_gives_what_it_holds() {
        String json = "{\"first\":\"breast cancer\",\"rest\":\"" + noise(5000) + "\"}";
        byte[] packed = gzip(json);
        Sample sample = body(Arrays.copyOf(packed, packed.length / 2));
        assertThat(sample.values("first")).containsExactly("breast cancer");
    }

    private static Sample coded(String coding, byte[] body) {
        return body(body).with("Content-Encoding", coding);
    }

    private static byte[] zstd(String text) {
        byte[] plain = bytes(text);
        ZstdJavaCompressor compressor = new ZstdJavaCompressor();
        byte[] packed = new byte[compressor.maxCompressedLength(plain.length)];
        return Arrays.copyOf(packed, compressor.compress(plain, 0, plain.length, packed, 0, packed.length));
    }

    /// One stored block, then the empty last one (RFC 7932 section 9.2).
    static byte[] brotli(String text) {
        byte[] plain = bytes(text);
        byte[] stream = new byte[plain.length + 4];
        int head = (plain.length - 1) << 4 | 1 << 20;
        stream[0] = (byte) head;
        stream[1] = (byte) (head >> 8);
        stream[2] = (byte) (head >> 16);
        System.arraycopy(plain, 0, stream, 3, plain.length);
        stream[stream.length - 1] = 3;
        return stream;
    }

    private static String noise(int length) {
        StringBuilder noise = new StringBuilder();
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < length; i++) {
            noise.append((char) ('!' + 2 + random.nextInt(50)));
        }
        return noise.toString().replace('\\', '/');
    }

    @Test
    void multipart_files_give_their_names_and_their_text() {
        String body = """
                --b1\r
                Content-Disposition: form-data; name="note"\r
                \r
                lump in the breast\r
                --b1\r
                Content-Disposition: form-data; name="upload"; filename="Jane Doe MRI.json"\r
                Content-Type: application/json\r
                \r
                {"mrn":"7654321"}\r
                --b1--\r
                """;
        Sample sample = post("https://collect.tracker.example/", "", body);
        assertThat(sample.values("note")).containsExactly("lump in the breast");
        Leaf name = sample.leaf("upload;filename", "Jane Doe MRI.json");
        assertThat(sample.token(name)).isEqualTo("Jane Doe MRI.json");
        assertThat(sample.leaf("upload.mrn", "7654321").chain()).isEqualTo("body › multipart › upload › json › mrn");
    }

    @Test
    void xml_gives_its_texts_and_attributes_and_fetches_nothing() {
        Sample sample = body("<?xml version=\"1.0\"?><visit id=\"v1\"><reason>breast cancer</reason><n>2</n></visit>");
        assertThat(sample.values("visit.reason")).containsExactly("breast cancer");
        assertThat(sample.values("visit@id")).containsExactly("v1");
        Sample hostile = body("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>");
        assertThat(hostile.values("a")).isEmpty();
    }

    @Test
    void html_stays_one_leaf() {
        assertThat(body("<p>Your <b>results<p>").values("")).containsExactly("<p>Your <b>results<p>");
    }

    @Test
    void only_sent_websocket_messages_are_read_and_socket_prefixes_are_tolerated() {
        Sample sample = get("wss://live.tracker.example/socket")
                .sending(Direction.SENT, 1, bytes(JSON))
                .sending(Direction.RECEIVED, 1, bytes("{\"search\":\"received\"}"))
                .sending(Direction.SENT, 1, bytes("42/chat,7[\"typed\",{\"search\":\"socket.io\"}]"))
                .sending(Direction.SENT, 1, bytes("a[\"{\\\"search\\\":\\\"sockjs\\\"}\"]"))
                .sending(Direction.SENT, 2, gzip("{\"search\":\"binary\"}"))
                .sending(Direction.SENT, 1, bytes("2probe"));
        assertThat(sample.values("search")).containsExactly("breast cancer", "binary");
        assertThat(sample.leaf("[1].search", "socket.io").chain()).isEqualTo("message 2 › frame › json › [1] › search");
        assertThat(sample.values("[0].search")).containsExactly("sockjs");
        assertThat(sample.values("")).containsExactly("2probe");
    }

    @Test
    void a_plain_text_body_is_a_leaf() {
        assertThat(post("https://collect.tracker.example/", "text/plain", "hello")
                        .values(""))
                .containsExactly("hello");
    }

    @Test
    void positions_count_bytes_where_characters_take_several() {
        Sample sample = body("{\"näme\":\"José\",\"ort\":\"Zürich\"}");
        assertThat(sample.token(sample.leaf("ort", "Zürich"))).isEqualTo("Zürich");
        Sample url = get("https://collect.tracker.example/c?n=José&o=Zürich");
        assertThat(url.token(url.leaf("o", "Zürich"))).isEqualTo("Zürich");
    }

    @Test
    void a_few_damaged_bytes_do_not_make_a_text_binary() {
        byte[] body = bytes("{\"a\":\"?\",\"b\":\"Zürich\",\"c\":\"" + "x".repeat(100) + "\"}");
        body[6] = (byte) 0xe9;
        Sample sample = body(body);
        Leaf leaf = sample.leaf("b", "Zürich");
        assertThat(new String(body, leaf.start(), leaf.length(), StandardCharsets.UTF_8))
                .isEqualTo("Zürich");
    }

    @Test
    void an_encrypted_body_is_undecoded_with_its_size_and_entropy() {
        byte[] random = new byte[4096];
        new java.util.Random(1).nextBytes(random);
        Decoded decoded = body(random).decoded();
        assertThat(decoded.undecoded()).singleElement().satisfies(part -> {
            assertThat(part.chain()).isEqualTo("body");
            assertThat(part.bytes()).isEqualTo(4096);
            assertThat(part.entropy()).isGreaterThan(7.9);
            assertThat(part.why()).isEqualTo("unknown encoding");
        });
        assertThat(decoded.leaves()).noneMatch(leaf -> leaf.origin() == Origin.BODY);
    }

    @Test
    void an_encrypted_token_is_undecoded_and_a_leaf() {
        byte[] random = new byte[200];
        new java.util.Random(2).nextBytes(random);
        Sample sample = query(percent(base64(random)));
        assertThat(sample.decoded().undecoded())
                .singleElement()
                .satisfies(part -> assertThat(part.bytes()).isEqualTo(200));
        assertThat(sample.values("k")).containsExactly(base64(random));
        random = Arrays.copyOf(random, 60);
        assertThat(query(percent(base64(random))).decoded().undecoded()).isEmpty();
    }

    @Test
    void the_readable_stretches_in_a_base64_message_are_leaves_beside_the_token() {
        byte[] message = new byte[120];
        new java.util.Random(4).nextBytes(message);
        System.arraycopy(bytes("pat@clinic.example\u0000"), 0, message, 50, 19);
        Sample sample = query(percent(base64(message)));
        assertThat(sample.values("k")).containsExactly(base64(message));
        assertThat(sample.decoded().leaves()).anyMatch(leaf -> leaf.value().endsWith("pat@clinic.example"));
        assertThat(sample.decoded().undecoded()).hasSize(1);
    }

    @Test
    void the_readable_stretches_of_an_unknown_format_are_leaves_and_the_rest_is_undecoded() {
        byte[] message =
                HexFormat.of().parseHex("ff01" + HexFormat.of().formatHex(bytes("pat@clinic.example")) + "10961a");
        Sample sample = body(message);
        assertThat(sample.leaf("[0]", "pat@clinic.example").start()).isEqualTo(2);
        assertThat(sample.decoded().undecoded()).hasSize(1);
    }
}
