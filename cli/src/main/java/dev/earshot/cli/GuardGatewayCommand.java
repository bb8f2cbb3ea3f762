package dev.earshot.cli;

import dev.earshot.guard.gateway.GatewayConfiguration;
import dev.earshot.guard.gateway.GatewayFile;
import dev.earshot.guard.gateway.GatewayRun;
import dev.earshot.guard.protection.ProtectionFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
        GatewayRun run = GatewayRun.start(file, GatewayParts.at(err, InstantSource.system()));
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

    private void tell(GatewayConfiguration configuration) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + " has no mistakes.");
        configuration
                .sites()
                .forEach(site -> out.println("  "
                        + site.hosts().stream().sorted().collect(Collectors.joining(", ")) + " → " + site.upstream()));
    }
}
