package dev.earshot.browser.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Exchange.Delivery;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A site on loopback whose one page fires a request of each kind that a browser can make, and which keeps what truly
/// came: the proof, before a real site is scanned, that the capture sees every kind.
///
/// Drive a watched browser to [#url()], wait for [#ready()], leave the page (so that it unloads), finish the browser,
/// and ask [#unseen(List)]. `127.0.0.1` is the first party, `localhost` the other site.
public final class SelfTestSite implements AutoCloseable {
    private static final String TOKEN = "earshot-self-test-7f3a9c";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final byte[] PIXEL =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
    private static final Map<String, String> FILES = Map.of(
            "/", "index.html",
            "/frame.html", "frame.html",
            "/worker.js", "worker.js",
            "/shared.js", "shared.js",
            "/service.js", "service.js");

    /// A kind of request, and how many requests the page makes of it.
    private record Channel(String name, String words, int requests) {}

    private static final Channel WEBSOCKET = new Channel("websocket", "WebSocket messages both ways", 1);
    private static final List<Channel> CHANNELS = List.of(
            new Channel("image-pixel", "an image pixel", 1),
            new Channel("redirect-chain", "a redirect chain of another site", 3),
            new Channel("fetch-post", "a fetch POST", 1),
            new Channel("xhr-post", "an XMLHttpRequest POST", 1),
            new Channel("beacon-text", "a beacon with text", 1),
            new Channel("beacon-blob", "a beacon with a Blob", 1),
            new Channel("beacon-form", "a beacon with a form and a file", 1),
            new Channel("keepalive-fetch", "a keepalive fetch", 1),
            new Channel("late-beacon", "a beacon after the page had loaded", 1),
            new Channel("gzip-body", "a compressed body", 1),
            WEBSOCKET,
            new Channel("event-source", "an EventSource", 1),
            new Channel("iframe-post", "a POST of another site's frame", 1),
            new Channel("dedicated-worker", "a dedicated worker's request", 1),
            new Channel("shared-worker", "a shared worker's request", 1),
            new Channel("service-worker", "a service worker's request", 1),
            new Channel("cors-preflight", "a CORS preflight and its POST", 2),
            new Channel("referer-only", "a request that tells by its Referer only", 1),
            new Channel("cookie-only", "a request that tells by its cookie only", 1),
            new Channel("form-post", "a form posted to another site", 1),
            new Channel("beacon-visibility", "a beacon when the page is hidden", 1),
            new Channel("beacon-pagehide", "a beacon when the page is left", 1),
            new Channel("keepalive-pagehide", "a keepalive fetch when the page is left", 1));

    /// What came to the server.
    ///
    /// @param path with its query
    private record Arrival(String channel, String method, String path, Bytes body, String referer, String cookie) {}

    private final HttpServer server;
    private final SelfTestSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final CountDownLatch fired = new CountDownLatch(1);

    private SelfTestSite(HttpServer server, SelfTestSocket socket) {
        this.server = server;
        this.socket = socket;
    }

    /// Starts the site on free ports of the loopback address.
    public static SelfTestSite start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            SelfTestSite site = new SelfTestSite(server, new SelfTestSocket());
            server.setExecutor(site.threads);
            server.createContext("/", site::answer);
            server.start();
            return site;
        } catch (IOException failure) {
            throw new UncheckedIOException("The self-test site could not be started on 127.0.0.1.", failure);
        }
    }

    /// The page to open. Its address carries what only the Referer will tell.
    public String url() {
        return origin("127.0.0.1") + "/?referer=" + TOKEN;
    }

    /// Waits until the page says that all that fires before it is left has been fired; false after 15 seconds.
    public boolean ready() throws InterruptedException {
        return ready(PATIENCE);
    }

    /// The same with another deadline.
    public boolean ready(Duration deadline) throws InterruptedException {
        return fired.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The names of the kinds of request, such as `beacon-pagehide`.
    public List<String> channels() {
        return CHANNELS.stream().map(Channel::name).toList();
    }

    /// What of all that came is not among `exchanges`, whole and byte for byte. A kind of which nothing came could
    /// not be tested; that is said, and not blamed on the capture.
    public List<BlindSpot> unseen(List<Exchange> exchanges) {
        List<BlindSpot> spots = new ArrayList<>();
        List<Exchange> left = new ArrayList<>(exchanges.stream()
                .filter(exchange -> exchange.delivery() == Delivery.SENT)
                .toList());
        for (Channel channel : CHANNELS) {
            Optional<String> fault = channel.equals(WEBSOCKET) ? socketFault(exchanges) : requestFault(channel, left);
            boolean tested = channel.equals(WEBSOCKET)
                    ? socket.heard().size() == 2
                    : arrivals(channel).size() >= channel.requests();
            if (!tested) {
                spots.add(new BlindSpot(
                        BlindSpot.Kind.CHANNEL_NOT_SEEN,
                        channel.name(),
                        "The self-test could not test " + channel.words() + ": the browser did not send it.",
                        false));
            } else {
                fault.ifPresent(
                        what -> spots.add(new BlindSpot(BlindSpot.Kind.CHANNEL_NOT_SEEN, channel.name(), what, true)));
            }
        }
        return spots;
    }

    private Optional<String> requestFault(Channel channel, List<Exchange> left) {
        for (Arrival arrival : arrivals(channel)) {
            List<Exchange> same =
                    left.stream().filter(exchange -> isAt(arrival, exchange)).toList();
            Optional<Exchange> whole = same.stream()
                    .filter(exchange -> exchange.request().body().bytes().equals(arrival.body()))
                    .filter(exchange ->
                            exchange.request().header("Referer").orElse("").equals(arrival.referer()))
                    .filter(exchange ->
                            exchange.request().header("Cookie").orElse("").equals(arrival.cookie()))
                    .findFirst();
            if (whole.isPresent()) {
                left.remove(whole.get());
                continue;
            }
            return Optional.of("The capture did not see " + channel.words()
                    + (same.isEmpty() ? "." : " whole: its body, Referer or cookie differs from what was sent."));
        }
        return Optional.empty();
    }

    private static boolean isAt(Arrival arrival, Exchange exchange) {
        return exchange.request().method().equals(arrival.method())
                && exchange.request().url().endsWith(arrival.path())
                && exchange.request().url().startsWith("http");
    }

    private Optional<String> socketFault(List<Exchange> exchanges) {
        List<WebSocketMessage> messages = exchanges.stream()
                .filter(exchange -> exchange.request().url().equals(socketOrigin() + "/c/websocket"))
                .flatMap(exchange -> exchange.messages().stream())
                .toList();
        List<String> sent = texts(messages, Direction.SENT);
        List<String> received = texts(messages, Direction.RECEIVED);
        List<String> heard = socket.heard();
        List<String> said = heard.stream().map(SelfTestSocket::reply).toList();
        return sent.equals(heard) && received.equals(said)
                ? Optional.empty()
                : Optional.of("The capture did not see " + WEBSOCKET.words() + ": " + sent.size() + " of "
                        + heard.size() + " sent, " + received.size() + " of " + said.size() + " received.");
    }

    private static List<String> texts(List<WebSocketMessage> messages, Direction direction) {
        return messages.stream()
                .filter(message -> message.direction() == direction)
                .map(message -> message.payload().utf8())
                .toList();
    }

    private List<Arrival> arrivals(Channel channel) {
        synchronized (arrivals) {
            return arrivals.stream()
                    .filter(arrival -> arrival.channel().equals(channel.name()))
                    .toList();
        }
    }

    /// Each request that came, as `METHOD path length`, in order of arrival.
    List<String> log() {
        synchronized (arrivals) {
            return arrivals.stream()
                    .map(arrival -> arrival.method() + " " + arrival.path() + " "
                            + arrival.body().length())
                    .toList();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI address = exchange.getRequestURI();
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = address.getPath();
            String channel = path.startsWith("/c/") ? path.substring("/c/".length()) : "";
            synchronized (arrivals) {
                arrivals.add(new Arrival(
                        channel,
                        exchange.getRequestMethod(),
                        address.toString(),
                        Bytes.copyOf(body),
                        header(exchange, "Referer"),
                        header(exchange, "Cookie")));
            }
            allowOtherOrigins(exchange);
            if (FILES.containsKey(path)) {
                String file = FILES.get(path);
                String type = path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
                respond(exchange, 200, type, file(file));
            } else if (path.equals("/done")) {
                respond(exchange, 200, "text/plain", new byte[0]);
                fired.countDown();
            } else if (channel.equals("event-source")) {
                respond(exchange, 200, "text/event-stream", "data: hello\n\n".getBytes(StandardCharsets.UTF_8));
            } else if (channel.equals("redirect-chain")
                    && !String.valueOf(address.getQuery()).contains("hop=3")) {
                String next = address.toString().contains("hop=1") ? "hop=2" : "hop=3";
                exchange.getResponseHeaders().set("Location", address.toString().replaceFirst("hop=\\d", next));
                respond(exchange, 302, "text/plain", new byte[0]);
            } else if (channel.isEmpty()) {
                respond(exchange, 404, "text/plain", new byte[0]);
            } else {
                respond(exchange, 200, "image/gif", PIXEL);
            }
        }
    }

    private static void allowOtherOrigins(HttpExchange exchange) {
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "*");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
    }

    private static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private byte[] file(String name) throws IOException {
        try (InputStream in = SelfTestSite.class.getResourceAsStream("self-test/" + name)) {
            if (in == null) {
                throw new IOException("The self-test's " + name + " is missing from this build.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{other}}", origin("localhost"))
                    .replace("{{socket}}", socketOrigin())
                    .replace("{{token}}", TOKEN)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private String origin(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    private String socketOrigin() {
        return "ws://127.0.0.1:" + socket.port();
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
        socket.close();
        threads.shutdownNow();
    }
}
