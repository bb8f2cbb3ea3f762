package dev.earshot.mobile.proxy;

import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.exchange.WebSocketMessage.Direction;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A request that is passing through the proxy, and what has come back so far. Its two sides are on threads of their
/// own.
final class OpenExchange {
    /// Of all open requests together, in bytes.
    static final long MOST_IN_ALL = 256L << 20;

    /// Messages of one WebSocket that are kept, in bytes.
    private static final int MOST_OF_A_SOCKET = 32 << 20;

    /// What a request is for, as the Fetch standard names it to the server and as CDP names it.
    private static final Map<String, String> RESOURCE_TYPES = Map.ofEntries(
            Map.entry("document", "document"),
            Map.entry("iframe", "document"),
            Map.entry("frame", "document"),
            Map.entry("script", "script"),
            Map.entry("worker", "script"),
            Map.entry("sharedworker", "script"),
            Map.entry("serviceworker", "script"),
            Map.entry("style", "stylesheet"),
            Map.entry("image", "image"),
            Map.entry("font", "font"),
            Map.entry("audio", "media"),
            Map.entry("video", "media"),
            Map.entry("manifest", "manifest"),
            Map.entry("empty", "fetch"));

    /// Meant for the proxy, and gone before the server.
    private static final Set<String> PROXY_HEADERS = Set.of("proxy-connection", "proxy-authorization");

    private final String id;
    private final Instant startedAt;
    private final String method;
    private final String url;
    private final String httpVersion;
    private final List<Header> headers;
    private final Optional<String> step;
    private final int longestBody;
    private final AtomicLong room;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean bodyBegun;
    private boolean bodyCut;
    private boolean requestEnded;
    private boolean connected;
    private @Nullable Response response;
    private long responseBytes;
    private boolean responseEnded;

    private final List<WebSocketMessage> messages = new ArrayList<>();
    private @Nullable WebSocketFrames sent;
    private @Nullable WebSocketFrames received;
    private long messageBytes;
    private boolean messagesCut;

    /// @param room how many more bytes of bodies may be kept, shared by all open exchanges
    OpenExchange(
            String id,
            Instant startedAt,
            HttpRequest request,
            String url,
            Optional<String> step,
            int longestBody,
            AtomicLong room) {
        this.id = id;
        this.startedAt = startedAt;
        this.method = request.method().name();
        this.url = url;
        this.httpVersion = request.protocolVersion().text();
        this.headers = headers(request.headers());
        this.step = step;
        this.longestBody = longestBody;
        this.room = room;
    }

    static List<Header> headers(HttpHeaders sent) {
        List<Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : sent) {
            if (!PROXY_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.add(new Header(header.getKey(), header.getValue()));
            }
        }
        return headers;
    }

    String id() {
        return id;
    }

    String url() {
        return url;
    }

    /// The request's connection to its server stands, so that what the app sends leaves.
    synchronized void connected() {
        connected = true;
    }

    /// A part of what the app sends. Gives whether the exchange is now complete.
    synchronized boolean sending(HttpObject part) {
        if (part instanceof HttpContent content) {
            keep(content.content());
            requestEnded |= part instanceof LastHttpContent;
        }
        return complete();
    }

    private void keep(ByteBuf content) {
        int length = content.readableBytes();
        bodyBegun |= length > 0;
        int fits = (int) Math.min(Math.min(length, longestBody - body.size()), Math.max(0, room.get()));
        bodyCut |= fits < length;
        room.addAndGet(-fits);
        try {
            content.getBytes(content.readerIndex(), body, fits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A part of what the server answers. Gives whether the exchange is now complete.
    synchronized boolean answering(HttpObject part) {
        if (part instanceof HttpResponse head) {
            int status = head.status().code();
            if (status < 200 && status != 101) {
                return false;
            }
            connected = true;
            HttpHeaders answered = head.headers();
            response = new Response(
                    status,
                    head.status().reasonPhrase(),
                    headers(answered),
                    Optional.ofNullable(answered.get("Location")),
                    answered.get("Content-Type", ""),
                    -1);
            if (status == 101) {
                String extensions = answered.get("Sec-WebSocket-Extensions", "").toLowerCase(Locale.ROOT);
                sent = new WebSocketFrames(Direction.SENT, extensions, this::keep);
                received = new WebSocketFrames(Direction.RECEIVED, extensions, this::keep);
            }
        }
        if (part instanceof HttpContent content && response != null) {
            responseBytes += content.content().readableBytes();
            responseEnded |= part instanceof LastHttpContent && sent == null;
        }
        return complete();
    }

    private boolean complete() {
        return requestEnded && responseEnded;
    }

    /// Bytes of a WebSocket.
    synchronized void frame(byte[] bytes, boolean fromApp, Instant at) {
        WebSocketFrames frames = fromApp ? sent : received;
        if (frames != null) {
            frames.accept(bytes, at);
        }
    }

    private void keep(WebSocketMessage message) {
        int length = message.payload().length();
        if (messageBytes + length > MOST_OF_A_SOCKET || length > room.get()) {
            messagesCut = true;
            return;
        }
        messageBytes += length;
        room.addAndGet(-length);
        messages.add(message);
    }

    /// Whether messages of its WebSocket are missing.
    synchronized boolean messagesLost() {
        return messagesCut || (sent != null && sent.lost()) || (received != null && received.lost());
    }

    /// What was seen of it. It takes no more after that.
    synchronized Exchange end() {
        room.addAndGet(body.size() + messageBytes);
        if (sent != null && received != null) {
            sent.close();
            received.close();
        }
        Response answer = response;
        return new Exchange(
                id,
                startedAt,
                new Request(method, url, httpVersion, headers, body()),
                answer == null
                        ? Optional.empty()
                        : Optional.of(new Response(
                                answer.status(),
                                answer.statusText(),
                                answer.headers(),
                                answer.redirectUrl(),
                                answer.mimeType(),
                                responseBytes)),
                messages,
                context(),
                connected ? Exchange.Delivery.SENT : Exchange.Delivery.ATTEMPTED);
    }

    private Body body() {
        String type = header("Content-Type").orElse("");
        Bytes bytes = Bytes.copyOf(body.toByteArray());
        boolean whole = requestEnded && !bodyCut;
        boolean announced =
                header("Content-Length").filter(length -> !length.equals("0")).isPresent()
                        || header("Transfer-Encoding").isPresent();
        if (!bodyBegun && (whole || !announced)) {
            return Body.NONE;
        }
        return new Body(bytes, type, whole ? Body.State.WHOLE : bytes.isEmpty() ? Body.State.UNSEEN : Body.State.SHORT);
    }

    private Context context() {
        Context unknown = Context.unknown(ProxyRecording.RUN);
        return new Context(
                unknown.run(),
                unknown.pageId(),
                "",
                "",
                unknown.target(),
                sent != null
                        ? "websocket"
                        : header("Sec-Fetch-Dest")
                                .map(purpose -> RESOURCE_TYPES.getOrDefault(purpose, ""))
                                .orElse(""),
                List.of(),
                unknown.consent(),
                unknown.signedIn(),
                new HashSet<>(Set.of(Context.Witness.PROXY)),
                step);
    }

    private Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }
}
