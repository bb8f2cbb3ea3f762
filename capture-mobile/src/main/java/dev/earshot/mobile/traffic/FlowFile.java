package dev.earshot.mobile.traffic;

import dev.earshot.EarshotException;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.WebSocketMessage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A flow file of mitmproxy (`mitmdump -w`): tagged netstrings one after the other, each a flow. All versions since 3
/// (2018) are read, which is the integer versions from 4 on and the three numbers before them; members that came and
/// went are taken as they are found. One flow at a time is in memory, and of it what is kept. A file that is cut off or
/// damaged gives the flows before that place.
///
/// Source: mitmproxy `io/compat.py` (what changed with each version), `http.py`, `websocket.py`, `tcp.py` of 8.1.1,
/// and files that its mitmdump wrote, read 2026-11-22.
final class FlowFile {
    private static final int LONGEST_BODY = 64 << 20;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int MOST_HEADERS = 2000;
    private static final int MOST_OF_A_SOCKET = 64 << 20;

    /// Handshakes that wait for the flow of their WebSocket's messages.
    private static final int MOST_HANDSHAKES = 200;

    private final MemorySegment file;
    private final TrafficHar har;
    private final Map<String, Draft> handshakes = new LinkedHashMap<>();

    private FlowFile(MemorySegment file, TrafficHar har) {
        this.file = file;
        this.har = har;
    }

    /// Whether the first bytes of a file are those of a flow.
    static boolean begins(byte[] head) {
        MemorySegment start = MemorySegment.ofArray(head);
        int colon = 0;
        while (colon < head.length && colon < 13 && head[colon] >= '0' && head[colon] <= '9') {
            colon++;
        }
        return colon > 0
                && colon < head.length
                && head[colon] == ':'
                && TNetString.at(start, colon + 1, head.length)
                        .filter(key -> key.type() == ',' || key.type() == ';')
                        .filter(key -> key.text(100).matches("[a-z_]{2,30}"))
                        .isPresent();
    }

    /// @throws EarshotException USAGE when it can't be opened
    static void convert(Path from, Path to, TrafficOptions options) {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(from, StandardOpenOption.READ);
                TrafficHar har = new TrafficHar(to, "mitmproxy", Context.Witness.PROXY)) {
            MemorySegment mapped = channel.size() == 0
                    ? MemorySegment.ofArray(new byte[0])
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            read(mapped, har);
            har.finish(options);
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.USAGE, from + " can't be read: " + e.getMessage(), e);
        }
    }

    static void read(MemorySegment file, TrafficHar har) {
        new FlowFile(file, har).read();
    }

    private void read() {
        long at = 0;
        int flows = 0;
        while (at < file.byteSize()) {
            Optional<TNetString> flow = TNetString.at(file, at, file.byteSize());
            if (flow.isEmpty() || !flow.get().isDictionary()) {
                har.see(new BlindSpot(
                        BlindSpot.Kind.ENTRY_NOT_READ,
                        "",
                        "The flow file is cut off or damaged at byte " + at + ", after " + flows
                                + " flows. Only what stands before that was read.",
                        true));
                break;
            }
            flow(flow.get().entries(), flows);
            flows++;
            at = flow.get().next();
        }
        handshakes.values().forEach(this::write);
        har.see(new BlindSpot(
                BlindSpot.Kind.CONNECTION_NOT_OPENED,
                "",
                "A flow file does not tell of connections that did not trust mitmproxy (pinned ones, Flutter's) or that"
                        + " went past it. Its event log does: mitmdump prints \"Client TLS handshake failed\".",
                false));
    }

    private void flow(Map<String, TNetString> flow, int number) {
        String type = text(flow.get("type"));
        switch (type) {
            case "http" -> http(flow, number);
            case "websocket" -> oldWebSocket(flow);
            case "tcp" -> har.unseen(server(flow), "connection", "not HTTP, so what it carried was not read", true);
            case "udp" ->
                har.unseen(server(flow), "exchange", "UDP (QUIC, or anything), so what it carried was not read", true);
            case "dns" -> har.unseen("", "look-up", "of names (DNS), and is not judged", false);
            default -> har.see(unread(number, "is of a kind that is not known"));
        }
    }

    private static BlindSpot unread(int number, String why) {
        return new BlindSpot(
                BlindSpot.Kind.ENTRY_NOT_READ, "", "Flow " + (number + 1) + " of the file " + why + ".", true);
    }

    /// A flow on its way into the file.
    private record Draft(
            Instant at,
            Request request,
            Optional<Response> response,
            List<WebSocketMessage> messages,
            boolean webSocket,
            Exchange.Delivery delivery) {}

    private void http(Map<String, TNetString> flow, int number) {
        Map<String, TNetString> request = entries(flow.get("request"));
        if (request.isEmpty()) {
            har.see(unread(number, "holds no request"));
            return;
        }
        if (text(request.get("method")).equals("CONNECT")) {
            String error = text(entries(flow.get("error")).get("msg"));
            if (!error.isEmpty()) {
                har.unseen(
                        text(request.get("host")).toLowerCase(Locale.ROOT),
                        "connection",
                        "not opened, so what it carried is not known",
                        true);
            }
            return;
        }
        TNetString webSocket = flow.get("websocket");
        Map<String, TNetString> metadata = entries(flow.get("metadata"));
        boolean old = metadata.containsKey("websocket");
        boolean socket = old || (webSocket != null && webSocket.isDictionary());
        List<WebSocketMessage> messages =
                webSocket == null ? List.of() : messages(entries(webSocket).get("messages"));
        Map<String, TNetString> response = entries(flow.get("response"));
        Draft draft = new Draft(
                time(request.get("timestamp_start")),
                request(request, socket),
                response.isEmpty() ? Optional.empty() : Optional.of(response(response)),
                messages,
                socket,
                response.isEmpty() && !left(flow) ? Exchange.Delivery.ATTEMPTED : Exchange.Delivery.SENT);
        if (old && handshakes.size() < MOST_HANDSHAKES) {
            Draft before = handshakes.putIfAbsent(text(flow.get("id")), draft);
            if (before == null) {
                return;
            }
        }
        write(draft);
    }

    private void write(Draft draft) {
        har.add(
                draft.at(),
                draft.request(),
                draft.response(),
                draft.messages(),
                draft.webSocket() ? "websocket" : "",
                draft.delivery());
    }

    /// Up to version 11, a WebSocket's messages are a flow of their own that names its handshake.
    private void oldWebSocket(Map<String, TNetString> flow) {
        List<WebSocketMessage> messages = messages(flow.get("messages"));
        Draft handshake = handshakes.remove(text(entries(flow.get("metadata")).get("websocket_handshake")));
        if (handshake == null) {
            String host = server(flow);
            String url = "wss://" + (host.isEmpty() ? "unknown.invalid" : host) + "/";
            Instant at = time(entries(flow.get("client_conn")).get("timestamp_start"));
            write(new Draft(
                    at,
                    new Request("GET", url, "HTTP/1.1", List.of(), Body.NONE),
                    Optional.empty(),
                    messages,
                    true,
                    Exchange.Delivery.SENT));
            har.see(new BlindSpot(
                    BlindSpot.Kind.ENTRY_NOT_READ,
                    host,
                    "The address of a WebSocket is not in the flow file, only its messages.",
                    true));
        } else {
            write(new Draft(
                    handshake.at(), handshake.request(), handshake.response(), messages, true, Exchange.Delivery.SENT));
        }
    }

    /// Whether a request without an answer left: its server's connection stood.
    private static boolean left(Map<String, TNetString> flow) {
        Map<String, TNetString> server = entries(flow.get("server_conn"));
        boolean secure = text(entries(flow.get("request")).get("scheme")).equals("https");
        TNetString stood = secure
                ? server.getOrDefault("timestamp_tls_setup", server.get("timestamp_ssl_setup"))
                : server.get("timestamp_tcp_setup");
        return stood != null && stood.number().isPresent();
    }

    private Request request(Map<String, TNetString> request, boolean webSocket) {
        List<Header> headers = headers(request);
        String method = text(request.get("method"));
        return new Request(
                method.isEmpty() ? "GET" : method.toUpperCase(Locale.ROOT),
                address(request, headers, webSocket),
                text(request.get("http_version")),
                headers,
                body(request, headers));
    }

    /// Where traffic was routed to mitmproxy (WireGuard, transparent), the host is an IP address, and the name is the one
    /// in the request.
    private static String address(Map<String, TNetString> request, List<Header> headers, boolean webSocket) {
        String scheme = text(request.get("scheme")).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        String host = text(request.get("host")).toLowerCase(Locale.ROOT);
        int port = number(request.get("port"), secure ? 443 : 80);
        String authority = port == (secure ? 443 : 80) ? host : host + ":" + port;
        if (host.isEmpty() || host.matches("[0-9.]+|.*:.*")) {
            authority = named(text(request.get("authority")), headers)
                    .orElse(host.contains(":") ? "[" + host + "]" : authority);
        }
        String path = text(request.get("path"));
        return (webSocket ? secure ? "wss" : "ws" : secure ? "https" : "http")
                + "://"
                + (authority.isEmpty() ? "unknown.invalid" : authority)
                + (path.startsWith("/") ? path : "/" + path.replaceFirst("^\\*$|^\\w+://[^/]*/?", ""));
    }

    private static Optional<String> named(String authority, List<Header> headers) {
        return Optional.of(authority)
                .filter(name -> !name.isEmpty())
                .or(() -> headers.stream()
                        .filter(header -> header.is("Host") || header.is(":authority"))
                        .map(Header::value)
                        .findFirst());
    }

    private List<Header> headers(Map<String, TNetString> message) {
        List<Header> headers = new ArrayList<>();
        for (String list : List.of("headers", "trailers")) {
            TNetString found = message.get(list);
            for (TNetString line : found == null ? List.<TNetString>of() : found.items(MOST_HEADERS)) {
                List<TNetString> sides = line.items(2);
                if (sides.size() == 2) {
                    headers.add(new Header(
                            sides.get(0).text(LONGEST_TEXT), sides.get(1).text(LONGEST_TEXT)));
                }
            }
        }
        return headers;
    }

    /// The content as it was sent, still compressed. It is null where mitmproxy passed it on without keeping it
    /// (`stream_large_bodies`).
    private Body body(Map<String, TNetString> message, List<Header> headers) {
        TNetString content = message.get("content");
        String type = value(headers, "Content-Type").orElse("");
        if (content == null || content.isNull()) {
            return value(headers, "Content-Length")
                                    .filter(length -> !length.equals("0"))
                                    .isPresent()
                            || value(headers, "Transfer-Encoding").isPresent()
                    ? new Body(Bytes.EMPTY, type, Body.State.UNSEEN)
                    : Body.NONE;
        }
        if (content.length() == 0) {
            return Body.NONE;
        }
        return new Body(
                Bytes.copyOf(content.bytes(LONGEST_BODY)),
                type,
                content.length() > LONGEST_BODY ? Body.State.SHORT : Body.State.WHOLE);
    }

    private Response response(Map<String, TNetString> response) {
        List<Header> headers = headers(response);
        TNetString content = response.get("content");
        return new Response(
                number(response.get("status_code"), 0),
                text(response.get("reason")),
                headers,
                value(headers, "Location"),
                value(headers, "Content-Type").orElse(""),
                content == null || content.isNull() ? -1 : content.length());
    }

    /// Each is a list: opcode, whether the app sent it, content, time, and what differs between versions.
    private List<WebSocketMessage> messages(@Nullable TNetString list) {
        List<WebSocketMessage> messages = new ArrayList<>();
        long kept = 0;
        for (TNetString item : list == null ? List.<TNetString>of() : list.items()) {
            List<TNetString> fields = item.items(4);
            if (fields.size() < 4) {
                continue;
            }
            int opcode = fields.get(0).number().orElse(2.0).intValue();
            kept += fields.get(2).length();
            if (kept > MOST_OF_A_SOCKET) {
                har.see(new BlindSpot(
                        BlindSpot.Kind.BODY_NOT_WHOLE,
                        har.nextId(),
                        "A WebSocket's messages are longer than 64 MB, and the rest of them was not read.",
                        true));
                break;
            }
            messages.add(new WebSocketMessage(
                    fields.get(1).number().orElse(1.0) > 0
                            ? WebSocketMessage.Direction.SENT
                            : WebSocketMessage.Direction.RECEIVED,
                    time(fields.get(3)),
                    opcode == 1 ? 1 : 2,
                    Bytes.copyOf(fields.get(2).bytes(MOST_OF_A_SOCKET))));
        }
        return messages;
    }

    /// Who a connection was with, by the name that the app asked for or else by address.
    private static String server(Map<String, TNetString> flow) {
        Map<String, TNetString> server = entries(flow.get("server_conn"));
        String sni = text(entries(flow.get("client_conn")).get("sni"));
        String asked = sni.isEmpty() ? text(server.get("sni")) : sni;
        TNetString address = server.get("address");
        List<TNetString> sides = address == null ? List.of() : address.items(2);
        return (asked.isEmpty() && !sides.isEmpty() ? sides.getFirst().text(300) : asked).toLowerCase(Locale.ROOT);
    }

    private static Map<String, TNetString> entries(@Nullable TNetString value) {
        return value == null ? Map.of() : value.entries();
    }

    private static String text(@Nullable TNetString value) {
        return value == null || value.isNull() ? "" : value.text(LONGEST_TEXT);
    }

    private static Optional<String> value(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    private static int number(@Nullable TNetString value, int otherwise) {
        return value == null ? otherwise : value.number().map(Double::intValue).orElse(otherwise);
    }

    private static Instant time(@Nullable TNetString value) {
        double seconds = value == null ? 0 : value.number().orElse(0.0);
        return Math.abs(seconds) > 1e11 ? Instant.EPOCH : Instant.ofEpochMilli(Math.round(seconds * 1000));
    }
}
