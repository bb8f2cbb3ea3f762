package dev.earshot.breach.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.law.Recipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCheckTest {
    @TempDir
    Path folder;

    /// Every jurisdiction, language, role and status of both kinds; what the states' laws want besides is told apart.
    @ParameterizedTest
    @ValueSource(strings = {"trackers", "mailbox"})
    void the_built_in_templates_hold_what_hipaa_and_california_require(String kind) {
        Incident incident = Letters.incident(kind, Set.of("name", "mrn", "health-context"), Set.of("ssn"));
        List<ContentCheck.Audience> audiences = new ArrayList<>();
        for (String language : Templates.builtIn().languages(kind)) {
            for (Role role : Role.values()) {
                for (String status : List.of("exposed", "cannot-tell")) {
                    audiences.add(new ContentCheck.Audience("us-ca", language, role, status));
                }
            }
        }
        assertThat(audiences).hasSize(80);
        assertThat(ContentCheck.of(Letters.composer(incident, Templates.builtIn()), duties("us", "us-ca"), audiences)
                        .lacks())
                .isEmpty();
    }

    /// What the law's files don't say of an authority, a letter can't say either, and nothing is made up.
    @Test
    void what_lacks_in_any_state_is_an_authoritys_address_or_what_counsel_must_weigh() {
        List<Jurisdiction> states = LawLibrary.builtIn().jurisdictions().stream()
                .filter(place -> place.country().equals("US"))
                .toList();
        ContentCheck.Report report = ContentCheck.of(
                Letters.composer(Templates.builtIn()),
                duties(states.stream().map(Jurisdiction::id).toArray(String[]::new)),
                states.stream()
                        .map(place -> new ContentCheck.Audience(place.id(), "en", Role.SELF, "exposed"))
                        .toList());
        assertThat(report.lacks().stream().map(lack -> lack.required().item()))
                .isSubsetOf(
                        "attorney-general-contact",
                        "regulator-contact",
                        "ftc-contact",
                        "credit-bureaus",
                        "nature-omitted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "what-happened | 45 CFR § 164.404(c)(1)(A)",
                "date-of-breach | 45 CFR § 164.404(c)(1)(A)",
                "breach-discovery-date | 45 CFR § 164.404(c)(1)(A)",
                "types-of-information | 45 CFR § 164.404(c)(1)(B)",
                "protective-steps | 45 CFR § 164.404(c)(1)(C)",
                "entity-actions | 45 CFR § 164.404(c)(1)(D)",
                "contact | 45 CFR § 164.404(c)(1)(E)",
            })
    void a_template_without_a_passage_is_refused_with_the_paragraph(String item, String paragraph) throws IOException {
        String unmarked = builtIn().replace("{{#item." + item + "}}", "").replace("{{/item." + item + "}}", "");
        assertThatThrownBy(() -> check(unmarked, Role.SELF).throwIfRefused())
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("A letter lacks what the law requires")
                .hasMessageContaining("trackers.en.md")
                .hasMessageContaining("No passage is marked {{#item." + item + "}}")
                .hasMessageContaining(paragraph)
                .hasMessageContaining("verify with counsel");
    }

    @Test
    void an_empty_passage_is_refused_with_its_line() throws IOException {
        assertThatThrownBy(() -> check(
                                builtIn()
                                        .replaceAll(
                                                "(?s)(\\{\\{#item.protective-steps}}\n).*?(\\{\\{/item)", "$1—\n$2"),
                                Role.SELF)
                        .throwIfRefused())
                .hasMessageContaining("The passage on line")
                .hasMessageContaining("{{#item.protective-steps}}, is empty");
    }

    @Test
    void a_passage_that_is_empty_for_guardians_alone_is_refused_when_there_are_guardians() throws IOException {
        String template = builtIn()
                .replace("{{#item.protective-steps}}\n", "{{#item.protective-steps}}\n{{^guardian}}\n")
                .replace("{{/item.protective-steps}}\n", "{{/guardian}}\n{{/item.protective-steps}}\n");
        assertThat(check(template, Role.SELF).lacks()).isEmpty();
        assertThat(check(template, Role.GUARDIAN).lacks()).hasSize(1);
    }

    @Test
    void a_date_that_is_written_out_answers_as_well_as_a_field_and_no_date_does_not() throws IOException {
        assertThat(check(
                                builtIn().replace("We found out on {{discovered}}.", "We found out on March 1, 2024."),
                                Role.SELF)
                        .lacks())
                .isEmpty();
        assertThat(check(builtIn().replace("We found out on {{discovered}}.", "We found out in March."), Role.SELF)
                        .lacks())
                .singleElement()
                .asString()
                .contains("has none of {{discovered}}");
    }

    @Test
    void who_does_not_know_the_date_of_discovery_need_not_tell_it() {
        Incident known = Letters.incident();
        Incident unknown = new Incident(
                known.name(),
                known.kind(),
                known.entity(),
                known.zone(),
                known.from(),
                known.to(),
                java.util.Map.of(),
                known.aware(),
                known.elements(),
                known.notInvolved(),
                known.recipients(),
                known.unsecured(),
                known.phi(),
                known.harm(),
                known.delay(),
                known.done(),
                known.overrides());
        assertThat(ContentCheck.of(
                                Letters.composer(unknown, Templates.builtIn()),
                                duties("us"),
                                List.of(new ContentCheck.Audience("us-ca", "en", Role.SELF, "exposed")))
                        .lacks())
                .isEmpty();
    }

    @Test
    void californias_title_and_headings_are_wanted_of_californians_and_a_warning_where_hipaa_is_followed()
            throws IOException {
        String renamed =
                builtIn().replace("# Notice of Data Breach", "# A Letter").replace("## What Happened", "## News");
        List<ContentCheck.Lack> lacks = check(renamed, Role.SELF).lacks();
        assertThat(lacks.stream().map(lack -> lack.required().item()))
                .containsExactlyInAnyOrder("format-title", "format-headings");
        assertThat(lacks).noneMatch(ContentCheck.Lack::refused);
        assertThat(check(renamed, Role.SELF, "us-or", "us", "us-ca").lacks()).isEmpty();
        assertThat(check(renamed, Role.SELF, "us-ca", "us-ca").lacks()).allMatch(ContentCheck.Lack::refused);
    }

    @Test
    void a_duty_that_is_not_due_asks_for_nothing() throws IOException {
        Files.writeString(folder.resolve("trackers.en.md"), "---\nsubject: x\nstatus: ready\n---\n# x\n");
        List<Duty> none = duties("us", "us-ca").stream()
                .map(duty -> new Duty(
                        duty.key(),
                        duty.rule(),
                        Duty.Status.NOT_DUE,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        assertThat(ContentCheck.of(
                                Letters.composer(Templates.builtIn().with(folder)),
                                none,
                                List.of(new ContentCheck.Audience("us-ca", "en", Role.SELF, "exposed")))
                        .lacks())
                .isEmpty();
    }

    @Test
    void a_template_that_is_hard_to_read_is_warned_of() throws IOException {
        String hard = "Notwithstanding considerable organizational precautions, unauthorized individuals subsequently"
                + " obtained confidential documentation concerning hospitalization. ";
        ContentCheck.Report report = check(
                builtIn().replace("{{#item.protective-steps}}\n", "{{#item.protective-steps}}\n" + hard.repeat(20)),
                Role.SELF);
        report.throwIfRefused();
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains("trackers.en is hard to read (Flesch–Kincaid grade");
    }

    private ContentCheck.Report check(String template, Role role) throws IOException {
        return check(template, role, "us-ca", "us", "us-ca");
    }

    private ContentCheck.Report check(String template, Role role, String place, String... laws) throws IOException {
        Files.writeString(folder.resolve("trackers.en.md"), template);
        return ContentCheck.of(
                Letters.composer(Templates.builtIn().with(folder)),
                duties(laws),
                List.of(new ContentCheck.Audience(place, "en", role, "exposed")));
    }

    private static String builtIn() throws IOException {
        try (java.io.InputStream stream = Templates.class.getResourceAsStream("trackers.en.md")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// As if each rule for individuals in force were due.
    private static List<Duty> duties(String... places) {
        return java.util.Arrays.stream(places)
                .map(id -> LawLibrary.builtIn().jurisdiction(id).orElseThrow())
                .flatMap(place -> place.on(Letters.DATED).stream())
                .filter(rule -> rule.recipient() == Recipient.INDIVIDUALS)
                .filter(rule -> !rule.citation().toLowerCase(Locale.ROOT).contains("16 cfr"))
                .map(rule -> new Duty(
                        rule.id(),
                        rule,
                        Duty.Status.DUE,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
    }
}
