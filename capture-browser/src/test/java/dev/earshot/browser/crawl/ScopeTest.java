package dev.earshot.browser.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.domain.RegistrableDomain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    private final Scope scope = new Scope(
            List.of("https://www.clinic.example/start"), List.of("clinic-pharmacy.example"), RegistrableDomain::of);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.clinic.example/a",
                "http://portal.clinic.example/",
                "https://www.clinic-pharmacy.example/x",
                "https://www.clinic.example/blog/outpatients",
                "https://www.clinic.example/signing-outcomes",
                "https://www.clinic.example/doctors/logan-outhwaite"
            })
    void own_pages_are_followed(String url) {
        assertThat(scope.follow(new Link(url, "more", false))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.other.example/",
                "https://clinic.example.other.example/",
                "https://notclinic.example/",
                "https://www.clinic.example/logout",
                "https://www.clinic.example/account/sign-out?x=1",
                "https://www.clinic.example/?action=log_off",
                "https://www.clinic.example/guide.PDF?v=2",
                "mailto:desk@clinic.example",
                "tel:+15550134821",
                "javascript:void(0)",
                "https:///nowhere",
                "data:text/html,hello"
            })
    void others_ways_out_and_files_are_not(String url) {
        assertThat(scope.follow(new Link(url, "more", false))).isEmpty();
    }

    @Test
    void what_is_written_on_a_link_can_tell_that_it_signs_out() {
        assertThat(scope.follow(new Link("https://www.clinic.example/x", "Sign out", false)))
                .isEmpty();
        assertThat(scope.follow(new Link("https://www.clinic.example/x", "Sign in", false)))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://WWW.Clinic.Example:443/a/../b, https://www.clinic.example/b",
        "https://www.clinic.example, https://www.clinic.example/",
        "https://www.clinic.example/a?utm_source=x&b=1#top, https://www.clinic.example/a?b=1",
        "https://www.clinic.example/app#/visits, https://www.clinic.example/app#/visits"
    })
    void one_page_has_one_spelling(String url, String canonical) {
        assertThat(Scope.canonical(url)).contains(canonical);
    }
}
