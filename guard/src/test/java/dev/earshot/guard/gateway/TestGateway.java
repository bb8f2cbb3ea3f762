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
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.guard.relay.Relay;
import dev.earshot.guard.script.GuardScript;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/// Gateways before `clinic.example`.
final class TestGateway {
    static final Collector NO_COLLECTOR = new Collector() {
        @Override
        public Outcome take(String source, String contentType, byte[] body, Instant at) {
            return Outcome.TAKEN;
        }

        @Override
        public void close() {}
    };

    private TestGateway() {}

    static Gateway before(URI origin) {
        return before(origin, settings -> settings);
    }

    static Gateway before(URI origin, UnaryOperator<GatewaySettings> change) {
        return Gateway.start(change.apply(settings(origin)));
    }

    static GatewaySettings settings(URI origin) {
        return new GatewaySettings(
                List.of(new Listener(InetAddress.getLoopbackAddress(), 0, Optional.empty())),
                List.of(new Site(Set.of("clinic.example", "www.clinic.example"), origin)),
                new Protection(Set.of("clinic.example", "www.clinic.example"), List.of(zone("public", List.of()))),
                Optional.of("clinic_session"),
                OnDoubt.PASS,
                Optional.of(GuardScript.Fault.OPEN),
                Enforcement.ENFORCE,
                Compression.AS_UPSTREAM,
                Forwarding.SET,
                Limits.USUAL,
                Timeouts.USUAL,
                "/.well-known/earshot/report",
                NO_COLLECTOR,
                GatewaySettings.NO_RELAY,
                new SplittableRandom(7),
                InstantSource.system(),
                1);
    }

    static GatewaySettings with(GatewaySettings of, Protection protection) {
        return with(of, protection, of.onDoubt(), of.enforcement(), of.compression(), of.collector(), of.relay());
    }

    static GatewaySettings with(GatewaySettings of, OnDoubt onDoubt) {
        return with(of, of.protection(), onDoubt, of.enforcement(), of.compression(), of.collector(), of.relay());
    }

    static GatewaySettings with(GatewaySettings of, Enforcement enforcement) {
        return with(of, of.protection(), of.onDoubt(), enforcement, of.compression(), of.collector(), of.relay());
    }

    static GatewaySettings with(GatewaySettings of, Compression compression) {
        return with(of, of.protection(), of.onDoubt(), of.enforcement(), compression, of.collector(), of.relay());
    }

    static GatewaySettings with(GatewaySettings of, Relay relay) {
        return with(of, of.protection(), of.onDoubt(), of.enforcement(), of.compression(), of.collector(), relay);
    }

    private static GatewaySettings with(
            GatewaySettings of,
            Protection protection,
            OnDoubt onDoubt,
            Enforcement enforcement,
            Compression compression,
            Collector collector,
            Relay relay) {
        return new GatewaySettings(
                of.listeners(),
                of.sites(),
                protection,
                of.signedInCookie(),
                onDoubt,
                of.guard(),
                enforcement,
                compression,
                of.forwarding(),
                of.limits(),
                of.timeouts(),
                of.reportPath(),
                collector,
                relay,
                of.random(),
                of.clock(),
                of.eventLoops());
    }

    static ZoneProtection zone(String name, List<String> pages) {
        return new ZoneProtection(name, pages, false, Otherwise.BLOCK, List.of(), List.of());
    }
}
