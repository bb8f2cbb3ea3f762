package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hashes of the personas' values, wherever and however they are written.
class DigestTest {
    private static final String EMAIL = "kelmotar.quistan@mail.example.org";
    private static final Detectors DETECTORS = Detectors.forPersona(Optional.of(given(EMAIL)));
    private static final String SHA_256 = hash("SHA-256", EMAIL);
    private static final byte[] BYTES = HexFormat.of().parseHex(SHA_256);

    // The vectors that the functions' own specifications and reference code give: RFC 1319, RFC 1320, RFC 1321,
    // FIPS 180-4 and 202 examples, the RIPEMD-160 page, SMHasher, the xxHash specification.
    @ParameterizedTest
    @CsvSource({
        "MD2, abc, da853b0d3f88d99b30283a69e6ded6bb",
        "MD4, abc, a448017aaf21d8525fc10ae87aa6729d",
        "MD5, abc, 900150983cd24fb0d6963f7d28e17f72",
        "SHA-1, abc, a9993e364706816aba3e25717850c26c9cd0d89d",
        "SHA-224, abc, 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
        "SHA-256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "SHA-512/256, abc, 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
        "SHA3-224, abc, e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
        "SHA3-256, abc, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
        "RIPEMD-160, abc, 8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
        "MurmurHash3 (128 bits), hello, cbd8a7b341bd9b025b1e906a48ae1d19",
        "MurmurHash3 (128 bits), hello, 029bbd41b3a7d8cb191dae486a901e5b",
    })
    void each_function_is_the_one_that_its_specification_describes(String name, String value, String hash) {
        Detectors detectors = Detectors.forPersona(Optional.of(given(value)));
        assertThat(proven(detectors, hash))
                .singleElement()
                .satisfies(found -> assertThat(found.how())
                        .isEqualTo(name + " (hexadecimal) of the persona's user name, lower-cased and trimmed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                        + "454d4423643ce80e2a9ac94fa54ca49f",
                "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25",
                "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e39340"
                        + "57340b4cf408d5a56592f8274eec53f0"
            })
    void the_long_functions_are_those_of_their_specifications(String hash) {
        assertThat(proven(Detectors.forPersona(Optional.of(given("abc"))), hash))
                .hasSize(1);
    }

    @Test
    void every_hash_of_every_recipe_is_found_in_every_spelling() {
        byte[] text = EMAIL.getBytes(StandardCharsets.UTF_8);
        List<String> missed = new ArrayList<>();
        new Recipe.Functions().applyAll(text, (recipe, bytes) -> {
            String hex = HexFormat.of().formatHex(bytes);
            for (String sent : List.of(
                    hex,
                    hex.toUpperCase(Locale.ROOT),
                    Base64.getEncoder().encodeToString(bytes),
                    Base64.getEncoder().withoutPadding().encodeToString(bytes),
                    Base64.getUrlEncoder().encodeToString(bytes),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
                for (String around : List.of("%s", "tv.1~em.%s", "\"%s\"", "x:%s;y", hex + "%s", "00%s00", "%s%s")) {
                    String text1 = around.replace("%s", sent);
                    if (proven(DETECTORS, text1).isEmpty()) {
                        missed.add(Recipe.ALL.get(recipe).words("") + text1);
                    }
                }
            }
        });
        assertThat(missed).isEmpty();
    }

    @Test
    void a_hash_of_a_hash_is_told_with_how_the_first_was_written() throws NoSuchAlgorithmException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] first = md5.digest(EMAIL.getBytes(StandardCharsets.UTF_8));
        String upper = HexFormat.of().withUpperCase().formatHex(first);
        assertThat(how(hash("SHA-256", upper)))
                .startsWith("SHA-256 (hexadecimal) of the MD5 (upper-case hexadecimal) of");
        assertThat(how(hash("SHA-1", Base64.getEncoder().encodeToString(first))))
                .startsWith("SHA-1 (hexadecimal) of the MD5 (base64) of the persona's user name");
        assertThat(how(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(first))))
                .startsWith("SHA-256 (hexadecimal) of the MD5 (bytes) of");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 24, 32, 40, 63})
    void a_hash_that_is_cut_short_is_told_as_such(int length) {
        assertThat(how(SHA_256.substring(0, length)))
                .isEqualTo(
                        "the first " + length
                                + " characters of the SHA-256 (hexadecimal) of the persona's user name, lower-cased and trimmed");
        assertThat(how("u=" + SHA_256.substring(0, length) + "&x=1")).startsWith("the first " + length);
    }

    @Test
    void digits_that_agree_by_chance_are_no_proof() {
        String begin15 = SHA_256.substring(0, 15);
        String begin16 = SHA_256.substring(0, 16);
        char other = SHA_256.charAt(16) == '0' ? '1' : '0';
        String base64 = Base64.getEncoder().encodeToString(BYTES);
        for (String sent : List.of(
                SHA_256.substring(0, 8),
                SHA_256.substring(0, 12),
                begin15,
                begin15 + "z",
                begin16 + other + SHA_256.substring(17),
                begin16 + other,
                "a" + begin16,
                begin16 + "z",
                "z" + begin16,
                SHA_256.substring(1),
                SHA_256.substring(32),
                new StringBuilder(SHA_256).reverse().toString(),
                base64.substring(0, 15),
                base64.substring(1),
                base64.substring(0, 20) + "A" + base64.substring(21),
                base64.toUpperCase(Locale.ROOT))) {
            assertThat(proven(DETECTORS, sent)).as(sent).isEmpty();
        }
    }

    @Test
    void a_hash_among_the_bytes_of_a_larger_message_in_base64_is_found_at_any_place() {
        for (int before = 0; before < 7; before++) {
            byte[] message = new byte[before + BYTES.length + 5];
            new Random(before).nextBytes(message);
            System.arraycopy(BYTES, 0, message, before, BYTES.length);
            assertThat(proven(DETECTORS, Base64.getEncoder().encodeToString(message)))
                    .as("after %d bytes", before)
                    .hasSize(1);
            assertThat(proven(DETECTORS, HexFormat.of().formatHex(message)))
                    .as("after %d bytes", before)
                    .hasSize(1);
        }
    }

    @Test
    void the_bytes_of_a_hash_in_a_body_are_found() {
        byte[] body = new byte[80];
        new Random(5).nextBytes(body);
        System.arraycopy(BYTES, 0, body, 21, BYTES.length);
        assertThat(Traffic.request().body(body).foundBy(DETECTORS))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.how()).startsWith("SHA-256 (bytes) of the persona's user name");
                    assertThat(found.leaf().orElseThrow().start()).isEqualTo(21);
                    assertThat(found.leaf().orElseThrow().length()).isEqualTo(32);
                });
        body[52]++;
        assertThat(Traffic.request().body(body).foundBy(DETECTORS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "123456789, cbf43926, CRC-32",
        "123456789, CBF43926, CRC-32",
        "123456789, 3421780262, CRC-32",
        "123456789, -873187034, CRC-32",
        "hello, 248bfa47, MurmurHash3",
        "hello, 613153351, MurmurHash3",
        "abc, 32d153ff, xxHash",
        "abc, 44bc2cf5ad770999, xxHash",
        "abc, 4952883123889572249, xxHash",
    })
    void a_short_hash_is_proof_as_a_whole_leaf_whose_key_says_what_it_is(String value, String sent, String name) {
        Detectors detectors = Detectors.forPersona(Optional.of(given(value)));
        assertThat(Traffic.request().leaf(sent, "username").foundBy(detectors).stream()
                        .filter(found -> found.basis() == Basis.PROVEN))
                .singleElement()
                .satisfies(
                        found -> assertThat(found.how()).startsWith(name + " (").contains("bits) of"));
        assertThat(proven(detectors, "x" + sent)).isEmpty();
        assertThat(proven(detectors, sent + "0")).isEmpty();
    }

    @Test
    void a_hash_of_32_bits_is_no_proof_where_nothing_says_what_it_is() {
        Detectors detectors = Detectors.forPersona(Optional.of(given("123456789")));
        assertThat(Traffic.request()
                        .leaf("cbf43926", "v")
                        .leaf("3421780262", "email")
                        .foundBy(detectors))
                .noneMatch(found -> found.basis() == Basis.PROVEN);
    }

    @Test
    void several_personas_are_told_apart() {
        List<Persona> personas = List.of(Personas.fresh(1), Personas.fresh(2), Personas.fresh(3));
        Detectors detectors = Detectors.forPersonas(personas);
        for (int i = 0; i < personas.size(); i++) {
            String email = personas.get(i)
                    .first(PersonaField.EMAIL)
                    .orElseThrow()
                    .reveal()
                    .toLowerCase(Locale.ROOT);
            int number = i;
            for (String sent : List.of(email, hash("SHA-256", email))) {
                assertThat(proven(detectors, sent)).singleElement().satisfies(found -> {
                    assertThat(found.persona()).hasValue(number);
                    assertThat(found.how()).contains("persona " + (number + 1) + "'s e-mail address");
                });
            }
        }
        assertThat(Traffic.request().leaf("someone@mail.example.net", "email").foundBy(detectors))
                .allMatch(found -> found.persona().isEmpty());
    }

    @Test
    void random_identifiers_prove_nothing_of_fifty_personas() {
        List<Persona> personas = new ArrayList<>();
        for (long seed = 0; seed < 50; seed++) {
            personas.add(Personas.fresh(seed));
        }
        Detectors detectors = Detectors.forPersonas(personas);
        Random random = new Random(20261122);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[8 + random.nextInt(40)];
            random.nextBytes(bytes);
            String sent = i % 2 == 0
                    ? HexFormat.of().formatHex(bytes)
                    : Base64.getUrlEncoder().encodeToString(bytes);
            assertThat(proven(detectors, sent)).as(sent).isEmpty();
        }
    }

    private static List<Detection> proven(Detectors detectors, String sent) {
        return Traffic.request().leaf(sent, "x").foundBy(detectors).stream()
                .filter(found -> found.basis() == Basis.PROVEN)
                .toList();
    }

    private static String how(String sent) {
        List<Detection> found = proven(DETECTORS, sent);
        assertThat(found).as(sent).hasSize(1);
        assertThat(found.getFirst().element()).isEqualTo(DataElement.USER_NAME);
        return found.getFirst().how();
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Persona given(String userName) {
        Map<PersonaField, List<Sensitive>> values = new TreeMap<>();
        values.put(PersonaField.USER_NAME, List.of(Sensitive.of(userName)));
        return new Persona("given", values, Map.of());
    }
}
