package dev.earshot.guard.gateway;

import dev.earshot.EarshotException;
import dev.earshot.guard.collect.Collector;
import dev.earshot.guard.gateway.GatewaySettings.Site;
import dev.earshot.guard.protection.Protection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A gateway as its configuration file has it, followed as the file and those that it names change. A file with mistakes
/// changes nothing. Thread-safe.
public final class GatewayRun implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final long PROBE_KEPT_NANOS = Duration.ofSeconds(2).toNanos();

    /// What a gateway is made with beside its file.
    ///
    /// @param protections read the file that `protection` names
    /// @param collectors open what takes reports; asked for once
    /// @param random for nonces; nobody can predict it, and several threads use it
    /// @param tell takes one line for each change of state, without an address or a value in it
    public record Parts(
            Function<Path, Protection> protections,
            Function<GatewayConfiguration, Collector> collectors,
            RandomGenerator random,
            InstantSource clock,
            Consumer<String> tell) {}

    private final Path file;
    private final Parts parts;
    private final Collector collector;
    private final Gateway gateway;
    private final Admin admin;
    private final LongAdder reloads = new LongAdder();
    private final LongAdder failedReloads = new LongAdder();
    private final Map<InetSocketAddress, Probe> probes = new ConcurrentHashMap<>();
    private final Thread watch;
    private volatile GatewayConfiguration configuration;
    private volatile boolean current = true;
    private volatile boolean ended;

    private record Probe(boolean reached, long at) {}

    private GatewayRun(Path file, Parts parts, GatewayConfiguration configuration) {
        this.file = file;
        this.parts = parts;
        this.configuration = configuration;
        this.collector = parts.collectors().apply(configuration);
        try {
            this.gateway = Gateway.start(settings(configuration));
        } catch (RuntimeException e) {
            collector.close();
            throw e;
        }
        Metrics metrics = new Metrics();
        gateway.counts().showIn(metrics);
        String reading = "Readings of changed files.";
        metrics.counter("earshot_gateway_reloads_total", "outcome=\"taken\"", reading, reloads);
        metrics.counter("earshot_gateway_reloads_total", "outcome=\"refused\"", reading, failedReloads);
        metrics.gauge(
                "earshot_gateway_configuration_current",
                "",
                "1 where the files are what the gateway serves by; 0 where they have mistakes.",
                () -> current ? 1 : 0);
        metrics.gauge(
                "earshot_gateway_draining", "", "1 once the gateway is ending.", () -> gateway.isDraining() ? 1 : 0);
        Map<String, java.util.function.Supplier<Admin.Reply>> answers = new LinkedHashMap<>();
        answers.put("GET /health/live", () -> Admin.Reply.plain(200, "live"));
        answers.put("GET /health/ready", this::ready);
        answers.put("GET /metrics", () -> new Admin.Reply(200, Metrics.MEDIA_TYPE, metrics.text()));
        answers.put(
                "POST /reload",
                () -> reload().map(mistakes -> Admin.Reply.plain(409, mistakes))
                        .orElseGet(() -> Admin.Reply.plain(200, "taken")));
        try {
            this.admin = new Admin(configuration.admin(), answers);
        } catch (RuntimeException e) {
            gateway.close();
            collector.close();
            throw e;
        }
        Map<Path, String> marks = marks();
        this.watch = Thread.ofVirtual().name("gateway-files").unstarted(() -> watch(marks));
    }

    /// Starts to serve, and to follow the files.
    ///
    /// @throws EarshotException where the files have mistakes, or an address can't be listened on
    public static GatewayRun start(Path file, Parts parts) {
        GatewayConfiguration configuration = GatewayFile.read(file, parts.protections(), parts.clock());
        GatewayRun run = new GatewayRun(file, parts, configuration);
        run.watch.start();
        return run;
    }

    private GatewaySettings settings(GatewayConfiguration read) {
        return read.settings(collector, parts.random(), parts.clock());
    }

    /// The port of the first listener.
    public int port() {
        return gateway.port();
    }

    public int adminPort() {
        return admin.port();
    }

    /// What it serves by at present.
    public GatewayConfiguration configuration() {
        return configuration;
    }

    /// Reads the files again. Requests under way end as they began.
    ///
    /// @return why nothing has changed, where that is so
    public synchronized Optional<String> reload() {
        Optional<String> mistakes = tryReload();
        current = mistakes.isEmpty();
        (current ? reloads : failedReloads).increment();
        parts.tell()
                .accept(mistakes.map(each -> "Not taken, and what was before stays: " + each)
                        .orElse("Read " + file + " anew; it holds from now on."));
        return mistakes;
    }

    private Optional<String> tryReload() {
        try {
            GatewayConfiguration read = GatewayFile.read(file, parts.protections(), parts.clock());
            if (!places(read).equals(places(configuration))
                    || !read.admin().equals(configuration.admin())
                    || read.eventLoops() != configuration.eventLoops()
                    || !read.reports().equals(configuration.reports())) {
                return Optional.of("a change of listen, admin, reports or threads takes a restart.");
            }
            gateway.reload(settings(read));
            configuration = read;
            return Optional.empty();
        } catch (EarshotException mistakes) {
            return Optional.of(String.valueOf(mistakes.getMessage()));
        } catch (RuntimeException fault) {
            return Optional.of("an error of the gateway's own, please report it: "
                    + fault.getClass().getName());
        }
    }

    private static List<InetSocketAddress> places(GatewayConfiguration of) {
        return of.listeners().stream()
                .map(each -> new InetSocketAddress(each.address(), each.port()))
                .toList();
    }

    private void watch(Map<Path, String> marks) {
        Map<Path, String> known = marks;
        Map<Path, String> last = marks;
        while (!ended) {
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException _) {
                return;
            }
            Map<Path, String> now = marks();
            // One that is still being written is let come to its end.
            if (!now.equals(known) && now.equals(last)) {
                reload();
                // Marks from before the reading, so that a change during it is seen.
                Map<Path, String> read = marks();
                read.putAll(now);
                known = read;
                now = read;
            }
            last = now;
        }
    }

    /// What tells a changed file.
    private Map<Path, String> marks() {
        Map<Path, String> marks = new TreeMap<>();
        for (Path each : configuration.files()) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(each, BasicFileAttributes.class);
                marks.put(each, attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
            } catch (IOException _) {
                marks.put(each, "");
            }
        }
        return marks;
    }

    private Admin.Reply ready() {
        StringBuilder text = new StringBuilder();
        boolean any = false;
        for (Site site : configuration.sites()) {
            boolean reached = reached(site);
            any |= reached;
            text.append("upstream of ")
                    .append(site.hosts().stream().sorted().findFirst().orElse(""))
                    .append(reached ? ": reached\n" : ": not reached\n");
        }
        text.append("configuration: ").append(current ? "current" : "the files have mistakes; the one before holds");
        boolean ready = any && !gateway.isDraining();
        return Admin.Reply.plain(
                ready ? 200 : 503, (gateway.isDraining() ? "draining" : ready ? "ready" : "not ready") + "\n" + text);
    }

    /// Whether a connection to the site's own server is taken, as of the last two seconds.
    private boolean reached(Site site) {
        Upstream upstream = Upstream.of(site);
        InetSocketAddress place = InetSocketAddress.createUnresolved(upstream.host(), upstream.port());
        Probe last = probes.get(place);
        long now = System.nanoTime();
        if (last != null && now - last.at < PROBE_KEPT_NANOS) {
            return last.reached;
        }
        boolean reached;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(upstream.host(), upstream.port()), Math.toIntExact(PROBE.toMillis()));
            reached = true;
        } catch (IOException _) {
            reached = false;
        }
        probes.put(place, new Probe(reached, now));
        return reached;
    }

    /// Takes no new connection, waits for what is under way for as long as the file says, and ends.
    public void drain() {
        ended = true;
        watch.interrupt();
        parts.tell().accept("Ends: takes no new connection, and lets what is under way come to its end.");
        gateway.drain(configuration.drain());
        close();
    }

    /// Ends at once.
    @Override
    public void close() {
        ended = true;
        watch.interrupt();
        gateway.close();
        admin.close();
        collector.close();
    }
}
