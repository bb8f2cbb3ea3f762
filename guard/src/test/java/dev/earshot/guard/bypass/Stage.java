package dev.earshot.guard.bypass;

import dev.earshot.guard.collect.Collector;
import dev.earshot.guard.csp.ZoneHeaders;
import dev.earshot.guard.gateway.Gateway;
import dev.earshot.guard.gateway.GatewaySettings;
import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.guard.script.GuardScript;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// The whole internet of a browser under test, on one port of this machine: the site, two vendors that its policy
/// allows, and all other hosts, each of which is a sink. It takes TLS and plain HTTP alike, and answers DNS over HTTPS.
/// A run behind the gateway has the site's answers by way of a gateway, whose upstream is this same port.
///
/// What a sink receives is counted for the run whose canary is in the connection's server name, or in any byte of a
/// request.
final class Stage implements AutoCloseable {
    static final String SITE = "www.clinic.example";
    /// An own host that is a vendor's in truth, and known to be.
    static final String CNAME = "metrics.clinic.example";
    /// An own host that is a vendor's in truth, which nobody has noticed.
    static final String EDGE = "edge.clinic.example";
    /// A vendor that is allowed for everything.
    static final String VENDOR = "cdn.vendor.example";
    /// A vendor that is allowed below `/collect` only, to connect and for images, with three fields.
    static final String STATS = "stats.vendor.example";
    static final String SINK = "sink.example";
    /// Names below it are looked up in our DNS; all others are mapped without.
    static final String LOOKUP = "lookup.example";
    /// Names below it are this machine with the port as it is.
    static final String DATAGRAMS = "udp.example";

    private static final String FOLDER = "/.well-known/earshot/";
    private static final String REPORT = FOLDER + "report";
    private static final String NONCE = "bm9uY2VvZm91cnM";
    private static final Pattern CANARY = Pattern.compile("q[0-9a-f]{8}q");

    /// On what the gateway is asked, so that it is told from what the browser asks.
    private static final String ASKED = "x-asked-gateway";

    private static final Collector NO_COLLECTOR = new Collector() {
        @Override
        public Outcome take(String source, String contentType, byte[] body, Instant at) {
            return Outcome.TAKEN;
        }

        @Override
        public void close() {}
    };

    private static final Pattern SCRIPT = Pattern.compile("(?s)<script[^>]*>.*?</script>");

    private final ServerSocket listener;
    private final SSLContext tls;
    private final String publicKeyHash;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unattributed = new AtomicInteger();
    private final Gateway gateway;
    private final ZoneHeaders headers;
    private final GuardScript guard;

    private Stage(ServerSocket listener, SSLContext tls, String publicKeyHash, Gateway gateway) {
        this.gateway = gateway;
        this.listener = listener;
        this.tls = tls;
        this.publicKeyHash = publicKeyHash;
        Protection protection = protection();
        ZoneProtection zone = protection.zones().getFirst();
        this.headers = ZoneHeaders.forGateway(protection, zone, REPORT);
        this.guard = GuardScript.of(protection, zone, REPORT, GuardScript.Fault.CLOSED);
    }

    static Protection protection() {
        Allowed vendor = new Allowed(
                Endpoint.of(VENDOR),
                EnumSet.complementOf(EnumSet.of(Use.NAVIGATION)),
                new Fields.All(),
                "Vendor",
                "test");
        Allowed stats = new Allowed(
                new Endpoint(STATS, "/collect"),
                Set.of(Use.CONNECT, Use.IMAGE),
                new Fields.Only(Set.of("v", "tid", "en")),
                "Vendor",
                "test");
        List<Forbidden> forbidden = List.of(
                new Forbidden(Endpoint.of("*." + SINK), "Sink", "sink", "no-telling"),
                new Forbidden(Endpoint.of(CNAME), "Sink", "sink", "no-telling"));
        return new Protection(
                Set.of(SITE, CNAME, EDGE),
                List.of(new ZoneProtection(
                        "public", List.of(), false, Otherwise.BLOCK, List.of(vendor, stats), forbidden)));
    }

    static Stage open(Path folder) throws Exception {
        KeyStore keys = keys(folder.resolve("keys.p12"));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        tls.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        byte[] key = keys.getCertificate("server").getPublicKey().getEncoded();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        ServerSocket listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        Gateway gateway = Gateway.start(gateway(managers, listener.getLocalPort()));
        Stage stage = new Stage(listener, tls, hash, gateway);
        Thread.ofPlatform().daemon().name("stage").start(stage::accept);
        return stage;
    }

    private static GatewaySettings gateway(KeyManagerFactory keys, int upstream) throws IOException {
        return new GatewaySettings(
                List.of(new GatewaySettings.Listener(
                        InetAddress.getLoopbackAddress(),
                        0,
                        Optional.of(SslContextBuilder.forServer(keys).build()))),
                List.of(new GatewaySettings.Site(Set.of(SITE), URI.create("http://127.0.0.1:" + upstream))),
                protection(),
                Optional.empty(),
                GatewaySettings.OnDoubt.PASS,
                Optional.of(GuardScript.Fault.CLOSED),
                GatewaySettings.Enforcement.ENFORCE,
                GatewaySettings.Compression.AS_UPSTREAM,
                GatewaySettings.Forwarding.SET,
                GatewaySettings.Limits.USUAL,
                GatewaySettings.Timeouts.USUAL,
                REPORT,
                NO_COLLECTOR,
                GatewaySettings.NO_RELAY,
                new SecureRandom(),
                InstantSource.system(),
                1);
    }

    /// A browser started with these finds all hosts here and no other.
    List<String> browserArgs() {
        return List.of(
                "--host-resolver-rules=MAP *." + DATAGRAMS + " 127.0.0.1, MAP * 127.0.0.1:" + listener.getLocalPort()
                        + ", EXCLUDE *." + LOOKUP + ", EXCLUDE 127.0.0.1",
                "--ignore-certificate-errors-spki-list=" + publicKeyHash);
    }

    /// What is to stand in the browser's file `Local State`, for it to look names up here.
    String browserState() {
        return "{\"dns_over_https\":{\"mode\":\"secure\",\"templates\":\"https://127.0.0.1:" + listener.getLocalPort()
                + "/dns-query\"}}";
    }

    Run begin(Way way, SetUp setUp) {
        try {
            String canary = "q%08xq".formatted(next.incrementAndGet() * 0x9E3779B1);
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Run run = new Run(way, setUp, canary, socket);
            runs.put(canary, run);
            run.listen();
            return run;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Connections to a sink that no run could be named for.
    int unattributed() {
        return unattributed.get();
    }

    ZoneHeaders headers() {
        return headers;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        gateway.close();
        runs.values().forEach(Run::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket plain) {
        String server = "";
        try (plain) {
            plain.setSoTimeout(60_000);
            int first = plain.getInputStream().read();
            if (first < 0) {
                return;
            }
            InputStream begun = new ByteArrayInputStream(new byte[] {(byte) first});
            InputStream in;
            OutputStream out;
            if (first == 0x16) {
                SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, begun, true);
                secure.startHandshake();
                server = ((ExtendedSSLSession) secure.getSession())
                        .getRequestedServerNames().stream()
                                .filter(SNIHostName.class::isInstance)
                                .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                                .findFirst()
                                .orElse("");
                in = secure.getInputStream();
                out = secure.getOutputStream();
            } else {
                in = new java.io.SequenceInputStream(begun, plain.getInputStream());
                out = plain.getOutputStream();
            }
            if (!ours(server) && !server.isEmpty()) {
                told(Receipt.CONNECTION, server, "connection to " + server);
            }
            BufferedInputStream buffered = new BufferedInputStream(in, 16_384);
            while (answer(buffered, out, server)) {
                out.flush();
            }
        } catch (IOException e) {
            // The browser has gone, or refused the certificate.
        }
    }

    /// Whether a request to this host is none to a sink by itself.
    private static boolean ours(String host) {
        return host.equals(SITE) || host.equals(VENDOR) || host.equals(STATS) || host.equals("127.0.0.1");
    }

    private void told(Receipt what, String text, String shown) {
        Matcher matcher = CANARY.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.find()) {
            unattributed.incrementAndGet();
            if (System.getProperty("seen") != null) {
                System.err.println("unattributed: " + shown);
            }
            return;
        }
        Run run = runs.get(matcher.group());
        if (run != null) {
            run.received(what, shown);
        }
    }

    private boolean answer(InputStream in, OutputStream out, String server) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return false;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        StringBuilder head = new StringBuilder(line);
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            head.append('\n').append(field);
            int colon = field.indexOf(':');
            if (colon > 0) {
                fields.put(
                        field.substring(0, colon).toLowerCase(Locale.ROOT),
                        field.substring(colon + 1).strip());
            }
        }
        String[] words = line.split(" ", -1);
        if (words.length < 2) {
            return false;
        }
        String host = host(fields.getOrDefault("host", server));
        byte[] body = body(in, fields);
        String text = head + "\n\n" + new String(body, StandardCharsets.ISO_8859_1);
        if (words[1].startsWith("/dns-query")) {
            lookUp(words[1], body, out);
            return true;
        }
        if (!ours(host)) {
            told(Receipt.REQUEST, text, words[0] + " " + host + " " + fields.getOrDefault("sec-fetch-dest", ""));
            write(out, 200, Map.of("Content-Type", "text/plain"), "got it".getBytes(StandardCharsets.UTF_8));
        } else if (host.equals(SITE) && !fields.containsKey(ASKED) && behindGateway(words[1], text)) {
            askGateway(head, body, out);
            return false;
        } else {
            page(host, words[1], text, out);
        }
        return !fields.getOrDefault("connection", "").equalsIgnoreCase("close");
    }

    private boolean behindGateway(String target, String text) {
        if (target.startsWith(FOLDER)) {
            return !target.equals(FOLDER + guard.name());
        }
        Matcher canary = CANARY.matcher(text);
        Run run = canary.find() ? runs.get(canary.group()) : null;
        return run != null && run.setUp() == SetUp.GATEWAY;
    }

    /// Asks by TLS, since the gateway has to see the page's address as the browser does. The connection ends with the answer.
    private void askGateway(CharSequence head, byte[] body, OutputStream out) throws IOException {
        String once =
                head.toString().replaceAll("(?im)^(connection|upgrade|transfer-encoding|content-length):.*\n?", "");
        try (Socket to = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), gateway.port())) {
            OutputStream request = to.getOutputStream();
            request.write((once.strip() + "\nConnection: close\n" + ASKED + ": yes\nContent-Length: " + body.length)
                    .replace("\n", "\r\n")
                    .concat("\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            request.write(body);
            request.flush();
            to.getInputStream().transferTo(out);
        }
    }

    private static String host(String header) {
        String host = header.toLowerCase(Locale.ROOT);
        int port = host.lastIndexOf(':');
        return port > 0 ? host.substring(0, port) : host;
    }

    /// What the site and the allowed vendors serve: below the first label of the path, which is the run's canary.
    private void page(String host, String target, String text, OutputStream out) throws IOException {
        String path = target.split("[?#]", 2)[0];
        if (path.equals(FOLDER + guard.name())) {
            write(
                    out,
                    200,
                    Map.of("Content-Type", "text/javascript"),
                    guard.text().getBytes(StandardCharsets.UTF_8));
            return;
        }
        Matcher canary = CANARY.matcher(path.startsWith(FOLDER) ? "" : text);
        Run run = canary.find() ? runs.get(canary.group()) : null;
        if (run == null) {
            write(out, path.startsWith(FOLDER) ? 204 : 404, Map.of(), new byte[0]);
            return;
        }
        String place = host + path.replaceFirst("^/" + run.canary() + "(?=/)", "");
        if (place.equals(SITE + "/")) {
            run.served();
        }
        Way.Served served = run.way().served().get(place);
        if (served == null) {
            served = new Way.Served(404, Map.of("Content-Type", "text/html"), "<p>nothing here", false);
        }
        if (served.sink() && text.contains("s" + run.canary())) {
            run.received(Receipt.REQUEST, "at " + place);
        }
        Map<String, String> sent = new LinkedHashMap<>();
        served.headers().forEach((name, value) -> sent.put(name, run.filled(value)));
        boolean page = host.equals(SITE)
                && served.headers().getOrDefault("Content-Type", "").startsWith("text/html");
        String body = run.filled(page ? disguised(served.body()) : served.body());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (host.equals(SITE)) {
            if (page) {
                bytes = protectedPage(run.setUp(), whole(body)).getBytes(StandardCharsets.UTF_8);
            }
            if (run.setUp().headers()) {
                headers.headers().forEach(header -> sent.put(header.name(), header.value(NONCE)));
            }
        }
        write(out, served.status(), sent, bytes);
    }

    /// A page whose inline scripts do not name the sink, as somebody would write them who knows that the text is read.
    private static String disguised(String page) {
        Matcher scripts = SCRIPT.matcher(page);
        return scripts.replaceAll(script -> Matcher.quoteReplacement(script.group()
                .replace("@SINK@", "@CANARY@.sin\\x6b.example")
                .replace("sink.example", "sin\\x6b.example")
                .replace("@CNAME@", "metric\\x73.clinic.example")));
    }

    private static String whole(String body) {
        return body.contains("<html")
                ? body
                : "<!doctype html><html><head><title>Clinic</title></head><body>\n" + body + "</body></html>\n";
    }

    private String protectedPage(SetUp setUp, String page) {
        String with = setUp.headers()
                ? page.replaceAll("(?i)<(script|style|link)\\b(?![^>]*\\bnonce=)", "<$1 nonce=\"" + NONCE + "\"")
                : page;
        return setUp.guard()
                ? with.replaceFirst("(<head\\b[^>]*>)", "$1" + Matcher.quoteReplacement(guard.tag(FOLDER, NONCE)))
                : with;
    }

    private static void write(OutputStream out, int status, Map<String, String> headers, byte[] body)
            throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Answer\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: *\r\nCache-Control: no-store\r\n");
        if (status != 204) {
            head.append("Content-Length: " + body.length + "\r\n");
        }
        head.append("\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
    }

    /// Answers that a name is this machine.
    private void lookUp(String target, byte[] body, OutputStream out) throws IOException {
        byte[] question = body;
        int at = target.indexOf("dns=");
        if (at > 0) {
            question = Base64.getUrlDecoder().decode(target.substring(at + 4).split("&", 2)[0]);
        }
        String name = name(question);
        if (!name.isEmpty()) {
            told(Receipt.LOOKUP, name, "lookup of " + name);
        }
        byte[] answer = question.clone();
        if (answer.length > 11) {
            boolean address = answer[endOfQuestion(answer) - 3] == 1;
            answer[2] = (byte) 0x81;
            answer[3] = (byte) 0x80;
            answer[7] = (byte) (address ? 1 : 0);
            answer[11] = 0;
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(answer, 0, endOfQuestion(answer));
            if (address) {
                all.writeBytes(new byte[] {(byte) 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1});
            }
            answer = all.toByteArray();
        }
        write(out, 200, Map.of("Content-Type", "application/dns-message"), answer);
    }

    private static int endOfQuestion(byte[] message) {
        int at = 12;
        while (at < message.length && message[at] != 0) {
            at += message[at] + 1;
        }
        return Math.min(message.length, at + 5);
    }

    private static String name(byte[] message) {
        StringBuilder name = new StringBuilder();
        for (int at = 12; at < message.length && message[at] > 0; at += message[at] + 1) {
            name.append(new String(
                            message, at + 1, Math.min(message[at], message.length - at - 1), StandardCharsets.US_ASCII))
                    .append('.');
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = in.read(); each >= 0 && each != '\n'; each = in.read()) {
            if (each != '\r') {
                line.write(each);
            }
            if (line.size() > 4_000_000) {
                throw new IOException("a line of four megabytes");
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(InputStream in, Map<String, String> fields) throws IOException {
        if (fields.getOrDefault("transfer-encoding", "").equals("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(in).strip(), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                body.write(in.readNBytes(size));
                line(in);
            }
            line(in);
            return body.toByteArray();
        }
        return in.readNBytes(Integer.parseInt(fields.getOrDefault("content-length", "0")));
    }

    private static KeyStore keys(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=stage",
                        "-ext",
                        "san=ip:127.0.0.1,dns:*.example",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        return keys;
    }
}
