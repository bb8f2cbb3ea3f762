package dev.earshot.exchange;

import java.time.Instant;

/// One WebSocket message, unmasked and inflated.
///
/// @param opcode 1 text, 2 binary (RFC 6455 section 5.2)
public record WebSocketMessage(Direction direction, Instant at, int opcode, Bytes payload) {
    /// Which way it went, seen from the browser.
    public enum Direction {
        SENT,
        RECEIVED
    }
}
