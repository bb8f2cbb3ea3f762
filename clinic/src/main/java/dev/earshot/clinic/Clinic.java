package dev.earshot.clinic;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A pretend hospital on the loopback address, with the third parties that its pages talk to.
///
/// A browser started with [#browserArgs()] sees all of them under their own host names, over TLS, and can reach nothing
/// else. What each of them was told is in [#received()].
public final class Clinic implements AutoCloseable {
    private static final String PASSWORD = "clinic";

    private final Server server;
    private final Sink sink;
    private final ServerConnector connector;
    private final ServerConnector badConnector;
    private final Certificates.Identity identity;
    private final String publicKeyHash;
    private final boolean careless;

    private Clinic(
            Server server,
            Sink sink,
            ServerConnector connector,
            ServerConnector badConnector,
            Certificates.Identity identity,
            String publicKeyHash,
            boolean careless) {
        this.server = server;
        this.sink = sink;
        this.connector = connector;
        this.badConnector = badConnector;
        this.identity = identity;
        this.publicKeyHash = publicKeyHash;
        this.careless = careless;
    }

    /// Starts a clinic; it listens when this returns.
    ///
    /// @throws EarshotException if its port is taken
    public static Clinic start(ClinicOptions options) {
        try {
            Certificates.Identity identity = Certificates.newAuthority().issue(Hosts.all());
            QueuedThreadPool threads = new QueuedThreadPool(200);
            threads.setName("clinic");
            threads.setDaemon(true);
            Server server = new Server(threads);
            ServerConnector connector = connector(server, identity, options.http2());
            connector.setPort(options.port());
            ServerConnector badConnector =
                    connector(server, Certificates.untrustworthy(Hosts.BAD_CERTIFICATE), options.http2());
            server.addConnector(connector);
            server.addConnector(badConnector);
            ServerWebSocketContainer.ensure(server);
            Sink sink = new Sink();
            server.setHandler(new FrontDoor(sink, new Town(options.careless()), options.delay()));
            server.start();
            return new Clinic(
                    server, sink, connector, badConnector, identity, identity.publicKeyHash(), options.careless());
        } catch (Exception e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The clinic could not start on port " + options.port() + " of 127.0.0.1: " + e.getMessage()
                            + ". Give another port, or 0 for any free one.",
                    e);
        }
    }

    private static ServerConnector connector(Server server, Certificates.Identity identity, boolean http2)
            throws GeneralSecurityException, IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(256 * 1024);
        // Trackers send addresses that a strict server refuses: encoded slashes, semicolons, spaces.
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(identity.keyStore(PASSWORD));
        tls.setKeyStorePassword(PASSWORD);
        tls.setSniRequired(false);
        ServerConnector connector;
        if (http2) {
            HTTP2ServerConnectionFactory h2 = new HTTP2ServerConnectionFactory(http);
            // WebSockets stay on connections of their own, as nearly all servers have them.
            h2.setConnectProtocolEnabled(false);
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
            alpn.setDefaultProtocol(http1.getProtocol());
            connector = new ServerConnector(server, 1, 1, new ConnectionFactory[] {
                new SslConnectionFactory(tls, alpn.getProtocol()), alpn, h2, http1
            });
        } else {
            connector = new ServerConnector(
                    server, 1, 1, new ConnectionFactory[] {new SslConnectionFactory(tls, http1.getProtocol()), http1});
        }
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(120_000);
        return connector;
    }

    /// The hospital's front page.
    public URI home() {
        return URI.create("https://" + Hosts.WWW + "/");
    }

    /// The portal's sign-in page.
    public URI portal() {
        return URI.create("https://" + Hosts.PORTAL + "/");
    }

    /// The port of 127.0.0.1 that all hosts are answered on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Chromium's switches for a browser that lives in this clinic: its hosts resolve to it, no other name resolves,
    /// and
    /// its certificate is trusted, in pages and workers alike. Chromium heeds the last of them only together with
    /// `--user-data-dir`.
    public List<String> browserArgs() {
        return browserArgs(port());
    }

    /// As [#browserArgs()], for a browser that reaches the hospital's own pages through a gateway.
    ///
    /// @param gatewayPort of 127.0.0.1; it answers with the certificate of [#gatewayFiles]
    public List<String> browserArgs(int gatewayPort) {
        return List.of(
                "--host-resolver-rules=" + Hosts.resolverRules(port(), badConnector.getLocalPort(), gatewayPort),
                "--ignore-certificate-errors-spki-list=" + publicKeyHash);
    }

    /// Writes into `folder` what a gateway needs that stands before the hospital's own pages: `certificate.pem` and
    /// `key.pem` to answer with, `authority.pem`, which vouches for the hospital's servers, and a `gateway.yaml` that names
    /// them, a `protection.yaml` beside it, and free ports.
    ///
    /// @return the `gateway.yaml`
    /// @throws UncheckedIOException if the folder cannot be made or written to
    public Path gatewayFiles(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("certificate.pem"), identity.chainPem());
            Files.writeString(folder.resolve("key.pem"), identity.keyPem());
            Files.writeString(folder.resolve("authority.pem"), identity.authorityPem());
            return Files.writeString(
                    folder.resolve("gateway.yaml"), """
                    listen:
                      - address: 127.0.0.1:0
                        tls: {certificate: certificate.pem, key: key.pem}
                    sites:
                      - hosts: [%s]
                        upstream: https://127.0.0.1:%d
                        verify: authority.pem
                    protection: protection.yaml
                    signedIn: {cookie: clinic_session}
                    reports: {folder: reports}
                    admin: 127.0.0.1:0
                    """.formatted(String.join(", ", pageHosts()), port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of our own can be encoded", e);
        }
    }

    /// The hosts that serve the hospital's own pages: those that a gateway stands before.
    public List<String> pageHosts() {
        return Hosts.PAGES;
    }

    /// Every request that arrived at any host so far, in order of arrival.
    public List<Received> received() {
        return sink.received();
    }

    /// What the clinic discloses on purpose when its patient journey is played.
    public List<Planted> planted() {
        return Plants.all(careless);
    }

    /// Writes the clinic's journeys into `folder` as Chrome DevTools Recorder files, and names them: the patient's
    /// journey
    /// first, then one that sends a request of every kind.
    ///
    /// @throws UncheckedIOException if the folder cannot be made or written to
    public List<Path> journeys(Path folder) {
        try {
            Files.createDirectories(folder);
            List<Path> files = new ArrayList<>();
            for (String name : List.of("patient.json", "transports.json")) {
                files.add(Files.writeString(folder.resolve(name), Resources.required("journeys/" + name)));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the patient's journey into `folder` as it is once the hospital is protected, and names it: without the
    /// contact form, which is another company's and which policy therefore stops.
    ///
    /// @throws UncheckedIOException if the folder cannot be made or written to
    public Path protectedJourney(Path folder) {
        try {
            Files.createDirectories(folder);
            ObjectNode journey = (ObjectNode) JsonMapper.shared().readTree(Resources.required("journeys/patient.json"));
            ArrayNode kept = JsonMapper.shared().createArrayNode();
            boolean contact = false;
            for (JsonNode step : journey.path("steps")) {
                String url = step.path("url").asString("");
                if (step.path("type").asString("").equals("navigate")) {
                    contact = url.endsWith("/contact");
                }
                if (!contact) {
                    kept.add(step);
                }
            }
            journey.set("steps", kept);
            return Files.writeString(folder.resolve("protected.json"), journey.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the journey for a comparison of persons into `folder` and names it: a member of the reading room searches,
    /// and a tracker that encrypts is told.
    ///
    /// @throws UncheckedIOException if the folder cannot be made or written to
    public Path readingRoomJourney(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(
                    folder.resolve("reading-room.json"), Resources.required("journeys/reading-room.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How to scan this clinic, in words for whoever started it.
    public String instructions() {
        StringBuilder text = new StringBuilder();
        text.append("""
                The clinic is open on 127.0.0.1 port %d.

                  Its website       %s
                  Its portal        %s  (user name demo, password demo)
                  Nothing to find   %sprivacy
                  Every transport   %stransports
                  Misbehaviour      %strouble/  (redirect-loop, dialogs, download, never-idle, slow, hang, big, frames,
                                    popups, error, not-html, busy) and https://%s/

                A browser finds it, and nothing else in the world, when started with a profile of its own
                (--user-data-dir) and these switches; a scan takes each as a --browser-arg:

                """.formatted(port(), home(), portal(), home(), home(), home(), Hosts.BAD_CERTIFICATE));
        browserArgs().forEach(argument -> text.append("  '").append(argument).append("'\n"));
        return text.toString();
    }

    /// Forgets what was received, for another scan of the same clinic.
    public void forget() {
        sink.forget();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new EarshotException(EarshotException.Code.INTERNAL, "The clinic did not stop: " + e.getMessage(), e);
        }
    }
}
