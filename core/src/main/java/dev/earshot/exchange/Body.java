package dev.earshot.exchange;

import java.util.Optional;

/// A request body as it left: still compressed or encoded the way the sender made it.
///
/// @param bytes what was seen of it
/// @param mimeType the Content-Type, as sent; empty when none was
/// @param state whether `bytes` is all of it
public record Body(Bytes bytes, String mimeType, State state) {
    public static final Body NONE = new Body(Bytes.EMPTY, "", State.NONE);

    public static Body whole(Bytes bytes, String mimeType) {
        return new Body(bytes, mimeType, State.WHOLE);
    }

    public Optional<Bytes> present() {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(bytes);
    }

    /// How much of a body was seen.
    public enum State {
        /// The request has no body.
        NONE,
        WHOLE,
        /// Fewer bytes than the request declared.
        SHORT,
        /// There was a body, and none of it was seen.
        UNSEEN
    }
}
