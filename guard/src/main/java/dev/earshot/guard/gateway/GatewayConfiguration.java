package dev.earshot.guard.gateway;

import dev.earshot.guard.collect.Collector;
import dev.earshot.guard.gateway.GatewaySettings.Compression;
import dev.earshot.guard.gateway.GatewaySettings.Enforcement;
import dev.earshot.guard.gateway.GatewaySettings.Forwarding;
import dev.earshot.guard.gateway.GatewaySettings.Limits;
import dev.earshot.guard.gateway.GatewaySettings.Listener;
import dev.earshot.guard.gateway.GatewaySettings.OnDoubt;
import dev.earshot.guard.gateway.GatewaySettings.Site;
import dev.earshot.guard.gateway.GatewaySettings.Timeouts;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.relay.Relay;
import dev.earshot.guard.script.GuardScript;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What `gateway.yaml` and the files that it names say.
///
/// @param relay forwards nothing where the file names none
/// @param admin where health and metrics are asked for
/// @param drain how long requests under way are waited for at the end
/// @param files all that were read, and whose change is a reason to read again
public record GatewayConfiguration(
        List<Listener> listeners,
        List<Site> sites,
        Protection protection,
        Optional<String> signedInCookie,
        OnDoubt onDoubt,
        Optional<GuardScript.Fault> guard,
        Enforcement enforcement,
        Compression compression,
        Forwarding forwarding,
        Limits limits,
        Timeouts timeouts,
        Reports reports,
        Relay relay,
        InetSocketAddress admin,
        Duration drain,
        int eventLoops,
        Set<Path> files) {
    /// Where pages report to, below the folder that is the gateway's own.
    static final String REPORT_PATH = GatewaySettings.OWN_FOLDER + "report";

    public GatewayConfiguration {
        listeners = List.copyOf(listeners);
        sites = List.copyOf(sites);
        files = Set.copyOf(files);
    }

    /// Where reports are kept.
    ///
    /// @param folder empty where they are taken and counted, and not kept
    /// @param settings the file that says what becomes of them, where one does
    public record Reports(Optional<Path> folder, Duration keep, Optional<Path> settings) {}

    /// The whole, with the parts that outlive a reading of the file.
    public GatewaySettings settings(Collector collector, RandomGenerator random, InstantSource clock) {
        return new GatewaySettings(
                listeners,
                sites,
                protection,
                signedInCookie,
                onDoubt,
                guard,
                enforcement,
                compression,
                forwarding,
                limits,
                timeouts,
                REPORT_PATH,
                collector,
                relay,
                random,
                clock,
                eventLoops);
    }
}
