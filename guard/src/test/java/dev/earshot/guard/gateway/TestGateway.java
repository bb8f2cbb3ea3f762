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

    static final Relay NO_RELAY = request -> Optional.empty();

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
                GuardScript.Fault.OPEN,
                Enforcement.ENFORCE,
                Compression.AS_UPSTREAM,
                Forwarding.SET,
                Limits.USUAL,
                Timeouts.USUAL,
                "/.well-known/earshot/report",
                NO_COLLECTOR,
                NO_RELAY,
                Optional.empty(),
                new SplittableRandom(7),
                InstantSource.system(),
                1);
    }

    static ZoneProtection zone(String name, List<String> pages) {
        return new ZoneProtection(name, pages, false, Otherwise.BLOCK, List.of(), List.of());
    }
}
