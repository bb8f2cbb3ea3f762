package dev.earshot.browser.watch.netlog;

import dev.earshot.exchange.Header;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a net log that was written with `--net-log-capture-mode=Everything`.
///
/// A request is followed by the numbers of the log's sources: URL_REQUEST to HTTP_STREAM_JOB to SOCKET, or to
/// HTTP2_SESSION and stream. Bodies are cut out of the plain bytes that each socket sent. A log that was cut off, or
/// that has lines which cannot be read, gives what could be read, and a fault for the rest; it never throws for them.
///
/// Memory: request bodies and WebSocket messages; response bytes are not kept.
///
/// Source: Chromium 156, `net/log/net_log_event_type_list.h`.
public final class NetLogReader {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LogLines.LONGEST_LINE)
                            .build())
                    .build())
            .build();

    private enum Event {
        URL_REQUEST_START_JOB,
        REQUEST_ALIVE,
        CANCELLED,
        FAILED,
        CORS_PREFLIGHT_URL_REQUEST,
        HTTP_STREAM_REQUEST_BOUND_TO_JOB,
        SOCKET_POOL_BOUND_TO_SOCKET,
        HTTP2_SESSION_INITIALIZED,
        HTTP2_SESSION_SEND_HEADERS,
        HTTP2_SESSION_RECV_DATA,
        HTTP_TRANSACTION_SEND_REQUEST_HEADERS,
        HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS,
        HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS,
        HTTP_TRANSACTION_READ_RESPONSE_HEADERS,
        SOCKET_BYTES_SENT,
        SOCKET_BYTES_RECEIVED,
        SSL_SOCKET_BYTES_SENT,
        SSL_SOCKET_BYTES_RECEIVED
    }

    private final Faults faults = new Faults();
    private final Budget budget = new Budget();
    private final Map<Integer, Event> types = new HashMap<>();
    private int phaseBegin = 1;
    private long tickOffset;
    private final List<RequestInProgress> requests = new ArrayList<>();
    private final Map<Long, RequestInProgress> current = new HashMap<>();
    private final Map<Long, Integer> hops = new HashMap<>();
    private final Map<Long, Long> preflights = new HashMap<>();
    private final Map<Long, Long> jobOf = new HashMap<>();
    private final Map<Long, Long> requestOf = new HashMap<>();
    private final Map<Long, Long> socketOf = new HashMap<>();
    private final Map<Long, Http2Connection> sessions = new HashMap<>();
    private final Map<Long, Connection> connections = new HashMap<>();

    private NetLogReader() {}

    /// Reads a file.
    ///
    /// @throws IOException when the file cannot be read at all
    public static NetLog read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /// Reads a stream, which the caller closes.
    public static NetLog read(InputStream in) throws IOException {
        return new NetLogReader().readAll(new LogLines(new BufferedInputStream(in)));
    }

    private NetLog readAll(LogLines lines) throws IOException {
        boolean closed = false;
        boolean known = false;
        boolean eventsEnded = false;
        while (lines.next()) {
            char last = lines.lastCharacter();
            if (lines.tooLong()) {
                faults.add("The net log has a line longer than 256 MB, which was not read.");
            } else if (!known) {
                known = constants(lines.text());
                if (!known) {
                    break;
                }
            } else if (eventsEnded) {
                closed = (lines.firstCharacter() == '}' && last == '}') || (last == 0 && closed);
            } else {
                eventsEnded = lines.endsList();
                event(lines);
            }
        }
        if (!known) {
            faults.add("The net log is empty or does not begin as one.");
        } else if (!closed) {
            faults.add("The net log was not closed; what came at its end may be missing.");
        }
        for (RequestInProgress request : requests) {
            Long of = preflights.get(request.source);
            if (of != null) {
                request.preflightFor = OptionalLong.of(of);
            }
        }
        return new NetLog(
                tickOffset, requests.stream().map(RequestInProgress::logged).toList(), faults.sentences());
    }

    private boolean constants(String line) {
        String text = line.strip();
        if (text.endsWith(",")) {
            text = text.substring(0, text.length() - 1) + "}";
        }
        JsonNode constants;
        try {
            constants = JSON.readTree(text).path("constants");
        } catch (JacksonException _) {
            return false;
        }
        JsonNode numbers = constants.path("logEventTypes");
        Map<Event, Integer> found = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            int number = numbers.path(event.name()).asInt(-1);
            if (number >= 0) {
                types.put(number, event);
                found.put(event, number);
            }
        }
        for (Event event : Event.values()) {
            boolean optional = event == Event.FAILED || event == Event.HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS;
            if (!found.containsKey(event) && !optional && constants.isObject()) {
                faults.add("This browser's net log does not know the event " + event + ".");
            }
        }
        phaseBegin = constants.path("logEventPhase").path("PHASE_BEGIN").asInt(1);
        JsonNode offset = constants.path("timeTickOffset");
        tickOffset = offset.isNumber() ? offset.asLong(0) : Math.max(0, RequestInProgress.length(offset.asString("")));
        return constants.isObject();
    }

    private void event(LogLines lines) {
        Event event = types.get(lines.type());
        if (event == null) {
            char last = lines.lastCharacter();
            if (lines.type() < 0 && last != '[' && last != ']' && last != 0) {
                faults.add("The net log has a line that is no event.");
            }
            return;
        }
        if (event == Event.SOCKET_BYTES_RECEIVED || event == Event.SSL_SOCKET_BYTES_RECEIVED) {
            Connection connection = connections.get(lines.source());
            if (connection == null || !connection.wantsReceived()) {
                return;
            }
        }
        if ((event == Event.SOCKET_BYTES_SENT || event == Event.SSL_SOCKET_BYTES_SENT)
                && !connections.containsKey(lines.source())) {
            return;
        }
        String json = lines.json();
        JsonNode node;
        try {
            node = json == null ? null : JSON.readTree(json);
        } catch (JacksonException _) {
            node = null;
        }
        if (node == null) {
            faults.add("The net log has a line that is no event.");
            return;
        }
        long source = number(node.path("source").path("id"));
        long tick = number(node.path("time"));
        boolean begin = node.path("phase").asInt(0) == phaseBegin;
        read(event, source, tick, begin, node.path("params"));
    }

    private void read(Event event, long source, long tick, boolean begin, JsonNode params) {
        switch (event) {
            case URL_REQUEST_START_JOB -> {
                if (begin) {
                    start(source, tick, params);
                } else {
                    error(source, params);
                }
            }
            case REQUEST_ALIVE -> {
                error(source, params);
                RequestInProgress request = current.get(source);
                if (!begin && request != null) {
                    request.ended = true;
                }
            }
            case CANCELLED, FAILED -> {
                RequestInProgress request = current.get(source);
                // A WebSocket's request is "cancelled" when its connection becomes the socket.
                if (request != null && request.status == 0) {
                    request.failed = true;
                }
            }
            case CORS_PREFLIGHT_URL_REQUEST -> preflights.put(dependency(params), source);
            case HTTP_STREAM_REQUEST_BOUND_TO_JOB -> {
                jobOf.put(source, dependency(params));
                requestOf.put(dependency(params), source);
            }
            case SOCKET_POOL_BOUND_TO_SOCKET -> socketOf.put(source, dependency(params));
            case HTTP2_SESSION_INITIALIZED -> {
                Http2Connection connection = new Http2Connection(budget, faults);
                sessions.put(source, connection);
                connections.put(dependency(params), connection);
            }
            case HTTP2_SESSION_SEND_HEADERS -> sendOnStream(source, params);
            case HTTP2_SESSION_RECV_DATA -> {
                Http2Connection session = sessions.get(source);
                RequestInProgress request = session == null ? null : session.onStream(streamId(params));
                if (request != null) {
                    request.http2 = true;
                    request.received += Math.max(0, number(params.path("size")));
                }
            }
            case HTTP_TRANSACTION_SEND_REQUEST_HEADERS -> sendOnSocket(source, tick, params);
            case HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS -> send(source, tick, "h2", params);
            case HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS -> send(source, tick, "h3", params);
            case HTTP_TRANSACTION_READ_RESPONSE_HEADERS -> response(source, params);
            case SOCKET_BYTES_SENT, SSL_SOCKET_BYTES_SENT, SOCKET_BYTES_RECEIVED, SSL_SOCKET_BYTES_RECEIVED ->
                bytes(event, source, tick, params);
        }
    }

    private void start(long source, long tick, JsonNode params) {
        String url = withoutFragment(params.path("url").asString(""));
        String initiator = params.path("initiator").asString("");
        String topSite = params.path("network_isolation_key").asString("").split(" ", 2)[0];
        RequestInProgress request = new RequestInProgress(
                source,
                hops.merge(source, 1, Integer::sum) - 1,
                tick,
                params.path("method").asString("GET"),
                url,
                initiator.equals("not an origin") ? "" : initiator,
                topSite.equals("null") ? "" : topSite,
                params.path("request_type").asString("other"),
                params.has("upload_id"));
        current.put(source, request);
        if (url.startsWith("http:") || url.startsWith("https:") || request.opensWebSocket()) {
            requests.add(request);
        }
    }

    private void error(long source, JsonNode params) {
        RequestInProgress request = current.get(source);
        if (request != null && params.path("net_error").asInt(0) < 0) {
            request.failed |= request.status == 0;
        }
    }

    private void sendOnSocket(long source, long tick, JsonNode params) {
        RequestInProgress request = send(source, tick, "HTTP/1.1", params);
        if (request == null) {
            return;
        }
        Long job = jobOf.get(source);
        Long socket = job == null ? null : socketOf.get(job);
        if (socket == null) {
            faults.add("The net log has a request whose connection it does not name.");
            return;
        }
        Connection connection =
                connections.computeIfAbsent(socket, _ -> new Http1Connection(request.secure(), budget, faults));
        switch (connection) {
            case Http1Connection http1 -> http1.expect(request);
            case Http2Connection _ -> faults.add("The net log has an HTTP/1.1 request on an HTTP/2 connection.");
        }
    }

    private void sendOnStream(long session, JsonNode params) {
        Http2Connection connection = sessions.get(session);
        Long source = requestOf.get(dependency(params));
        RequestInProgress request = source == null ? null : current.get(source);
        if (connection == null || request == null) {
            faults.add("The net log has an HTTP/2 stream whose request it does not name.");
            return;
        }
        connection.stream(streamId(params), request);
        request.http2 = true;
        if (params.path("fin").asBoolean(false)) {
            request.bodyEnded = true;
        }
    }

    private @Nullable RequestInProgress send(long source, long tick, String version, JsonNode params) {
        RequestInProgress request = current.get(source);
        if (request == null) {
            faults.add("The net log has headers of a request that it does not name.");
            return null;
        }
        if (request.sent && request.status != 0) {
            request.ended = true;
            request = request.again(tick);
            current.put(source, request);
            requests.add(request);
        }
        String line = params.path("line").asString("");
        request.send(line.contains(" HTTP/1.0") ? "HTTP/1.0" : version, headers(params));
        return request;
    }

    private void response(long source, JsonNode params) {
        RequestInProgress request = current.get(source);
        if (request == null) {
            return;
        }
        JsonNode lines = params.path("headers");
        String[] status = lines.path(0).asString("").split(" ", 3);
        request.status = status.length > 1 ? (int) Math.max(0, RequestInProgress.length(status[1])) : 0;
        request.statusText = status.length > 2 ? status[2] : "";
        request.responseHeaders = headers(params);
    }

    private void bytes(Event event, long source, long tick, JsonNode params) {
        Connection connection = connections.get(source);
        boolean secure = event == Event.SSL_SOCKET_BYTES_SENT || event == Event.SSL_SOCKET_BYTES_RECEIVED;
        if (connection == null || connection.secure() != secure) {
            return;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(params.path("bytes").asString(""));
        } catch (IllegalArgumentException _) {
            faults.add("The net log has bytes of a connection that cannot be read.");
            return;
        }
        if (bytes.length != params.path("byte_count").asInt(bytes.length)) {
            faults.add("The net log has fewer bytes of a connection than it says.");
        }
        if (event == Event.SOCKET_BYTES_SENT || event == Event.SSL_SOCKET_BYTES_SENT) {
            connection.sent(bytes, tick);
        } else {
            connection.received(bytes, tick);
        }
    }

    /// The lines `Name: value`; HTTP/1.1's status line and HTTP/2's pseudo-headers are not among them.
    private static List<Header> headers(JsonNode params) {
        List<Header> headers = new ArrayList<>();
        for (JsonNode line : params.path("headers")) {
            String text = line.asString("");
            int colon = text.indexOf(':', 1);
            if (colon > 0 && text.charAt(0) != ':' && !text.startsWith("HTTP/")) {
                headers.add(new Header(
                        text.substring(0, colon), text.substring(colon + 1).strip()));
            }
        }
        return headers;
    }

    private static int streamId(JsonNode params) {
        return params.path("stream_id").asInt(-1);
    }

    private static long dependency(JsonNode params) {
        return number(params.path("source_dependency").path("id"));
    }

    /// A number, which the log writes as a string where it may be large.
    private static long number(JsonNode node) {
        return node.isNumber() ? node.asLong(-1) : RequestInProgress.length(node.asString(""));
    }

    private static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }
}
