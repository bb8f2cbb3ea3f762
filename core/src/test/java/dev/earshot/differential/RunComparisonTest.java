package dev.earshot.differential;

import static dev.earshot.differential.Visits.PIXEL;
import static dev.earshot.differential.Visits.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ScanResult;
import dev.earshot.detect.Basis;
import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Header;
import dev.earshot.report.ReportFormat;
import dev.earshot.report.ReportOptions;
import dev.earshot.report.Reports;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What follows a person or a search through runs made by hand, and above all what does not.
class RunComparisonTest {
    private static final byte[] KEY = "a key of tracker".getBytes(StandardCharsets.UTF_8);

    @Test
    void a_keyed_hash_of_the_user_id_is_a_proven_identifier() {
        ScanResult result = Visits.of(TEN, visit -> visit.asks(PIXEL + "?k=" + hmac("user " + visit.person)))
                .result();
        assertThat(result.disclosures().stream()
                        .filter(disclosure -> disclosure.detection().basis() == Basis.PROVEN_DIFFERENTIAL))
                .hasSize(10)
                .allSatisfy(disclosure -> {
                    assertThat(disclosure.detection().element()).isEqualTo(DataElement.OTHER_IDENTIFIER);
                    assertThat(disclosure.detection().leaf())
                            .hasValueSatisfying(leaf -> assertThat(leaf.path()).isEqualTo("k"));
                });
        assertThat(result.differential().orElseThrow().claims()).singleElement().satisfies(claim -> {
            assertThat(claim.factor()).isEqualTo(Factor.PERSON);
            assertThat(claim.divisions()).isEqualTo(12_600);
            assertThat(claim.fitting()).isEqualTo(1);
            assertThat(claim.values()).hasSize(10);
        });
        assertThat(result.answers())
                .filteredOn(answer -> answer.element() == DataElement.OTHER_IDENTIFIER)
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.verdict()).isEqualTo(Answer.Verdict.SENT);
                    assertThat(answer.disclosureIds()).hasSize(10);
                });
        assertThat(result.findings())
                .anySatisfy(finding -> assertThat(finding.basis()).isEqualTo(Basis.PROVEN_DIFFERENTIAL));
    }

    @Test
    void a_keyed_hash_of_the_search_is_proven_to_carry_it() {
        ScanResult result = Visits.of(TEN, visit -> visit.asks(PIXEL + "?k=" + hmac("term " + visit.search)))
                .result();
        assertThat(differential(result))
                .hasSize(10)
                .allSatisfy(disclosure ->
                        assertThat(disclosure.detection().element()).isEqualTo(DataElement.SEARCH_TERMS));
    }

    @Test
    void a_hash_of_both_together_is_proven_to_carry_both() {
        ScanResult result = Visits.of(TEN, visit -> visit.asks(PIXEL + "?k=" + hmac(visit.person + visit.search)))
                .result();
        assertThat(differential(result).stream()
                        .map(disclosure -> disclosure.detection().element())
                        .distinct())
                .containsExactlyInAnyOrder(DataElement.OTHER_IDENTIFIER, DataElement.SEARCH_TERMS);
    }

    @Test
    void the_text_report_tells_runs_and_statistics_and_masks_values() {
        Visits visits = Visits.of(TEN + " -", visit -> visit.asks(PIXEL + "?k=" + hmac("user " + visit.person)));
        StringWriter text = new StringWriter();
        Reports.print(
                ReportFormat.TEXT,
                visits.result(),
                visits.runs(),
                new ReportOptions(false, "1", Instant.EPOCH, "scan"),
                text);
        assertThat(text.toString())
                .contains("What follows the visitor from run to run")
                .contains("1 of 12,600")
                .contains("d23 d25 d37 d39")
                .doesNotContain(hmac("user a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 4096})
    void what_is_encrypted_with_a_random_iv_follows_nobody(int length) {
        Random random = new Random(1);
        assertNothing(TEN + " -", visit -> {
            byte[] iv = new byte[12];
            random.nextBytes(iv);
            byte[] sealed = encrypted("AES/GCM/NoPadding", iv, visit.person + "x".repeat(length));
            visit.asks(PIXEL + "?k=" + HexFormat.of().formatHex(iv)
                    + HexFormat.of().formatHex(sealed));
            visit.posts(PIXEL, "application/octet-stream", sealed);
        });
    }

    @Test
    void a_constant_iv_hides_nothing() {
        Visits visits = Visits.of(
                TEN,
                visit -> visit.asks(PIXEL + "?k="
                        + Base64.getUrlEncoder()
                                .encodeToString(encrypted("AES/GCM/NoPadding", new byte[12], "user " + visit.person))));
        assertThat(visits.claims(Claim.Standing.PROVEN))
                .singleElement()
                .satisfies(claim -> assertThat(claim.factor()).isEqualTo(Factor.PERSON));
    }

    @Test
    void a_cipher_that_treats_each_block_alike_is_seen_through_a_random_beginning() {
        Random random = new Random(1);
        Visits visits = Visits.of(
                TEN,
                visit -> visit.posts(
                        PIXEL,
                        "application/octet-stream",
                        encrypted(
                                "AES/ECB/PKCS5Padding",
                                new byte[0],
                                noise(random, 16) + padded("member " + visit.person) + noise(random, 9))));
        assertThat(visits.claims(Claim.Standing.PROVEN)).singleElement().satisfies(claim -> {
            assertThat(claim.factor()).isEqualTo(Factor.PERSON);
            assertThat(claim.chain()).isEqualTo("body");
        });
        // Which of its blocks it is in the one run of b can't be said, so that it is not shown there.
        assertThat(differential(visits.result()))
                .hasSize(9)
                .allSatisfy(disclosure -> assertThat(
                                disclosure.detection().leaf().orElseThrow().start())
                        .isEqualTo(32));
    }

    @Test
    void an_id_inside_a_cookie_of_several_words_is_found() {
        Random random = new Random(1);
        Visits visits = Visits.of(
                TEN,
                visit -> visit.asks(
                        PIXEL,
                        new Header("Cookie", "blob=v1." + noise(random, 12) + "." + hmac("user " + visit.person))));
        assertThat(visits.claims(Claim.Standing.PROVEN))
                .singleElement()
                .satisfies(claim -> assertThat(claim.values()).containsEntry("a40", Sensitive.of(hmac("user a"))));
    }

    @Test
    void one_id_told_at_forty_places_is_tested_once_against_persons_and_once_against_searches() {
        Differential compared = Visits.of(TEN, visit -> {
                    for (int place = 0; place < 40; place++) {
                        visit.asks(
                                PIXEL + (char) ('a' + place % 26) + place / 26 + "?k=" + hmac("user " + visit.person));
                    }
                })
                .compared();
        assertThat(compared.tested()).isEqualTo(2);
        assertThat(compared.claims(Claim.Standing.PROVEN)).hasSize(40);
    }

    @Test
    void nothing_that_a_run_makes_up_follows_a_person() {
        Random random = new Random(2);
        assertNothing(TEN + " -", (visit, number) -> {
            String client = noise(random, 16);
            String session = noise(random, 16);
            for (int load = 0; load < 5; load++) {
                long time = 1_780_000_000_000L + 600_000L * number + 1000L * load;
                visit.asks(PIXEL + "?cid=" + client + "&sid=" + session + "&r=" + noise(random, 16) + "&t=" + time
                        + "&day=" + time / 86_400_000 + "&hour=" + time / 3_600_000 + "&n="
                        + (1_000_000_000L + number * 5 + load)
                        + "&ab=" + random.nextInt(2) + "&v=6.41.2-release-20260301&account=UA-12345678-1"
                        + "&node=" + hmac("node " + random.nextInt(3)));
            }
        });
    }

    @Test
    void a_value_that_changes_with_time_alone_follows_nobody() {
        for (int period = 1; period <= 8; period++) {
            int every = period;
            assertNothing(TEN, (visit, number) -> visit.asks(PIXEL + "?k=" + hmac("epoch " + number / every)));
        }
    }

    @Test
    void servers_that_take_turns_follow_nobody() {
        for (int servers = 1; servers <= 8; servers++) {
            int turns = servers;
            assertNothing(TEN, (visit, number) -> visit.asks(PIXEL + "?k=" + hmac("server " + number % turns)));
        }
    }

    @Test
    void a_value_that_somebody_signed_out_has_too_is_nobodys() {
        assertNothing(
                TEN + " -",
                visit -> visit.asks(PIXEL + "?k=" + hmac("cell " + (visit.signedOut() ? "a" : visit.person))));
    }

    @Test
    void two_persons_with_one_value_are_not_told_apart() {
        assertNothing(TEN, visit -> visit.asks(PIXEL + "?k=" + hmac(visit.person.equals("d") ? "a" : visit.person)));
    }

    @Test
    void a_person_who_once_has_another_value_is_not_followed() {
        assertNothing(
                TEN, (visit, number) -> visit.asks(PIXEL + "?k=" + hmac(number == 5 ? "new device" : visit.person)));
    }

    @Test
    void a_flag_a_length_or_a_width_of_text_names_nobody() {
        assertNothing(TEN, visit -> {
            int nth = visit.person.charAt(0) - 'a';
            visit.asks(PIXEL + "?group=" + nth + "&length=" + (24 + nth) + "&width=" + (212 + nth) + ".484375" + nth
                    + "&x=-" + (1200 + nth) + ".0" + "&tone=abc" + (char) ('d' + nth) + "&score=0.98" + nth + "34219");
        });
    }

    @Test
    void what_a_page_only_tried_to_send_is_no_evidence() {
        assertNothing(TEN, visit -> visit.attempts(PIXEL + "?k=" + hmac("user " + visit.person)));
    }

    @Test
    void what_the_site_tells_itself_is_no_disclosure() {
        assertNothing(TEN, visit -> visit.asks("https://www.clinic.example/p?k=" + hmac("user " + visit.person)));
    }

    @Test
    void a_place_told_in_too_few_runs_is_indicated_and_not_proven() {
        Visits visits = Visits.of(TEN, (visit, number) -> {
            if (number < 5) {
                visit.asks(PIXEL + "?k=" + hmac("user " + visit.person));
            }
        });
        assertThat(visits.claims(Claim.Standing.PROVEN)).isEmpty();
        assertThat(visits.claims(Claim.Standing.INDICATED)).singleElement().satisfies(claim -> {
            assertThat(claim.groups()).containsExactly(2, 2, 1);
            assertThat(claim.because().orElseThrow()).contains("chance");
        });
    }

    @Test
    void two_persons_twice_indicate_and_do_not_prove() {
        Visits visits = Visits.of("a1 b1 b2 a2", visit -> visit.asks(PIXEL + "?k=" + hmac("user " + visit.person)));
        assertThat(visits.claims(Claim.Standing.INDICATED))
                .singleElement()
                .satisfies(claim -> assertThat(claim.chance()).isEqualTo(1.0 / 3));
        assertThat(differential(visits.result())).isEmpty();
    }

    @Test
    void what_is_only_indicated_is_not_called_absent() {
        ScanResult result = Visits.of("a1 b1 b2 a2", visit -> visit.asks(PIXEL + "?k=" + hmac("user " + visit.person)))
                .result();
        assertThat(result.answers())
                .filteredOn(answer -> answer.element() == DataElement.OTHER_IDENTIFIER)
                .extracting(Answer::verdict)
                .containsExactly(Answer.Verdict.CANNOT_TELL);
    }

    @Test
    void persons_one_after_another_prove_nothing() {
        Visits visits =
                Visits.of("a1 a2 a1 b2 b1 c2 c1 d1", visit -> visit.asks(PIXEL + "?k=" + hmac("user " + visit.person)));
        assertThat(visits.claims(Claim.Standing.PROVEN)).isEmpty();
        assertThat(visits.claims(Claim.Standing.INDICATED))
                .singleElement()
                .satisfies(claim -> assertThat(claim.because().orElseThrow()).contains("time"));
    }

    @Test
    void persons_who_each_have_a_search_of_their_own_prove_neither() {
        Visits visits =
                Visits.of("a1 b2 c3 a1 b2 d4 c3 a1", visit -> visit.asks(PIXEL + "?k=" + hmac("user " + visit.person)));
        assertThat(visits.claims(Claim.Standing.PROVEN)).isEmpty();
        assertThat(visits.claims(Claim.Standing.INDICATED))
                .allSatisfy(claim -> assertThat(claim.because().orElseThrow()).contains("either"));
    }

    @Test
    void without_a_word_on_the_searches_nothing_is_proven_of_the_persons() {
        Visits visits = Visits.of("a b c a c a d b", visit -> visit.asks(PIXEL + "?k=" + hmac("user " + visit.person)));
        assertThat(visits.claims(Claim.Standing.PROVEN)).isEmpty();
        assertThat(visits.claims(Claim.Standing.INDICATED))
                .singleElement()
                .satisfies(claim -> assertThat(claim.because().orElseThrow()).contains("searched for"));
    }

    @Test
    void what_a_value_of_the_persona_proves_is_confirmed_and_not_told_twice() {
        ScanResult result = Visits.of(
                        TEN, visit -> visit.asks(PIXEL + "?mail=marisol.quentavik-" + visit.person + "@mail.example"))
                .result();
        assertThat(differential(result)).isEmpty();
        assertThat(result.differential().orElseThrow().claims())
                .isNotEmpty()
                .allSatisfy(claim -> assertThat(claim.standing()).isEqualTo(Claim.Standing.CONFIRMED));
    }

    @Test
    void an_encrypted_id_beside_a_plain_one_is_told_for_itself() {
        ScanResult result = Visits.of(
                        TEN,
                        visit -> visit.posts(
                                PIXEL,
                                "application/json",
                                ("{\"mail\":\"marisol.quentavik-" + visit.person + "@mail.example\",\"k\":\""
                                                + hmac("user " + visit.person) + "\"}")
                                        .getBytes(StandardCharsets.UTF_8)))
                .result();
        assertThat(differential(result))
                .hasSize(10)
                .allSatisfy(disclosure -> assertThat(
                                disclosure.detection().leaf().orElseThrow().path())
                        .isEqualTo("k"));
    }

    @Test
    void values_that_come_in_varying_number_and_order_are_compared_as_sets() {
        Random random = new Random(3);
        Visits visits = Visits.of(TEN, visit -> {
            int times = 1 + random.nextInt(4);
            for (int i = 0; i < times; i++) {
                visit.asks(PIXEL + "?k=" + noise(random, 16));
            }
            visit.asks(PIXEL + "?k=" + hmac("user " + visit.person));
            visit.asks(PIXEL + "?k=" + hmac("term " + visit.search));
        });
        assertThat(visits.claims(Claim.Standing.PROVEN))
                .extracting(Claim::factor)
                .containsExactlyInAnyOrder(Factor.PERSON, Factor.SEARCH);
    }

    @Test
    void an_id_in_the_path_is_found_though_no_two_addresses_are_alike() {
        Visits visits = Visits.of(
                TEN, visit -> visit.asks("https://pixel.tracker.example/v1/" + hmac("user " + visit.person) + "/seen"));
        assertThat(visits.claims(Claim.Standing.PROVEN)).hasSize(1);
    }

    /// The claim that is promised: at most 1 scan in 100 has any false proof. Here none of 1,000 places in 20 scans may
    /// have one, and random values from small pools try hard.
    @Test
    void a_thousand_places_that_follow_nobody_give_no_proof() {
        for (int seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            int[] pool = random.ints(1000, 1, 40).toArray();
            int[] kind = random.ints(1000, 0, 5).toArray();
            int salt = seed;
            Visits visits = Visits.of(TEN + " -", (visit, number) -> {
                StringBuilder url = new StringBuilder(PIXEL + "?v=2");
                for (int slot = 0; slot < 1000; slot++) {
                    String value = switch (kind[slot]) {
                        case 0 -> "same";
                        case 1 -> "random " + random.nextLong();
                        case 2 -> "time " + number / (1 + pool[slot] % 7);
                        case 3 -> "turn " + number % (1 + pool[slot] % 9);
                        default -> "pool " + random.nextInt(pool[slot]);
                    };
                    url.append("&s").append(slot).append('=').append(hmac(salt + " " + slot + " " + value), 0, 16);
                }
                visit.asks(url.toString());
            });
            assertThat(visits.claims(Claim.Standing.PROVEN)).as("seed %d", seed).isEmpty();
        }
    }

    /// The same places with one that truly follows, which the correction for all others must not drown.
    @Test
    void one_place_among_a_thousand_that_follows_the_person_is_found() {
        Random random = new Random(77);
        Visits visits = Visits.of(TEN, visit -> {
            StringBuilder url = new StringBuilder(PIXEL + "?who=" + hmac(visit.person));
            for (int slot = 0; slot < 1000; slot++) {
                url.append("&s").append(slot).append('=').append(noise(random, 8));
            }
            visit.asks(url.toString());
        });
        assertThat(visits.claims(Claim.Standing.PROVEN)).hasSize(1);
    }

    private static void assertNothing(String plan, Consumer<Visits.Visit> done) {
        assertNothing(plan, (visit, _) -> done.accept(visit));
    }

    private static void assertNothing(String plan, BiConsumer<Visits.Visit, Integer> done) {
        Visits visits = Visits.of(plan, done);
        assertThat(visits.compared().claims()).isEmpty();
    }

    private static String noise(Random random, int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }

    private static String padded(String text) {
        return text + " ".repeat(16 - text.length());
    }

    private static byte[] encrypted(String how, byte[] iv, String text) {
        try {
            Cipher cipher = Cipher.getInstance(how);
            SecretKeySpec key = new SecretKeySpec(KEY, "AES");
            if (iv.length == 0) {
                cipher.init(Cipher.ENCRYPT_MODE, key);
            } else {
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
            }
            return cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Disclosure> differential(ScanResult result) {
        return result.disclosures().stream()
                .filter(disclosure -> disclosure.detection().basis() == Basis.PROVEN_DIFFERENTIAL)
                .toList();
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
