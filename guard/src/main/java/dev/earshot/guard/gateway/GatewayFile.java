package dev.earshot.guard.gateway;

import dev.earshot.EarshotException;
import dev.earshot.guard.gateway.GatewayConfiguration.Reports;
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
import dev.earshot.guard.relay.RelayFile;
import dev.earshot.guard.relay.RelaySetting;
import dev.earshot.guard.relay.Relays;
import dev.earshot.guard.script.GuardScript;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// Reads `gateway.yaml` and the files that it names. All mistakes are reported at once, each with its line. Its keys, and
/// what holds where the file leaves them out: docs/gateway.md.
public final class GatewayFile {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);
    private static final InetSocketAddress ADMIN = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9901);
    private static final String HOST = "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";
    private static final long TERABYTE = 1L << 40;
    private static final int SHORTEST_KEY = 32;

    private final Path file;
    private final YamlMapping top;
    private final Set<Path> read = new LinkedHashSet<>();

    private GatewayFile(Path file, YamlMapping top) {
        this.file = file;
        this.top = top;
        read.add(file);
    }

    /// @param protections reads the file that `protection` names; throws [EarshotException] where it has mistakes
    /// @param clock for the relay's keys, which change with time
    /// @throws EarshotException when there are mistakes, in this file or in one that it names
    public static GatewayConfiguration read(Path file, Function<Path, Protection> protections, InstantSource clock) {
        Problems problems = new Problems(file);
        GatewayConfiguration configuration =
                new GatewayFile(file, YamlMapping.read(file, problems)).configuration(protections, clock);
        problems.throwIfAny();
        return configuration;
    }

    private GatewayConfiguration configuration(Function<Path, Protection> protections, InstantSource clock) {
        top.only(Set.of(
                "listen",
                "sites",
                "protection",
                "signedIn",
                "onDoubt",
                "guard",
                "mode",
                "compress",
                "forwarded",
                "limits",
                "timeouts",
                "reports",
                "relay",
                "relayKey",
                "admin",
                "threads"));
        List<Listener> listeners = listeners();
        List<Site> sites = sites();
        Protection protection = protection(protections);
        YamlMapping timeouts = top.mapping("timeouts");
        return new GatewayConfiguration(
                listeners,
                sites,
                protection,
                signedIn(),
                top.choice("onDoubt", Set.of("pass", "close"), "pass").equals("close") ? OnDoubt.CLOSE : OnDoubt.PASS,
                guard(),
                top.choice("mode", Set.of("enforce", "report"), "enforce").equals("report")
                        ? Enforcement.REPORT_ONLY
                        : Enforcement.ENFORCE,
                compression(),
                switch (top.choice("forwarded", Set.of("set", "append", "pass"), "set")) {
                    case "append" -> Forwarding.APPEND;
                    case "pass" -> Forwarding.PASS;
                    default -> Forwarding.SET;
                },
                limits(),
                timeouts(timeouts),
                reports(),
                relay(protection, clock),
                admin(listeners),
                Measures.time(timeouts, "drain", Duration.ofSeconds(20)),
                Measures.count(top, "threads", Runtime.getRuntime().availableProcessors(), 1, 256),
                read);
    }

    private List<Listener> listeners() {
        List<Listener> listeners = new ArrayList<>();
        Set<InetSocketAddress> seen = new HashSet<>();
        List<YamlMapping> given = top.mappings("listen");
        if (given.isEmpty()) {
            top.problem("listen", "\"listen\" is missing: where clients connect, such as - address: 0.0.0.0:443");
        }
        for (YamlMapping each : given) {
            each.only(Set.of("address", "tls"));
            each.required("address");
            InetSocketAddress address = Measures.address(each, "address", NOWHERE);
            if (address.getPort() != 0 && !seen.add(address)) {
                each.problem("address", "two listeners can't share an address.");
            }
            listeners.add(new Listener(address.getAddress(), address.getPort(), tls(each)));
        }
        return listeners;
    }

    private Optional<SslContext> tls(YamlMapping listener) {
        if (!listener.names().contains("tls")) {
            return Optional.empty();
        }
        YamlMapping tls = listener.mapping("tls").only(Set.of("certificate", "key", "pkcs12", "passwordFile"));
        Optional<Path> pkcs12 = named(tls, "pkcs12");
        String place = pkcs12.isPresent() ? "pkcs12" : "certificate";
        try {
            if (pkcs12.isPresent()) {
                if (tls.names().contains("certificate") || tls.names().contains("key")) {
                    tls.problem("pkcs12", "\"pkcs12\" stands alone, without \"certificate\" and \"key\".");
                }
                return Optional.of(Tls.server(pkcs12.get(), password(tls)));
            }
            tls.required("certificate");
            tls.required("key");
            Optional<Path> certificate = named(tls, "certificate");
            Optional<Path> key = named(tls, "key");
            if (certificate.isPresent() && key.isPresent()) {
                return Optional.of(Tls.server(certificate.get(), key.get()));
            }
        } catch (Tls.Unusable unusable) {
            tls.problem(place, String.valueOf(unusable.getMessage()));
        }
        return Optional.empty();
    }

    private char[] password(YamlMapping tls) {
        Optional<Path> place = named(tls, "passwordFile");
        try {
            return place.isEmpty()
                    ? new char[0]
                    : Files.readString(place.get()).strip().toCharArray();
        } catch (IOException _) {
            tls.problem("passwordFile", "could not read " + place.get() + ".");
            return new char[0];
        }
    }

    private List<Site> sites() {
        List<Site> sites = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<YamlMapping> given = top.mappings("sites");
        if (given.isEmpty()) {
            top.problem(
                    "sites",
                    "\"sites\" is missing: the hosts to stand before, such as - hosts: [www.clinic.example] and"
                            + " upstream: http://127.0.0.1:8080");
        }
        for (YamlMapping each : given) {
            each.only(Set.of("hosts", "upstream", "verify", "serverName"));
            Set<String> hosts = new LinkedHashSet<>();
            for (String host : each.texts("hosts")) {
                String lower = host.toLowerCase(Locale.ROOT);
                if (!lower.matches(HOST)) {
                    each.problem(
                            "hosts",
                            "\"" + host + "\" is no host name; write www.clinic.example, without https:// and port.");
                } else if (!seen.add(lower)) {
                    each.problem("hosts", "\"" + host + "\" stands here twice.");
                } else {
                    hosts.add(lower);
                }
            }
            if (each.texts("hosts").isEmpty()) {
                each.problem("hosts", "\"hosts\" is missing: the names by which visitors ask for the site.");
            }
            Optional<URI> upstream = upstream(each);
            Optional<SslContext> client = upstreamTls(each, upstream);
            Optional<String> serverName = each.text("serverName");
            if (serverName.isPresent()
                    && !serverName.get().toLowerCase(Locale.ROOT).matches(HOST)) {
                each.problem("serverName", "\"" + serverName.get() + "\" is no host name.");
            }
            if (upstream.isPresent()
                    && client.isPresent() == "https".equals(upstream.get().getScheme())) {
                sites.add(new Site(hosts, upstream.get(), client, serverName));
            }
        }
        return sites;
    }

    private static Optional<URI> upstream(YamlMapping site) {
        String text = site.required("upstream");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI upstream = new URI(text);
            boolean scheme = "http".equals(upstream.getScheme()) || "https".equals(upstream.getScheme());
            boolean bare = upstream.getRawUserInfo() == null
                    && upstream.getRawQuery() == null
                    && upstream.getRawFragment() == null
                    && (upstream.getRawPath().isEmpty() || upstream.getRawPath().equals("/"));
            if (scheme && bare && upstream.getHost() != null && upstream.getPort() != 0) {
                return Optional.of(upstream);
            }
        } catch (URISyntaxException _) {
            // Told of below.
        }
        site.problem(
                "upstream",
                "\"upstream\" is http:// or https:// with a host and perhaps a port, and nothing more, such as"
                        + " https://10.0.0.5:8443");
        return Optional.empty();
    }

    private Optional<SslContext> upstreamTls(YamlMapping site, Optional<URI> upstream) {
        boolean secure = upstream.isPresent() && "https".equals(upstream.get().getScheme());
        String verify = site.text("verify").orElse("true");
        try {
            if (!secure) {
                if (upstream.isPresent() && site.names().contains("verify")) {
                    site.problem("verify", "\"verify\" is for https:// upstreams.");
                }
                return Optional.empty();
            }
            return Optional.of(
                    switch (verify) {
                        case "true" -> Tls.client();
                        case "false" -> Tls.blindClient();
                        default -> Tls.client(named(site, "verify").orElse(file));
                    });
        } catch (Tls.Unusable unusable) {
            site.problem("verify", String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    private Protection protection(Function<Path, Protection> protections) {
        top.required("protection");
        Optional<Path> place = named(top, "protection");
        try {
            if (place.isPresent()) {
                return protections.apply(place.get());
            }
        } catch (EarshotException mistakes) {
            top.problem("protection", String.valueOf(mistakes.getMessage()));
        }
        return new Protection(
                Set.of(),
                List.of(new ZoneProtection("public", List.of(), false, Otherwise.BLOCK, List.of(), List.of())));
    }

    private Optional<String> signedIn() {
        if (!top.names().contains("signedIn")) {
            return Optional.empty();
        }
        YamlMapping signedIn = top.mapping("signedIn").only(Set.of("cookie"));
        String cookie = signedIn.required("cookie");
        if (!cookie.isEmpty() && !cookie.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            signedIn.problem("cookie", "\"cookie\" is a cookie's name alone, such as clinic_session.");
        }
        return Optional.of(cookie);
    }

    private Optional<GuardScript.Fault> guard() {
        YamlMapping guard = top.mapping("guard").only(Set.of("script", "onFault"));
        GuardScript.Fault fault =
                guard.choice("onFault", Set.of("open", "closed"), "open").equals("closed")
                        ? GuardScript.Fault.CLOSED
                        : GuardScript.Fault.OPEN;
        return guard.choice("script", Set.of("yes", "no", "true", "false"), "yes")
                        .matches("yes|true")
                ? Optional.of(fault)
                : Optional.empty();
    }

    private Compression compression() {
        YamlMapping compress = top.mapping("compress").only(Set.of("when", "level"));
        int level = Measures.count(compress, "level", 1, 1, 9);
        return switch (compress.choice("when", Set.of("as-upstream", "always", "never"), "as-upstream")) {
            case "always" -> new Compression(true, OptionalInt.of(level));
            case "never" -> new Compression(false, OptionalInt.empty());
            default -> new Compression(false, OptionalInt.of(level));
        };
    }

    private Limits limits() {
        YamlMapping limits = top.mapping("limits")
                .only(Set.of("head", "headerFields", "body", "upstreamIdle", "connections", "streams"));
        Limits usual = Limits.USUAL;
        return new Limits(
                (int) Measures.size(limits, "head", usual.headBytes(), 1_024, 1 << 20),
                Measures.count(limits, "headerFields", usual.headFields(), 10, 10_000),
                Measures.size(limits, "body", usual.bodyBytes(), 0, TERABYTE),
                Measures.count(limits, "upstreamIdle", usual.idleConnections(), 0, 100_000),
                Measures.count(limits, "connections", usual.connections(), 1, 1_000_000),
                Measures.count(limits, "streams", usual.streams(), 1, 10_000));
    }

    private static Timeouts timeouts(YamlMapping timeouts) {
        timeouts.only(Set.of("head", "idle", "body", "connect", "answer", "upstreamIdle", "webSocket", "drain"));
        Timeouts usual = Timeouts.USUAL;
        return new Timeouts(
                Measures.time(timeouts, "head", usual.head()),
                Measures.time(timeouts, "idle", usual.idle()),
                Measures.time(timeouts, "body", usual.body()),
                Measures.time(timeouts, "connect", usual.connect()),
                Measures.time(timeouts, "answer", usual.answer()),
                Measures.time(timeouts, "upstreamIdle", usual.upstreamIdle()),
                Measures.time(timeouts, "webSocket", usual.webSocket()));
    }

    private Reports reports() {
        YamlMapping reports = top.mapping("reports").only(Set.of("folder", "keep", "settings"));
        return new Reports(
                reports.text("folder").flatMap(text -> place(reports, "folder", text)),
                Measures.time(reports, "keep", Duration.ofDays(90)),
                named(reports, "settings"));
    }

    private Relay relay(Protection protection, InstantSource clock) {
        byte[] key = {};
        Optional<Path> place = named(top, "relayKey");
        try {
            if (place.isPresent()) {
                key = Files.readString(place.get()).strip().getBytes(StandardCharsets.UTF_8);
                if (key.length < SHORTEST_KEY) {
                    top.problem("relayKey", place.get() + " is no key: it holds at least 32 characters by chance.");
                }
            }
        } catch (IOException _) {
            top.problem("relayKey", "could not read " + place.get() + ".");
        }
        List<RelaySetting> relays = RelayFile.of(top.mapping("relay"));
        if (relays.isEmpty()) {
            return GatewaySettings.NO_RELAY;
        }
        try {
            return Relays.of(relays, protection, key, clock);
        } catch (EarshotException mistakes) {
            top.problem("relay", String.valueOf(mistakes.getMessage()));
            return GatewaySettings.NO_RELAY;
        }
    }

    private InetSocketAddress admin(List<Listener> listeners) {
        InetSocketAddress admin = Measures.address(top, "admin", ADMIN);
        if (admin.getPort() != 0
                && listeners.stream()
                        .anyMatch(each -> each.port() == admin.getPort()
                                && (each.address().equals(admin.getAddress())
                                        || each.address().isAnyLocalAddress()))) {
            top.problem("admin", "\"admin\" is an address of its own, not one that clients connect to.");
        }
        return admin;
    }

    /// A file that is read, as it lies beside this one.
    private Optional<Path> named(YamlMapping in, String name) {
        Optional<Path> place = in.text(name).flatMap(text -> place(in, name, text));
        place.ifPresent(read::add);
        return place;
    }

    private Optional<Path> place(YamlMapping in, String name, String text) {
        try {
            if (!text.isEmpty()) {
                return Optional.of(file.resolveSibling(text));
            }
            in.problem(name, "\"" + name + "\" names a file.");
        } catch (InvalidPathException _) {
            in.problem(name, "\"" + text + "\" can't be a file's name.");
        }
        return Optional.empty();
    }
}
