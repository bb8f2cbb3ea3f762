package dev.earshot.guard.monitor;

import dev.earshot.EarshotException;
import dev.earshot.guard.alert.Alert;
import dev.earshot.guard.alert.Alert.Fact;
import dev.earshot.guard.alert.Alert.Level;
import dev.earshot.guard.monitor.MonitorRun.News;
import dev.earshot.guard.monitor.MonitorRun.Outcome;
import dev.earshot.report.Comparison;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Scans on a schedule, compares each scan with the last good one, keeps the history, and has somebody told of what
/// is new, of what failed, and of what could not be seen. One thread.
///
/// A scan that is incomplete is compared, too, but later ones are not compared with it. What is new is told once,
/// until a good scan no longer shows it.
public final class Monitor implements AutoCloseable {
    private static final int MOST_MISSED = 10_000;

    private final MonitorSettings settings;
    private final Scan scan;
    private final Consumer<Alert> alerts;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final PrintWriter log;
    private final History history;

    /// Makes one scan.
    public interface Scan {
        /// @param folder for the evidence; it is not there yet
        /// @return the exit code of `earshot scan`: 0, or 3 where something was not seen
        int into(Path folder);
    }

    /// Waits.
    public interface Waiting {
        /// @return false to end
        boolean until(Instant instant);
    }

    /// Whether something is new.
    public enum Result {
        UNCHANGED,
        NEWS,
        /// The scan failed, or did not see everything.
        INCOMPLETE
    }

    private Monitor(
            MonitorSettings settings,
            Scan scan,
            Consumer<Alert> alerts,
            InstantSource clock,
            RandomGenerator random,
            PrintWriter log) {
        this.settings = settings;
        this.scan = scan;
        this.alerts = alerts;
        this.clock = clock;
        this.random = random;
        this.log = log;
        history = History.open(settings.history());
    }

    /// Takes the history for itself, and tells what a crash left behind.
    ///
    /// @param random spreads the scans by the jitter
    /// @throws EarshotException USAGE where another monitor has the history
    public static Monitor open(
            MonitorSettings settings,
            Scan scan,
            Consumer<Alert> alerts,
            InstantSource clock,
            RandomGenerator random,
            PrintWriter log) {
        Monitor monitor = new Monitor(settings, scan, alerts, clock, random, log);
        try {
            monitor.resume();
            return monitor;
        } catch (RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    @Override
    public void close() {
        history.close();
    }

    private void resume() {
        for (Path left : history.interrupted()) {
            Optional<Instant> began = History.timeOf(left);
            if (began.isPresent()) {
                Path kept = left.toString().endsWith(History.UNFINISHED) ? history.finished(left) : left;
                String says = "The scan that began then was interrupted.";
                MonitorRun run = new MonitorRun(
                        began.get(),
                        String.valueOf(kept.getFileName()),
                        Outcome.INTERRUPTED,
                        says,
                        "",
                        List.of(),
                        List.of(),
                        List.of(new News("scan-interrupted", "interrupted " + kept.getFileName(), says)),
                        0,
                        true);
                history.add(run);
                tell(run);
            }
        }
    }

    /// Scans at the times of the schedule until `waiting` ends it.
    public void run(Waiting waiting) {
        Instant planned = settings.schedule().after(clock.instant());
        say("The next scan is at " + planned + ".");
        while (waiting.until(planned.plus(spread()))) {
            once();
            planned = settings.schedule().after(clock.instant());
            say("The next scan is at " + planned + ".");
        }
    }

    private Duration spread() {
        long most = settings.jitter().toMillis();
        return most <= 0 ? Duration.ZERO : Duration.ofMillis(random.nextLong(most + 1));
    }

    /// Scans now.
    public Result once() {
        Instant at = clock.instant();
        List<MonitorRun> earlier = history.runs();
        int missed = history.last().map(last -> missed(last.at(), at)).orElse(0);
        Path unfinished = history.begin(at);
        String failure = "";
        int code = 0;
        try {
            code = scan.into(unfinished);
        } catch (EarshotException e) {
            failure = String.valueOf(e.getMessage());
        }
        Path folder = history.finished(unfinished);
        MonitorRun run = examined(at, folder, code, failure, new Newness(earlier), missed);
        history.add(run);
        tell(run);
        history.prune(settings.runs(), settings.days(), clock.instant())
                .forEach(gone -> say("Deleted the evidence of " + gone.at() + ", as keep says."));
        HistoryPage.write(settings.name(), history);
        say(summary(run));
        return !run.isGood() ? Result.INCOMPLETE : run.news().isEmpty() ? Result.UNCHANGED : Result.NEWS;
    }

    private MonitorRun examined(Instant at, Path folder, int code, String failure, Newness newness, int missed) {
        String name = String.valueOf(folder.getFileName());
        String baseline = newness.baseline().orElse("");
        MonitorRun failed =
                new MonitorRun(at, name, Outcome.FAILED, "", baseline, List.of(), List.of(), List.of(), missed, true);
        if (!failure.isEmpty() || (code != 0 && code != 3)) {
            return withTrouble(failed, failure.isEmpty() ? "The scan ended with exit code " + code + "." : failure);
        }
        try {
            ScanFolder scanned = ScanFolder.of(folder);
            List<Comparison> comparisons = List.of();
            int notCovered = 0;
            Path before = history.folder().resolve(baseline);
            if (!baseline.isEmpty() && Files.isDirectory(before)) {
                ScanFolder earlier = ScanFolder.of(before);
                comparisons = scanned.comparedWith(earlier);
                notCovered = scanned.missingOf(earlier);
            }
            boolean whole = code == 0 && scanned.unseen() == 0 && notCovered == 0;
            Map<String, String> violations = scanned.violations();
            MonitorRun run = new MonitorRun(
                    at,
                    name,
                    whole ? Outcome.GOOD : Outcome.INCOMPLETE,
                    "",
                    baseline,
                    scanned.told(),
                    List.copyOf(violations.keySet()),
                    newness.hasBefore() ? newness.of(scanned.told(), comparisons, violations) : List.of(),
                    missed,
                    true);
            return whole
                    ? withMissed(run)
                    : withTrouble(
                            run,
                            "The scan is incomplete: " + Math.max(1, scanned.unseen() + notCovered)
                                    + " of what it should have seen it did not. What was not found may still be there.");
        } catch (EarshotException e) {
            return withTrouble(failed, "The scan can't be examined: " + e.getMessage() + ".");
        }
    }

    private MonitorRun withTrouble(MonitorRun run, String says) {
        List<News> news = new ArrayList<>(run.news());
        String kind = run.outcome() == Outcome.FAILED ? "scan-failed" : "scan-incomplete";
        news.addFirst(new News(kind, kind + " " + run.folder(), says));
        return withMissed(new MonitorRun(
                run.at(),
                run.folder(),
                run.outcome(),
                says,
                run.comparedWith(),
                run.told(),
                run.violations(),
                news,
                run.missed(),
                true));
    }

    private static MonitorRun withMissed(MonitorRun run) {
        if (run.missed() == 0) {
            return run;
        }
        List<News> news = new ArrayList<>(run.news());
        news.add(new News(
                "runs-missed",
                "missed " + run.folder(),
                run.missed() + (run.missed() == 1 ? " scan" : " scans") + " before this one did not take place."));
        return run.withNews(news);
    }

    /// How many scans should have begun between two that did. One that began up to the jitter late is the one before it.
    private int missed(Instant last, Instant now) {
        int missed = 0;
        Instant due = settings.schedule().after(last);
        Instant latest = now.minus(settings.jitter());
        for (Instant next = settings.schedule().after(due);
                !next.isAfter(latest) && missed < MOST_MISSED;
                next = settings.schedule().after(next)) {
            missed++;
        }
        return missed;
    }

    private void tell(MonitorRun run) {
        for (News news : run.news()) {
            alerts.accept(new Alert(
                    run.at(),
                    level(news.kind()),
                    news.kind(),
                    settings.name() + ": " + news.key(),
                    settings.name() + ": " + news.says(),
                    List.of(
                            new Fact("monitor", settings.name()),
                            new Fact("run", run.folder()),
                            new Fact("compared with", run.comparedWith().isEmpty() ? "nothing" : run.comparedWith()))));
            say(news.says());
        }
    }

    private static Level level(String kind) {
        return switch (kind) {
            case "new-violation" -> Level.CRITICAL;
            case "runs-missed" -> Level.NOTICE;
            default -> Level.WARNING;
        };
    }

    private static String summary(MonitorRun run) {
        return run.at() + ": " + run.outcome().words() + ", "
                + run.vendors().size() + (run.vendors().size() == 1 ? " vendor" : " vendors") + " told, "
                + run.violations().size() + (run.violations().size() == 1 ? " violation" : " violations") + ", "
                + (run.comparedWith().isEmpty()
                        ? "the first to compare with"
                        : run.news().isEmpty() ? "nothing new" : run.news().size() + " to be told");
    }

    private void say(String line) {
        log.println(line);
        log.flush();
    }

    /// The history in words, the latest run last. It can be read while a monitor runs.
    public static void show(MonitorSettings settings, PrintWriter out) {
        History history = History.look(settings.history());
        if (history.runs().isEmpty()) {
            out.println("No scan has been made.");
        }
        for (MonitorRun run : history.runs()) {
            out.println(summary(run) + (run.kept() ? "" : " (its evidence was deleted, as keep says)"));
            run.news().forEach(news -> out.println("  " + news.kind() + ": " + news.says()));
        }
        out.flush();
    }
}
