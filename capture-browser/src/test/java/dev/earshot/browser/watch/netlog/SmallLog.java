package dev.earshot.browser.watch.netlog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// A net log made by hand, one event a line, as Chromium writes it.
final class SmallLog {
    private static final List<String> TYPES = List.of(
            "URL_REQUEST_START_JOB",
            "REQUEST_ALIVE",
            "CANCELLED",
            "CORS_PREFLIGHT_URL_REQUEST",
            "HTTP_STREAM_REQUEST_BOUND_TO_JOB",
            "SOCKET_POOL_BOUND_TO_SOCKET",
            "HTTP2_SESSION_INITIALIZED",
            "HTTP2_SESSION_SEND_HEADERS",
            "HTTP2_SESSION_RECV_DATA",
            "HTTP_TRANSACTION_SEND_REQUEST_HEADERS",
            "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS",
            "HTTP_TRANSACTION_READ_RESPONSE_HEADERS",
            "SOCKET_BYTES_SENT",
            "SOCKET_BYTES_RECEIVED",
            "SSL_SOCKET_BYTES_SENT",
            "SSL_SOCKET_BYTES_RECEIVED",
            "DISK_CACHE_ENTRY");

    private final List<String> events = new ArrayList<>();
    private long tick = 1000;

    SmallLog event(String type, long source, int phase, String params) {
        tick++;
        events.add("{\"params\":" + params + ",\"phase\":" + phase + ",\"source\":{\"id\":" + source
                + ",\"start_time\":\"1000\",\"type\":1},\"time\":\"" + tick + "\",\"type\":"
                + (100 + TYPES.indexOf(type))
                + "}");
        return this;
    }

    SmallLog start(long source, String method, String url, boolean upload) {
        return event(
                "URL_REQUEST_START_JOB",
                source,
                1,
                "{\"initiator\":\"https://www.clinic.example\",\"method\":\"" + method
                        + "\",\"network_isolation_key\":\"https://clinic.example https://clinic.example\","
                        + "\"request_type\":\"other\"," + (upload ? "\"upload_id\":\"0\"," : "") + "\"url\":\"" + url
                        + "\"}");
    }

    SmallLog bind(long source, long job) {
        return event("HTTP_STREAM_REQUEST_BOUND_TO_JOB", source, 0, dependency(job));
    }

    SmallLog socket(long job, long socket) {
        return event("SOCKET_POOL_BOUND_TO_SOCKET", job, 0, dependency(socket));
    }

    SmallLog headers(long source, String... headers) {
        return event(
                "HTTP_TRANSACTION_SEND_REQUEST_HEADERS",
                source,
                0,
                "{\"headers\":" + array(headers) + ",\"line\":\"POST / HTTP/1.1\\r\\n\"}");
    }

    SmallLog session(long session, long socket) {
        return event(
                "HTTP2_SESSION_INITIALIZED",
                session,
                0,
                "{\"protocol\":\"h2\"," + dependency(socket).substring(1));
    }

    /// Starts an upload on a stream of an HTTP/2 session.
    SmallLog stream(long source, long job, long session, int stream, boolean fin, String... headers) {
        bind(source, job);
        event("HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS", source, 0, "{\"headers\":" + array(headers) + "}");
        return event(
                "HTTP2_SESSION_SEND_HEADERS",
                session,
                0,
                "{\"fin\":" + fin + ",\"stream_id\":" + stream + ","
                        + dependency(job).substring(1));
    }

    SmallLog response(long source, String status, String... headers) {
        String[] lines = new String[headers.length + 1];
        lines[0] = "HTTP/1.1 " + status;
        System.arraycopy(headers, 0, lines, 1, headers.length);
        return event("HTTP_TRANSACTION_READ_RESPONSE_HEADERS", source, 0, "{\"headers\":" + array(lines) + "}");
    }

    SmallLog end(long source, int error) {
        return event("REQUEST_ALIVE", source, 2, error == 0 ? "{}" : "{\"net_error\":" + error + "}");
    }

    SmallLog sent(long socket, String text) {
        return bytes("SOCKET_BYTES_SENT", socket, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    SmallLog received(long socket, byte[] bytes) {
        return bytes("SOCKET_BYTES_RECEIVED", socket, bytes);
    }

    SmallLog bytes(String type, long socket, byte[] bytes) {
        return event(
                type,
                socket,
                0,
                "{\"byte_count\":" + bytes.length + ",\"bytes\":\""
                        + Base64.getEncoder().encodeToString(bytes) + "\"}");
    }

    /// The file as the browser leaves it when it is closed in an orderly way.
    String text() {
        return head() + String.join(",\n", events) + "],\n\"polledData\": [{}]\n}\n";
    }

    NetLog read() {
        return read(text());
    }

    static NetLog read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static NetLog read(byte[] bytes) {
        try {
            return NetLogReader.read(new ByteArrayInputStream(bytes));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String head() {
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < TYPES.size(); i++) {
            numbers.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(TYPES.get(i))
                    .append("\":")
                    .append(100 + i);
        }
        return "{\"constants\":{\"logEventPhase\":{\"PHASE_BEGIN\":1,\"PHASE_END\":2,\"PHASE_NONE\":0},"
                + "\"logEventTypes\":{" + numbers + "},\"timeTickOffset\":\"1700000000000\"},\n\"events\": [\n";
    }

    private static String dependency(long id) {
        return "{\"source_dependency\":{\"id\":" + id + ",\"type\":17}}";
    }

    private static String array(String... lines) {
        return List.of(lines).stream()
                .map(line -> "\"" + line.replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
