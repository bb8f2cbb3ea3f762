package dev.earshot.browser;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A site on loopback under reserved host names: `www.clinic.example` and whoever else the test asks
/// for, all answered by one server, which remembers what came.
final class InventedSite implements AutoCloseable {
    /// @param path with its query
    record Arrival(String method, String host, String path, String body) {
        @Override
        public String toString() {
            return method + " " + host + path + (body.isEmpty() ? "" : " " + body);
        }
    }

    interface Answer {
        void to(HttpExchange request) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    private InventedSite(HttpServer server) {
        this.server = server;
    }

    static InventedSite start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        InventedSite site = new InventedSite(server);
        server.setExecutor(site.threads);
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    String url(String path) {
        return "http://www.clinic.example" + path;
    }

    /// Everything that is asked for comes here.
    List<String> browserArgs() {
        return List.of("--host-resolver-rules=MAP *.example 127.0.0.1:"
                + server.getAddress().getPort());
    }

    InventedSite page(String path, String html) {
        return on(path, request -> send(request, 200, "text/html; charset=utf-8", "<!doctype html>" + html));
    }

    InventedSite on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /// Paths of what came, in order, without icons and robots.
    List<String> paths() {
        return arrivals.stream()
                .map(Arrival::path)
                .filter(path -> !path.equals("/favicon.ico") && !path.equals("/robots.txt"))
                .toList();
    }

    static void send(HttpExchange request, int status, String type, String text, String... headers) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Headers sent = request.getResponseHeaders();
        sent.set("Content-Type", type);
        for (int i = 0; i < headers.length; i += 2) {
            sent.add(headers[i], headers[i + 1]);
        }
        request.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            request.getResponseBody().write(bytes);
        }
        request.close();
    }

    private void answer(HttpExchange request) throws IOException {
        URI uri = request.getRequestURI();
        String host =
                String.valueOf(request.getRequestHeaders().getFirst("Host")).replaceFirst(":.*", "");
        String body = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        arrivals.add(new Arrival(request.getRequestMethod(), host, path, body));
        Answer answer = answers.get(host + uri.getRawPath());
        if (answer == null) {
            answer = answers.get(uri.getRawPath());
        }
        if (answer != null) {
            answer.to(request);
        } else if (uri.getRawPath().startsWith("/pixel") || uri.getRawPath().startsWith("/beacon")) {
            send(request, 204, "image/gif", "", "Access-Control-Allow-Origin", "*");
        } else {
            send(request, 404, "text/plain", "nothing here");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
