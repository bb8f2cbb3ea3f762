package dev.earshot.breach.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.incident.Entity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInLawTest {
    private final LawLibrary library = LawLibrary.builtIn();

    @Test
    void the_list_of_files_is_sorted_and_names_the_kaiser_markets_and_the_largest_states() throws IOException {
        try (InputStream index = Objects.requireNonNull(LawLibrary.class.getResourceAsStream("index"))) {
            List<String> names = new String(index.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(names).isSorted().doesNotHaveDuplicates();
        }
        assertThat(library.jurisdictions())
                .extracting(Jurisdiction::id)
                .contains(
                        "us", "us-ca", "us-co", "us-dc", "us-fl", "us-ga", "us-hi", "us-il", "us-ma", "us-md", "us-ny",
                        "us-or", "us-tx", "us-va", "us-wa");
    }

    @Test
    void every_rule_says_where_and_when_it_was_read_and_how_sure_it_is() {
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.citation()).isNotBlank();
            assertThat(rule.sources()).isNotEmpty().allSatisfy(source -> {
                assertThat(source.text()).isNotBlank();
                assertThat(source.read()).isAfter(LocalDate.parse("2026-01-01"));
            });
            if (rule.sources().stream().allMatch(source -> source.text().equals("memory"))) {
                assertThat(rule.confidence()).as(rule.id()).isEqualTo(Confidence.UNVERIFIED);
            }
        });
    }

    @Test
    void no_day_has_two_versions_of_a_rule() {
        rules().flatMap(rule -> Stream.of(rule.from(), rule.to()).flatMap(Optional::stream))
                .distinct()
                .forEach(day ->
                        assertThat(library.rulesOn(day)).extracting(Rule::id).doesNotHaveDuplicates());
    }

    @Test
    void versions_of_a_rule_follow_each_other_without_a_gap() {
        Map<String, Rule> before = new HashMap<>();
        for (Rule rule : rules().toList()) {
            Rule earlier = before.put(rule.id(), rule);
            if (earlier != null) {
                assertThat(rule.from().orElseThrow())
                        .as(rule.id())
                        .isEqualTo(earlier.to().orElseThrow().plusDays(1));
            }
        }
    }

    @Test
    void every_reference_leads_to_a_rule_in_force_on_the_same_day() {
        LocalDate today = LocalDate.parse("2026-11-22");
        List<String> inForce = library.rulesOn(today).stream().map(Rule::id).toList();

        assertThat(library.rulesOn(today))
                .allSatisfy(rule -> rule.clock()
                        .order()
                        .ifPresent(order -> assertThat(inForce).contains(order.rule())));
    }

    @Test
    void the_kinds_of_entity_that_rules_name_are_those_of_incidents() {
        assertThat(JurisdictionFile.ENTITIES)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Entity.Kind.values()).map(Entity.Kind::id).toList());
    }

    @Test
    void a_name_with_a_social_security_number_is_nowhere_taken_for_nothing() {
        assertThat(rules().filter(rule -> rule.recipient() == Recipient.INDIVIDUALS)
                        .filter(rule -> rule.trigger().entities().contains("business")))
                .allSatisfy(rule -> assertThat(library.elements()
                                .judge(rule.trigger().elements(), Set.of("name", "ssn"))
                                .answer())
                        .as(rule.id())
                        .isNotEqualTo(LegalElements.Answer.NO));
    }

    /// The facts, as they were compiled: who is told, from which number on, and by when.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            us/164.404-individuals         | INDIVIDUALS | -                                 | DISCOVERED            | 60 | CALENDAR | -
            us/164.404-substitute-fewer    | INDIVIDUALS | INSUFFICIENT_ADDRESSES AT_LEAST 1, INSUFFICIENT_ADDRESSES FEWER_THAN 10 | DISCOVERED | 60 | CALENDAR | -
            us/164.404-substitute-10       | INDIVIDUALS | INSUFFICIENT_ADDRESSES AT_LEAST 10 | DISCOVERED          | 60 | CALENDAR | -
            us/164.406-media               | MEDIA       | EACH_STATE MORE_THAN 500          | DISCOVERED            | 60 | CALENDAR | -
            us/164.408-hhs-500             | REGULATOR   | TOTAL AT_LEAST 500                | DISCOVERED            | 60 | CALENDAR | WITH us/164.404-individuals
            us/164.408-hhs-fewer           | REGULATOR   | TOTAL FEWER_THAN 500              | YEAR_END_OF_DISCOVERY | 60 | CALENDAR | -
            us/164.410-covered-entity      | COVERED_ENTITY | -                              | DISCOVERED            | 60 | CALENDAR | -
            us/164.414-records             | RECORD      | -                                 | DISCOVERED            | -  | CALENDAR | -
            us/164.528-accounting          | RECORD      | -                                 | DISCOVERED            | -  | CALENDAR | -
            us/318-individuals             | INDIVIDUALS | -                                 | DISCOVERED            | 60 | CALENDAR | -
            us/318.5-media                 | MEDIA       | EACH_STATE AT_LEAST 500           | DISCOVERED            | 60 | CALENDAR | -
            us/318.5-ftc-500               | REGULATOR   | TOTAL AT_LEAST 500                | DISCOVERED            | 60 | CALENDAR | WITH us/318-individuals
            us/318.5-ftc-fewer             | REGULATOR   | TOTAL FEWER_THAN 500              | YEAR_END_OF_DISCOVERY | 60 | CALENDAR | -
            us-ca/1798.82-residents        | INDIVIDUALS | -                                 | DISCOVERED            | 30 | CALENDAR | -
            us-ca/1798.82-attorney-general | REGULATOR   | JURISDICTION MORE_THAN 500        | OTHER_DUTY_DONE       | 15 | CALENDAR | AFTER us-ca/1798.82-residents
            us-ca/1280.15-patients         | INDIVIDUALS | -                                 | DETECTED              | 15 | BUSINESS | -
            us-ca/1280.15-department       | REGULATOR   | -                                 | DETECTED              | 15 | BUSINESS | -
            us-co/6-1-716-residents        | INDIVIDUALS | -                                 | DETERMINED            | 30 | CALENDAR | -
            us-co/6-1-716-attorney-general | REGULATOR   | JURISDICTION AT_LEAST 500         | DETERMINED            | 30 | CALENDAR | -
            us-co/6-1-716-agencies         | CONSUMER_REPORTING_AGENCIES | JURISDICTION MORE_THAN 1000 | DETERMINED  | -  | CALENDAR | -
            us-dc/28-3852-residents        | INDIVIDUALS | -                                 | DISCOVERED            | -  | CALENDAR | -
            us-dc/28-3852-attorney-general | REGULATOR   | JURISDICTION AT_LEAST 50          | DISCOVERED            | -  | CALENDAR | NOT_LATER_THAN us-dc/28-3852-residents
            us-dc/28-3852-agencies         | CONSUMER_REPORTING_AGENCIES | JURISDICTION MORE_THAN 1000 | DISCOVERED  | -  | CALENDAR | -
            us-ga/10-1-912-residents       | INDIVIDUALS | -                                 | DISCOVERED            | -  | CALENDAR | -
            us-ga/10-1-912-agencies        | CONSUMER_REPORTING_AGENCIES | JURISDICTION MORE_THAN 10000 | DISCOVERED | -  | CALENDAR | -
            us-hi/487N-2-residents         | INDIVIDUALS | -                                 | DISCOVERED            | -  | CALENDAR | -
            us-hi/487N-2-consumer-protection | REGULATOR | JURISDICTION MORE_THAN 1000       | DISCOVERED            | -  | CALENDAR | -
            us-hi/487N-2-agencies          | CONSUMER_REPORTING_AGENCIES | JURISDICTION MORE_THAN 1000 | DISCOVERED  | -  | CALENDAR | -
            us-md/14-3504-residents        | INDIVIDUALS | -                                 | DISCOVERED            | 45 | CALENDAR | -
            us-md/14-3504-attorney-general | REGULATOR   | -                                 | DISCOVERED            | -  | CALENDAR | BEFORE us-md/14-3504-residents
            us-md/14-3506-agencies         | CONSUMER_REPORTING_AGENCIES | JURISDICTION AT_LEAST 1000 | DISCOVERED   | -  | CALENDAR | -
            us-or/646A.604-residents       | INDIVIDUALS | -                                 | DISCOVERED            | 45 | CALENDAR | -
            us-or/646A.604-attorney-general | REGULATOR  | JURISDICTION MORE_THAN 250        | DISCOVERED            | 45 | CALENDAR | -
            us-or/646A.604-agencies        | CONSUMER_REPORTING_AGENCIES | JURISDICTION MORE_THAN 1000 | DISCOVERED  | -  | CALENDAR | -
            us-or/646A.604-vendor          | COVERED_ENTITY | -                              | DISCOVERED            | 10 | CALENDAR | -
            us-va/18.2-186.6-residents     | INDIVIDUALS | -                                 | DISCOVERED            | -  | CALENDAR | -
            us-va/18.2-186.6-attorney-general | REGULATOR | -                                | DISCOVERED            | -  | CALENDAR | -
            us-va/18.2-186.6-agencies      | CONSUMER_REPORTING_AGENCIES | JURISDICTION MORE_THAN 1000 | DISCOVERED  | -  | CALENDAR | -
            us-wa/19.255.010-residents     | INDIVIDUALS | -                                 | DISCOVERED            | 30 | CALENDAR | -
            us-wa/19.255.010-attorney-general | REGULATOR | JURISDICTION MORE_THAN 500       | DISCOVERED            | 30 | CALENDAR | -
            us-tx/521.053-individuals      | INDIVIDUALS | -                                 | DETERMINED            | 60 | CALENDAR | -
            us-tx/521.053-attorney-general | REGULATOR   | JURISDICTION AT_LEAST 250         | DETERMINED            | 30 | CALENDAR | -
            us-tx/521.053-agencies         | CONSUMER_REPORTING_AGENCIES | TOTAL MORE_THAN 10000   | DETERMINED      | -  | CALENDAR | -
            us-ny/899-aa-residents         | INDIVIDUALS | -                                 | DISCOVERED            | 30 | CALENDAR | -
            us-ny/899-aa-8-attorney-general | REGULATOR  | -                                 | DISCOVERED            | -  | CALENDAR | WITH us-ny/899-aa-residents
            us-ny/899-aa-8-department-of-state | REGULATOR | -                               | DISCOVERED            | -  | CALENDAR | WITH us-ny/899-aa-residents
            us-ny/899-aa-8-state-police    | REGULATOR   | -                                 | DISCOVERED            | -  | CALENDAR | WITH us-ny/899-aa-residents
            us-ny/899-aa-8-agencies        | CONSUMER_REPORTING_AGENCIES | JURISDICTION MORE_THAN 5000 | DISCOVERED  | -  | CALENDAR | -
            us-ny/899-aa-9-attorney-general-500 | REGULATOR | JURISDICTION AT_LEAST 1, TOTAL AT_LEAST 500 | OTHER_DUTY_DONE | 5 | BUSINESS | AFTER us/164.408-hhs-500
            us-ny/899-aa-9-attorney-general-fewer | REGULATOR | JURISDICTION AT_LEAST 1, TOTAL FEWER_THAN 500 | OTHER_DUTY_DONE | 5 | BUSINESS | AFTER us/164.408-hhs-fewer
            us-fl/501.171-individuals      | INDIVIDUALS | -                                 | DETERMINED            | 30 | CALENDAR | -
            us-fl/501.171-department       | REGULATOR   | JURISDICTION AT_LEAST 500         | DETERMINED            | 30 | CALENDAR | -
            us-fl/501.171-agencies         | CONSUMER_REPORTING_AGENCIES | JURISDICTION MORE_THAN 1000 | DETERMINED  | -  | CALENDAR | -
            us-il/530-10-residents         | INDIVIDUALS | -                                 | DISCOVERED            | -  | CALENDAR | -
            us-il/530-10-attorney-general  | REGULATOR   | JURISDICTION MORE_THAN 500        | DISCOVERED            | -  | CALENDAR | NOT_LATER_THAN us-il/530-10-residents
            us-il/530-50-attorney-general-500 | REGULATOR | JURISDICTION AT_LEAST 1, TOTAL AT_LEAST 500 | OTHER_DUTY_DONE | 5 | BUSINESS | AFTER us/164.408-hhs-500
            us-ma/93H-3-residents          | INDIVIDUALS | -                                 | DISCOVERED            | -  | CALENDAR | -
            us-ma/93H-3-attorney-general   | REGULATOR   | -                                 | DISCOVERED            | -  | CALENDAR | -
            us-ma/93H-3-consumer-affairs   | REGULATOR   | -                                 | DISCOVERED            | -  | CALENDAR | -
            """)
    void each_rule_says_what_the_law_says(
            String id,
            Recipient recipient,
            String thresholds,
            Clock.Event starts,
            Integer days,
            Clock.DayKind kind,
            String order) {
        Rule rule = rule(id, "2026-11-22");

        assertThat(rule.recipient()).isEqualTo(recipient);
        assertThat(String.join(
                        ", ",
                        rule.trigger().thresholds().stream()
                                .map(threshold ->
                                        threshold.scope() + " " + threshold.comparator() + " " + threshold.number())
                                .toList()))
                .isEqualTo(thresholds == null ? "" : thresholds);
        assertThat(rule.clock().starts()).isEqualTo(starts);
        assertThat(rule.clock().days().stream().boxed().findFirst().orElse(null))
                .isEqualTo(days);
        assertThat(rule.clock().kind()).isEqualTo(kind);
        assertThat(rule.clock()
                        .order()
                        .map(each -> each.relation() + " " + each.rule())
                        .orElse(null))
                .isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            us-ca/1798.82-residents,        2025-12-31, -
            us-ca/1798.82-residents,        2026-01-01, 30
            us-ca/1798.82-attorney-general, 2025-12-31, -
            us-ca/1798.82-attorney-general, 2026-01-01, 15
            us-ny/899-aa-residents,         2024-12-20, -
            us-ny/899-aa-residents,         2024-12-21, 30
            us-ny/899-aa-residents,         2025-03-20, 30
            us-ny/899-aa-residents,         2025-03-21, 30
            us-tx/521.053-attorney-general, 2023-08-31, 60
            us-tx/521.053-attorney-general, 2023-09-01, 30
            us/318.5-ftc-500,               2024-07-28, 10
            us/318.5-ftc-500,               2024-07-29, 60
            """)
    void a_law_that_changed_is_known_as_it_was_on_the_day(String id, String day, Integer days) {
        assertThat(rule(id, day).clock().days().stream().boxed().findFirst().orElse(null))
                .isEqualTo(days);
    }

    @ParameterizedTest
    @CsvSource({
        "us/164.406-media, 500, false",
        "us/164.406-media, 501, true",
        "us/164.408-hhs-500, 499, false",
        "us/164.408-hhs-500, 500, true",
        "us/164.408-hhs-fewer, 499, true",
        "us/164.408-hhs-fewer, 500, false",
        "us/318.5-media, 500, true",
        "us/318.5-media, 499, false",
        "us-ca/1798.82-attorney-general, 500, false",
        "us-ca/1798.82-attorney-general, 501, true",
        "us-co/6-1-716-attorney-general, 500, true",
        "us-co/6-1-716-attorney-general, 499, false",
        "us-wa/19.255.010-attorney-general, 500, false",
        "us-fl/501.171-department, 500, true",
        "us-tx/521.053-attorney-general, 250, true",
        "us-or/646A.604-attorney-general, 250, false",
        "us-or/646A.604-attorney-general, 251, true",
        "us-dc/28-3852-attorney-general, 50, true",
        "us-dc/28-3852-attorney-general, 49, false",
        "us-md/14-3506-agencies, 1000, true",
        "us-hi/487N-2-agencies, 1000, false",
        "us/164.404-substitute-10, 10, true",
        "us/164.404-substitute-10, 9, false"
    })
    void five_hundred_or_more_is_kept_apart_from_more_than_five_hundred(String id, long count, boolean holds) {
        assertThat(rule(id, "2026-11-22").trigger().thresholds())
                .allMatch(threshold -> threshold.comparator().holds(count, threshold.number()) == holds);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            us/164.404-individuals,         PRESUMPTION, NONE
            us/164.414-records,             -,           NONE
            us-ca/1798.82-residents,        -,           CONTENT_ONLY
            us-ca/1280.15-patients,         -,           NONE
            us-co/6-1-716-residents,        EXEMPTION,   CONTENT_ONLY
            us-co/6-1-716-attorney-general, EXEMPTION,   NONE
            us-dc/28-3852-residents,        EXEMPTION,   INDIVIDUAL_ONLY_REGULATOR_STILL_DUE
            us-hi/487N-2-residents,         ELEMENT,     FULL_DEEMED
            us-md/14-3504-residents,        EXEMPTION,   FULL_DEEMED
            us-or/646A.604-residents,       EXEMPTION,   EXTRA_REGULATOR_COPY
            us-va/18.2-186.6-residents,     ELEMENT,     INDIVIDUAL_ONLY_REGULATOR_STILL_DUE
            us-wa/19.255.010-residents,     EXEMPTION,   INDIVIDUAL_ONLY_REGULATOR_STILL_DUE
            us-wa/19.255.010-attorney-general, EXEMPTION, NONE
            us-tx/521.053-individuals,      -,           NONE
            us-ny/899-aa-residents,         EXEMPTION,   INDIVIDUAL_ONLY_REGULATOR_STILL_DUE
            us-ny/899-aa-9-attorney-general-500, -,      NONE
            us-ma/93H-3-residents,          -,           INDIVIDUAL_ONLY_REGULATOR_STILL_DUE
            """)
    void harm_and_hipaa_do_what_each_law_says(String id, Trigger.HarmTest.Effect harm, HipaaEffect hipaa) {
        Rule rule = rule(id, "2026-11-22");

        assertThat(rule.trigger().harm().map(Trigger.HarmTest::effect).orElse(null))
                .isEqualTo(harm);
        assertThat(rule.hipaa()).isEqualTo(hipaa);
    }

    @Test
    void georgia_binds_information_brokers_and_government_and_no_provider() {
        assertThat(library.jurisdiction("us-ga").orElseThrow().rules())
                .allSatisfy(rule -> assertThat(rule.trigger().entities())
                        .containsExactlyInAnyOrder("information-broker", "government"));
    }

    @Test
    void the_rules_of_california_for_facilities_bind_facilities_alone() {
        assertThat(rule("us-ca/1280.15-department", "2026-11-22").trigger().entities())
                .containsExactly("california-licensed-facility");
        assertThat(rule("us-ca/1798.82-residents", "2026-11-22").trigger().entities())
                .hasSize(7);
    }

    @Test
    void what_hipaa_requires_of_a_notice_is_each_paragraph_of_164_404_c() {
        assertThat(rule("us/164.404-individuals", "2026-11-22").content())
                .extracting(Required::item)
                .containsExactly(
                        "what-happened",
                        "date-of-breach",
                        "breach-discovery-date",
                        "types-of-information",
                        "protective-steps",
                        "entity-actions",
                        "contact",
                        "plain-language");
    }

    @Test
    void credit_bureaus_are_named_in_california_only_where_a_number_was_exposed() {
        assertThat(rule("us-ca/1798.82-residents", "2026-11-22").content())
                .filteredOn(required -> required.item().equals("credit-bureaus"))
                .singleElement()
                .extracting(Required::whenElements)
                .isEqualTo(Set.of("ssn", "drivers-license"));
    }

    private Stream<Rule> rules() {
        return library.jurisdictions().stream().flatMap(jurisdiction -> jurisdiction.rules().stream());
    }

    private Rule rule(String id, String day) {
        return library.rulesOn(LocalDate.parse(day)).stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
