package dev.earshot.mobile.traffic;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.WebSocketMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes exchanges of packets that tshark took apart: HTTP/1, HTTP/2 and WebSockets. A connection in which none of these
/// showed is a blind spot with the name that was asked for.
final class PacketExchanges implements PdmlReader.Packets {
    private static final String UNNAMED = "";

    /// What tshark calls a body whose compression it sees; the field's bytes are the body as it was sent.
    private static final String ENCODED = "Content-encoded entity body";

    /// The fields that it needs.
    static final Set<String> FIELDS = Set.of(
            PdmlReader.TIME,
            UNNAMED,
            "ip.src",
            "ip.dst",
            "ipv6.src",
            "ipv6.dst",
            "tcp.stream",
            "tcp.srcport",
            "udp.stream",
            "tls.handshake.type",
            "tls.handshake.extensions_server_name",
            "http.request.method",
            "http.request.uri",
            "http.request.version",
            "http.request.line",
            "http.response.code",
            "http.response.phrase",
            "http.response.line",
            "http.file_data",
            "http2.stream",
            "http2.streamid",
            "http2.type",
            "http2.flags.end_stream",
            "http2.header.name",
            "http2.header.value",
            "http2.header_size_exceeded",
            "http2.header_lines_exceeded",
            "http2.data.data",
            "http2.body.reassembled.data",
            "websocket.fin",
            "websocket.opcode",
            "websocket.payload_length",
            "websocket.payload",
            "websocket.payload.text",
            "data.data");

    private static final int MOST_OPEN = 2000;
    private static final int MOST_MESSAGES = 32 << 20;

    private final TrafficHar har;
    private final boolean withKeys;
    private final Map<String, Connection> connections = new LinkedHashMap<>();

    private Instant time = Instant.EPOCH;
    private String from = "";
    private String to = "";
    private String fromPort = "";
    private String stream = "";
    private String serverName = "";
    private boolean helloed;
    private final List<Part> parts = new ArrayList<>();

    /// A message or frame of one protocol in a packet.
    private static final class Part {
        private final String protocol;
        private final Map<String, String> shown = new HashMap<>();
        private final List<Header> headers = new ArrayList<>();
        private String headerName = "";
        private byte[] data = new byte[0];
        private boolean whole;
        private boolean encoded;
        private boolean cut;

        Part(String protocol) {
            this.protocol = protocol;
        }

        String get(String field) {
            return shown.getOrDefault(field, "");
        }
    }

    /// A request whose answer has not been seen to its end.
    private static final class Draft {
        private final Instant at;
        private final String method;
        private final String url;
        private final String version;
        private final List<Header> headers;
        private ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean cut;
        private @Nullable Response response;
        private long answered;
        private final List<WebSocketMessage> messages = new ArrayList<>();

        Draft(Instant at, String method, String url, String version, List<Header> headers) {
            this.at = at;
            this.method = method;
            this.url = url;
            this.version = version;
            this.headers = headers;
        }

        void body(Part part) {
            if (part.whole) {
                body = new ByteArrayOutputStream();
            }
            int fits = Math.min(part.data.length, PdmlReader.LONGEST_VALUE - body.size());
            body.write(part.data, 0, fits);
            cut |= part.cut || fits < part.data.length;
        }

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.is(name))
                    .map(Header::value)
                    .findFirst();
        }
    }

    /// A connection as packets show it.
    private static final class Connection {
        private String name = "";
        private String client = "";
        private String server = "";
        private boolean secure;
        private boolean spoken;
        private boolean quic;
        private final Deque<Draft> waiting = new ArrayDeque<>();
        private final Map<String, Draft> streams = new LinkedHashMap<>();
        private @Nullable Draft socket;
        private long messageBytes;
        private boolean messagesLost;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private int opcode = 2;
    }

    PacketExchanges(TrafficHar har, boolean withKeys) {
        this.har = har;
        this.withKeys = withKeys;
    }

    @Override
    public void protocol(String name) {
        switch (name) {
            case "geninfo" -> {
                parts.clear();
                time = Instant.EPOCH;
                from = "";
                to = "";
                fromPort = "";
                stream = "";
                serverName = "";
                helloed = false;
            }
            case "http", "websocket" -> parts.add(new Part(name));
            default -> {}
        }
    }

    @Override
    public void field(String name, String shown, byte[] value, boolean cut) {
        switch (name) {
            case PdmlReader.TIME -> time = instant(shown);
            case "ip.src", "ipv6.src" -> from = shown;
            case "ip.dst", "ipv6.dst" -> to = shown;
            case "tcp.srcport" -> fromPort = shown;
            case "tcp.stream" -> stream = "tcp " + shown;
            case "udp.stream" -> stream = "udp " + shown;
            case "tls.handshake.type" -> helloed |= shown.equals("1");
            case "tls.handshake.extensions_server_name" -> serverName = shown.toLowerCase(Locale.ROOT);
            case "http2.stream" -> parts.add(new Part("http2"));
            default -> {
                if (!parts.isEmpty()) {
                    field(parts.getLast(), name, shown, value, cut);
                }
            }
        }
    }

    private static void field(Part part, String name, String shown, byte[] value, boolean cut) {
        if (name.equals(UNNAMED) && shown.startsWith(ENCODED) && value.length > 0) {
            part.data = value;
            part.whole |= part.protocol.equals("http");
            part.encoded = true;
            part.cut = cut;
            return;
        }
        if (name.equals("data.data") || name.startsWith("websocket.payload.") || name.equals("websocket.payload")) {
            // Text, other bytes, or both in one, by the version of tshark.
            if (part.protocol.equals("websocket") && part.data.length == 0) {
                part.data = value;
                part.cut = cut;
            }
            return;
        }
        if (!name.startsWith(part.protocol + ".")) {
            return;
        }
        switch (name) {
            case "http.request.line", "http.response.line" -> {
                String line = value.length == 0 ? shown : latin(value);
                int colon = line.indexOf(':');
                if (colon > 0) {
                    part.headers.add(new Header(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip()));
                }
            }
            case "http2.header.name" -> part.headerName = value.length == 0 ? shown : latin(value);
            case "http2.header.value" ->
                part.headers.add(new Header(part.headerName, value.length == 0 ? shown : latin(value)));
            case "http.file_data", "http2.body.reassembled.data" -> {
                part.whole = true;
                if (!part.encoded) {
                    part.data = value;
                    part.cut = cut;
                }
            }
            case "http2.data.data" -> {
                if (!part.whole && !part.encoded) {
                    part.data = value;
                    part.cut = cut;
                }
            }
            default -> part.shown.put(name, shown);
        }
    }

    @Override
    public void end() {
        if (stream.isEmpty() || (connections.size() >= 500_000 && !connections.containsKey(stream))) {
            return;
        }
        Connection connection = connections.computeIfAbsent(stream, _ -> new Connection());
        String sender = from + " " + fromPort;
        if (connection.client.isEmpty()) {
            connection.client = sender;
            connection.server = to;
        }
        if (helloed) {
            connection.secure = true;
            connection.client = sender;
            connection.server = to;
            connection.name = serverName.isEmpty() ? connection.name : serverName;
            connection.quic = stream.startsWith("udp");
        }
        for (Part part : parts) {
            switch (part.protocol) {
                case "http" -> http1(connection, part);
                case "http2" -> http2(connection, part, sender);
                default -> webSocket(connection, part, sender);
            }
        }
        parts.clear();
    }

    private void http1(Connection connection, Part part) {
        String code = part.get("http.response.code");
        String method = part.get("http.request.method");
        if (!code.isEmpty()) {
            int status = number(code);
            if (status < 200 && status != 101) {
                return;
            }
            Draft draft = connection.waiting.poll();
            if (draft == null) {
                return;
            }
            draft.response = response(status, part.get("http.response.phrase"), part.headers);
            draft.answered = part.data.length;
            if (status == 101) {
                connection.socket = draft;
            } else {
                write(draft, false);
            }
        } else if (method.equals("CONNECT")) {
            connection.name = hostOf(part.get("http.request.uri"));
            connection.waiting.add(new Draft(time, method, "", "", List.of()));
        } else if (!method.isEmpty()) {
            connection.spoken = true;
            String uri = part.get("http.request.uri");
            String host = part.headers.stream()
                    .filter(header -> header.is("Host"))
                    .map(Header::value)
                    .findFirst()
                    .orElse(connection.name.isEmpty() ? connection.server : connection.name);
            boolean socket = part.headers.stream()
                    .anyMatch(header -> header.is("Upgrade") && header.value().equalsIgnoreCase("websocket"));
            String scheme = socket ? connection.secure ? "wss" : "ws" : connection.secure ? "https" : "http";
            String url = uri.matches("(?i)https?://.*")
                    ? uri
                    : scheme + "://" + host + (uri.startsWith("/") ? "" : "/") + uri;
            Draft draft = new Draft(time, method, url, part.get("http.request.version"), List.copyOf(part.headers));
            draft.body(part);
            connection.waiting.add(draft);
            if (connection.waiting.size() > MOST_OPEN) {
                write(connection.waiting.remove(), false);
            }
        }
    }

    private void http2(Connection connection, Part part, String sender) {
        String id = part.get("http2.streamid");
        Optional<String> method = pseudo(part, ":method");
        if (method.isPresent()) {
            connection.spoken = true;
            connection.client = sender;
            List<Header> headers = part.headers.stream()
                    .filter(header -> !header.name().startsWith(":"))
                    .toList();
            Draft draft = new Draft(
                    time,
                    method.get(),
                    pseudo(part, ":scheme").orElse("https") + "://"
                            + pseudo(part, ":authority")
                                    .or(() -> headers.stream()
                                            .filter(header -> header.is("Host"))
                                            .map(Header::value)
                                            .findFirst())
                                    .orElse(connection.name)
                            + pseudo(part, ":path").orElse("/"),
                    "HTTP/2",
                    headers);
            Draft before = connection.streams.put(id, draft);
            if (before != null) {
                write(before, false);
            }
            if (part.shown.containsKey("http2.header_size_exceeded")
                    || part.shown.containsKey("http2.header_lines_exceeded")) {
                har.see(new BlindSpot(
                        BlindSpot.Kind.BODY_NOT_WHOLE,
                        hostOf(draft.url),
                        "tshark gave up on the headers of a request, which were too many.",
                        true));
            }
            if (connection.streams.size() > MOST_OPEN) {
                Iterator<Draft> oldest = connection.streams.values().iterator();
                write(oldest.next(), false);
                oldest.remove();
            }
            return;
        }
        Draft draft = connection.streams.get(id);
        if (draft == null) {
            return;
        }
        boolean ofServer = !sender.equals(connection.client);
        if (ofServer) {
            pseudo(part, ":status")
                    .map(PacketExchanges::number)
                    .filter(status -> status >= 200)
                    .ifPresent(status -> draft.response = response(
                            status,
                            "",
                            part.headers.stream()
                                    .filter(header -> !header.name().startsWith(":"))
                                    .toList()));
            draft.answered = part.whole ? part.data.length : draft.answered + part.data.length;
            if (Set.of("1", "True").contains(part.get("http2.flags.end_stream"))) {
                connection.streams.remove(id);
                write(draft, false);
            }
        } else if (part.data.length > 0) {
            draft.body(part);
        }
    }

    private void webSocket(Connection connection, Part part, String sender) {
        Draft socket = connection.socket;
        if (socket == null) {
            return;
        }
        int opcode = number(part.get("websocket.opcode"));
        if (opcode > 2) {
            return;
        }
        if (opcode > 0) {
            connection.message.reset();
            connection.opcode = opcode;
        }
        connection.messageBytes += part.data.length;
        connection.messagesLost |= connection.messageBytes > MOST_MESSAGES
                || part.cut
                || (part.data.length == 0 && number(part.get("websocket.payload_length")) > 0);
        if (connection.messageBytes > MOST_MESSAGES) {
            return;
        }
        connection.message.writeBytes(part.data);
        if (Set.of("1", "True").contains(part.get("websocket.fin"))) {
            socket.messages.add(new WebSocketMessage(
                    sender.equals(connection.client)
                            ? WebSocketMessage.Direction.SENT
                            : WebSocketMessage.Direction.RECEIVED,
                    time,
                    connection.opcode,
                    Bytes.copyOf(connection.message.toByteArray())));
            connection.message.reset();
        }
    }

    /// Writes what is still open, and tells what was not opened.
    void finish() {
        connections.values().forEach(connection -> {
            connection.waiting.stream().filter(draft -> !draft.url.isEmpty()).forEach(draft -> write(draft, false));
            connection.streams.values().forEach(draft -> write(draft, false));
            Draft socket = connection.socket;
            if (socket != null) {
                write(socket, connection.messagesLost);
            }
            if (!connection.spoken) {
                tellUnopened(connection);
            }
        });
        har.see(new BlindSpot(
                BlindSpot.Kind.CONNECTION_NOT_OPENED,
                "",
                "Of the packets, HTTP/1, HTTP/2 and WebSockets over TCP were read; HTTP/3 (QUIC) and other UDP were"
                        + " not.",
                false));
    }

    private void tellUnopened(Connection connection) {
        String host = connection.name.isEmpty() ? connection.server : connection.name;
        if (connection.quic) {
            har.unseen(host, "connection", "QUIC (HTTP/3), which is not read", true);
        } else if (connection.secure) {
            har.unseen(
                    host,
                    "connection",
                    withKeys
                            ? "not decrypted: the key log has no key for it, or it is not HTTP"
                            : "not decrypted, for want of its keys: give the key log with --keylog",
                    true);
        } else {
            har.unseen(host, "connection", "not HTTP, so what it carried was not read", true);
        }
    }

    private void write(Draft draft, boolean messagesCut) {
        if (draft.url.isEmpty()) {
            return;
        }
        if (messagesCut) {
            har.see(new BlindSpot(
                    BlindSpot.Kind.BODY_NOT_WHOLE,
                    har.nextId(),
                    "Not all messages of a WebSocket could be read and kept.",
                    true));
        }
        Response seen = draft.response;
        har.add(
                draft.at,
                new Request(draft.method, draft.url, draft.version, draft.headers, body(draft)),
                seen == null
                        ? Optional.empty()
                        : Optional.of(new Response(
                                seen.status(),
                                seen.statusText(),
                                seen.headers(),
                                seen.redirectUrl(),
                                seen.mimeType(),
                                draft.answered)),
                draft.messages,
                draft.url.startsWith("ws") ? "websocket" : "",
                Exchange.Delivery.SENT);
    }

    /// A body shorter than the request says was not all in the recording.
    private static Body body(Draft draft) {
        String type = draft.header("Content-Type").orElse("");
        long declared =
                draft.header("Content-Length").map(PacketExchanges::length).orElse(-1L);
        byte[] seen = draft.body.toByteArray();
        if (seen.length == 0) {
            return declared > 0 ? new Body(Bytes.EMPTY, type, Body.State.UNSEEN) : Body.NONE;
        }
        return new Body(
                Bytes.copyOf(seen), type, draft.cut || seen.length < declared ? Body.State.SHORT : Body.State.WHOLE);
    }

    private static Response response(int status, String phrase, List<Header> headers) {
        return new Response(
                status,
                phrase,
                List.copyOf(headers),
                headers.stream()
                        .filter(header -> header.is("Location"))
                        .map(Header::value)
                        .findFirst(),
                headers.stream()
                        .filter(header -> header.is("Content-Type"))
                        .map(Header::value)
                        .findFirst()
                        .orElse(""),
                -1);
    }

    private static Optional<String> pseudo(Part part, String name) {
        return part.headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    private static String latin(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    private static String hostOf(String url) {
        return url.replaceFirst("^\\w+://", "").replaceFirst("[:/?].*", "").toLowerCase(Locale.ROOT);
    }

    private static int number(String text) {
        return (int) length(text);
    }

    private static long length(String text) {
        try {
            return Math.clamp(Long.parseLong(text.strip()), -1, Integer.MAX_VALUE);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static Instant instant(String seconds) {
        try {
            double number = Double.parseDouble(seconds);
            return Math.abs(number) < 1e11 ? Instant.ofEpochMilli(Math.round(number * 1000)) : Instant.EPOCH;
        } catch (NumberFormatException notATime) {
            return Instant.EPOCH;
        }
    }
}
