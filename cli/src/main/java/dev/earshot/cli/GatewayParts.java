package dev.earshot.cli;

import dev.earshot.guard.alert.AlertSettings;
import dev.earshot.guard.alert.Alerts;
import dev.earshot.guard.collect.CollectFile;
import dev.earshot.guard.collect.Collector;
import dev.earshot.guard.collect.CollectorSettings;
import dev.earshot.guard.collect.ReportCollector;
import dev.earshot.guard.gateway.CountedReports;
import dev.earshot.guard.gateway.GatewayConfiguration;
import dev.earshot.guard.gateway.GatewayRun;
import dev.earshot.guard.protection.ProtectionFile;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// What a gateway is made with beside its file.
final class GatewayParts {
    private GatewayParts() {}

    /// @param err takes a line for each change of state
    static GatewayRun.Parts at(PrintWriter err, InstantSource clock) {
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
}
