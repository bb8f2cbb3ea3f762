package dev.earshot.bench;

import dev.earshot.guard.collect.Collector;
import dev.earshot.guard.gateway.Gateway;
import dev.earshot.guard.gateway.GatewaySettings;
import dev.earshot.guard.gateway.GatewaySettings.Compression;
import dev.earshot.guard.gateway.GatewaySettings.Enforcement;
import dev.earshot.guard.gateway.GatewaySettings.Forwarding;
import dev.earshot.guard.gateway.GatewaySettings.Limits;
import dev.earshot.guard.gateway.GatewaySettings.Listener;
import dev.earshot.guard.gateway.GatewaySettings.OnDoubt;
import dev.earshot.guard.gateway.GatewaySettings.Site;
import dev.earshot.guard.gateway.GatewaySettings.Timeouts;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.guard.script.GuardScript;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// A gateway in a process of its own, whose port is its first line of output. For each byte of its standard input it tells
/// its direct memory and heap in MB; it ends with it.
public final class GatewayUnderTest {
    private static final Collector NO_COLLECTOR = new Collector() {
        @Override
        public Outcome take(String source, String contentType, byte[] body, Instant at) {
            return Outcome.TAKEN;
        }

        @Override
        public void close() {}
    };

    static final String REPORTS = GatewaySettings.OWN_FOLDER + "report";

    private GatewayUnderTest() {}

    /// @param arguments port of the origin, how many hosts are forbidden, `gzip` or `identity`
    public static void main(String[] arguments) throws IOException {
        GatewaySettings settings = new GatewaySettings(
                List.of(new Listener(InetAddress.getLoopbackAddress(), 0, Optional.empty())),
                List.of(new Site(
                        Set.of("127.0.0.1", "clinic.example"), URI.create("http://127.0.0.1:" + arguments[0]))),
                protection(Integer.parseInt(arguments[1])),
                Optional.of("clinic_session"),
                OnDoubt.CLOSE,
                Optional.of(GuardScript.Fault.OPEN),
                Enforcement.ENFORCE,
                new Compression(true, arguments[2].equals("gzip") ? OptionalInt.of(1) : OptionalInt.empty()),
                Forwarding.SET,
                Limits.USUAL,
                Timeouts.USUAL,
                REPORTS,
                NO_COLLECTOR,
                GatewaySettings.NO_RELAY,
                new SecureRandom(),
                InstantSource.system(),
                1);
        try (Gateway gateway = Gateway.start(settings)) {
            System.out.println(gateway.port());
            while (System.in.read() >= 0) {
                Runtime runtime = Runtime.getRuntime();
                System.out.println((PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() >> 20) + " "
                        + ((runtime.totalMemory() - runtime.freeMemory()) >> 20));
            }
        }
    }

    static Protection protection(int hosts) {
        return new Protection(Set.of("127.0.0.1", "clinic.example"), List.of(zone(hosts)));
    }

    private static ZoneProtection zone(int hosts) {
        List<Forbidden> forbidden = IntStream.range(0, hosts)
                .mapToObj(i -> new Forbidden(Endpoint.of(TrackerPage.host(i)), "Vendor " + i, "vendor-" + i, "bench"))
                .toList();
        return new ZoneProtection("public", List.of(), false, Otherwise.BLOCK, List.of(), forbidden);
    }
}
