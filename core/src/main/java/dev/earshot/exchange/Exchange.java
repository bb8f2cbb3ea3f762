package dev.earshot.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One request, what came back, and the WebSocket messages that followed: the unit of evidence. Each redirect hop is
/// an exchange of its own.
///
/// @param id the `_id` of its HAR entry; unique in its capture
/// @param messages in order of time; empty unless it opened a WebSocket
public record Exchange(
        String id,
        Instant startedAt,
        Request request,
        Optional<Response> response,
        List<WebSocketMessage> messages,
        Context context,
        Delivery delivery) {
    public Exchange {
        messages = List.copyOf(messages);
    }

    /// Whether the request left the machine.
    public enum Delivery {
        SENT,
        /// The page asked for it, and it never left.
        ATTEMPTED,
        /// A foreign recording that does not say, such as a HAR entry with status 0.
        UNKNOWN
    }
}
