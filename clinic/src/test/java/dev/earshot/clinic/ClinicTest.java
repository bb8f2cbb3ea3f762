package dev.earshot.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "dev.earshot.clinic.Visitor#canVisit", disabledReason = "needs a Chromium and Node on the path")
class ClinicTest {
    private static Clinic clinic;
    private static Visitor visitor;

    @BeforeAll
    static void open() {
        clinic = Clinic.start(ClinicOptions.defaults());
        visitor = Visitor.to(clinic);
    }

    @AfterAll
    static void shut() {
        visitor.close();
        clinic.close();
    }

    @BeforeEach
    void startAfresh() {
        visitor.page().navigate("about:blank");
        visitor.context().clearCookies();
        clinic.forget();
    }

    @Test
    void a_browser_sees_the_hospital_under_its_own_name() {
        visitor.page().navigate(clinic.home().toString());

        assertThat(visitor.page().title()).isEqualTo("Care close to home | Clinic Example");
        assertThat(visitor.page().locator("#consent-banner").isVisible()).isTrue();
    }

    @Test
    void a_search_reaches_google_microsoft_and_x() {
        visitor.page()
                .navigate(clinic.home().resolve("/encyclopedia?q=hiv+symptoms").toString());

        until("analytics.twitter.com", "/1/i/adsct", "hiv%20symptoms", "hiv+symptoms");
        until("t.co", "/1/i/adsct", "hiv%20symptoms", "hiv+symptoms");
        until("www.google-analytics.com", "/g/collect", "ep.search_term=hiv+symptoms");
        until("bat.bing.com", "/action/0", "search_term=hiv+symptoms");
    }

    private static void until(String host, String path, String... anyOf) {
        visitor.until(
                () -> "nothing such at " + host + path,
                () -> clinic.received().stream()
                        .filter(received ->
                                received.host().equals(host) && received.path().equals(path))
                        .map(received ->
                                received.query() + "\n" + received.body().utf8())
                        .anyMatch(text -> java.util.Arrays.stream(anyOf).anyMatch(text::contains)));
    }
}
