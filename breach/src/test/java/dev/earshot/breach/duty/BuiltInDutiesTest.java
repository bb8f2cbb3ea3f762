package dev.earshot.breach.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.law.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule of the law that comes with Earshot, on both sides of its threshold.
class BuiltInDutiesTest {
    /// Discovered on Monday 2 March 2026, detected on the 4th, determined on the 10th; patients' names with Social
    /// Security numbers and medical information; harm found likely everywhere.
    static Facts facts() {
        Facts facts = Facts.hospital()
                .kinds(
                        Entity.Kind.HIPAA_COVERED_ENTITY,
                        Entity.Kind.HIPAA_BUSINESS_ASSOCIATE,
                        Entity.Kind.CALIFORNIA_LICENSED_FACILITY,
                        Entity.Kind.PERSONAL_HEALTH_RECORDS_VENDOR,
                        Entity.Kind.INFORMATION_BROKER,
                        Entity.Kind.GOVERNMENT)
                .discovered("2026-03-02")
                .event(Clock.Event.DETECTED, "2026-03-04")
                .determined("2026-03-10")
                .aware("2026-03-02T15:00:00Z", "America/New_York")
                .elements("name", "ssn", "medical-information")
                .withoutAddress(12);
        LawLibrary.builtIn().jurisdictions().forEach(each -> facts.harm(each.id(), Incident.Harm.LIKELY));
        return facts;
    }

    /// @param rule id
    /// @param count of residents; of individuals in all for the federal rules
    /// @param says its status and last day
    record Row(String rule, long count, String says) {
        String key() {
            String state = rule.startsWith("us/") && rule.contains("media") ? "@us-pa" : "";
            return rule + state;
        }

        String region() {
            String jurisdiction = rule.replaceFirst("/.*", "");
            return jurisdiction.equals("us") ? "us-pa" : jurisdiction;
        }
    }

    static List<Row> table() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(BuiltInDutiesTest.class.getResourceAsStream("both-sides-of-each-threshold.txt")),
                StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.trim().split("\\s+", 3))
                    .map(cells -> new Row(cells[0], Long.parseLong(cells[1]), cells[2]))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void each_rule_answers_on_both_sides_of_its_threshold(Row row) {
        Facts facts = facts().law(lawOf(row)).total(row.count()).living(row.region(), row.count());
        if (row.count() == 0) {
            assertThat(facts.duties())
                    .filteredOn(duty -> duty.key().startsWith(row.rule()))
                    .allSatisfy(duty -> assertThat(duty.status()).isEqualTo(Duty.Status.NOT_DUE));
        } else {
            assertThat(facts.says(row.key()))
                    .as(() -> String.join("\n", facts.duty(row.key()).because()))
                    .isEqualTo(row.says());
        }
    }

    /// Federal law and the state's own, which is all that the row hangs on.
    private static List<Jurisdiction> lawOf(Row row) {
        return Stream.of("us", row.rule().replaceFirst("/.*", ""))
                .distinct()
                .flatMap(id -> LawLibrary.builtIn().jurisdiction(id).stream())
                .toList();
    }

    @Test
    void no_rule_is_missing_from_the_table() throws IOException {
        TreeSet<String> rules = new TreeSet<>();
        for (Jurisdiction jurisdiction : LawLibrary.builtIn().jurisdictions()) {
            jurisdiction.rules().stream().map(Rule::id).forEach(rules::add);
        }
        table().forEach(row -> rules.remove(row.rule()));
        assertThat(rules).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // SB 446 gave California's residents 30 days, and its Attorney General 15 after theirs.
        "us-ca/1798.82-residents, DISCOVERED, 2025-12-31, DUE -",
        "us-ca/1798.82-residents, DISCOVERED, 2026-01-01, DUE 2026-01-31",
        "us-ca/1798.82-attorney-general, DISCOVERED, 2025-12-31, DUE -",
        "us-ca/1798.82-attorney-general, DISCOVERED, 2026-01-01, DUE 2026-02-15",
        // New York got 30 days on 21 December 2024.
        "us-ny/899-aa-residents, DISCOVERED, 2024-12-20, DEEMED_MET -",
        "us-ny/899-aa-residents, DISCOVERED, 2024-12-21, DEEMED_MET 2025-01-20",
        "us-ny/899-aa-residents, DISCOVERED, 2024-12-31, DEEMED_MET 2025-01-30",
        // SB 768 shortened the time of Texas's Attorney General.
        "us-tx/521.053-attorney-general, DETERMINED, 2023-08-31, DUE 2023-10-30",
        "us-tx/521.053-attorney-general, DETERMINED, 2023-09-01, DUE 2023-10-01",
        // The FTC's rule was amended with effect from 29 July 2024: ten business days became sixty calendar days.
        "us/318.5-ftc-500, DISCOVERED, 2024-07-28, DUE 2024-08-09",
        "us/318.5-ftc-500, DISCOVERED, 2024-07-29, DUE 2024-09-27",
        // Oklahoma's Attorney General is told from 2026 on.
        "us-ok/attorney-general, DISCOVERED, 2025-12-31, NOT_DUE -",
        "us-pa/attorney-general, DISCOVERED, 2024-09-25, NOT_DUE -",
        "us-pa/attorney-general, DISCOVERED, 2024-09-26, DUE -",
    })
    void a_law_that_changed_is_applied_as_it_was_on_the_day(String rule, Clock.Event event, String day, String says) {
        String region = new Row(rule, 0, "").region();
        Facts facts = facts().total(12_000).living(region, 12_000).event(event, day);
        if (event == Clock.Event.DETERMINED) {
            facts.discovered(day);
        }
        assertThat(facts.says(rule)).isEqualTo(says);
    }

    @Test
    void medical_information_is_personal_information_in_new_york_since_march_2025() {
        Facts facts = facts().total(9)
                .living("us-ny", 9)
                .elements("name", "medical-information")
                .phi(Optional.of(false));
        assertThat(facts.discovered("2025-03-20").says("us-ny/899-aa-residents"))
                .isEqualTo("NOT_DUE -");
        assertThat(facts.discovered("2025-03-21").says("us-ny/899-aa-residents"))
                .isEqualTo("DUE 2025-04-20");
    }

    @ParameterizedTest
    @CsvSource({
        "us-ia/residents, us-ia/attorney-general, 2026-03-16, 2026-03-23",
        "us-ia/residents, us-ia/attorney-general, 2026-07-01, 2026-07-09", // 3 July: Independence Day observed
        "us-ok/residents, us-ok/attorney-general, 2026-03-16, 2026-05-15",
        "us-la/residents, us-la/attorney-general, 2026-03-16, 2026-03-26",
        "us-ca/1798.82-residents, us-ca/1798.82-attorney-general, 2026-03-16, 2026-03-31",
        "us/164.408-hhs-500, us-ny/899-aa-9-attorney-general-500, 2026-03-16, 2026-03-23",
        "us/164.408-hhs-500, us-il/530-50-attorney-general-500, 2026-05-22, 2026-06-01", // Memorial Day is 25 May
    })
    void what_follows_a_notice_counts_from_the_day_it_went_out(String notice, String rule, String done, String due) {
        String region = new Row(rule, 0, "").region();
        assertThat(facts().total(12_000)
                        .living(region, 12_000)
                        .done(notice, done)
                        .says(rule))
                .isEqualTo("DUE " + due);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-22, 2026-01-14", // Christmas, New Year
        "2026-01-02, 2026-01-26", // Birthday of Martin Luther King Jr.
        "2026-03-23, 2026-04-13", // 31 March is a holiday of the state alone: the earlier day is taken
        "2024-02-09, 2024-03-04", // Washington's Birthday, and a 29th of February
    })
    void a_licensed_facility_in_california_has_fifteen_business_days_from_detection(String detected, String due) {
        assertThat(facts().total(9)
                        .living("us-ca", 9)
                        .event(Clock.Event.DETECTED, detected)
                        .says("us-ca/1280.15-department"))
                .isEqualTo("DUE " + due);
    }

    @Test
    void no_duty_of_the_built_in_law_goes_round_in_a_circle_or_throws() {
        Facts facts = facts().total(2_000_000);
        List.of("us-pa", "us-ca", "us-ny", "eu", "ca", "ca-qc").forEach(region -> facts.living(region, 100_000));
        assertThat(facts.duties())
                .hasSizeGreaterThan(100)
                .allSatisfy(duty -> assertThat(duty.because()).isNotEmpty());
        assertThat(Facts.hospital().elements().kinds().duties()).hasSizeGreaterThan(100);
    }
}
