package dev.earshot.cli;

import dev.earshot.ScanResult;
import dev.earshot.clinic.Clinic;
import dev.earshot.guard.gateway.GatewayRun;
import dev.earshot.guard.protection.ProtectionFile;
import dev.earshot.guard.protection.Protections;
import dev.earshot.policy.Policy;
import dev.earshot.report.Comparison;
import dev.earshot.report.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The end of the demonstration: the clinic behind the gateway, scanned again.
final class DemoGuard {
    private final Clinic clinic;
    private final List<String> arguments;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    DemoGuard(Clinic clinic, List<String> arguments, Clock clock, PrintWriter out, PrintWriter err) {
        this.clinic = clinic;
        this.arguments = List.copyOf(arguments);
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /// Protects the clinic by what the scan in `folder/site` saw, scans it again into `folder/protected`, and compares.
    ///
    /// @param first how the first scan was made
    /// @return what the second scan found
    List<ScanResult> run(Path folder, ScanOptions first) throws IOException {
        err.println("Putting the gateway before the clinic, and scanning it again.");
        Path before = folder.resolve("site");
        Path guard = Files.createDirectories(folder.resolve("guard"));
        Protections.Made made = GuardProtectCommand.made(List.of(before), Policy.byDefault(), clock);
        ProtectionFile.write(guard.resolve("protection.yaml"), made.protection(), made.remarks());
        Path configuration = clinic.gatewayFiles(guard);
        clinic.forget();
        Path after = folder.resolve("protected");
        List<ScanResult> results;
        try (GatewayRun run = GatewayRun.start(configuration, GatewayParts.at(err, clock))) {
            ScanOptions options = again(first, after, run.port());
            results = new Scan(options, arguments, Optional.empty(), clock, out, err).run();
        }
        Comparison comparison = Comparison.of(before.resolve("report.json"), after.resolve("report.json"))
                .with(GuardEvidence.of(guard.resolve("reports")));
        Path page = folder.resolve("before-and-after.html");
        try (Writer writer = Files.newBufferedWriter(page)) {
            comparison.print(ReportFormat.HTML, writer);
        }
        out.println();
        out.println("Behind the gateway: "
                + (results.stream().allMatch(result -> result.violations().isEmpty())
                        ? "nothing that policy forbids reached anybody."
                        : "VIOLATIONS REMAIN, see " + after + ".")
                + " Before and after: " + page);
        out.flush();
        return results;
    }

    private ScanOptions again(ScanOptions first, Path after, int port) throws IOException {
        ScanOptions options = new ScanOptions();
        options.targets = first.targets;
        options.visit.journeys = List.of(
                clinic.protectedJourney(Files.createTempDirectory("earshot-demo-protected")),
                first.visit.journeys.getLast());
        options.visit.consent = first.visit.consent;
        options.visit.dwell = first.visit.dwell;
        options.visit.delay = first.visit.delay;
        options.visit.maxPages = first.visit.maxPages;
        options.visit.maxDepth = first.visit.maxDepth;
        options.visit.timeout = first.visit.timeout;
        options.browser.workers = first.browser.workers;
        options.browser.browser = first.browser.browser;
        options.browser.browserArgs = clinic.browserArgs(port);
        options.browser.headed = first.browser.headed;
        options.outcome.out = after;
        return options;
    }
}
