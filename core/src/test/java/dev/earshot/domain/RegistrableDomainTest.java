package dev.earshot.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrableDomainTest {
    @ParameterizedTest
    @CsvSource({
        "www.clinic.example, clinic.example",
        "a.b.c.clinic.example, clinic.example",
        "clinic.example, clinic.example",
        "portal.clinic.co.uk, clinic.co.uk",
        "WWW.Clinic.Example, clinic.example",
        "www.clinic.example., clinic.example",
        "www.clinic.example:8443, clinic.example",
        "www.clinic.example.:443, clinic.example",
        "under_score.pixel.tracker.example, tracker.example",
        "city.kawasaki.jp, city.kawasaki.jp",
        "www.city.kawasaki.jp, city.kawasaki.jp",
        "www.a.kobe.jp, www.a.kobe.jp",
    })
    void a_host_belongs_to_one_label_more_than_its_public_suffix(String host, String domain) {
        assertThat(RegistrableDomain.of(host)).isEqualTo(domain);
    }

    @ParameterizedTest
    @CsvSource({
        "clinic.github.io, clinic.github.io",
        "a.clinic.github.io, clinic.github.io",
        "bucket.s3.amazonaws.com, bucket.s3.amazonaws.com",
        "d111111abcdef8.cloudfront.net, d111111abcdef8.cloudfront.net",
        "ec2-192-0-2-1.compute.amazonaws.com, ec2-192-0-2-1.compute.amazonaws.com",
        "signin.aws.clinic.amazonaws.com, amazonaws.com",
    })
    void a_customer_below_a_private_suffix_has_a_domain_of_its_own(String host, String domain) {
        assertThat(RegistrableDomain.of(host)).isEqualTo(domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "[2001:db8::1]", "localhost", "clinic", "co.uk", "github.io", "", "..."})
    void an_address_a_single_label_and_a_suffix_are_their_own_domain(String host) {
        assertThat(RegistrableDomain.of(host)).isEqualTo(host.replace("...", ""));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7:8080, 192.0.2.7", "[2001:db8::1]:443, [2001:db8::1]", "2001:db8::1, 2001:db8::1"})
    void an_address_loses_its_port_only(String host, String domain) {
        assertThat(RegistrableDomain.of(host)).isEqualTo(domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.kinderärzte.example", "WWW.KINDERÄRZTE.example", "www.xn--kinderrzte-v5a.example"})
    void an_international_name_is_the_same_in_both_spellings(String host) {
        assertThat(RegistrableDomain.of(host)).isEqualTo("xn--kinderrzte-v5a.example");
    }

    @Test
    void a_name_below_an_international_suffix_is_found_in_punycode() {
        assertThat(RegistrableDomain.of("www.食狮.公司.cn")).isEqualTo("xn--85x722f.xn--55qx5d.cn");
    }

    @Test
    void a_full_width_dot_separates_labels_too() {
        assertThat(RegistrableDomain.of("www。clinic．example")).isEqualTo("clinic.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a..b.example",
                ".example",
                "-.-",
                "%00.example",
                "a b.example",
                "[::1",
                ":80",
                "http://www.clinic.example/",
                "xn--.example",
                "xn--\u00e9.com",
                "\ud800.example",
                "\u0000"
            })
    void what_is_no_host_name_comes_back_and_does_not_throw(String host) {
        assertThatCode(() -> RegistrableDomain.of(host)).doesNotThrowAnyException();
    }

    @Test
    void noise_never_throws_and_the_answer_is_stable() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        String alphabet = "ab.-_:[]%/@xn0189 é食。\ud83d\ude00";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder host = new StringBuilder();
            for (int length = random.nextInt(300); length > 0; length--) {
                host.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String noise = host.toString();
            assertThatCode(() -> RegistrableDomain.of(noise))
                    .as("seed %d, round %d", seed, i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_host_of_a_megabyte_is_answered_at_once() {
        String host = "a.".repeat(500_000) + "example";
        assertThat(RegistrableDomain.of(host)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"com", "co.uk", "github.io", "S3.amazonaws.com", "googleapis.com", "a.kobe.jp"})
    void below_a_public_suffix_anybody_can_register(String suffix) {
        assertThat(RegistrableDomain.isPublicSuffix(suffix)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clinic.example", "amazonaws.com", "www.co.uk", "city.kobe.jp", "192.0.2.7", "", "example"})
    void other_names_are_no_public_suffixes(String name) {
        assertThat(RegistrableDomain.isPublicSuffix(name)).isFalse();
    }
}
