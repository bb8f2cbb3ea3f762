package dev.earshot.browser.watch.netlog;

import dev.earshot.browser.watch.netlog.LoggedRequest.LoggedMessage;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// One direction of a WebSocket: its frames unmasked, joined into messages and inflated.
///
/// Source: RFC 6455 section 5, RFC 7692 sections 6 and 7 (permessage-deflate).
final class WebSocketFrames {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final byte[] DEFLATE_TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final RequestInProgress request;
    private final Direction direction;
    private final Budget budget;
    private final Faults faults;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final byte[] head = new byte[14];
    private int headRead;
    private int headLength = 2;
    private long payloadLeft;
    private long payloadAt;
    private int messageOpcode;
    private boolean compressed;
    private boolean takeover = true;
    private boolean lost;
    private Inflater inflater = new Inflater(true);

    WebSocketFrames(RequestInProgress request, Direction direction, Budget budget, Faults faults) {
        this.request = request;
        this.direction = direction;
        this.budget = budget;
        this.faults = faults;
    }

    /// Says what the server agreed to in Sec-WebSocket-Extensions, in lower case.
    void negotiated(String extensions) {
        takeover = !extensions.contains(
                direction == Direction.SENT ? "client_no_context_takeover" : "server_no_context_takeover");
    }

    void accept(byte[] bytes, int from, int length, long tick) {
        int at = from;
        int end = from + length;
        while (at < end && !lost) {
            if (headRead < headLength) {
                head[headRead++] = bytes[at++];
                if (headRead == 2) {
                    headLength = 2 + lengthBytes() + (masked() ? 4 : 0);
                }
                if (headRead == headLength && headRead > 1) {
                    begin();
                }
            } else {
                at = payload(bytes, at, end);
            }
            if (headRead == headLength && payloadLeft == 0 && !lost) {
                endFrame(tick);
            }
        }
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

    private int opcode() {
        return head[0] & 0x0f;
    }

    private void begin() {
        int extra = lengthBytes();
        payloadLeft = head[1] & 0x7f;
        if (extra > 0) {
            payloadLeft = 0;
            for (int i = 0; i < extra; i++) {
                payloadLeft = payloadLeft << 8 | (head[2 + i] & 0xff);
            }
        }
        payloadAt = 0;
        if (payloadLeft < 0 || (carriesMessage() && message.size() + payloadLeft > Budget.ONE)) {
            lose("a WebSocket message longer than 64 MB");
            return;
        }
        if (opcode() == TEXT || opcode() == BINARY) {
            messageOpcode = opcode();
            compressed = (head[0] & 0x40) != 0;
            message.reset();
        }
    }

    private boolean carriesMessage() {
        return opcode() == CONTINUATION || opcode() == TEXT || opcode() == BINARY;
    }

    private int payload(byte[] bytes, int from, int end) {
        int length = (int) Math.min(payloadLeft, end - from);
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

    private void endFrame(long tick) {
        boolean last = (head[0] & 0x80) != 0;
        boolean carries = carriesMessage();
        headRead = 0;
        headLength = 2;
        if (!carries || !last || messageOpcode == 0) {
            return;
        }
        byte[] payload = compressed ? inflate(message.toByteArray()) : message.toByteArray();
        message.reset();
        if (lost) {
            return;
        }
        if (!budget.take(payload.length)) {
            lose("more WebSocket messages than there is room for");
            return;
        }
        request.messages.add(new LoggedMessage(direction, tick, messageOpcode, Bytes.copyOf(payload)));
        messageOpcode = 0;
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
                int read = inflater.inflate(block);
                while (read > 0) {
                    inflated.write(block, 0, read);
                    if (inflated.size() > Budget.ONE) {
                        lose("a WebSocket message longer than 64 MB");
                        return new byte[0];
                    }
                    read = inflater.inflate(block);
                }
            }
        } catch (DataFormatException _) {
            lose("a WebSocket message that does not inflate");
        }
        if (inflater.finished()) {
            inflater.reset();
        }
        return inflated.toByteArray();
    }

    private void lose(String why) {
        faults.add("The net log has " + why + ".");
        lost = true;
        inflater.end();
    }
}
