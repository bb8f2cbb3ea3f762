package dev.earshot.decode;

import static dev.earshot.decode.Sample.base64;
import static dev.earshot.decode.Sample.base64Url;
import static dev.earshot.decode.Sample.body;
import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.get;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.percent;
import static dev.earshot.decode.Sample.rawDeflate;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Encodings that stand in the midst of something else, or begin and end unusually.
class EmbeddedTest {
    private static final String JSON = "{\"search\":\"breast cancer\"}";
    private static final String EMAIL = "pat@clinic.example";

    private static Sample query(String value) {
        return get("https://collect.tracker.example/?k=" + percent(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1.%s",
                "x_%s_y",
                "id%s",
                "%s.c2lnbmF0dXJl",
                "1!%s!2",
                "Bearer %s",
                "a:%s",
                "%s~",
                "%s..",
                "q-%s"
            })
    void base64_in_a_longer_token_is_found_and_the_token_kept(String pattern) {
        for (String encoded : new String[] {base64Url(JSON), base64(JSON).replace("=", "")}) {
            String token = pattern.formatted(encoded);
            assertThat(query(token).values("k.search")).as(token).containsExactly("breast cancer");
            assertThat(query(token).values("k")).as(token).contains(token);
        }
        String token = pattern.formatted(base64Url(EMAIL));
        assertThat(query(token).decoded().leaves())
                .as(token)
                .anyMatch(leaf -> leaf.value().contains(EMAIL));
    }

    @Test
    void an_embedded_stretch_points_at_its_own_bytes() {
        Sample sample = get("https://collect.tracker.example/?k=v1." + base64Url(JSON));
        assertThat(sample.token(sample.leaf("k.search", "breast cancer"))).isEqualTo(base64Url(JSON));
    }

    @Test
    void two_tokens_in_one_text_are_both_found() {
        assertThat(query("a:" + base64Url(JSON) + "|b:" + base64Url("{\"mrn\":\"7654321\"}"))
                        .decoded()
                        .leaves())
                .anyMatch(leaf -> leaf.value().equals("breast cancer"))
                .anyMatch(leaf -> leaf.value().equals("7654321"));
    }

    @Test
    void a_packed_file_behind_a_prefix_is_unpacked() {
        assertThat(query("v2" + base64Url(gzip(JSON))).values("k.search")).containsExactly("breast cancer");
    }

    private static String base64Url(byte[] bytes) {
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String base64Url(String text) {
        return Sample.base64Url(text);
    }

    @Test
    void the_header_and_the_claims_of_a_token_are_read_wherever_it_stands() {
        String token = base64Url("{\"alg\":\"HS256\",\"kid\":\"patients-7\"}") + "."
                + base64Url("{\"sub\":\"pat@clinic.example\"}") + ".c2lnbmF0dXJlc2lnbmF0dXJl";
        for (String value : new String[] {token, "Bearer " + token, "session " + token + " expires"}) {
            assertThat(query(value).values("k.sub")).as(value).containsExactly(EMAIL);
            assertThat(query(value).values("k.kid")).as(value).containsExactly("patients-7");
        }
    }

    @Test
    void an_encrypted_token_says_that_it_is_one() {
        String token =
                base64Url("{\"alg\":\"RSA-OAEP\",\"kid\":\"patients-7\"}") + ".b2xkb2xkb2xk.aXZpdg.Y2lwaGVydGV4dA.dGFn";
        assertThat(query(token).values("k.kid")).containsExactly("patients-7");
        assertThat(query(token).decoded().undecoded())
                .anyMatch(part -> part.why().equals("an encrypted token"));
    }

    @Test
    void base64_broken_into_lines_is_one_token() {
        String mime = java.util.Base64.getMimeEncoder().encodeToString(bytes(JSON.repeat(1) + " ".repeat(80)));
        assertThat(mime).contains("\r\n");
        assertThat(query(mime).values("k.search")).containsExactly("breast cancer");
        assertThat(query(mime.replace("\r\n", "\n")).values("k.search")).containsExactly("breast cancer");
        assertThat(body(mime).values("search")).containsExactly("breast cancer");
    }

    @Test
    void hexadecimal_may_have_a_prefix_or_escapes() {
        String hex = HexFormat.of().formatHex(bytes(EMAIL));
        assertThat(query("0x" + hex).values("k")).contains(EMAIL);
        assertThat(query("0X" + hex.toUpperCase(java.util.Locale.ROOT)).values("k"))
                .contains(EMAIL);
        assertThat(query("\\x" + HexFormat.ofDelimiter("\\x").formatHex(bytes(EMAIL)))
                        .values("k"))
                .contains(EMAIL);
        byte[] message = new ProtobufWriter().number(1, 2).string(2, EMAIL).toBytes();
        assertThat(query(HexFormat.of().formatHex(message)).values("k.#2")).containsExactly(EMAIL);
    }

    @Test
    void raw_deflate_is_unpacked_without_its_end_and_in_short_tokens() {
        assertThat(query(base64(rawDeflate(bytes(JSON)))).values("k.search")).containsExactly("breast cancer");
        byte[] message = flushed(bytes(JSON));
        assertThat(body(message).values("search")).containsExactly("breast cancer");
        assertThat(get("wss://live.tracker.example/")
                        .sending(dev.earshot.exchange.WebSocketMessage.Direction.SENT, 2, message)
                        .values("search"))
                .containsExactly("breast cancer");
    }

    /// As RFC 7692 section 7.2.1 says: flushed, and the last four bytes taken off.
    private static byte[] flushed(byte[] text) {
        java.util.zip.Deflater deflater = new java.util.zip.Deflater(9, true);
        deflater.setInput(text);
        byte[] packed = new byte[text.length + 100];
        int size = deflater.deflate(packed, 0, packed.length, java.util.zip.Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(packed, size - 4);
    }

    @Test
    void a_part_of_a_part_in_base64_is_read() {
        String body = """
                --outer\r
                Content-Disposition: form-data; name="files"\r
                Content-Type: multipart/mixed; boundary=inner\r
                \r
                --inner\r
                Content-Disposition: attachment; filename="chart.json"\r
                Content-Transfer-Encoding: base64\r
                \r
                %s\r
                --inner--\r
                --outer--\r
                """.formatted(base64(JSON));
        Sample sample = body(body);
        assertThat(sample.values("files.search")).containsExactly("breast cancer");
        assertThat(sample.values("files;filename")).containsExactly("chart.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"elpmaxe.cinilc@tap", "cng@pyvavp.rknzcyr", "0wQ@BreNeB.fTwL0rf"})
    void an_address_in_another_alphabet_is_found_and_the_text_kept(String written) {
        assertThat(query(written).values("k")).containsExactly(written, EMAIL);
    }

    @Test
    void a_page_address_in_another_alphabet_is_taken_apart() {
        assertThat(query("uggcf://jjj.pyvavp.rknzcyr/?d=yhzc").values("k?q")).containsExactly("lump");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pat@clinic.example", "@media", "a@b", "moc@moc.moc", "12:30://", "user@host", "moc.elpmaxe"})
    void what_is_no_address_in_any_alphabet_stays(String value) {
        assertThat(query(value).values("k")).containsExactly(value);
    }
}
