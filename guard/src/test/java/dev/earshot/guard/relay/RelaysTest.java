package dev.earshot.guard.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelaysTest {
    private static final String YAML = """
            stats:
              to: https://stats.vendor.example/collect
              fields: [v, en, dl, cid, events.name, events.params.label, n]
              constants: {tid: CLINIC-1}
              pseudonyms: [cid]
              pages: {dl: path}
            zoned:
              to: https://stats.vendor.example/collect
              fields: [en, dl]
              pages: {dl: zone}
            """;
    private static final byte[] KEY = new byte[32];
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String DL = "dl=https%3A%2F%2Fwww.clinic.example%2Fvisit";

    @Test
    void named_fields_leave_with_the_constants_and_nothing_else() {
        Relay.Outgoing out =
                get("stats", DL + "&en=page_view&secret=x&tid=THEIRS&v=2").orElseThrow();

        assertThat(out.method()).isEqualTo("GET");
        assertThat(out.to().toString())
                .isEqualTo(
                        "https://stats.vendor.example/collect?dl=https%3A%2F%2Fwww.clinic.example%2Fvisit&en=page_view&v=2&tid=CLINIC-1");
        assertThat(out.droppedFields()).containsExactly("(unnamed)");
    }

    @Test
    void a_pages_address_loses_its_query_or_becomes_its_zone() {
        String address = "dl=https%3A%2F%2Fwww.clinic.example%2Fvisit%3Fgclid%3Dabc%23x&en=a";

        assertThat(get("stats", address).orElseThrow().to().toString())
                .contains("clinic.example%2Fvisit&")
                .doesNotContain("gclid", "abc");
        assertThat(get("zoned", address).orElseThrow().to().getRawQuery()).isEqualTo("dl=public&en=a");
    }

    @Test
    void nothing_is_told_from_a_zone_that_forbids_the_vendor_nor_where_the_page_is_not_known() {
        assertThat(get("stats", "dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv&en=a"))
                .isEmpty();
        assertThat(get("stats", "en=a")).isEmpty();
        assertThat(get("stats", "dl=https%3A%2F%2Fstranger.example%2F&en=a")).isEmpty();
        Relays relays = relays(KEY, NOON);
        assertThat(relays.forward(incoming("GET", "/collect/stats?" + DL, "", ""), "health-content"))
                .isEmpty();
        assertThat(relays.counts()).isEqualTo(java.util.Map.of("stats zone", 1L));
    }

    @Test
    void a_pseudonym_is_the_same_within_a_day_and_another_the_next() {
        String today = get("stats", DL + "&cid=patient-7").orElseThrow().to().getRawQuery();

        assertThat(today).doesNotContain("patient-7");
        assertThat(get("stats", DL + "&cid=patient-7").orElseThrow().to().getRawQuery())
                .isEqualTo(today);
        assertThat(relays(KEY, NOON.plusSeconds(86_400))
                        .forward(incoming("GET", "/collect/stats?" + DL + "&cid=patient-7", "", ""))
                        .orElseThrow()
                        .to()
                        .getRawQuery())
                .isNotEqualTo(today);
        assertThat(relays(new byte[0], NOON)
                        .forward(incoming("GET", "/collect/stats?" + DL + "&cid=patient-7", "", ""))
                        .orElseThrow()
                        .to()
                        .getRawQuery())
                .doesNotContain("cid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ana@clinic.example",
                "ana%40clinic.example",
                "ana%2540clinic.example",
                "YW5hQGNsaW5pYy5leGFtcGxl",
                "call (303) 555-0142",
                "3035550142",
                "+44 20 7946 0958",
                "078-05-1120",
                "4111 1111 1111 1111",
                "4111111111111111",
                "MRN 0048213",
                "mrn:A48213",
                "patient_id=48213",
                "192.0.2.7",
                "2001:db8:1:2:3:4:5:6",
                "gclid=Cj0KCQ",
                "fb.1.1596403881668.IwAR2abc",
                "https://www.clinic.example/x?q=hiv",
                "/search?q=hiv",
                "ana[at]clinic.example"
            })
    void a_value_that_looks_like_somebody_does_not_leave(String value) {
        Relay.Outgoing out = get("stats", DL + "&en=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
                .orElseThrow();

        assertThat(out.to().getRawQuery()).doesNotContain("en=");
        assertThat(out.droppedFields()).containsExactly("en");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page_view",
                "2",
                "1280x900",
                "en-us",
                "Book a visit",
                "1763812800",
                "1763812800123",
                "50%",
                "v2.3.1",
                "form_start",
                "a/b",
                "12345678",
                "order 66",
                "10:30",
                "at the clinic"
            })
    void a_value_that_looks_like_nobody_leaves(String value) {
        assertThat(get("stats", DL + "&en=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .orElseThrow()
                        .to()
                        .getRawQuery())
                .contains("en=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    @Test
    void json_keeps_its_shape_with_the_named_paths_alone() {
        Relay.Outgoing out = post("application/json", """
                {"dl":"https://www.clinic.example/visit?x=1","n":12.50,"user":{"email":"a@b.example"},
                 "events":[{"name":"book","params":{"label":"a","who":"Ana"}},{"who":"Ana"}],"name":"top"}""").orElseThrow();

        assertThat(new String(out.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"dl\":\"https://www.clinic.example/visit\",\"n\":12.50,\"events\":[{\"name\":\"book\",\"params\":{\"label\":\"a\"}}],\"tid\":\"CLINIC-1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"dl\":1}{",
                "{\"dl\":\"a\",\"dl\":\"b\"}",
                "7",
                "",
                "[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]"
            })
    void malformed_json_does_not_leave(String body) {
        assertThat(post("application/json", body)).isEmpty();
    }

    @Test
    void unknown_kinds_of_bodies_and_what_is_too_large_do_not_leave() {
        Relays relays = relays(KEY, NOON);
        String path = "/collect/stats?" + DL;

        assertThat(relays.forward(incoming("POST", path, "application/octet-stream", "x")))
                .isEmpty();
        assertThat(relays.forward(incoming("POST", path, "text/plain", "en=x"))).isEmpty();
        assertThat(relays.forward(incoming("POST", path, "multipart/form-data; boundary=x", "x")))
                .isEmpty();
        assertThat(relays.forward(
                        incoming("POST", path, "application/json", "{\"en\":\"" + "x".repeat(70_000) + "\"}")))
                .isEmpty();
        assertThat(relays.forward(incoming("GET", path + "&a=1".repeat(500), "", "")))
                .isEmpty();
        assertThat(relays.forward(incoming("GET", path + "&a=%zz", "", ""))).isEmpty();
        assertThat(relays.forward(incoming("GET", path + "&a=%ff", "", ""))).isEmpty();
        assertThat(relays.forward(incoming("PUT", path, "", ""))).isEmpty();
        assertThat(relays.forward(incoming("GET", "/collect/other", "", ""))).isEmpty();
        assertThat(relays.counts())
                .isEqualTo(java.util.Map.of(
                        "stats unknown kind of body",
                        3L,
                        "stats too large",
                        2L,
                        "stats malformed",
                        2L,
                        "stats method",
                        1L,
                        "(none) unknown relay",
                        1L));
    }

    @Test
    void no_byte_of_a_field_that_is_not_named_leaves_in_any_encoding() {
        long seed = 11;
        Random random = new Random(seed);
        Relays relays = relays(KEY, NOON);
        int left = 0;
        for (int round = 0; round < 4000; round++) {
            String secret = "zq" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "qz";
            String name = random.nextInt(4) == 0
                    ? secret
                    : List.of(
                                    "email",
                                    "q",
                                    "EN",
                                    "en ",
                                    "events",
                                    "params.label",
                                    "v[]",
                                    "dl%00",
                                    "",
                                    "events.name.x",
                                    "name")
                            .get(random.nextInt(11));
            String value = switch (random.nextInt(4)) {
                case 0 ->
                    URLEncoder.encode(
                            URLEncoder.encode(secret + "&en=" + secret, StandardCharsets.UTF_8),
                            StandardCharsets.UTF_8);
                case 1 -> Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
                case 2 -> secret + "é;\"";
                default -> secret;
            };
            String pair = URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8);
            String json = "{\"x" + round + "\":{\"en\":\"" + secret + "\"},\"" + secret + "\":[\"" + secret
                    + "\"],\"events\":[{\"" + secret + "\":1,\"name\":\"a\",\"p\":{\"label\":\"" + secret + "\"}},\""
                    + secret + "\"],\"en\":{\"v\":\"" + secret + "\"}}";
            Optional<Relay.Outgoing> out = relays.forward(
                    switch (random.nextInt(4)) {
                        case 0 -> incoming("GET", "/collect/stats?" + pair + "&" + DL + "&en=a&" + pair, "", "");
                        case 1 ->
                            incoming(
                                    "POST",
                                    "/collect/stats?" + DL,
                                    "application/x-www-form-urlencoded; charset=" + secret,
                                    "en=a&" + pair);
                        case 2 -> incoming("POST", "/collect/stats?" + DL + "&" + pair, "application/json", json);
                        default ->
                            incoming(
                                    "POST",
                                    "/collect/stats?" + DL + "%3Fq%3D" + secret + "%23" + secret,
                                    "text/plain;" + secret,
                                    json);
                    });
            if (out.isPresent()) {
                left++;
                String all = out.get().method()
                        + out.get().to()
                        + out.get().contentType()
                        + new String(out.get().body(), StandardCharsets.UTF_8)
                        + out.get().droppedFields();
                for (String trace : traces(secret)) {
                    assertThat(all.toLowerCase(Locale.ROOT))
                            .as("seed %d, round %d", seed, round)
                            .doesNotContain(trace.toLowerCase(Locale.ROOT));
                }
            }
        }
        assertThat(left).isGreaterThan(3500);
    }

    private static List<String> traces(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return List.of(
                secret,
                base64.substring(0, base64.length() - 1),
                HexFormat.of().formatHex(bytes),
                new StringBuilder(secret).reverse().toString());
    }

    @Test
    void a_vendor_that_no_zone_allows_is_no_relays() {
        assertThatThrownBy(() -> Relays.of(
                        read("x:\n  to: https://ads.vendor.example/p\n  fields: [en, dl]\n  pages: {dl: zone}\n"),
                        protection(),
                        KEY,
                        () -> NOON))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("no zone of the protection allows ads.vendor.example");
        assertThatThrownBy(() -> Relays.of(
                        read(
                                "x:\n  to: https://stats.vendor.example/collect\n  fields: [email, dl]\n  pages: {dl: zone}\n  zones: [public, health-content]\n"),
                        protection(),
                        KEY,
                        () -> NOON))
                .hasMessageContaining("zone public doesn't let all of its fields leave")
                .hasMessageContaining("zone health-content forbids");
        assertThatThrownBy(() -> Relays.of(
                        read("x:\n  to: https://stats.vendor.example/collect\n  fields: [en]\n"),
                        protection(),
                        KEY,
                        () -> NOON))
                .hasMessageContaining("name the field with the page's address");
    }

    @Test
    void every_mistake_in_the_file_is_told_at_once() {
        assertThatThrownBy(() -> read("""
                Bad Name:
                  to: http://stats.vendor.example/?a=b
                  fields: [gclid, events.fbclid, "a b"]
                  pseudonyms: [cid]
                  pages: {dl: everything}
                  keyDays: 0
                  field: x
                """))
                .hasMessageContaining("is no relay's name")
                .hasMessageContaining("is no vendor's address")
                .hasMessageContaining("\"gclid\" tells")
                .hasMessageContaining("\"events.fbclid\" tells")
                .hasMessageContaining("\"a b\" is no field's name")
                .hasMessageContaining("\"cid\" is not among")
                .hasMessageContaining("everything")
                .hasMessageContaining("number of days")
                .hasMessageContaining("\"field\" is not known here");
    }

    private static Optional<Relay.Outgoing> get(String relay, String query) {
        return relays(KEY, NOON).forward(incoming("GET", "/collect/" + relay + "?" + query, "", ""));
    }

    private static Optional<Relay.Outgoing> post(String type, String body) {
        return relays(KEY, NOON).forward(incoming("POST", "/collect/stats", type, body));
    }

    private static Relay.Incoming incoming(String method, String path, String type, String body) {
        return new Relay.Incoming(method, path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Relays relays(byte[] key, Instant now) {
        return Relays.of(read(YAML), protection(), key, () -> now);
    }

    private static List<RelaySetting> read(String yaml) {
        Problems problems = new Problems(Path.of("gateway.yaml"));
        List<RelaySetting> settings = RelayFile.of(YamlMapping.read(yaml, problems));
        problems.throwIfAny();
        return settings;
    }

    private static Protection protection() {
        Set<String> names = Set.of("v", "en", "dl", "cid", "events.name", "events.params.label", "n");
        List<Allowed> allowed = List.of(new Allowed(
                Endpoint.of("stats.vendor.example"), Set.of(Use.CONNECT), new Fields.Only(names), "Vendor", "agreed"));
        List<Forbidden> forbidden =
                List.of(new Forbidden(Endpoint.of("stats.vendor.example"), "Vendor", "stats", "rule"));
        return new Protection(
                Set.of("www.clinic.example"),
                Arrays.asList(
                        new ZoneProtection(
                                "health-content",
                                List.of("/conditions/**"),
                                false,
                                Otherwise.BLOCK,
                                List.of(),
                                forbidden),
                        new ZoneProtection("public", List.of(), false, Otherwise.BLOCK, allowed, List.of())));
    }
}
