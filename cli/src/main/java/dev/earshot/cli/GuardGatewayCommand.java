package dev.earshot.cli;

import dev.earshot.guard.alert.AlertSettings;
import dev.earshot.guard.alert.Alerts;
import dev.earshot.guard.collect.CollectFile;
import dev.earshot.guard.collect.Collector;
import dev.earshot.guard.collect.CollectorSettings;
import dev.earshot.guard.collect.ReportCollector;
import dev.earshot.guard.gateway.CountedReports;
import dev.earshot.guard.gateway.GatewayConfiguration;
import dev.earshot.guard.gateway.GatewayFile;
import dev.earshot.guard.gateway.GatewayRun;
import dev.earshot.guard.protection.ProtectionFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Stands before a site and makes its protection hold.
@Command(
        name = "gateway",
        description = {
            "Stands before a site as a reverse proxy: takes forbidden tags out of its pages, sets the policy's headers,"
                    + " puts the browser guard in, and takes reports.",
            "Follows its files as they change; a file with mistakes changes nothing. Ends with Ctrl-C or SIGTERM, when"
                    + " what is under way has come to its end. See docs/gateway.md."
        },
        sortOptions = false)
final class GuardGatewayCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "gateway.yaml",
            description = "What to stand before, and how. Default: gateway.yaml.")
    private Path file = Path.of("gateway.yaml");

    @Option(names = "--check", description = "Only read the file and those that it names, and tell their mistakes.")
    private boolean check;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (check) {
            tell(GatewayFile.read(file, ProtectionFile::read, InstantSource.system()));
            return ExitCode.CLEAN;
        }
        CountDownLatch end = new CountDownLatch(1);
        GatewayRun run = GatewayRun.start(file, parts(err));
        Thread atExit = new Thread(
                () -> {
                    run.drain();
                    end.countDown();
                },
                "end-gateway");
        Runtime.getRuntime().addShutdownHook(atExit);
        Hangup.on(() -> Thread.ofVirtual().start(run::reload));
        err.println("The gateway listens on port " + run.port() + ", and on port " + run.adminPort()
                + " for /health/ready and /metrics.");
        err.flush();
        end.await();
        return ExitCode.CLEAN;
    }

    private static GatewayRun.Parts parts(PrintWriter err) {
        InstantSource clock = InstantSource.system();
        Consumer<String> tell = line -> {
            err.println(line);
            err.flush();
        };
        return new GatewayRun.Parts(
                ProtectionFile::read,
                configuration -> collector(configuration, clock, tell),
                new SecureRandom(),
                clock,
                tell);
    }

    /// Reports are kept where the file says, by its rules and those of the file of `earshot guard collect` that it names.
    private static Collector collector(GatewayConfiguration configuration, InstantSource clock, Consumer<String> tell) {
        GatewayConfiguration.Reports reports = configuration.reports();
        if (reports.folder().isEmpty()) {
            return new CountedReports();
        }
        Optional<CollectFile> file = reports.settings().map(CollectFile::read);
        CollectorSettings usual = CollectorSettings.of(
                configuration.protection(), reports.folder().get());
        CollectorSettings settings = new CollectorSettings(
                usual.hosts(),
                usual.protection(),
                usual.folder(),
                (int) Math.max(1, reports.keep().toDays()),
                file.map(CollectFile::networks).orElse(usual.networks()),
                file.map(CollectFile::intake).orElse(usual.intake()),
                usual.bounds(),
                usual.writeEvery());
        Alerts alerts = Alerts.start(file.map(CollectFile::alerts).orElse(AlertSettings.none()), clock, tell);
        ReportCollector collector = ReportCollector.start(settings, clock, new SecureRandom(), alerts, tell);
        return new Collector() {
            @Override
            public Outcome take(String source, String contentType, byte[] body, Instant at) {
                return collector.take(source, contentType, body, at);
            }

            @Override
            public void close() {
                collector.close();
                alerts.close();
            }
        };
    }

    private void tell(GatewayConfiguration configuration) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + " has no mistakes.");
        configuration
                .sites()
                .forEach(site -> out.println("  "
                        + site.hosts().stream().sorted().collect(Collectors.joining(", ")) + " → " + site.upstream()));
    }
}
