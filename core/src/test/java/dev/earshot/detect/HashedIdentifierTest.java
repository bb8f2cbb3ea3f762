package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Hashes of values that nobody seeded, and keyed hashes of those that were.
class HashedIdentifierTest {
    private static final String MD5 = "0cc175b9c0f1b6a831c399e269772661";
    private static final String SHA_1 = MD5 + "deadbe3f";
    private static final String SHA_224 = MD5 + "92b5a3c1d0e4f6a8b7c9d1e2";
    private static final String SHA_256 = MD5 + "92b5a3c1d0e4f6a8b7c9d1e2f3a4b5c6";
    private static final String SHA_384 = SHA_256 + MD5;
    private static final String SHA_512 = SHA_256 + SHA_256;
    private static final String EMAIL = "kelmotar.quistan@mail.example.org";
    private static final Detectors DETECTORS = Detectors.forPersona(Optional.of(anna()));

    @Test
    void a_hash_under_a_key_for_an_identity_is_a_hashed_identifier() {
        for (String key : List.of("em", "email", "hashed_email", "emailSha256", "email_md5", "hem")) {
            for (String hash : List.of(MD5, SHA_1, SHA_224, SHA_256, SHA_384, SHA_512)) {
                assertThat(said(key, hash)).as("%s=%s", key, hash).isEqualTo("EMAIL INFERRED hashed");
            }
        }
        assertThat(said("ph", SHA_256)).isEqualTo("PHONE INFERRED hashed");
        assertThat(said("fname", SHA_256)).isEqualTo("NAME INFERRED hashed");
        assertThat(said("external_id", SHA_256)).isEqualTo("OTHER_IDENTIFIER INFERRED hashed");
        assertThat(said("patientId", SHA_1)).isEqualTo("MEDICAL_RECORD_NUMBER INFERRED hashed");
        assertThat(said("sha256", SHA_256)).isEqualTo("OTHER_IDENTIFIER INFERRED hashed");
        assertThat(said("hashed_id", SHA_1)).isEqualTo("OTHER_IDENTIFIER INFERRED hashed");
        assertThat(said("user_hash", MD5)).isEqualTo("OTHER_IDENTIFIER INFERRED hashed");
    }

    @Test
    void a_hash_in_base64_is_one_too() {
        byte[] bytes = HexFormat.of().parseHex(SHA_512);
        for (int length : new int[] {16, 20, 28, 32, 48, 64}) {
            byte[] digest = java.util.Arrays.copyOf(bytes, length);
            assertThat(said("em", Base64.getEncoder().encodeToString(digest))).isEqualTo("EMAIL INFERRED hashed");
            assertThat(said("em", Base64.getUrlEncoder().withoutPadding().encodeToString(digest)))
                    .isEqualTo("EMAIL INFERRED hashed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hash, 0cc175b9c0f1b6a831c399e269772661",
        "md5, 0cc175b9c0f1b6a831c399e269772661",
        "v, 0cc175b9c0f1b6a831c399e269772661",
        "em, 0cc175b9c0f1b6a831c399e26977266",
        "em, 00000000000000000000000000000000",
        "em, zcc175b9c0f1b6a831c399e269772661",
        "clinic_email, 0cc175b9c0f1b6a831c399e269772661",
        "integrity, 0cc175b9c0f1b6a831c399e26977266192b5a3c1d0e4f6a8b7c9d1e2f3a4b5c6",
    })
    void what_no_key_says_to_be_an_identity_or_is_no_hash_is_not(String key, String value) {
        assertThat(Traffic.request().leaf(value, key).read()).isEmpty();
    }

    @Test
    void an_identifier_of_a_hashs_length_that_is_none_is_told_plainly() {
        assertThat(said("user_id", MD5)).isEqualTo("OTHER_IDENTIFIER INFERRED plain");
    }

    @Test
    void a_documented_hash_is_decoded() {
        assertThat(Traffic.request()
                        .documented("ud[em]", "hash.email", DataElement.EMAIL)
                        .leaf(SHA_256, "ud[em]")
                        .read())
                .containsExactly("EMAIL DECODED");
    }

    @ParameterizedTest
    @CsvSource({
        "HmacSHA256, HMAC-SHA-256",
        "HmacSHA1, HMAC-SHA-1",
        "HmacMD5, HMAC-MD5",
        "HmacSHA512, HMAC-SHA-512",
    })
    void a_hash_that_was_keyed_with_the_tags_own_number_is_proof(String algorithm, String name) throws Exception {
        byte[] hash = hmac(algorithm, "px-48213", EMAIL);
        for (String sent : List.of(
                HexFormat.of().formatHex(hash),
                Base64.getEncoder().encodeToString(hash),
                Base64.getUrlEncoder().withoutPadding().encodeToString(hash))) {
            List<Detection> found = Traffic.request()
                    .leaf("px-48213", "pixel_id")
                    .leaf("PageView", "ev")
                    .leaf(sent, "hashed_email")
                    .foundBy(DETECTORS);
            assertThat(found)
                    .filteredOn(detection -> detection.basis() == Basis.PROVEN)
                    .singleElement()
                    .satisfies(detection -> {
                        assertThat(detection.element()).isEqualTo(DataElement.EMAIL);
                        assertThat(detection.how())
                                .startsWith(name + " (")
                                .contains("with the value of pixel_id as its key, of the persona's e-mail address");
                    });
        }
    }

    @Test
    void a_hash_keyed_with_what_the_request_does_not_show_is_not_proven_but_inferred() throws Exception {
        String hash = HexFormat.of().formatHex(hmac("HmacSHA256", "secret", EMAIL));
        assertThat(Traffic.request()
                        .leaf("px-48213", "pixel_id")
                        .leaf(hash, "em")
                        .foundBy(DETECTORS))
                .extracting(found -> found.element() + " " + found.basis())
                .containsExactly("EMAIL INFERRED");
        String ofOther = HexFormat.of().formatHex(hmac("HmacSHA256", "px-48213", "x" + EMAIL));
        assertThat(Traffic.request()
                        .leaf("px-48213", "pixel_id")
                        .leaf(ofOther, "em")
                        .foundBy(DETECTORS))
                .extracting(found -> found.element() + " " + found.basis())
                .containsExactly("EMAIL INFERRED");
    }

    private static String said(String key, String value) {
        List<Detection> found = Traffic.request().leaf(value, key).foundBy(Detectors.forPersona(Optional.empty()));
        assertThat(found).as("%s=%s", key, value).hasSize(1);
        Detection only = found.getFirst();
        return only.element() + " " + only.basis() + (only.how().startsWith("hashed (") ? " hashed" : " plain");
    }

    private static byte[] hmac(String algorithm, String key, String text) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Persona anna() {
        Map<PersonaField, List<Sensitive>> values = new TreeMap<>();
        values.put(PersonaField.EMAIL, List.of(Sensitive.of(EMAIL)));
        return new Persona("given", values, Map.of());
    }
}
