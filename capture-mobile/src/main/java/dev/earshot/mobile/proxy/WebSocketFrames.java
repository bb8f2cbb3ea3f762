package dev.earshot.mobile.proxy;

import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// One direction of a WebSocket: its frames unmasked, joined into messages and inflated. Bytes that are no frames end
/// its reading.
///
/// Source: RFC 6455 section 5, RFC 7692 sections 6 and 7 (permessage-deflate).
final class WebSocketFrames {
    /// The longest message that is kept, in bytes.
    static final int LONGEST = 16 << 20;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final byte[] DEFLATE_TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Direction direction;
    private final boolean takeover;
    private final Consumer<WebSocketMessage> messages;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final byte[] head = new byte[14];
    private Inflater inflater = new Inflater(true);
    private int headRead;
    private int headLength = 2;
    private long payloadLeft;
    private long payloadAt;
    private int opcode;
    private boolean compressed;
    private boolean lost;

    /// @param extensions what the server agreed to in Sec-WebSocket-Extensions, in lower case; may be empty
    WebSocketFrames(Direction direction, String extensions, Consumer<WebSocketMessage> messages) {
        this.direction = direction;
        this.takeover = !extensions.contains(
                direction == Direction.SENT ? "client_no_context_takeover" : "server_no_context_takeover");
        this.messages = messages;
    }

    /// Whether something of it could not be read.
    boolean lost() {
        return lost;
    }

    void accept(byte[] bytes, Instant at) {
        int next = 0;
        while (next < bytes.length && !lost) {
            if (headRead < headLength) {
                head[headRead++] = bytes[next++];
                if (headRead == 2) {
                    headLength = 2 + lengthBytes() + (masked() ? 4 : 0);
                }
                if (headRead == headLength) {
                    begin();
                }
            } else {
                next = payload(bytes, next);
            }
            if (headRead == headLength && payloadLeft == 0 && !lost) {
                endFrame(at);
            }
        }
    }

    void close() {
        inflater.end();
    }

    private int lengthBytes() {
        return switch (head[1] & 0x7f) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
    }

    private boolean masked() {
        return (head[1] & 0x80) != 0;
    }

    private boolean carriesMessage() {
        int code = head[0] & 0x0f;
        return code == CONTINUATION || code == TEXT || code == BINARY;
    }

    private void begin() {
        int extra = lengthBytes();
        payloadLeft = extra == 0 ? head[1] & 0x7f : 0;
        for (int i = 0; i < extra; i++) {
            payloadLeft = payloadLeft << 8 | (head[2 + i] & 0xff);
        }
        payloadAt = 0;
        if (payloadLeft < 0 || (carriesMessage() && message.size() + payloadLeft > LONGEST)) {
            lost = true;
        } else if (carriesMessage() && (head[0] & 0x0f) != CONTINUATION) {
            opcode = head[0] & 0x0f;
            compressed = (head[0] & 0x40) != 0;
            message.reset();
        }
    }

    private int payload(byte[] bytes, int from) {
        int length = (int) Math.min(payloadLeft, bytes.length - from);
        if (carriesMessage()) {
            int mask = headLength - 4;
            for (int i = 0; i < length; i++) {
                int key = masked() ? head[mask + (int) ((payloadAt + i) & 3)] : 0;
                message.write(bytes[from + i] ^ key);
            }
        }
        payloadAt += length;
        payloadLeft -= length;
        return from + length;
    }

    private void endFrame(Instant at) {
        boolean last = (head[0] & 0x80) != 0;
        headRead = 0;
        headLength = 2;
        if (!carriesMessage() || !last || opcode == 0) {
            return;
        }
        byte[] payload = compressed ? inflate(message.toByteArray()) : message.toByteArray();
        message.reset();
        if (!lost) {
            messages.accept(new WebSocketMessage(direction, at, opcode, Bytes.copyOf(payload)));
        }
        opcode = 0;
    }

    private byte[] inflate(byte[] deflated) {
        if (!takeover) {
            inflater.end();
            inflater = new Inflater(true);
        }
        ByteArrayOutputStream inflated = new ByteArrayOutputStream();
        byte[] block = new byte[8192];
        try {
            for (byte[] part : new byte[][] {deflated, DEFLATE_TAIL}) {
                inflater.setInput(part);
                for (int read = inflater.inflate(block); read > 0; read = inflater.inflate(block)) {
                    inflated.write(block, 0, read);
                    if (inflated.size() > LONGEST) {
                        lost = true;
                        return new byte[0];
                    }
                }
            }
        } catch (DataFormatException _) {
            lost = true;
        }
        if (inflater.finished()) {
            inflater.reset();
        }
        return inflated.toByteArray();
    }
}
