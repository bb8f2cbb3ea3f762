package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.clinic.logs.ClinicPast;
import dev.earshot.clinic.logs.Size;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.ParquetRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pretend hospital's past, investigated through the command line, and held against what really happened there.
class InvestigatedPastTest {
    private static final long SEED = Long.getLong("earshot.seed", 20_260_101L);

    @TempDir
    private static Path folder;

    private static Path past;
    private static Path found;
    private static Path key;
    private static JsonNode truth;
    private static JsonNode report;
    private static Ran first;

    @BeforeAll
    static void investigate() throws IOException {
        past = folder.resolve("past");
        found = folder.resolve("found");
        key = Ran.key(folder);
        ClinicPast.write(past, SEED, Size.SMALL);
        truth = JsonMapper.shared().readTree(Files.readString(past.resolve("truth.json")));
        first = Ran.earshot("investigate", past.resolve("plan.yaml"), "--out", found, "--key", key);
        report = JsonMapper.shared().readTree(Files.readString(found.resolve("report.json")));
    }

    @Test
    void every_person_has_the_answer_that_is_true_and_nobody_else_is_on_the_list() throws IOException {
        Map<Long, String> expected = new TreeMap<>();
        Map<Long, String> why = new TreeMap<>();
        truth.path("persons").forEach(person -> {
            long number = Key.of(Key.Kind.PERSON, person.path("member").asString());
            expected.put(number, person.path("status").asString());
            why.put(number, person.path("because").asString());
        });
        Map<Long, String> answers = new TreeMap<>();
        rows("individuals.parquet").forEach(row -> answers.put((Long) row.get("person"), (String) row.get("status")));

        List<String> wrong = new ArrayList<>();
        expected.forEach((person, status) -> {
            String answer = answers.getOrDefault(person, "not on the list");
            if (!answer.equals(status)) {
                wrong.add("who " + why.get(person) + " should be " + status + " and is " + answer);
            }
        });
        assertThat(wrong).as("seed " + SEED).isEmpty();
        assertThat(answers.keySet()).as("seed " + SEED).isEqualTo(expected.keySet());
    }

    @Test
    void every_certain_exposure_has_its_true_first_and_last_time_and_count() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        truth.path("persons")
                .forEach(person -> person.path("exposures").forEach(told -> {
                    if (told.path("certainty").asString().equals("certain")) {
                        expected.add(
                                Key.of(Key.Kind.PERSON, person.path("member").asString()) + " "
                                        + told.path("vendor").asString() + " "
                                        + told.path("element").asString());
                    }
                }));
        TreeSet<String> exposures = new TreeSet<>();
        rows("exposures.parquet").forEach(row -> {
            if (row.get("certainty").equals("certain")) {
                exposures.add(row.get("person") + " " + row.get("vendor") + " " + row.get("element"));
            }
        });
        assertThat(exposures).as("seed " + SEED).isEqualTo(expected);
    }

    @Test
    void the_totals_are_the_true_ones() {
        Map<String, Long> expected = new TreeMap<>();
        truth.path("totals")
                .properties()
                .forEach(status -> status.getValue()
                        .properties()
                        .forEach(dimension -> dimension
                                .getValue()
                                .properties()
                                .forEach(value -> expected.put(
                                        status.getKey() + " " + dimension.getKey() + " " + value.getKey(),
                                        value.getValue().asLong()))));
        Map<String, Long> totals = new TreeMap<>();
        report.path("totals")
                .forEach(total -> totals.put(
                        total.path("status").asString() + " "
                                + total.path("dimension").asString() + " "
                                + total.path("value").asString(),
                        total.path("individuals").asLong()));
        assertThat(totals).as("seed " + SEED).isEqualTo(expected);
    }

    @Test
    void every_line_is_accounted_for_by_the_rule_that_really_applies() {
        Map<String, Long> expected = new TreeMap<>();
        truth.path("funnel")
                .path("set-aside")
                .properties()
                .forEach(reason ->
                        expected.put(reason.getKey(), reason.getValue().asLong()));
        Map<String, Long> aside = new TreeMap<>();
        report.path("lines")
                .path("setAside")
                .properties()
                .forEach(reason -> aside.put(
                        reason.getKey().toLowerCase(Locale.ROOT).replace('_', '-'),
                        reason.getValue().asLong()));
        aside.values().removeIf(lines -> lines == 0);

        assertThat(aside).as("seed " + SEED).isEqualTo(expected);
        assertThat(report.path("lines").path("used").asLong())
                .isEqualTo(truth.path("funnel").path("used").asLong());
        assertThat(report.path("lines").path("all").asLong())
                .isEqualTo(truth.path("funnel").path("lines").asLong());
    }

    @Test
    void the_terminal_tells_the_funnel_and_the_totals_and_names_nobody() {
        assertThat(first.out()).contains("page requests used", "persons exposed", "exposed to Google LLC");
        truth.path("persons")
                .forEach(person -> assertThat(first.out() + first.err())
                        .doesNotContain(person.path("member").asString()));
        assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    }

    @Test
    void another_language_and_zone_of_the_machine_change_nothing() throws IOException {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            Path elsewhere = folder.resolve("elsewhere");
            Ran.earshot("investigate", past.resolve("plan.yaml"), "--out", elsewhere, "--key", key);
            assertThat(sorted(elsewhere, "individuals.parquet")).isEqualTo(sorted(found, "individuals.parquet"));
            assertThat(sorted(elsewhere, "exposures.parquet")).isEqualTo(sorted(found, "exposures.parquet"));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void a_run_that_is_killed_goes_on_and_comes_to_the_same_list() throws IOException, InterruptedException {
        Path killed = folder.resolve("killed");
        for (int millis : new int[] {900, 1_600, 2_600}) {
            Process run = Ran.program(
                            List.of("--enable-native-access=ALL-UNNAMED"),
                            "investigate",
                            past.resolve("plan.yaml"),
                            "--out",
                            killed,
                            "--key",
                            key)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            run.waitFor(millis, TimeUnit.MILLISECONDS);
            run.destroyForcibly().waitFor();
        }
        Ran ran = Ran.earshot("investigate", past.resolve("plan.yaml"), "--out", killed, "--key", key);

        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        assertThat(sorted(killed, "individuals.parquet")).isEqualTo(sorted(found, "individuals.parquet"));
        assertThat(sorted(killed, "exposures.parquet")).isEqualTo(sorted(found, "exposures.parquet"));
        assertThat(sorted(killed, "unidentified.parquet")).isEqualTo(sorted(found, "unidentified.parquet"));
    }

    @Test
    void the_folder_is_evidence_that_can_be_verified() {
        Ran verified = Ran.earshot("verify", found, "--key", key + ".pub");
        assertThat(verified.exitCode()).as(verified.out()).isZero();
    }

    @Test
    void explain_shows_the_line_of_the_log_and_the_version_of_the_container() {
        String member = truth.path("persons")
                .valueStream()
                .filter(person ->
                        person.path("because").asString().startsWith("searched the encyclopedia while signed in"))
                .findFirst()
                .orElseThrow()
                .path("member")
                .asString();
        Ran explained = Ran.earshot("investigate", "explain", member, "--in", found);

        assertThat(explained.exitCode()).isZero();
        assertThat(explained.out())
                .contains("Member " + member + ": exposed", "GTM container export", "/search", "proof: ", ", line ");
    }

    @Test
    void explain_says_that_it_knows_nothing_of_an_id_that_is_not_there() {
        Ran explained = Ran.earshot("investigate", "explain", "NOBODY-1", "--in", found);
        assertThat(explained.exitCode()).isEqualTo(2);
        assertThat(explained.out()).contains("Nothing is known of this member id");
    }

    @Test
    void without_a_vendor_fewer_are_exposed_and_nothing_else_of_the_folder_changes() throws IOException {
        Path apart = folder.resolve("apart");
        Ran ran = Ran.earshot(
                "investigate",
                past.resolve("plan.yaml"),
                "--out",
                apart,
                "--key",
                key,
                "--what-if",
                "without=Google LLC",
                "--what-if",
                "visit-gap=60m");
        assertThat(ran.out())
                .contains("what if without=Google LLC", "what if visit-gap=60m")
                .containsPattern("exposed \\(-\\d+\\)");
        assertThat(sorted(apart, "individuals.parquet")).isEqualTo(sorted(found, "individuals.parquet"));
    }

    @Test
    void a_change_that_cannot_be_is_told_with_what_can() {
        Ran ran = Ran.earshot(
                "investigate",
                past.resolve("plan.yaml"),
                "--out",
                folder.resolve("never"),
                "--what-if",
                "vist-gap=60m");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("visit-gap, count-assumed, probable, without");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void a_folder_of_another_plan_is_never_written_over() throws IOException {
        Path other = Files.writeString(
                past.resolve("other.yaml"),
                Files.readString(past.resolve("plan.yaml")).replace("visit-gap: 30m", "visit-gap: 31m"));
        Ran ran = Ran.earshot("investigate", other, "--out", found, "--key", key);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("another version of the plan");
    }

    @Test
    void more_unreadable_lines_than_the_plan_allows_end_as_incomplete() throws IOException {
        Path strict = Files.writeString(
                past.resolve("strict.yaml"),
                Files.readString(past.resolve("plan.yaml")).replace("unreadable-share: 1%", "unreadable-share: 0%"));
        Ran ran = Ran.earshot("investigate", strict, "--out", folder.resolve("strict"), "--key", key);
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.out()).contains("INCOMPLETE", "lines could not be read");
    }

    @Test
    void while_it_is_not_known_when_a_tag_was_taken_out_no_member_of_that_time_is_cleared() throws IOException {
        Path undated = Files.writeString(
                past.resolve("undated.yaml"),
                Files.readString(past.resolve("plan.yaml")).replaceFirst("(?m)^ +36: .*\\R", ""));
        Path out = folder.resolve("undated");
        Ran ran = Ran.earshot("investigate", undated, "--out", out, "--key", key);

        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(3);
        assertThat(ran.out()).contains("INCOMPLETE", "took out");
        long cleared = rows(out, "individuals.parquet").stream()
                .filter(row -> row.get("status").equals("not-exposed"))
                .count();
        long before = rows("individuals.parquet").stream()
                .filter(row -> row.get("status").equals("not-exposed"))
                .count();
        assertThat(cleared).isLessThan(before);
        assertThat(rows(out, "individuals.parquet"))
                .anySatisfy(row -> assertThat((String) row.get("reasons")).contains("logs-missing"));
    }

    @Test
    void a_plan_with_ten_mistakes_is_told_all_ten_with_their_lines() throws IOException {
        String plan = Files.readString(past.resolve("plan.yaml"))
                .replace("entity: ", "entitty: ")
                .replace("zone: America/Los_Angeles\nhosts", "zone: America/Los_Angles\nhosts")
                .replace("format: iis", "format: iiss")
                .replace("visit-gap: 30m", "visit-gap: half an hour")
                .replace("internal: [192.0.2.0/24]", "internal: [192.0.2.0/240]")
                .replace("unreadable-share: 1%", "unreadable-share: 101%")
                .replace("elements: [search-terms]", "elements: [search-term]")
                .replace("files: logs/doctors/*.log", "files: logs/nobody/*.log")
                .replace("audit: identity/portal-audit.csv", "audit: identity/portal-odit.csv")
                .replace("certainty: assumed", "certainty: sure");
        Ran ran = Ran.earshot("investigate", Files.writeString(past.resolve("wrong.yaml"), plan), "--check");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()
                        .lines()
                        .filter(line -> line.strip().startsWith("line "))
                        .count())
                .as(ran.err())
                .isGreaterThanOrEqualTo(10);
        assertThat(ran.err()).contains("Did you mean \"entity\"?", "Did you mean \"search-terms\"?");
    }

    private static List<String> sorted(Path of, String table) throws IOException {
        return rows(of, table).stream()
                .map(row -> new TreeMap<>(row).toString())
                .sorted()
                .toList();
    }

    private static List<Map<String, Object>> rows(String table) throws IOException {
        return rows(found, table);
    }

    private static List<Map<String, Object>> rows(Path of, String table) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(of.resolve(table))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                try (ParquetRows rows = ParquetRows.open(new LocalStorage(), file.toString())) {
                    while (rows.next()) {
                        all.add(rows.row());
                    }
                }
            }
        }
        return all;
    }
}
