package dev.earshot.guard.script;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Every host that a test's browser can reach: one server on the loopback that serves what it was given, remembers all
/// that it is asked, and answers WebSockets with what they say.
final class Sites implements AutoCloseable {
    /// What was asked.
    ///
    /// @param path with the query
    /// @param body of a WebSocket: all its messages, each on a line
    record Request(String method, String host, String path, Map<String, String> headers, StringBuilder body) {
        @Override
        public String toString() {
            return method + " " + host + path + (body.isEmpty() ? "" : " " + body);
        }
    }

    private record Served(String type, String text, List<String> headers) {}

    private final ServerSocket server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Served> served = new ConcurrentHashMap<>();

    Sites() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Serves `text` at an address, such as `www.clinic.example/page`.
    void serve(String address, String type, String text, String... headers) {
        served.put(address, new Served(type, text, List.of(headers)));
    }

    /// All that a host and those below it were asked, in order.
    List<Request> asked(String host) {
        return requests.stream()
                .filter(each -> each.host().equals(host) || each.host().endsWith("." + host))
                .toList();
    }

    void forget() {
        requests.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] start = line.split(" ", 3);
                if (start.length < 3 || !start[2].startsWith("HTTP/")) {
                    return;
                }
                Map<String, String> headers = new ConcurrentHashMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                Request request = new Request(
                        start[0],
                        headers.getOrDefault("host", "").replaceFirst(":\\d+$", ""),
                        start[1],
                        headers,
                        new StringBuilder());
                request.body().append(body(in, headers));
                requests.add(request);
                if (headers.containsKey("sec-websocket-key")) {
                    echo(in, out, request);
                    return;
                }
                reply(out, request);
            }
        } catch (IOException e) {
            // The browser went away.
        }
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            StringBuilder text = new StringBuilder();
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                text.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
                line(in);
            }
            line(in);
            return text.toString();
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private void reply(OutputStream out, Request request) throws IOException {
        String path = request.path().replaceFirst("\\?.*", "");
        Served found = served.getOrDefault(request.host() + path, byName(path));
        byte[] text = found.text().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n")
                .append("Content-Type: ")
                .append(found.type())
                .append("\r\n")
                .append("Content-Length: ")
                .append(text.length)
                .append("\r\n")
                .append("Access-Control-Allow-Origin: ")
                .append(request.headers().getOrDefault("origin", "*"))
                .append("\r\n")
                .append("Access-Control-Allow-Credentials: true\r\n")
                .append("Access-Control-Allow-Headers: content-type, x-test\r\n")
                .append("Access-Control-Allow-Methods: GET, POST, PUT\r\n")
                .append("Cache-Control: no-store\r\n");
        found.headers().forEach(header -> head.append(header).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.write(text);
        out.flush();
    }

    private static Served byName(String path) {
        if (path.endsWith(".js")) {
            return new Served("text/javascript", "globalThis.loaded = (globalThis.loaded || 0) + 1;", List.of());
        }
        if (path.endsWith(".css")) {
            return new Served("text/css", ".styled { color: red }", List.of());
        }
        if (path.endsWith(".svg")) {
            return new Served(
                    "image/svg+xml",
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><g id=\"a\"/></svg>",
                    List.of());
        }
        if (path.endsWith(".html")) {
            return new Served("text/html", "<!doctype html><title>page</title>", List.of());
        }
        if (path.endsWith("/events")) {
            return new Served("text/event-stream", "data: one\n\n", List.of());
        }
        return new Served("text/plain", "answer", List.of());
    }

    /// RFC 6455: the handshake, then every text message back as it came.
    private static void echo(InputStream in, OutputStream out, Request request) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((request.headers().get("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: "
                            + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
        out.flush();
        while (true) {
            int opcode = in.read() & 0x0f;
            int length = in.read() & 0x7f;
            if (opcode != 1 || length > 125) {
                return;
            }
            byte[] mask = in.readNBytes(4);
            byte[] message = in.readNBytes(length);
            for (int i = 0; i < message.length; i++) {
                message[i] ^= mask[i & 3];
            }
            request.body().append(new String(message, StandardCharsets.UTF_8)).append('\n');
            out.write(0x81);
            out.write(length);
            out.write(message);
            out.flush();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each >= 0 && each != '\n'; each = in.read()) {
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }
}
