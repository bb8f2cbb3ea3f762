package dev.earshot.breach.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.law.Recipient;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormsTest {
    private static final Forms FORMS = Forms.standard();

    @ParameterizedTest
    @CsvSource({
        "us, Secretary of Health and Human Services, us-hhs",
        "us, Federal Trade Commission, us-ftc",
        "us-ca, California Attorney General, us-ca-ag",
        "us-ca, California Department of Public Health, us-ca-cdph",
        "us-ca, California Department of Managed Health Care, us-ca-dmhc",
        "us-md, Maryland Attorney General, us-md-ag",
        "us-ny, New York Attorney General, us-ny-ag",
        "us-ny, New York Department of State, us-ny-dos",
        "us-ny, New York Division of State Police, us-ny-police",
        "us-ma, Massachusetts Office of Consumer Affairs and Business Regulation, us-ma-ocabr",
        "us-va, Virginia Commissioner of Health, us-va-health",
        "us-fl, Florida Department of Legal Affairs, us-fl-legal",
        "us-hi, Hawaii Office of Consumer Protection, us-hi-ocp"
    })
    void an_authority_has_its_own_form(String jurisdiction, String authority, String form) {
        assertThat(serving(jurisdiction, authority)).containsExactly(form);
    }

    @Test
    void one_duty_to_three_authorities_of_new_york_has_three_forms() {
        assertThat(serving("us-ny", "New York Attorney General, Department of State and Division of State Police"))
                .containsExactlyInAnyOrder("us-ny-ag", "us-ny-dos", "us-ny-police");
    }

    @Test
    void the_attorney_general_of_one_state_has_not_the_form_of_another() {
        assertThat(serving("us-me", "Maine Attorney General")).isEmpty();
    }

    @Test
    void every_authority_of_a_priority_jurisdiction_that_the_law_knows_has_a_form() {
        Set<String> priority = Set.of(
                "us", "us-ca", "us-co", "us-dc", "us-hi", "us-md", "us-or", "us-va", "us-wa", "us-tx", "us-ny", "us-fl",
                "us-il", "us-ma");
        assertThat(LawLibrary.builtIn().jurisdictions().stream()
                        .filter(each -> priority.contains(each.id()))
                        .flatMap(each -> each.rules().stream())
                        .filter(rule -> rule.recipient() == Recipient.REGULATOR)
                        .filter(rule -> FORMS.serving(rule).isEmpty())
                        .map(rule -> rule.id() + " to " + rule.addressee()))
                .isEmpty();
    }

    @Test
    void massachusetts_is_told_whether_there_is_a_written_program_and_washington_how_it_was_contained() {
        assertThat(ids("us-ma-ag")).contains("wisp");
        assertThat(ids("us-ma-ocabr")).contains("wisp");
        assertThat(ids("us-md-ag"))
                .doesNotContain("wisp")
                .contains("residents", "description", "what-we-are-doing", "sample-notice");
        assertThat(ids("us-wa-ag")).contains("containment", "time-frame");
    }

    @Test
    void a_duty_that_was_read_nowhere_is_not_called_verified() {
        assertThat(FORMS.byId("us-ca-dmhc").orElseThrow().confidence()).isEqualTo(Confidence.UNVERIFIED);
        assertThat(FORMS.all()).allSatisfy(form -> {
            assertThat(form.source().read().getYear()).isGreaterThan(2000);
            assertThat(form.fields()).noneMatch(field -> field.source().isBlank());
            assertThat(form.fields())
                    .filteredOn(field -> field.source().startsWith("memory"))
                    .allMatch(field -> field.confidence() == Confidence.UNVERIFIED);
        });
    }

    @Test
    void mistakes_in_a_form_are_told_all_at_once_with_their_lines(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("us-xx.yaml"), """
                id: us-xx
                jurisdiction: us-xx
                authority: Somebody
                title: Something
                how: Somehow
                source: nobody
                include: [incidents]
                fields:
                  - {id: a, label: A, kind: choices}
                  - {id: a, label: B, fact: residants}
                  - {id: c, label: C, when: {z: 1}, most: many, kind: choice, choices: [x], otherwise: y}
                """);

        assertThatThrownBy(() -> FORMS.with(folder))
                .isInstanceOf(EarshotException.class)
                .hasMessageContainingAll(
                        "\"incidents\" is no group. Did you mean \"incident\"?",
                        "line 9: choices stand",
                        "line 10: \"a\" is the id of two fields.",
                        "\"residants\" is no fact. Did you mean \"residents\"?",
                        "no field \"z\" stands before",
                        "a number of characters",
                        "\"y\" is none of the choices");
    }

    @Test
    void a_form_of_ones_own_replaces_the_one_of_the_same_name(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("us-md-ag.yaml"), """
                id: us-md-ag
                jurisdiction: us-md
                addressees: [attorney general]
                authority: Maryland Attorney General
                title: New form
                how: Online
                source: the form itself
                read: 2026-11-01
                confidence: verified
                fields:
                  - {id: residents, label: How many, kind: number, fact: residents}
                """);

        Forms own = FORMS.with(folder);

        assertThat(own.byId("us-md-ag").orElseThrow().title()).isEqualTo("New form");
        assertThat(own.all()).hasSameSizeAs(FORMS.all());
    }

    @Test
    void answers_to_what_nobody_asks_are_told_with_what_was_meant() {
        Problems problems = new Problems(Path.of("case.yaml"));
        Answers answers = Answers.read(YamlMapping.read("""
                        common: {what-we-are-doin: x, signatory: Robin}
                        us-hh: {location: Email}
                        us-ma-ag: {wisp: yes, locaton: y}
                        """, problems), FORMS);

        assertThat(answers.to("us-ma-ag", "wisp")).isEqualTo(List.of("yes"));
        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContainingAll(
                        "Did you mean \"what-we-are-doing\"?",
                        "Did you mean \"us-hhs\"?",
                        "\"locaton\" is not known here.");
    }

    @Test
    void what_only_people_can_answer_is_told_in_the_documentation() throws IOException {
        String documentation = Files.readString(Path.of("../docs/filings.md"));
        Facts nothingKnown =
                new Facts(Cases.dossier(Cases.incident(), Cases.population(1, 1), List.of(), Answers.NONE), "us");

        assertThat(Facts.COMMON)
                .filteredOn(fact -> nothingKnown.computed(fact).isEmpty())
                .contains("signatory")
                .filteredOn(
                        fact -> !Set.of("detected", "media-required", "media-states", "business-associate-recipients")
                                .contains(fact))
                .allSatisfy(fact -> assertThat(documentation).contains("`" + fact + "`"));
    }

    private static Set<String> ids(String form) {
        return FORMS.byId(form).orElseThrow().fields().stream()
                .map(Form.Field::id)
                .collect(Collectors.toSet());
    }

    private static List<String> serving(String jurisdiction, String authority) {
        return FORMS
                .serving(Cases.duty(jurisdiction + "/x", Recipient.REGULATOR, authority, "law", Duty.Status.DUE)
                        .rule())
                .stream()
                .map(Form::id)
                .toList();
    }
}
