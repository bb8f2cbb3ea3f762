package dev.earshot.clinic;

import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/// A WebSocket that puts down what it hears and answers each text with its length. Public because Jetty calls it by
/// reflection.
public final class Conversation implements Session.Listener.AutoDemanding {
    private final Sink.Arrival arrival;
    private volatile @org.jspecify.annotations.Nullable Session session;

    Conversation(Sink.Arrival arrival) {
        this.arrival = arrival;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
    }

    @Override
    public void onWebSocketText(String message) {
        note(Direction.SENT, 1, message.getBytes(StandardCharsets.UTF_8));
        String reply = "{\"heard\":" + message.length() + "}";
        note(Direction.RECEIVED, 1, reply.getBytes(StandardCharsets.UTF_8));
        Session open = session;
        if (open != null) {
            open.sendText(reply, Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        byte[] content = new byte[payload.remaining()];
        payload.get(content);
        note(Direction.SENT, 2, content);
        callback.succeed();
    }

    private void note(Direction direction, int opcode, byte[] content) {
        arrival.message(new WebSocketMessage(direction, Instant.now(), opcode, Bytes.copyOf(content)));
    }
}
