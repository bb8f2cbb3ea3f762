package dev.earshot.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.decode.Leaf;
import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Recipient;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.health.HealthTerms;
import dev.earshot.health.ProtectedKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final Set<String> VENDORS = Set.of("Tracker Ltd.", "Meta Platforms, Inc.");

    @TempDir
    private Path folder;

    @Test
    void every_mistake_is_reported_at_once_with_its_line_and_what_was_meant() {
        assertThatThrownBy(() -> read("""
                sites: [https://www.clinic.example]
                zone: []
                vendors:
                  - name: Meta Platforms Inc
                    bba: true
                rules:
                  - id: one
                    elements: [emial]
                    zones: [signedin]
                    verdict: forbidden
                waivers:
                  - rule: wun
                    until: next year
                """))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("10 mistakes")
                .hasMessageContaining("line 1: \"https://www.clinic.example\" is no host name")
                .hasMessageContaining("\"zone\" is not known here. Did you mean \"zones\"?")
                .hasMessageContaining("line 4: the catalogue knows no vendor \"Meta Platforms Inc\"."
                        + " Did you mean \"Meta Platforms, Inc.\"?")
                .hasMessageContaining("line 5: \"bba\" is not known here. Did you mean \"baa\"?")
                .hasMessageContaining("line 8: there is no data element \"emial\". Did you mean \"email\"?")
                .hasMessageContaining("there is no zone \"signedin\". Did you mean \"signed-in\"?")
                .hasMessageContaining("\"forbidden\" is no verdict. Did you mean \"forbid\"?")
                .hasMessageContaining("\"reason\" is missing")
                .hasMessageContaining("\"next year\" is no date");
    }

    @Test
    void what_is_not_yaml_is_told_with_its_line() {
        assertThatThrownBy(() -> read("sites: [a.example\nzones: ]["))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("this is not YAML");
    }

    @Test
    void an_empty_file_is_the_default_policy() {
        Policy policy = read("");
        assertThat(policy.zoneOf("https://www.clinic.example/portal/messages?id=1", false))
                .isEqualTo("signed-in");
        assertThat(policy.zoneOf("https://www.clinic.example/encyclopedia/asthma", false))
                .isEqualTo("health-content");
        assertThat(policy.zoneOf("https://www.clinic.example/encyclopedia/asthma", true))
                .isEqualTo("signed-in");
        assertThat(policy.zoneOf("https://www.clinic.example/careers", false)).isEqualTo("public");
    }

    @Test
    void a_site_owns_what_lies_below_it_and_nothing_that_only_ends_like_it() {
        Policy policy = read("sites: [clinic.example]");
        assertThat(policy.owns("portal.clinic.example")).isTrue();
        assertThat(policy.owns("clinic.example")).isTrue();
        assertThat(policy.owns("notclinic.example")).isFalse();
        assertThat(policy.owns("clinic.example.evil.example")).isFalse();
    }

    @Test
    void address_patterns_take_a_path_a_host_or_both() {
        Policy policy = read("""
                zones:
                  - {name: a, urls: [/one/*]}
                  - {name: b, urls: ["shop.clinic.example/**"]}
                  - {name: c, urls: ["https://www.clinic.example/x/**"]}
                """);
        assertThat(policy.zoneOf("http://any.example/one/two", false)).isEqualTo("a");
        assertThat(policy.zoneOf("http://any.example/one/two/three", false)).isEqualTo("public");
        assertThat(policy.zoneOf("https://shop.clinic.example/", false)).isEqualTo("b");
        assertThat(policy.zoneOf("https://www.clinic.example/x/y/z?q=1", false)).isEqualTo("c");
        assertThat(policy.zoneOf("http://www.clinic.example/x/y", false)).isEqualTo("public");
    }

    @Test
    void an_email_told_to_a_vendor_without_an_agreement_is_a_violation() {
        assertThat(read("").judge(List.of(told(DataElement.EMAIL, Basis.PROVEN, "public")), TODAY))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.VIOLATION);
                    assertThat(finding.rule()).isEqualTo("no-identity-without-an-agreement");
                    assertThat(finding.sentence()).doesNotContain("secret value");
                });
    }

    @Test
    void the_same_email_told_to_a_business_associate_is_none() {
        Policy policy = read("vendors: [{name: Tracker Ltd., baa: true}]");
        assertThat(policy.judge(List.of(told(DataElement.EMAIL, Basis.PROVEN, "public")), TODAY))
                .isEmpty();
    }

    @Test
    void a_password_is_a_violation_even_to_a_business_associate() {
        Policy policy = read("vendors: [{name: Tracker Ltd., baa: true}]");
        assertThat(policy.judge(List.of(told(DataElement.PASSWORD, Basis.PROVEN, "public")), TODAY))
                .extracting(Finding::rule)
                .containsExactly("no-secrets-to-anyone");
    }

    @Test
    void a_connection_from_a_public_page_is_no_finding() {
        assertThat(read("").judge(List.of(told(DataElement.IP_ADDRESS, Basis.INHERENT, "public")), TODAY))
                .isEmpty();
    }

    @Test
    void a_waiver_holds_on_its_last_day_and_not_on_the_next() {
        Policy policy = read("""
                waivers:
                  - {rule: no-identity-without-an-agreement, elements: email, reason: being removed, until: 2026-03-01}
                """);
        List<Disclosure> disclosures = List.of(told(DataElement.EMAIL, Basis.PROVEN, "public"));
        assertThat(policy.judge(disclosures, TODAY)).extracting(Finding::level).containsExactly(Finding.Level.WAIVED);
        assertThat(policy.judge(disclosures, TODAY.plusDays(1)))
                .extracting(Finding::level)
                .containsExactly(Finding.Level.VIOLATION);
    }

    @Test
    void a_waiver_for_another_element_covers_nothing() {
        Policy policy = read("""
                waivers:
                  - {rule: no-identity-without-an-agreement, elements: phone, reason: being removed, until: 2026-03-01}
                """);
        assertThat(policy.judge(List.of(told(DataElement.EMAIL, Basis.PROVEN, "public")), TODAY))
                .extracting(Finding::level)
                .containsExactly(Finding.Level.VIOLATION);
    }

    @Test
    void an_own_rule_goes_before_the_default_ones() {
        Policy policy = read("rules: [{id: fine-here, verdict: allow, elements: [email], because: test}]");
        assertThat(policy.judge(List.of(told(DataElement.EMAIL, Basis.PROVEN, "public")), TODAY))
                .isEmpty();
    }

    @Test
    void a_hundred_disclosures_of_one_kind_are_one_finding_with_the_strongest_basis() {
        List<Disclosure> disclosures = java.util.stream.IntStream.range(0, 100)
                .mapToObj(n -> told(DataElement.EMAIL, n == 50 ? Basis.PROVEN : Basis.INFERRED, "public"))
                .toList();
        assertThat(read("").judge(disclosures, TODAY)).singleElement().satisfies(finding -> {
            assertThat(finding.basis()).isEqualTo(Basis.PROVEN);
            assertThat(finding.disclosureIds()).hasSize(100);
        });
    }

    @Test
    void what_is_of_a_protected_kind_is_a_finding_of_its_own_and_comes_first() {
        List<Finding> findings = read("").judge(
                        List.of(
                                health("https://www.clinic.example/conditions/asthma"),
                                health("https://www.clinic.example/conditions/depression"),
                                health("https://www.clinic.example/conditions/ptsd")),
                        TODAY);
        assertThat(findings)
                .extracting(Finding::rule)
                .containsExactly(
                        "no-protected-health-context-without-an-agreement", "no-health-context-without-an-agreement");
        assertThat(findings.getFirst().disclosureIds()).hasSize(2);
        assertThat(findings.getFirst().sentence()).contains("specially protected (mental health)");
        assertThat(findings.getFirst().health().orElseThrow().mentions())
                .extracting(mention -> mention.words().reveal())
                .containsExactly("depression", "ptsd");
        assertThat(findings.getLast().sentence()).doesNotContain("protected");
    }

    @Test
    void an_agreement_leaves_a_note_on_what_is_of_a_protected_kind() {
        Policy policy = read("vendors: [{name: Tracker Ltd., baa: true}]");
        assertThat(policy.judge(List.of(health("/hiv-testing"), health("/asthma")), TODAY))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.NOTE);
                    assertThat(finding.rule()).isEqualTo("protected-health-context-under-an-agreement");
                });
    }

    @Test
    void a_rule_can_be_for_a_class_or_a_protected_kind() {
        Policy policy = read("""
                rules:
                  - {id: no-genes, elements: health-context, protected: genetic}
                  - {id: fine, verdict: allow, health: [condition]}
                """);
        assertThat(policy.judge(List.of(health("/genetic-testing"), health("/hiv"), health("/mammogram")), TODAY))
                .extracting(Finding::rule)
                .containsExactly("no-genes", "no-health-context-without-an-agreement");
    }

    @Test
    void the_users_own_terms_are_read_beside_the_policy_file() throws IOException {
        Files.writeString(folder.resolve("clinics.terms"), "[service-line; substance-use]\nHope House\n");
        assertThat(read("healthTerms: [clinics.terms]")
                        .healthTerms()
                        .in("/locations/hope-house", false)
                        .orElseThrow()
                        .kinds())
                .containsExactly(ProtectedKind.SUBSTANCE_USE);
        assertThat(read("").healthTerms().in("/locations/hope-house", false)).isEmpty();
    }

    @Test
    void what_is_wrong_about_terms_is_told_with_the_rest() throws IOException {
        Files.writeString(folder.resolve("bad.terms"), "[clinic]\nHope House\n");
        assertThatThrownBy(() -> read("""
                healthTerms: [bad.terms, missing.terms]
                rules:
                  - {id: one, health: [conditions], protected: [hiv]}
                """))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("4 mistakes")
                .hasMessageContaining("bad.terms line 1: there is no class \"clinic\"")
                .hasMessageContaining("missing.terms can't be read")
                .hasMessageContaining("there is no class \"conditions\". Did you mean \"condition\"?")
                .hasMessageContaining("there is no protected kind \"hiv\"");
    }

    private static Disclosure health(String text) {
        Disclosure told = told(DataElement.HEALTH_CONTEXT, Basis.INFERRED, "public");
        Detection detection = told.detection();
        return new Disclosure(
                told.id() + text,
                told.transmission(),
                new Detection(
                        detection.element(),
                        detection.basis(),
                        detection.leaf(),
                        detection.value(),
                        detection.parameter(),
                        detection.how(),
                        HealthTerms.bundled().in(text, false)),
                told.zone());
    }

    private Policy read(String yaml) {
        try {
            return PolicyFile.read(Files.writeString(folder.resolve("earshot.yaml"), yaml), VENDORS);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Disclosure told(DataElement element, Basis basis, String zone) {
        Transmission transmission = new Transmission(
                "e1",
                Instant.EPOCH,
                "GET",
                "https://pixel.tracker.example/",
                new Recipient(
                        "pixel.tracker.example",
                        "tracker.example",
                        "Tracker Ltd.",
                        "advertising",
                        true,
                        Recipient.Behind.OWN_HOST),
                Optional.empty(),
                List.of(),
                "e1",
                Optional.empty(),
                Context.unknown("ignore"),
                Exchange.Delivery.SENT,
                0,
                List.of(),
                Optional.empty());
        Optional<Leaf> none = Optional.empty();
        return new Disclosure(
                "e1/" + element.id() + "/1",
                transmission,
                new Detection(element, basis, none, Sensitive.of("secret value"), Optional.empty(), "test"),
                zone);
    }
}
