package dev.earshot.browser.watch.netlog;

import dev.earshot.exchange.WebSocketMessage.Direction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection: one request after the other, each body cut at its Content-Length or by its chunks, then
/// perhaps WebSocket frames.
///
/// Source: RFC 9112 sections 6 and 7.1.
final class Http1Connection implements Connection {
    private enum Reading {
        HEAD,
        FIXED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        WEBSOCKET,
        LOST
    }

    private final boolean secure;
    private final Budget budget;
    private final Faults faults;
    private final Deque<RequestInProgress> expected = new ArrayDeque<>();
    private final MessageHead head = new MessageHead();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Reading reading = Reading.HEAD;
    private long remaining;
    private @Nullable RequestInProgress current;
    private @Nullable WebSocketFrames sentFrames;
    private @Nullable WebSocketFrames receivedFrames;
    private @Nullable MessageHead responseHead;

    Http1Connection(boolean secure, Budget budget, Faults faults) {
        this.secure = secure;
        this.budget = budget;
        this.faults = faults;
    }

    /// Says that the next request on this connection is `request`.
    void expect(RequestInProgress request) {
        expected.add(request);
        if (request.opensWebSocket()) {
            responseHead = new MessageHead();
            receivedFrames = new WebSocketFrames(request, Direction.RECEIVED, budget, faults);
        }
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public boolean wantsReceived() {
        return receivedFrames != null;
    }

    @Override
    public void sent(byte[] bytes, long tick) {
        int at = 0;
        while (at < bytes.length) {
            at = switch (reading) {
                case HEAD -> head(bytes, at);
                case FIXED -> fixed(bytes, at, Reading.HEAD);
                case CHUNK -> fixed(bytes, at, Reading.CHUNK_END);
                case CHUNK_SIZE, CHUNK_END, TRAILER -> chunkLine(bytes, at);
                case WEBSOCKET -> frames(bytes, at, tick);
                case LOST -> bytes.length;
            };
        }
    }

    @Override
    public void received(byte[] bytes, long tick) {
        WebSocketFrames frames = receivedFrames;
        if (frames == null) {
            return;
        }
        if (responseHead == null) {
            frames.accept(bytes, 0, bytes.length, tick);
            return;
        }
        int at = responseHead.accept(bytes, 0);
        if (responseHead.ended()) {
            String extensions = extensions(responseHead.text());
            responseHead = null;
            if (sentFrames != null) {
                sentFrames.negotiated(extensions);
            }
            frames.negotiated(extensions);
        } else if (responseHead.tooLong()) {
            receivedFrames = null;
            return;
        }
        if (at < bytes.length) {
            frames.accept(bytes, at, bytes.length - at, tick);
        }
    }

    private static String extensions(String head) {
        return head.lines()
                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions:"))
                .map(text -> text.substring(text.indexOf(':') + 1))
                .reduce("", (one, other) -> one + "," + other)
                .toLowerCase(Locale.ROOT);
    }

    private int head(byte[] bytes, int from) {
        int at = head.accept(bytes, from);
        if (head.ended()) {
            String text = head.text();
            head.reset();
            begin(text);
        } else if (head.tooLong()) {
            lose("a connection whose request head never ended");
        }
        return at;
    }

    private void begin(String text) {
        RequestInProgress request = expected.poll();
        if (request == null) {
            lose("a connection carried a request that the log does not name");
            return;
        }
        if (!text.startsWith(request.method + " ")) {
            lose("a connection carried another request than the log names");
            return;
        }
        current = request;
        long length = -1;
        boolean chunked = false;
        for (String field : text.split("\r\n")) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = RequestInProgress.length(field.substring("content-length:".length()));
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (request.opensWebSocket()) {
            request.bodyEnded = true;
            sentFrames = new WebSocketFrames(request, Direction.SENT, budget, faults);
            reading = Reading.WEBSOCKET;
        } else if (chunked) {
            reading = Reading.CHUNK_SIZE;
        } else if (length > 0) {
            remaining = length;
            reading = Reading.FIXED;
        } else {
            request.bodyEnded = true;
        }
    }

    private int fixed(byte[] bytes, int at, Reading next) {
        int length = (int) Math.min(remaining, bytes.length - at);
        RequestInProgress request = current;
        if (request != null) {
            budget.upload(request, bytes, at, length);
        }
        remaining -= length;
        if (remaining == 0) {
            reading = next;
            if (next == Reading.HEAD) {
                end();
            }
        }
        return at + length;
    }

    private int chunkLine(byte[] bytes, int from) {
        int at = readLine(bytes, from, line);
        if (line.size() > MessageHead.LONGEST) {
            lose("a chunked upload whose chunk size never ended");
            return at;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\n")) {
            return at;
        }
        line.reset();
        switch (reading) {
            case CHUNK_SIZE -> chunk(text);
            case CHUNK_END -> reading = Reading.CHUNK_SIZE;
            case TRAILER -> {
                if (text.isBlank()) {
                    reading = Reading.HEAD;
                    end();
                }
            }
            case HEAD, FIXED, CHUNK, WEBSOCKET, LOST -> {}
        }
        return at;
    }

    private void chunk(String text) {
        int semicolon = text.indexOf(';');
        String size = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        try {
            remaining = Long.parseLong(size, 16);
        } catch (NumberFormatException _) {
            remaining = -1;
        }
        if (remaining < 0) {
            lose("a chunked upload with a chunk size that is no number");
        } else {
            reading = remaining == 0 ? Reading.TRAILER : Reading.CHUNK;
        }
    }

    private int frames(byte[] bytes, int at, long tick) {
        if (sentFrames != null) {
            sentFrames.accept(bytes, at, bytes.length - at, tick);
        }
        return bytes.length;
    }

    private void end() {
        if (current != null) {
            current.bodyEnded = true;
        }
        current = null;
    }

    private void lose(String why) {
        faults.add("The net log has " + why + ".");
        reading = Reading.LOST;
        current = null;
    }

    /// Moves bytes into `line` up to and with the next line feed; returns where to go on.
    private static int readLine(byte[] bytes, int from, ByteArrayOutputStream line) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        int end = Math.min(bytes.length, at + 1);
        line.write(bytes, from, end - from);
        return end;
    }
}
