package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonaSearchTest {
    private static final Persona ANNA = given(Map.of(
            PersonaField.FIRST_NAME, "Zelmirak",
            PersonaField.LAST_NAME, "Vornatibel",
            PersonaField.FULL_NAME, "Zelmirak Vornatibel",
            PersonaField.EMAIL, "Kelmotar.Quistan+4821@mail.example.org",
            PersonaField.PHONE, "(602) 555-0142",
            PersonaField.DATE_OF_BIRTH, "1983-04-21",
            PersonaField.POSTAL_CODE, "85017",
            PersonaField.STATE, "AZ",
            PersonaField.SSN, "987-12-3456",
            PersonaField.PAYMENT_CARD, "4242 4212 3456 7897"));
    private static final Detectors DETECTORS = Detectors.forPersona(Optional.of(ANNA));

    // The three vectors of Meta's "Customer information parameters", read 2026-11-22.
    @ParameterizedTest
    @CsvSource({
        "EMAIL, John_Smith@gmail.com, 62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
        "PHONE, (650)555-1212, e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
    })
    void the_hashes_that_meta_publishes_as_examples_are_proof(PersonaField field, String value, String hash) {
        Detectors detectors = Detectors.forPersona(Optional.of(given(Map.of(field, value))));
        assertThat(Traffic.request().leaf(hash, "ud[x]").foundBy(detectors))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.element()).isEqualTo(field.element());
                    assertThat(found.basis()).isEqualTo(Basis.PROVEN);
                    assertThat(found.how()).startsWith("SHA-256 (hexadecimal) of the persona's ");
                });
    }

    // UID2, "Normalization and encoding"; Snap, "Conversions API parameters"; both read 2026-11-22.
    @ParameterizedTest
    @CsvSource({
        "EMAIL, JANESaoirse@gmail.com, ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8=",
        "EMAIL, JANE.Saoirse+uid2@gmail.com, ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8=",
        "EMAIL, Person@Example.com, 542d240129883c019e106e3b1b2d3f3cb3537c43c425364de8e951d5a3083345",
    })
    void the_hashes_that_others_publish_as_examples_are_proof(PersonaField field, String value, String hash) {
        Detectors detectors = Detectors.forPersona(Optional.of(given(Map.of(field, value))));
        assertThat(Traffic.request().leaf(hash, "x").foundBy(detectors))
                .extracting(found -> found.element() + " " + found.basis())
                .containsExactly(field.element() + " PROVEN");
    }

    @ParameterizedTest
    @CsvSource({
        "LAST_NAME, Núñez-Älvaro, nunezalvaro",
        "LAST_NAME, Núñez-Älvaro, nunez-alvaro",
        "LAST_NAME, Núñez-Älvaro, núñezälvaro",
        "LAST_NAME, O'Kelmotar, okelmotar",
        "CITY, San Kelmotaro, sankelmotaro",
        "POSTAL_CODE, 85017-1234, 85017",
        "POSTAL_CODE, 85017-1234, 850171234",
        "USER_NAME, @Kelmotar, kelmotar",
        "PHONE, +44 844 412 4653, 448444124653",
        "DATE_OF_BIRTH, 1983-04-21, 19830421",
        "FULL_NAME, Zelmirak Vornatibel, 'vornatibel, zelmirak'",
    })
    void a_value_prepared_as_a_vendor_asks_is_recognised_by_its_hash(PersonaField field, String value, String form) {
        Detectors detectors = Detectors.forPersona(Optional.of(given(Map.of(field, value))));
        assertThat(Traffic.request().leaf(hash("SHA-256", form), "x").foundBy(detectors))
                .extracting(Detection::element)
                .containsExactly(field.element());
    }

    @Test
    void the_hash_of_a_name_as_short_as_metas_example_is_proof() {
        Detectors detectors = Detectors.forPersona(Optional.of(given(Map.of(PersonaField.FIRST_NAME, "Mary"))));
        String hash = hash("SHA-256", "mary");
        assertThat(hash).startsWith("6915771b");
        assertThat(Traffic.request().leaf(hash, "ud[fn]").foundBy(detectors)).hasSize(1);
    }

    @Test
    void what_was_done_to_the_value_is_told_in_words() {
        assertThat(how(hash("SHA-256", "kelmotar.quistan+4821@mail.example.org")))
                .isEqualTo("SHA-256 (hexadecimal) of the persona's e-mail address, lower-cased and trimmed");
        assertThat(how(base64(hash("MD5", "kelmotarquistan@mail.example.org"))))
                .isEqualTo("MD5 (base64) of the persona's e-mail address, lower-cased, without dots and plus alias");
        assertThat(how("kelmotar.quistan+4821@mail.example.org")).isEqualTo("the persona's e-mail address");
        assertThat(how(hash("SHA-256", hash("MD5", "Kelmotar.Quistan+4821@mail.example.org"))))
                .isEqualTo("SHA-256 (hexadecimal) of the MD5 (hexadecimal) of the persona's e-mail address, as typed");
        assertThat(how(hash("SHA-256", "kelmotar.quistan+4821@mail.example.orgQX4QkKEU")))
                .isEqualTo("SHA-256 (hexadecimal), with the published salt QX4QkKEU, of the persona's e-mail address,"
                        + " lower-cased and trimmed");
        assertThat(how("+16025550142")).isEqualTo("the persona's phone number, in E.164 form");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "16025550142",
                "+16025550142",
                "6025550142",
                "0016025550142",
                "602-555-0142",
                "602.555.0142",
                "(602) 555-0142",
                "+1 602 555 0142",
                "tel:+1-602-555-0142"
            })
    void a_phone_number_is_proof_however_it_is_written(String written) {
        assertThat(elements(written)).containsExactly("PHONE PROVEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1983-04-21",
                "19830421",
                "04211983",
                "04/21/1983",
                "4/21/1983",
                "21.04.1983",
                "1983-04-21T00:00:00Z"
            })
    void a_date_of_birth_is_proof_however_it_is_written(String written) {
        assertThat(elements(written)).contains("DATE_OF_BIRTH PROVEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"987123456", "987-12-3456", "987 12 3456", "4242421234567897", "4242-4212-3456-7897"})
    void numbers_are_proof_with_and_without_their_separators(String written) {
        assertThat(elements(written)).hasSize(1).allMatch(found -> found.endsWith("PROVEN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zelmira",
                "zelmirat vornatibek",
                "kelmotar@mail.example.org",
                "someone.else@mail.example.org",
                "6025550143",
                "(602) 555-0141",
                "1983-04-22",
                "119830421",
                "198304210",
                "1721983042112",
                "04211983042119",
                "3456",
                "7897",
                "1983",
                "9871234567",
                "1987123456",
                "424242",
                "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
                "AZ"
            })
    void near_misses_prove_nothing(String value) {
        assertThat(Traffic.request().leaf(value, "x").foundBy(DETECTORS))
                .noneMatch(found -> found.basis() == Basis.PROVEN);
    }

    @Test
    void a_postal_code_is_proof_only_under_a_key_that_says_so() {
        assertThat(Traffic.request().leaf("85017", "zip").foundBy(DETECTORS))
                .extracting(Detection::element, Detection::basis)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(DataElement.POSTAL_ADDRESS, Basis.PROVEN));
        assertThat(Traffic.request().leaf("85017", "width").foundBy(DETECTORS)).isEmpty();
        assertThat(Traffic.request().leaf("185017", "zip").foundBy(DETECTORS)).isEmpty();
    }

    @Test
    void the_hash_of_a_state_is_no_proof_since_millions_share_it() {
        assertThat(elements(hash("SHA-256", "az"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-1", "SHA-256", "SHA-512"})
    void every_hash_is_found_in_every_spelling(String algorithm) {
        String hex = hash(algorithm, "kelmotar.quistan+4821@mail.example.org");
        byte[] digest = HexFormat.of().parseHex(hex);
        for (String sent : List.of(
                hex,
                hex.toUpperCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(digest),
                Base64.getEncoder().withoutPadding().encodeToString(digest),
                Base64.getUrlEncoder().encodeToString(digest),
                "tv.1~em." + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "~pn.e0")) {
            assertThat(elements(sent)).as(sent).containsExactly("EMAIL PROVEN");
        }
    }

    @Test
    void base64_of_another_letter_case_is_another_text() {
        String base64 = base64(hash("SHA-256", "kelmotar.quistan+4821@mail.example.org"));
        assertThat(elements(base64.toLowerCase(Locale.ROOT))).isEmpty();
    }

    @Test
    void what_stands_in_a_leaf_is_not_told_again_of_the_leaves_and_bytes_around_it() {
        String address = "https://www.clinic.example/welcome?e=Kelmotar.Quistan%2B4821@mail.example.org";
        List<Detection> found = Traffic.request()
                .body("{\"dl\":\"" + address + "\"}")
                .leaf(address, "dl")
                .leaf("Kelmotar.Quistan+4821@mail.example.org", "dl", "?e")
                .foundBy(DETECTORS);
        assertThat(found)
                .filteredOn(detection -> detection.basis() == Basis.PROVEN)
                .singleElement()
                .satisfies(detection ->
                        assertThat(detection.leaf().orElseThrow().chain()).isEqualTo("body › dl › e"));
    }

    @Test
    void a_leaf_is_told_once_for_each_element() {
        assertThat(elements("Zelmirak Vornatibel, Zelmirak, (602) 555-0142"))
                .containsExactlyInAnyOrder("NAME PROVEN", "PHONE PROVEN");
    }

    @Test
    void a_value_that_is_two_things_is_told_as_both() {
        Persona persona = given(Map.of(
                PersonaField.EMAIL, "kelmotar@mail.example.org", PersonaField.USER_NAME, "kelmotar@mail.example.org"));
        assertThat(Traffic.request()
                        .leaf("kelmotar@mail.example.org", "u")
                        .foundBy(Detectors.forPersona(Optional.of(persona))))
                .extracting(Detection::element)
                .containsExactly(DataElement.EMAIL, DataElement.USER_NAME);
    }

    @Test
    void proof_in_the_raw_url_is_found_where_no_decoder_made_a_leaf() {
        List<Detection> found = Traffic.request()
                .to("https://pixel.tracker.example/é/p/kelmotar.quistan+4821@mail.example.org/x")
                .foundBy(DETECTORS);
        assertThat(found).singleElement().satisfies(detection -> {
            assertThat(detection.basis()).isEqualTo(Basis.PROVEN);
            assertThat(detection.how()).endsWith("among bytes that no decoder opened");
            Leaf leaf = detection.leaf().orElseThrow();
            assertThat(leaf.origin()).isEqualTo(Origin.URL);
            assertThat(leaf.start())
                    .isEqualTo("https://pixel.tracker.example/é/p/".getBytes(StandardCharsets.UTF_8).length);
            assertThat(leaf.length()).isEqualTo("kelmotar.quistan+4821@mail.example.org".length());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void plain_values_in_base64_are_found_in_the_raw_body_at_any_alignment(int shift) {
        String inner = "x".repeat(shift) + "|kelmotar.quistan+4821@mail.example.org|rest of it";
        String body = "blob!" + Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8)) + "!";
        assertThat(Traffic.request().body(body).foundBy(DETECTORS))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.element()).isEqualTo(DataElement.EMAIL);
                    assertThat(found.how()).startsWith("base64 of the persona's e-mail address");
                });
    }

    @Test
    void proof_is_found_in_raw_headers_and_in_messages_that_were_sent_but_not_in_those_received() {
        assertThat(Traffic.request()
                        .header("X-Visitor", hash("SHA-1", "kelmotar.quistan+4821@mail.example.org"))
                        .message(WebSocketMessage.Direction.SENT, "{\"t\":\"Vornatibel\"}")
                        .foundBy(DETECTORS))
                .extracting(found ->
                        found.element() + " " + found.leaf().orElseThrow().chain())
                .containsExactlyInAnyOrder("EMAIL header X-Visitor", "NAME message 0");
        assertThat(Traffic.request()
                        .message(WebSocketMessage.Direction.RECEIVED, "{\"t\":\"Vornatibel\"}")
                        .foundBy(DETECTORS))
                .isEmpty();
    }

    @Test
    void the_pseudo_headers_that_repeat_the_url_are_not_told_again() {
        String path = "/c?e=kelmotar.quistan+4821@mail.example.org";
        assertThat(Traffic.request()
                        .to("https://pixel.tracker.example" + path)
                        .header(":path", path)
                        .leaf(Origin.URL, "", "kelmotar.quistan+4821@mail.example.org", "e")
                        .foundBy(DETECTORS))
                .filteredOn(found -> found.basis() == Basis.PROVEN)
                .hasSize(1);
    }

    @Test
    void the_documented_parameter_is_told_with_the_proof() {
        List<Detection> found = Traffic.request()
                .documented("ud[em]", "hash.email", DataElement.EMAIL)
                .leaf(hash("SHA-256", "kelmotar.quistan+4821@mail.example.org"), "ud[em]")
                .foundBy(DETECTORS);
        assertThat(found).singleElement().satisfies(detection -> {
            assertThat(detection.basis()).isEqualTo(Basis.PROVEN);
            assertThat(detection.parameter()).isPresent();
        });
    }

    @Test
    void an_invented_word_proves_the_search_of_a_generated_persona_and_the_topic_alone_does_not() {
        Persona persona = Personas.fresh(7);
        Detectors detectors = Detectors.forPersona(Optional.of(persona));
        String term = persona.first(PersonaField.SEARCH_TERM).orElseThrow().reveal();
        String topic = term.substring(0, term.indexOf(' '));
        String invented = term.substring(term.indexOf(' ') + 1);
        for (String sent : List.of(term, topic + "-" + invented, topic + "+" + invented, invented, topic + invented)) {
            assertThat(Traffic.request().leaf(sent, "x").foundBy(detectors))
                    .as(sent)
                    .extracting(found -> found.element() + " " + found.basis())
                    .contains("SEARCH_TERMS PROVEN");
        }
        assertThat(Traffic.request().leaf(topic, "x").foundBy(detectors)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PersonaField.class)
    void every_value_of_a_generated_persona_but_the_short_ones_proves_itself(PersonaField field) {
        for (long seed = 0; seed < 20; seed++) {
            Persona persona = Personas.fresh(seed);
            Detectors detectors = Detectors.forPersona(Optional.of(persona));
            for (Sensitive value : persona.values().getOrDefault(field, List.of())) {
                List<Detection> found =
                        Traffic.request().leaf(value.reveal(), "x").foundBy(detectors);
                boolean isShort = field == PersonaField.STATE || field == PersonaField.POSTAL_CODE;
                assertThat(found.stream()
                                .filter(detection -> detection.basis() == Basis.PROVEN)
                                .map(Detection::element)
                                .toList())
                        .as("%s of seed %d", field, seed)
                        .isEqualTo(isShort ? List.of() : List.of(field.element()));
            }
        }
    }

    @Test
    void a_persona_proves_nothing_of_another() {
        Detectors detectors = Detectors.forPersona(Optional.of(Personas.fresh(1)));
        for (long seed = 2; seed < 60; seed++) {
            Traffic other = Traffic.request();
            Personas.fresh(seed)
                    .values()
                    .forEach((field, values) -> values.forEach(value -> other.leaf(value.reveal(), field.key())));
            List<Detection> proven = other.foundBy(detectors).stream()
                    .filter(found -> found.basis() == Basis.PROVEN)
                    .toList();
            assertThat(proven).as("seed %d", seed).isEmpty();
        }
    }

    // The oracle: every needle compared at every place.
    @Test
    void the_table_finds_what_a_plain_search_finds() {
        long seed = 20261122;
        Random random = new Random(seed);
        List<Needle.Boundary> boundaries = List.of(Needle.Boundary.values());
        List<Needle> needles = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String text = letters(random, "abAB1", 6 + random.nextInt(4));
            boolean exactCase = random.nextBoolean();
            needles.add(new Needle(
                    text,
                    exactCase,
                    boundaries.get(random.nextInt(boundaries.size())),
                    new Form.Value(i, 0, DataElement.NAME, "value"),
                    "",
                    ""));
        }
        NeedleTable table = new NeedleTable(needles);
        int total = 0;
        for (int round = 0; round < 200; round++) {
            String text = letters(random, "abAB1 ", random.nextInt(200));
            List<String> found = new ArrayList<>();
            table.search(text, (needle, start) -> found.add(needle.value().number() + "@" + start));
            List<String> expected = new ArrayList<>();
            for (Needle needle : needles) {
                for (int start = 0; start + needle.text().length() <= text.length(); start++) {
                    if (text.regionMatches(
                                    true, start, needle.text(), 0, needle.text().length())
                            && needle.standsAt(text, start)) {
                        expected.add(needle.value().number() + "@" + start);
                    }
                }
            }
            total += expected.size();
            assertThat(found).as("seed %d, round %d", seed, round).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(total).isGreaterThan(500);
    }

    private static String letters(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void an_empty_text_and_one_shorter_than_any_needle_hold_nothing() {
        UnaryOperator<String> read = value -> elements(value).toString();
        assertThat(read.apply("")).isEqualTo("[]");
        assertThat(read.apply("ab")).isEqualTo("[]");
    }

    private static List<String> elements(String value) {
        return Traffic.request().leaf(value, "x").foundBy(DETECTORS).stream()
                .map(found -> found.element() + " " + found.basis())
                .toList();
    }

    private static String how(String value) {
        return Traffic.request().leaf(value, "x").foundBy(DETECTORS).stream()
                .filter(found -> found.basis() == Basis.PROVEN)
                .findFirst()
                .orElseThrow()
                .how();
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static Persona given(Map<PersonaField, String> values) {
        Map<PersonaField, List<Sensitive>> sensitive = new java.util.TreeMap<>();
        values.forEach((field, value) -> sensitive.put(field, List.of(Sensitive.of(value))));
        return new Persona("given", sensitive, Map.of());
    }
}
