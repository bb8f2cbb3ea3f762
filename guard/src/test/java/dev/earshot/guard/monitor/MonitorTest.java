package dev.earshot.guard.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.guard.alert.Alert;
import dev.earshot.guard.alert.AlertSettings;
import dev.earshot.guard.monitor.Monitor.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorTest {
    @TempDir
    private Path folder = Path.of("");

    private final Site site = new Site().tells("/", Site.META);
    private final List<Alert> alerts = new ArrayList<>();
    private final StringWriter said = new StringWriter();
    private Instant now = Instant.parse("2026-11-22T03:00:00Z");

    private MonitorSettings settings(int runs, int days, Duration jitter) {
        return new MonitorSettings(
                "www",
                List.of("x"),
                new Schedule.Every(Duration.ofDays(1)),
                jitter,
                folder.resolve("history"),
                runs,
                days,
                AlertSettings.none());
    }

    private Monitor open(int runs, int days) {
        InstantSource clock = () -> now;
        return Monitor.open(
                settings(runs, days, Duration.ZERO), site, alerts::add, clock, new Random(1), new PrintWriter(said));
    }

    /// A day later.
    private Result next(Monitor monitor) {
        alerts.clear();
        Result result = monitor.once();
        now = now.plus(Duration.ofDays(1));
        return result;
    }

    private List<String> kinds() {
        return alerts.stream().map(Alert::kind).toList();
    }

    @Test
    void a_new_vendor_is_told_once_and_again_when_it_is_back() {
        try (Monitor monitor = open(90, 900)) {
            assertThat(next(monitor))
                    .as("the first has nothing to compare with")
                    .isEqualTo(Result.UNCHANGED);
            assertThat(next(monitor)).isEqualTo(Result.UNCHANGED);
            assertThat(alerts).isEmpty();

            site.tells("/", Site.BING);
            assertThat(next(monitor)).isEqualTo(Result.NEWS);
            assertThat(kinds()).containsExactly("new-vendor");
            assertThat(alerts.getFirst().title()).contains("Microsoft Corporation is told for the first time");
            assertThat(next(monitor)).isEqualTo(Result.UNCHANGED);
            assertThat(alerts).isEmpty();

            site.silent().tells("/", Site.META);
            assertThat(next(monitor)).isEqualTo(Result.UNCHANGED);

            site.tells("/", Site.BING);
            assertThat(next(monitor)).isEqualTo(Result.NEWS);
            assertThat(kinds()).containsExactly("vendor-is-back");
        }
    }

    @Test
    void a_wider_zone_and_its_violation_are_told() {
        try (Monitor monitor = open(90, 900)) {
            next(monitor);
            site.tells("/oncology/", Site.META + "oncology%2F");
            assertThat(next(monitor)).isEqualTo(Result.NEWS);
            assertThat(kinds()).contains("widened-zone", "new-violation");
            assertThat(alerts).anyMatch(alert -> alert.level() == Alert.Level.CRITICAL);
            assertThat(next(monitor)).isEqualTo(Result.UNCHANGED);
        }
    }

    @Test
    void a_new_element_is_told() {
        try (Monitor monitor = open(90, 900)) {
            next(monitor);
            site.tells("/", Site.META + "&ud%5Bem%5D=" + "ab".repeat(32));
            next(monitor);
            assertThat(kinds()).contains("new-element");
            assertThat(alerts).allMatch(alert -> !alert.title().contains("abab"));
        }
    }

    @ParameterizedTest
    @CsvSource({"4,scan-failed", "2,scan-failed", "3,scan-incomplete"})
    void a_scan_that_failed_or_was_incomplete_is_never_silent_and_never_a_baseline(int code, String kind) {
        try (Monitor monitor = open(90, 900)) {
            next(monitor);
            site.failsWith(code);
            assertThat(next(monitor)).isEqualTo(Result.INCOMPLETE);
            assertThat(kinds()).containsExactly(kind);
            site.failsWith(0);
            assertThat(next(monitor)).isEqualTo(Result.UNCHANGED);
            assertThat(said.toString()).contains("nothing new");
        }
        try (History history = History.open(folder.resolve("history"))) {
            assertThat(history.runs().getLast().comparedWith())
                    .isEqualTo(history.runs().getFirst().folder());
        }
    }

    @Test
    void what_an_incomplete_scan_shows_is_told_then_and_not_again() {
        try (Monitor monitor = open(90, 900)) {
            next(monitor);
            site.tells("/", Site.BING).failsWith(3);
            next(monitor);
            assertThat(kinds()).containsExactly("scan-incomplete", "new-vendor");
            site.failsWith(0);
            next(monitor);
            assertThat(alerts).isEmpty();
        }
    }

    @Test
    void a_scan_that_throws_is_a_failed_one() {
        try (Monitor monitor = open(90, 900)) {
            site.throwing(true);
            assertThat(next(monitor)).isEqualTo(Result.INCOMPLETE);
            assertThat(alerts.getFirst().title()).contains("the browser did not start");
        }
    }

    @Test
    void two_monitors_never_work_in_one_history() {
        try (Monitor first = open(90, 900)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> open(90, 900))
                    .isInstanceOf(EarshotException.class)
                    .hasMessageContaining("Another monitor works in");
        }
        open(90, 900).close();
    }

    @Test
    void a_crash_is_told_and_the_next_run_is_compared_as_before() throws IOException {
        try (Monitor monitor = open(90, 900)) {
            next(monitor);
        }
        Path history = folder.resolve("history");
        Files.createDirectories(history.resolve("20261122T120000Z.unfinished"));
        Files.writeString(history.resolve("runs.jsonl"), "{\"at\":\"2026-11-2", StandardOpenOption.APPEND);
        alerts.clear();
        try (Monitor monitor = open(90, 900)) {
            assertThat(kinds()).containsExactly("scan-interrupted");
            assertThat(next(monitor)).isEqualTo(Result.UNCHANGED);
        }
        alerts.clear();
        try (Monitor monitor = open(90, 900)) {
            assertThat(monitor).isNotNull();
            assertThat(alerts).as("told once").isEmpty();
        }
        assertThat(history.resolve("20261122T120000Z")).isDirectory();
    }

    @Test
    void retention_never_deletes_the_baseline_nor_evidence_of_a_violation() throws IOException {
        try (Monitor monitor = open(2, 900)) {
            next(monitor);
            site.tells("/oncology/", Site.META + "oncology%2F");
            next(monitor);
            site.silent().tells("/", Site.META);
            next(monitor);
            site.failsWith(4);
            next(monitor);
            next(monitor);
            next(monitor);
        }
        try (History history = History.open(folder.resolve("history"))) {
            List<MonitorRun> runs = history.runs();
            assertThat(runs.stream().map(MonitorRun::kept).toList())
                    .containsExactly(false, true, true, false, true, true);
            for (MonitorRun run : runs) {
                assertThat(Files.exists(folder.resolve("history").resolve(run.folder())))
                        .isEqualTo(run.kept());
            }
        }
        assertThat(Files.readString(folder.resolve("history/index.html"))).contains("evidence deleted, as keep says");
    }

    @Test
    void runs_that_did_not_take_place_are_said() {
        try (Monitor monitor = open(90, 900)) {
            next(monitor);
            now = now.plus(Duration.ofDays(3));
            next(monitor);
            assertThat(kinds()).containsExactly("runs-missed");
            assertThat(alerts.getFirst().title()).contains("3 scans before this one did not take place");
        }
    }

    @Test
    void it_waits_for_the_schedule_and_a_jitter() {
        List<Instant> waited = new ArrayList<>();
        InstantSource clock = () -> now;
        try (Monitor monitor = Monitor.open(
                settings(90, 900, Duration.ofMinutes(30)),
                site,
                alerts::add,
                clock,
                new Random(1),
                new PrintWriter(said))) {
            monitor.run(instant -> {
                waited.add(instant);
                now = instant;
                return waited.size() <= 3;
            });
        }
        assertThat(waited).hasSize(4);
        for (int i = 0; i < waited.size(); i++) {
            Instant due = Instant.parse("2026-11-23T00:00:00Z").plus(Duration.ofDays(i));
            assertThat(waited.get(i)).isBetween(due, due.plus(Duration.ofMinutes(30)));
        }
        assertThat(alerts).as("a jitter is no missed run").isEmpty();
    }

    @Test
    void the_page_draws_vendors_over_time_and_fetches_nothing() throws IOException {
        try (Monitor monitor = open(90, 900)) {
            next(monitor);
            site.tells("/", Site.BING);
            next(monitor);
        }
        String page = Files.readString(folder.resolve("history/index.html"));
        assertThat(page)
                .contains("<svg", "Meta Platforms", "Microsoft Corporation", "default-src 'none'")
                .doesNotContain("src=\"http", "href=\"http");
        StringWriter shown = new StringWriter();
        Monitor.show(settings(90, 900, Duration.ZERO), new PrintWriter(shown));
        assertThat(shown.toString()).contains("new-vendor: Microsoft Corporation is told for the first time");
    }

    @ParameterizedTest
    @CsvSource({
        "every 6h,          2026-11-22T03:00:00Z, 2026-11-22T06:00:00Z",
        "every 1d,          2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z",
        "30 3 * * *,        2026-11-22T03:00:00Z, 2026-11-22T09:30:00Z",
        "30 3 * * *,        2026-11-22T09:30:00Z, 2026-11-23T09:30:00Z",
        "0 */8 * * 1-5,     2026-11-22T03:00:00Z, 2026-11-23T06:00:00Z",
        "0 0 29 2 *,        2026-11-22T03:00:00Z, 2028-02-29T06:00:00Z",
        "0 0 1 * 0,         2026-11-22T07:00:00Z, 2026-11-29T06:00:00Z",
        "15 2 8 3 *,        2026-03-08T00:00:00Z, 2027-03-08T08:15:00Z"
    })
    void a_schedule_says_when_the_next_scan_is(String text, String after, String next) {
        Schedule schedule = Schedule.of(text, ZoneId.of("America/Chicago")).orElseThrow();

        assertThat(schedule.after(Instant.parse(after))).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "daily",
                "every 0h",
                "every 6 weeks",
                "* * * *",
                "60 * * * *",
                "* 24 * * *",
                "0 0 31 2 *",
                "0 0 0 * *",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *"
            })
    void other_schedules_are_refused(String text) {
        assertThat(Schedule.of(text, ZoneId.of("UTC"))).isEmpty();
    }

    @Test
    void every_mistake_in_a_file_is_told_at_once() throws IOException {
        Path file = Files.writeString(folder.resolve("monitor.yaml"), """
                scan: [https://www.clinic.example/, --out, x]
                schedule: sometimes
                timeZone: Moon/Crater
                jitter: a while
                keep: {runs: none, weeks: 3}
                shedule: every 6h
                """);

        assertThatThrownBy(() -> MonitorSettings.read(file))
                .isInstanceOf(EarshotException.class)
                .hasMessageContainingAll(
                        "\"name\" is missing",
                        "--out is the monitor's own",
                        "sometimes",
                        "Moon/Crater",
                        "a while",
                        "none",
                        "weeks",
                        "shedule");
    }

    @Test
    void a_file_is_read() throws IOException {
        Path file = Files.writeString(folder.resolve("monitor.yaml"), """
                name: www
                scan: [https://www.clinic.example/, --max-pages, "50"]
                schedule: 30 3 * * *
                timeZone: America/Chicago
                jitter: 10m
                history: kept
                keep: {runs: 30, days: 400}
                """);
        MonitorSettings settings = MonitorSettings.read(file);

        assertThat(settings.scan()).containsExactly("https://www.clinic.example/", "--max-pages", "50");
        assertThat(settings.history()).isEqualTo(folder.resolve("kept"));
        assertThat(settings.jitter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.runs()).isEqualTo(30);
    }
}
