package dev.earshot.browser.watch.cdp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A WebSocket to the browser. What arrives is queued by the reader thread and given to the listener by one thread,
/// in order; what is sent goes out through one thread, since [WebSocket] allows one `sendText` in flight. A listener
/// must not wait for a reply: it would wait for itself.
public final class CdpConnection implements AutoCloseable {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(256 << 20)
                            .build())
                    .build())
            .build();
    private static final String END = "";

    /// Receives events.
    public interface Listener {
        /// Whether events of this method are of use; the rest is not even parsed.
        boolean wants(String method);

        /// @param session empty for the browser itself
        void on(String session, String method, JsonNode params);
    }

    private final BlockingQueue<String> incoming = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> outgoing = new LinkedBlockingQueue<>();
    private final Map<Long, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final HttpClient client;
    private final WebSocket socket;
    private final Thread sender;
    private volatile boolean closing;
    private volatile boolean lost;
    private volatile @Nullable Listener listener;

    private CdpConnection(HttpClient client, URI address) {
        this.client = client;
        this.socket = client.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .buildAsync(address, new Reader())
                .join();
        this.sender = Thread.ofPlatform().daemon().name("cdp-sender").start(this::sendAll);
        Thread.ofPlatform().daemon().name("cdp-events").start(this::readAll);
    }

    /// Connects, past any proxy.
    ///
    /// @throws java.util.concurrent.CompletionException when there is no browser at that address
    public static CdpConnection open(URI address) {
        return new CdpConnection(
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build(), address);
    }

    /// Sets who receives the events: to be called before any command asks for some.
    public void listen(Listener newListener) {
        listener = newListener;
    }

    /// Sends a command; the reply is its `result`, and fails when the browser says it did.
    ///
    /// @param session empty for the browser itself
    public CompletableFuture<JsonNode> send(String session, String method, JsonNode params) {
        long id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        replies.put(id, reply);
        ObjectNode message = NODES.objectNode().put("id", id).put("method", method);
        message.set("params", params);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        outgoing.add(message.toString());
        if (lost) {
            failAll();
        }
        return reply;
    }

    public CompletableFuture<JsonNode> send(String session, String method) {
        return send(session, method, NODES.objectNode());
    }

    /// Sends a command whose reply, or refusal, is of no interest.
    public void tell(String session, String method, JsonNode params) {
        CompletableFuture<JsonNode> _ = send(session, method, params);
    }

    /// Whether the browser went away before [#expectClose()] was called.
    public boolean lost() {
        return lost;
    }

    /// Says that from now on the end of the connection is as it should be.
    public void expectClose() {
        closing = true;
    }

    @Override
    public void close() {
        closing = true;
        socket.abort();
        sender.interrupt();
        incoming.add(END);
        client.shutdownNow();
        failAll();
    }

    private void sendAll() {
        try {
            while (true) {
                socket.sendText(outgoing.take(), true).join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException _) {
            ended();
        }
    }

    private void readAll() {
        try {
            String text = incoming.take();
            while (!text.equals(END)) {
                receive(text);
                text = incoming.take();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(String text) {
        Listener to = listener;
        Optional<String> method = method(text);
        if (method.isEmpty() || (to != null && to.wants(method.get()))) {
            give(text, to);
        }
    }

    private void give(String text, @Nullable Listener to) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JacksonException _) {
            lost = true;
            return;
        }
        if (message.has("id")) {
            CompletableFuture<JsonNode> reply =
                    replies.remove(message.path("id").asLong(-1));
            if (reply != null && message.has("error")) {
                reply.completeExceptionally(
                        new CdpRefusal(message.path("error").path("message").asString("")));
            } else if (reply != null) {
                reply.complete(message.path("result"));
            }
        } else if (to != null && message.has("method")) {
            try {
                to.on(
                        message.path("sessionId").asString(""),
                        message.path("method").asString(""),
                        message.path("params"));
            } catch (RuntimeException _) {
                // An event that was not understood is an event that was not seen.
                lost = true;
            }
        }
    }

    /// The method of an event, read from its beginning; empty for a reply.
    private static Optional<String> method(String text) {
        String start = "{\"method\":\"";
        if (!text.startsWith(start)) {
            return Optional.empty();
        }
        int end = text.indexOf('"', start.length());
        return end < 0 ? Optional.empty() : Optional.of(text.substring(start.length(), end));
    }

    private void ended() {
        if (!closing) {
            lost = true;
        }
        failAll();
    }

    private void failAll() {
        CdpRefusal gone = new CdpRefusal("the browser is gone");
        replies.values().forEach(reply -> reply.completeExceptionally(gone));
        replies.clear();
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
            if (last && parts.isEmpty()) {
                incoming.add(text.toString());
            } else {
                parts.append(text);
                if (last) {
                    incoming.add(parts.toString());
                    parts.setLength(0);
                }
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
            ended();
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            ended();
        }
    }

    /// The browser refused a command, or is gone.
    static final class CdpRefusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CdpRefusal(String message) {
            super(message, null, false, false);
        }
    }
}
