package dev.earshot.cli;

import dev.earshot.ScanResult;
import dev.earshot.browser.ConsentChoice;
import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.ClinicOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The main job on the pretend hospital.
@Command(
        name = "demo",
        description =
                "Starts a pretend hospital on this machine, visits its site as a patient, uses its app on a pretend"
                        + " phone, reports who was told what, and investigates its past: who was affected. Nothing leaves"
                        + " the machine.")
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The folder for the evidence, which goes into site, app, app-ios and investigation in it; must be"
                            + " empty or new."
                            + " Default: earshot-demo/<time>.")
    private @Nullable Path out;

    @Option(
            names = "--consent",
            paramLabel = "ignore|accept|reject|all",
            defaultValue = "reject",
            description = "What to tell the consent banner. Default: reject, to see what fires all the same.")
    private ConsentChoice consent = ConsentChoice.REJECT;

    @Option(names = "--browser", paramLabel = "PATH", description = "Chrome, Chromium or Edge.")
    private @Nullable Path browser;

    @Option(names = "--install-browser", description = "Install Chromium if no browser is found (Debian).")
    private boolean installBrowser;

    @Option(names = "--headed", description = "Show the browser.")
    private boolean headed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Clock clock = Clock.systemUTC();
        // Fails before the clinic opens where there is no browser.
        Path program = BrowserSetup.find(browser, installBrowser, err);
        Path work = Files.createTempDirectory("earshot-demo");
        Path folder = Scan.emptied(out == null ? Path.of("earshot-demo", now(clock)) : out);
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults())) {
            err.println("The clinic is open at " + clinic.home() + ", on this machine alone.");
            ScanOptions options = new ScanOptions();
            options.targets = List.of(clinic.home().toString());
            options.visit.journeys = clinic.journeys(work.resolve("journeys"));
            options.visit.consent = consent;
            options.visit.dwell = 1;
            options.visit.delay = 0;
            options.visit.maxPages = 12;
            options.visit.maxDepth = 2;
            options.visit.timeout = 30;
            options.browser.workers = 1;
            options.browser.browser = program;
            options.browser.browserArgs = clinic.browserArgs();
            options.browser.headed = headed;
            options.outcome.out = folder.resolve("site");
            List<String> arguments = spec.commandLine().getParseResult().originalArgs();
            PrintWriter printed = spec.commandLine().getOut();
            Scan scan = new Scan(options, arguments, Optional.empty(), clock, printed, err);
            List<ScanResult> results = scan.run();
            new DemoApps(clinic, arguments, clock, printed, err).scan(folder, work);
            new DemoInvestigation(arguments, clock, printed, err).run(folder, null);
            new DemoCase(clock, printed, err).run(folder);
            new DemoGuard(clinic, arguments, clock, printed, err).run(folder, options);
            err.println(
                    "Open the reports in a browser. Check the evidence with: ./earshot verify " + options.outcome.out);
            return scan.exitCode(results, false);
        }
    }

    private static String now(Clock clock) {
        return DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
    }
}
