package dev.earshot.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.earshot.EarshotException;
import dev.earshot.app.ClinicApp;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.HeldSdk.Setting;
import dev.earshot.app.Rung;
import dev.earshot.element.DataElement;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.AppFinding.About;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppPolicyTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final String VENDOR = "Tracker Ltd.";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            advertising          | REFERENCED   | NOT_SHOWN        |
            advertising          | DEFINED      | NOT_SHOWN        | NOTE
            advertising          | CALLED       | NOT_SHOWN        | VIOLATION
            advertising          | CALLED       | ON               | VIOLATION
            advertising          | CALLED       | OFF              | NOTE
            advertising          | CALLED       | OFF_UNTIL_CALLED | VIOLATION
            advertising          | CONFIGURED   | ON               | VIOLATION
            advertising          | SEEN_SENDING | OFF              | VIOLATION
            social               | CALLED       | ON               | VIOLATION
            data broker          | CALLED       | ON               | VIOLATION
            session replay       | CALLED       | ON               | VIOLATION
            session replay       | DEFINED      | ON               | NOTE
            analytics            | REFERENCED   | NOT_SHOWN        |
            analytics            | DEFINED      | ON               | NOTE
            analytics            | CONFIGURED   | ON               | NOTE
            analytics            | DECODED      | ON               | NOTE
            error monitoring     | CALLED       | ON               | NOTE
            marketing automation | CALLED       | OFF              | NOTE
            """)
    void an_sdk_is_judged_by_its_purpose_its_rung_and_its_switch(
            String purpose, Rung rung, Setting setting, Finding.Level expected) {
        HeldSdk sdk = ClinicApp.sdk("sdk", "SDK", VENDOR, purpose)
                .at(rung)
                .setting(setting)
                .build();
        assertThat(of(Policy.byDefault(), sdk).map(AppFinding::level)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            email            | CALLED     | app-hands-no-identity-without-an-agreement
            other-identifier | CALLED     | app-hands-no-identity-without-an-agreement
            mrn              | CONFIGURED | app-hands-no-identity-without-an-agreement
            email            | DEFINED    |
            email            | REFERENCED |
            search-terms     | CALLED     | app-hands-no-health-context-without-an-agreement
            appointment      | CALLED     | app-hands-no-health-context-without-an-agreement
            password         | CALLED     | app-hands-no-secrets-to-anyone
            page-use         | CALLED     | app-hands-over-its-use
            client-id        | CALLED     | app-hands-over-its-use
            location         | CALLED     | app-hands-over-its-use
            """)
    void what_is_handed_over_is_judged_by_its_element(String element, Rung rung, String expected) {
        HeldSdk sdk = handed(DataElement.byId(element).orElseThrow(), rung);
        assertThat(handOver(Policy.byDefault(), sdk).map(AppFinding::rule)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hiv_test_booked       | INFECTION
            HIVTestBooked         | INFECTION
            pregnancy-calendar    | REPRODUCTIVE
            depression screening  | MENTAL_HEALTH
            """)
    void an_event_named_for_what_is_protected_is_a_violation_with_that_kind(String literal, ProtectedKind kind) {
        AppFinding finding = handOver(Policy.byDefault(), handed(DataElement.PAGE_USE, Rung.CALLED, literal))
                .orElseThrow();
        assertThat(finding.rule()).isEqualTo("app-hands-no-protected-health-context-without-an-agreement");
        assertThat(finding.level()).isEqualTo(Finding.Level.VIOLATION);
        assertThat(finding.element()).contains(DataElement.HEALTH_CONTEXT);
        assertThat(finding.health().orElseThrow().kinds()).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "screen_view",
                "login",
                "sign_up",
                "add_to_cart",
                "tutorial_begin",
                "button_click",
                "notification_opened",
                "Home",
                "app_open",
                "user_id",
                "settings_saved",
                "language",
                "theme_dark",
                ""
            })
    void an_event_named_for_nothing_of_health_is_only_a_note(String literal) {
        assertThat(handOver(Policy.byDefault(), handed(DataElement.PAGE_USE, Rung.CALLED, literal))
                        .map(AppFinding::level))
                .contains(Finding.Level.NOTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"appointment booked", "book_appointment", "AppointmentConfirmed"})
    void an_event_named_for_an_appointment_is_a_violation(String literal) {
        AppFinding finding = handOver(Policy.byDefault(), handed(DataElement.PAGE_USE, Rung.CALLED, literal))
                .orElseThrow();
        assertThat(finding.rule()).isEqualTo("app-hands-no-health-context-without-an-agreement");
        assertThat(finding.element()).contains(DataElement.APPOINTMENT);
        assertThat(finding.sentence()).contains("hands a text about an appointment to SDK of Tracker Ltd.");
    }

    @Test
    void what_no_text_is_passed_for_is_left_open() {
        assertThat(handOver(Policy.byDefault(), handed(DataElement.EMAIL, Rung.CALLED, "key", ""))
                        .orElseThrow()
                        .evidence()
                        .getFirst()
                        .what())
                .isEqualTo("Tracker.track(\"key\", …)");
    }

    @Test
    void a_condition_that_no_statute_singles_out_is_a_violation_too() {
        AppFinding finding = handOver(Policy.byDefault(), handed(DataElement.PAGE_USE, Rung.CALLED, "asthma_article"))
                .orElseThrow();
        assertThat(finding.rule()).isEqualTo("app-hands-no-health-context-without-an-agreement");
        assertThat(finding.sentence())
                .startsWith("The app’s own code holds a call that hands a text that names a condition to SDK of");
    }

    @Test
    void who_somebody_is_stays_a_finding_of_its_own_beside_what_the_call_says_of_health() {
        HeldSdk sdk = handed(DataElement.EMAIL, Rung.CALLED, "asthma_newsletter");
        assertThat(judge(Policy.byDefault(), sdk))
                .extracting(AppFinding::rule)
                .contains(
                        "app-hands-no-identity-without-an-agreement",
                        "app-hands-no-health-context-without-an-agreement");
    }

    @Test
    void an_event_about_health_and_one_that_is_not_are_decided_apart() {
        List<AppFinding> findings = judge(Policy.byDefault(), ClinicApp.mixpanel());
        assertThat(findings)
                .filteredOn(finding -> finding.about() == About.HAND_OVER)
                .extracting(AppFinding::rule, AppFinding::subject)
                .containsExactlyInAnyOrder(
                        tuple("app-hands-no-identity-without-an-agreement", "other-identifier"),
                        tuple("app-hands-no-protected-health-context-without-an-agreement", "health-context"),
                        tuple("app-hands-over-its-use", "page-use"));
    }

    @Test
    void a_business_associate_may_be_told_all_but_secrets_and_what_is_protected_is_noted() {
        Policy policy = read("vendors: [{name: Tracker Ltd., baa: true}]");
        assertThat(of(
                        policy,
                        ClinicApp.sdk("sdk", "SDK", VENDOR, "advertising")
                                .at(Rung.CONFIGURED)
                                .build()))
                .isEmpty();
        assertThat(handOver(policy, handed(DataElement.EMAIL, Rung.CALLED))).isEmpty();
        assertThat(handOver(policy, handed(DataElement.PAGE_USE, Rung.CALLED, "asthma")))
                .isEmpty();
        assertThat(handOver(policy, handed(DataElement.PAGE_USE, Rung.CALLED, "hiv_test"))
                        .map(AppFinding::level))
                .contains(Finding.Level.NOTE);
        assertThat(handOver(policy, handed(DataElement.SSN, Rung.CALLED)).map(AppFinding::level))
                .contains(Finding.Level.VIOLATION);
    }

    @Test
    void what_only_serves_the_app_is_no_finding_until_it_is_handed_identity_or_health() {
        assertThat(judge(Policy.byDefault(), ClinicApp.messaging())).isEmpty();
        assertThat(handOver(Policy.byDefault(), infrastructure(DataElement.PAGE_USE)))
                .isEmpty();
        assertThat(handOver(Policy.byDefault(), infrastructure(DataElement.EMAIL))
                        .map(AppFinding::level))
                .contains(Finding.Level.VIOLATION);
        assertThat(handOver(Policy.byDefault(), infrastructure(DataElement.PAGE_USE, "diabetes"))
                        .map(AppFinding::level))
                .contains(Finding.Level.VIOLATION);
        assertThat(of(read("""
                        apps:
                          rules:
                            - {id: no-messaging, sdks: [firebase-messaging]}
                        """), ClinicApp.messaging()).map(AppFinding::rule)).contains("no-messaging");
    }

    @Test
    void the_app_itself_is_noted_for_what_it_asks_declares_and_leaves_unencrypted() {
        assertThat(Policy.byDefault().judge(ClinicApp.with(List.of()), TODAY))
                .extracting(AppFinding::level, AppFinding::about, AppFinding::subject)
                .containsExactly(
                        tuple(Finding.Level.NOTE, About.BUNDLED_PAGE, ""),
                        tuple(Finding.Level.NOTE, About.PERMISSION, "com.google.android.gms.permission.AD_ID"),
                        tuple(
                                Finding.Level.NOTE,
                                About.MISMATCH,
                                "The app declares that no data is shared with third parties, and holds Mixpanel."),
                        tuple(
                                Finding.Level.NOTE,
                                About.TRANSPORT_EXCEPTION,
                                "cleartext traffic to legacy.clinic.example"));
    }

    @Test
    void a_sentence_says_what_an_sdk_is_set_to_do_and_not_that_it_did_it() {
        assertThat(of(Policy.byDefault(), ClinicApp.meta()).orElseThrow().sentence())
                .startsWith("Facebook SDK is set to tell Meta Platforms, Inc. the advertising identifier and the"
                        + " device.");
        assertThat(of(Policy.byDefault(), ClinicApp.adjust()).orElseThrow().sentence())
                .contains("A switch in the app turns its collection off, as long as no server turns it on.");
        assertThat(of(Policy.byDefault(), ClinicApp.clarity()).orElseThrow().sentence())
                .contains("is called by the app, or started with it")
                .contains("It is recognised by what survives renaming.");
    }

    @Test
    void a_fingerprint_survives_a_release_and_tells_rules_vendors_sdks_and_subjects_apart() {
        AppFinding before = of(Policy.byDefault(), ClinicApp.clarity()).orElseThrow();
        AppFinding moved = of(Policy.byDefault(), ClinicApp.clarity().seen(Rung.SEEN_SENDING, List.of()))
                .orElseThrow();
        assertThat(moved.fingerprint()).isEqualTo(before.fingerprint()).matches("[0-9a-f]{16}");
        List<AppFinding> all = Policy.byDefault().judge(ClinicApp.app(), TODAY);
        assertThat(all).extracting(AppFinding::fingerprint).doesNotHaveDuplicates();
    }

    @Test
    void a_waiver_holds_for_its_vendor_until_the_end_of_its_last_day() {
        String file = """
                apps:
                  waivers:
                    - rule: app-runs-no-advertising-or-replay-without-an-agreement
                      vendors: [Tracker Ltd.]
                      reason: Being removed, ticket 4711
                      until: 2026-03-01
                """;
        HeldSdk sdk = ClinicApp.sdk("sdk", "SDK", VENDOR, "advertising")
                .at(Rung.CALLED)
                .build();
        AppFinding waived = of(read(file), sdk).orElseThrow();
        assertThat(waived.level()).isEqualTo(Finding.Level.WAIVED);
        assertThat(waived.waiver().orElseThrow().reason()).isEqualTo("Being removed, ticket 4711");
        assertThat(read(file).judge(ClinicApp.with(List.of(sdk)), TODAY.plusDays(1)))
                .filteredOn(finding -> finding.about() == About.SDK)
                .extracting(AppFinding::level)
                .containsExactly(Finding.Level.VIOLATION);
        assertThat(of(read(file), ClinicApp.meta()).map(AppFinding::level)).contains(Finding.Level.VIOLATION);
    }

    @Test
    void the_first_rule_decides_and_the_defaults_stand_behind_unless_they_are_left_out() {
        Policy policy = read("""
                apps:
                  rules:
                    - {id: braze-is-fine, verdict: allow, sdks: [braze]}
                    - {id: no-replay, purposes: [session replay], rung: defined, because: Nobody films a patient.}
                    - {id: no-location, about: permission, permissions: [android.permission.ACCESS_FINE_LOCATION]}
                  defaults: false
                """);
        List<AppFinding> findings = policy.judge(ClinicApp.app(), TODAY);
        assertThat(findings).extracting(AppFinding::rule).containsExactly("no-replay", "no-location");
        assertThat(findings.getFirst().sentence()).endsWith("Nobody films a patient.");
    }

    @Test
    void every_mistake_is_told_at_once_with_what_was_meant() {
        assertThatThrownBy(() -> read("""
                apps:
                  rule: []
                  rules:
                    - {id: one, rung: caled, sdks: [mixpanl], about: handover}
                    - {id: one, permissions: [X], about: sdk}
                    - {id: two, protected: [any], about: sdk, handOvers: true}
                  waivers:
                    - {rule: app-carries-trackin, sdks: [adjust], until: 2026-12-31, reason: x}
                """))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("\"rule\" is not known here. Did you mean \"rules\"?")
                .hasMessageContaining("\"caled\" is no rung. Did you mean \"called\"?")
                .hasMessageContaining("the catalogue knows no SDK \"mixpanl\". Did you mean \"mixpanel\"?")
                .hasMessageContaining("no finding is about \"handover\". Did you mean \"hand-over\"?")
                .hasMessageContaining("rule \"one\" stands here twice")
                .hasMessageContaining("a rule with permissions is about permissions alone")
                .hasMessageContaining("only what is handed over says something of health")
                .hasMessageContaining(
                        "there is no rule \"app-carries-trackin\". Did you mean \"app-carries-tracking\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "apps: []", "apps: {}"})
    void a_file_that_says_nothing_of_apps_has_the_default_rules(String file) {
        assertThat(read(file).judge(ClinicApp.app(), TODAY))
                .isEqualTo(Policy.byDefault().judge(ClinicApp.app(), TODAY));
    }

    @Test
    void a_list_under_apps_that_is_not_empty_is_a_mistake() {
        assertThatThrownBy(() -> read("apps: [org.clinic.app]")).isInstanceOf(EarshotException.class);
    }

    private static HeldSdk handed(DataElement element, Rung rung, String... literals) {
        return ClinicApp.sdk("sdk", "SDK", VENDOR, "analytics")
                .at(rung)
                .hands(element, "com.tracker.Tracker.track", "org.clinic.app.Main.run", 16, literals)
                .build();
    }

    private static HeldSdk infrastructure(DataElement element, String... literals) {
        return ClinicApp.sdk("sdk", "SDK", VENDOR, "push delivery")
                .infrastructure()
                .at(Rung.CALLED)
                .hands(element, "com.tracker.Tracker.subscribe", "org.clinic.app.Main.run", 16, literals)
                .build();
    }

    private static List<AppFinding> judge(Policy policy, HeldSdk sdk) {
        return policy.judge(ClinicApp.with(List.of(sdk)), TODAY).stream()
                .filter(finding -> finding.about() == About.SDK || finding.about() == About.HAND_OVER)
                .toList();
    }

    private static Optional<AppFinding> of(Policy policy, HeldSdk sdk) {
        return judge(policy, sdk).stream()
                .filter(finding -> finding.about() == About.SDK)
                .findFirst();
    }

    private static Optional<AppFinding> handOver(Policy policy, HeldSdk sdk) {
        return judge(policy, sdk).stream()
                .filter(finding -> finding.about() == About.HAND_OVER)
                .findFirst();
    }

    private Policy read(String text) {
        Path file = folder.resolve("earshot.yaml");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return PolicyFile.read(
                file,
                Set.of(VENDOR, "Meta Platforms, Inc."),
                Set.of("adjust", "mixpanel", "braze", "firebase-messaging", "sdk"));
    }
}
