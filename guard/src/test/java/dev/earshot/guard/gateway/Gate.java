package dev.earshot.guard.gateway;

import dev.earshot.guard.collect.Collector;
import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A gateway that stands, by a file, before a test's upstream; by default on one plain listener, for `www.clinic.example`,
/// with pages that may tell `pixel.vendor.example` nothing, and without the browser guard.
final class Gate implements AutoCloseable {
    static final String HOST = "www.clinic.example";

    private final Path folder;
    private final GatewayRun run;
    private final List<String> told;
    private final Taken collector;

    /// What takes reports, and counts them.
    static final class Taken implements Collector {
        final List<String> reports = new CopyOnWriteArrayList<>();
        volatile Outcome outcome = Outcome.TAKEN;
        volatile boolean full;

        @Override
        public Outcome take(String source, String contentType, byte[] body, Instant at) {
            if (full) {
                throw new IllegalStateException("no room on the disk");
            }
            reports.add(contentType + " " + body.length);
            return outcome;
        }

        @Override
        public void close() {}
    }

    private Gate(Path folder, GatewayRun run, List<String> told, Taken collector) {
        this.folder = folder;
        this.run = run;
        this.told = told;
        this.collector = collector;
    }

    /// @param keys top-level lines of the file, in place of those by which the gateway would stand otherwise
    static Gate before(ScriptedUpstream upstream, String... keys) throws IOException {
        return before("http://127.0.0.1:" + upstream.port(), keys);
    }

    static Gate before(String upstream, String... keys) throws IOException {
        return in(Files.createTempDirectory("gate"), upstream, keys);
    }

    static Gate in(Path folder, String upstream, String... keys) throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        Taken collector = new Taken();
        Path file = write(folder, upstream, keys);
        GatewayRun run = GatewayRun.start(
                file,
                new GatewayRun.Parts(
                        _ -> protection(), _ -> collector, new SecureRandom(), InstantSource.system(), told::add));
        return new Gate(folder, run, told, collector);
    }

    static Path write(Path folder, String upstream, String... keys) throws IOException {
        Map<String, String> lines = new TreeMap<>(Map.of(
                "listen", "listen: [{address: '127.0.0.1:0'}]",
                "sites", "sites: [{hosts: [" + HOST + "], upstream: '" + upstream + "'}]",
                "protection", "protection: protection.yaml",
                "admin", "admin: 127.0.0.1:0",
                "threads", "threads: 1",
                "guard", "guard: {script: no}",
                "timeouts", "timeouts: {drain: 10s}"));
        for (String key : keys) {
            lines.put(key.substring(0, key.indexOf(':')), key);
        }
        Files.writeString(folder.resolve("protection.yaml"), "");
        return Files.writeString(folder.resolve("gateway.yaml"), String.join("\n", lines.values()) + "\n");
    }

    /// One listener with TLS, of what a test's authority has issued.
    static Gate secure(TestAuthority authority, ScriptedUpstream upstream, String... keys)
            throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("gate");
        authority.issue(HOST, "localhost").writeTo(folder, "host");
        List<String> all = new ArrayList<>(
                List.of("listen: [{address: '127.0.0.1:0', tls: {certificate: host.pem, key: host.key}}]"));
        all.addAll(List.of(keys));
        return in(folder, "http://127.0.0.1:" + upstream.port(), all.toArray(String[]::new));
    }

    static Protection protection() {
        return new Protection(
                Set.of(HOST),
                List.of(new ZoneProtection(
                        "public",
                        List.of(),
                        false,
                        Otherwise.BLOCK,
                        List.of(new Allowed(
                                Endpoint.of("allowed.vendor.example"),
                                Set.of(Use.CONNECT),
                                new dev.earshot.guard.protection.Fields.All(),
                                "Vendor",
                                "reviewed")),
                        List.of(
                                new Forbidden(
                                        Endpoint.of("pixel.vendor.example"), "Vendor", "vendor", "no-advertising"),
                                new Forbidden(
                                        new Endpoint(HOST, "/disguised"), "Vendor", "vendor", "no-advertising")))));
    }

    int port() {
        return run.port();
    }

    int adminPort() {
        return run.adminPort();
    }

    Path folder() {
        return folder;
    }

    GatewayRun run() {
        return run;
    }

    Taken collector() {
        return collector;
    }

    /// What it told of itself.
    String log() {
        return String.join("\n", told);
    }

    RawClient connect() throws IOException {
        return RawClient.to(port());
    }

    RawClient.Answer get(String path, String... headers) throws IOException {
        return RawClient.get(port(), HOST, path, headers);
    }

    /// Asks the admin listener.
    RawClient.Answer admin(String method, String path) throws IOException {
        try (RawClient client = RawClient.to(adminPort())) {
            return client.send(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n")
                    .answer();
        }
    }

    /// One metric's value as it stands in the text, by its name and labels.
    double metric(String series) throws IOException {
        return admin("GET", "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series));
    }

    /// Something that comes to hold.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /// Waits until something holds, for twenty seconds at most.
    static boolean soonTrue(Condition holds) throws IOException {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.holds()) {
            if (System.nanoTime() > until) {
                return false;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        return true;
    }

    @Override
    public void close() {
        run.close();
    }
}
