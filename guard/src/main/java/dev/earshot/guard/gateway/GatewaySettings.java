package dev.earshot.guard.gateway;

import dev.earshot.guard.collect.Collector;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.relay.Relay;
import dev.earshot.guard.script.GuardScript;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/// All that a gateway is told.
///
/// @param sites whose host names differ
/// @param signedInCookie the name of the cookie that only a signed-in visitor has
/// @param guard what the browser guard does where it can't work; empty where none is put into pages
/// @param reportPath where pages' reports are taken, on each site's own hosts; below `/.well-known/earshot/`
/// @param relay forwards nothing where none is configured
/// @param random for nonces, so it has to be one that nobody can predict; used by several threads
/// @param clock for the time of a report
/// @param eventLoops threads that serve connections
public record GatewaySettings(
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
        String reportPath,
        Collector collector,
        Relay relay,
        RandomGenerator random,
        InstantSource clock,
        int eventLoops) {
    /// Below it lies all that the gateway serves itself, except the relay.
    public static final String OWN_FOLDER = "/.well-known/earshot/";

    /// For a gateway without a relay, which passes requests below [#RELAY_FOLDER] on to the site.
    public static final Relay NO_RELAY = request -> Optional.empty();

    /// Below it the relay takes what pages tell.
    public static final String RELAY_FOLDER = "/collect/";

    public GatewaySettings {
        listeners = List.copyOf(listeners);
        sites = List.copyOf(sites);
        if (!reportPath.startsWith(OWN_FOLDER)) {
            throw new IllegalArgumentException("reports are taken below " + OWN_FOLDER + ", not at " + reportPath);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("a gateway needs an event loop");
        }
    }

    /// Where clients connect to.
    ///
    /// @param port 0 for any that is free
    public record Listener(InetAddress address, int port, Optional<SslContext> tls) {}

    /// A site and the server that it lies on.
    ///
    /// @param hosts exact, lower case, without a port
    /// @param upstream `http` or `https`, host and port alone
    /// @param tls for an upstream by `https`
    /// @param serverName what the upstream is asked for by TLS, where it is not its host
    public record Site(Set<String> hosts, URI upstream, Optional<SslContext> tls, Optional<String> serverName) {
        /// One without TLS to its upstream.
        public Site(Set<String> hosts, URI upstream) {
            this(hosts, upstream, Optional.empty(), Optional.empty());
        }

        public Site {
            hosts = Set.copyOf(hosts);
            for (String host : hosts) {
                if (!host.equals(host.toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException("hosts are lower case: " + host);
                }
            }
            String scheme = upstream.getScheme();
            if (upstream.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new IllegalArgumentException("an upstream is http://host:port or https://host:port");
            }
            if (tls.isPresent() != "https".equals(scheme)) {
                throw new IllegalArgumentException("an upstream by https needs TLS, and no other");
            }
        }
    }

    /// What becomes of a page that can't be rewritten for certain, such as one in an unknown coding.
    public enum OnDoubt {
        /// It passes as it is.
        PASS,
        /// It is not served: 502.
        CLOSE
    }

    /// Whether policy holds or only tells.
    public enum Enforcement {
        ENFORCE,
        /// Nothing is taken out or blocked; browsers report what would be.
        REPORT_ONLY
    }

    /// When rewritten pages are compressed, for clients that take it.
    ///
    /// @param always also where the upstream sent it uncompressed
    /// @param level of gzip, 1 to 9; empty: rewritten pages leave uncompressed
    public record Compression(boolean always, OptionalInt level) {
        /// As the upstream did, fast.
        public static final Compression AS_UPSTREAM = new Compression(false, OptionalInt.of(1));
    }

    /// What the site's own server is told of the client's address, scheme and host, in `X-Forwarded-For`,
    /// `X-Forwarded-Proto` and `X-Forwarded-Host`.
    public enum Forwarding {
        /// As this gateway sees it; what the client sent of these is dropped.
        SET,
        /// As this gateway sees it, behind what came, for a gateway behind a trusted proxy.
        APPEND,
        /// Nothing is added or taken.
        PASS
    }

    /// @param headBytes of a request's or an answer's start line and fields together
    /// @param headFields how many fields a head may have
    /// @param bodyBytes of a request; more is refused with 413
    /// @param idleConnections to one upstream, kept by each event loop
    /// @param connections of clients at one time, over all listeners
    /// @param streams at one time in a connection in HTTP/2
    public record Limits(
            int headBytes, int headFields, long bodyBytes, int idleConnections, int connections, int streams) {
        public static final Limits USUAL = new Limits(32 * 1024, 100, 1L << 30, 64, 20_000, 100);
    }

    /// @param head for a request's head to come, from its first byte
    /// @param idle between requests of a client's connection
    /// @param body without a byte taken or given in the middle of a request or an answer
    /// @param connect to an upstream, its TLS handshake included
    /// @param answer for an upstream's answer to begin, once the whole request is sent
    /// @param upstreamIdle for which a connection to an upstream is kept without use
    /// @param webSocket without a byte either way
    public record Timeouts(
            Duration head,
            Duration idle,
            Duration body,
            Duration connect,
            Duration answer,
            Duration upstreamIdle,
            Duration webSocket) {
        public static final Timeouts USUAL = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5));
    }
}
