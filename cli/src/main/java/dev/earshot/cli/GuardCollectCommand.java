package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.guard.alert.Alerts;
import dev.earshot.guard.collect.CollectFile;
import dev.earshot.guard.collect.CollectorServer;
import dev.earshot.guard.collect.CollectorSettings;
import dev.earshot.guard.collect.Overview;
import dev.earshot.guard.collect.OverviewJson;
import dev.earshot.guard.collect.OverviewPage;
import dev.earshot.guard.collect.OverviewText;
import dev.earshot.guard.collect.ReportCollector;
import dev.earshot.guard.protection.ProtectionFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Takes in browsers' reports, and shows what they tell of third parties.
@Command(
        name = "collect",
        description = {
            "Takes in what browsers and the browser guard report, counts it, and tells of third parties that are new."
                    + " Ends with Ctrl-C.",
            "With --show, shows what was collected, while a collector runs or not: 1 where a third party is new since"
                    + " the day, 3 where nobody listened for a while. See docs/collect.md."
        },
        sortOptions = false)
final class GuardCollectCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "collect.yaml: the site's hosts, the folder, who is told. Default: collect.yaml, if it is there.")
    private @Nullable Path config;

    @Option(names = "--folder", paramLabel = "DIR", description = "What is kept. Default: as in the file, or reports.")
    private @Nullable Path folder;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where browsers' reports arrive. Default: as in the file, or " + CollectFile.USUAL_PORT + ".")
    private @Nullable Integer port;

    @Option(names = "--show", description = "Show what was collected, and end.")
    private boolean show;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "With --show: what counts as new, such as 2026-11-19 (UTC). Default: yesterday.")
    private @Nullable LocalDate since;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "With --show: ${COMPLETION-CANDIDATES}. Default: text.")
    private Format format = Format.text;

    @Option(names = "--html", paramLabel = "FILE", description = "With --show: also write it as a page.")
    private @Nullable Path html;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private enum Format {
        text,
        json
    }

    @Override
    public Integer call() throws InterruptedException {
        Path standard = Path.of("collect.yaml");
        Optional<CollectFile> file = Optional.ofNullable(config)
                .or(() -> Optional.of(standard).filter(Files::exists))
                .map(CollectFile::read);
        return show ? show(file) : listen(file);
    }

    private int show(Optional<CollectFile> file) {
        LocalDate day = since == null
                ? Instant.now().atZone(ZoneOffset.UTC).toLocalDate().minusDays(1)
                : since;
        Overview overview = Overview.read(folderOf(file), day);
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (format) {
                    case text -> OverviewText.of(overview);
                    case json -> OverviewJson.of(overview);
                });
        out.flush();
        if (html != null) {
            try {
                Files.writeString(html, OverviewPage.of(overview));
            } catch (IOException e) {
                throw new EarshotException(
                        EarshotException.Code.USAGE, "Could not write " + html + ": " + e.getMessage(), e);
            }
        }
        if (!overview.fresh().isEmpty()) {
            return ExitCode.VIOLATED;
        }
        return overview.gaps().isEmpty() ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
    }

    private Path folderOf(Optional<CollectFile> file) {
        return folder != null ? folder : file.map(CollectFile::folder).orElse(Path.of("reports"));
    }

    private int listen(Optional<CollectFile> given) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        CollectFile file = given.orElseThrow(() -> new EarshotException(
                EarshotException.Code.USAGE,
                "There is no collect.yaml here. Write one with the site's hosts: [www.clinic.example], or name it with"
                        + " --config."));
        CollectorSettings settings = settings(file);
        InetSocketAddress at = address(file.listen(), port == null ? file.port() : port);
        InstantSource clock = InstantSource.system();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread atExit = new Thread(
                () -> {
                    end.countDown();
                    try {
                        boolean _ = ended.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                },
                "write-reports");
        try (Alerts alerts = Alerts.start(file.alerts(), clock, remark -> say(err, remark));
                ReportCollector collector =
                        ReportCollector.start(settings, clock, new SecureRandom(), alerts, remark -> say(err, remark));
                CollectorServer server = CollectorServer.start(at, collector, clock, file.forwarded(), 0)) {
            Runtime.getRuntime().addShutdownHook(atExit);
            say(
                    err,
                    "Reports are taken at http://" + at.getHostString() + ":"
                            + server.address().getPort() + "/report and kept in " + folderOf(given)
                            + ". Ctrl-C ends it.");
            if (!alerts.tellAnybody()) {
                say(err, "Nobody is told of new third parties: \"alerts\" in the file says who should be.");
            }
            end.await();
        } finally {
            ended.countDown();
            err.flush();
        }
        return ExitCode.CLEAN;
    }

    private CollectorSettings settings(CollectFile file) {
        CollectorSettings usual = CollectorSettings.of(file.hosts(), folderOf(Optional.of(file)));
        CollectorSettings settings = new CollectorSettings(
                usual.hosts(),
                usual.protection(),
                usual.folder(),
                file.keepDays(),
                file.networks(),
                file.intake(),
                usual.bounds(),
                usual.writeEvery());
        return file.protection()
                .map(path -> settings.with(ProtectionFile.read(path)))
                .orElse(settings);
    }

    private static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException unknown) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "listen: " + host + " is no address of this machine.", unknown);
        }
    }

    private static void say(PrintWriter err, String remark) {
        err.println(remark);
        err.flush();
    }
}
