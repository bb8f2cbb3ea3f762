package dev.earshot.cli;

import dev.earshot.guard.alert.Alerts;
import dev.earshot.guard.monitor.Monitor;
import dev.earshot.guard.monitor.MonitorSettings;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Scans on a schedule.
@Command(
        name = "monitor",
        description = {
            "Scans on a schedule, compares with the last good scan, keeps the history, and tells somebody of a new vendor,"
                    + " a new element, a widened zone, a new violation, and a scan that failed or was incomplete.",
            "Exit code with --once: 0 nothing new, 1 something is new, 3 the scan failed or was incomplete."
        },
        sortOptions = false)
final class MonitorCommand implements Callable<Integer> {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    @Parameters(index = "0", paramLabel = "MONITOR.yaml", description = "What to scan, when, and who is told.")
    private Path file = Path.of("");

    @Option(names = "--once", description = "Scan now, once; for whoever has a scheduler already.")
    private boolean once;

    @Option(names = "--show", description = "Print the history and end.")
    private boolean show;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        MonitorSettings settings = MonitorSettings.read(file);
        PrintWriter err = spec.commandLine().getErr();
        if (show) {
            Monitor.show(settings, spec.commandLine().getOut());
            return ExitCode.CLEAN;
        }
        Clock clock = Clock.systemUTC();
        CountDownLatch ended = new CountDownLatch(1);
        try (Alerts alerts = Alerts.start(settings.alerts(), clock, err::println);
                Monitor monitor = Monitor.open(
                        settings,
                        folder -> scan(settings.scan(), folder, err),
                        alerts::raise,
                        clock,
                        new SecureRandom(),
                        err)) {
            if (once) {
                return switch (monitor.once()) {
                    case UNCHANGED -> ExitCode.CLEAN;
                    case NEWS -> ExitCode.VIOLATED;
                    case INCOMPLETE -> ExitCode.INCOMPLETE;
                };
            }
            Thread ending = new Thread(ended::countDown, "monitor-ending");
            Runtime.getRuntime().addShutdownHook(ending);
            monitor.run(instant -> waited(instant, clock, ended));
            return ExitCode.CLEAN;
        }
    }

    /// In short steps, since a machine that slept wakes up late.
    private static boolean waited(Instant instant, Clock clock, CountDownLatch ended) {
        try {
            while (clock.instant().isBefore(instant)) {
                Duration left = Duration.between(clock.instant(), instant);
                Duration step = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
                if (ended.await(Math.max(1, step.toMillis()), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return ended.getCount() > 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int scan(List<String> arguments, Path folder, PrintWriter err) {
        List<String> all = new ArrayList<>(List.of("scan"));
        all.addAll(arguments);
        all.add("--out");
        all.add(folder.toString());
        return Main.run(new PrintWriter(Writer.nullWriter()), err, all.toArray(String[]::new));
    }
}
