package dev.earshot.guard.collect;

import java.time.Instant;

/// Takes in reports of browsers and of the browser guard. Thread-safe; never blocks on a disk.
public interface Collector extends AutoCloseable {
    /// What became of a delivery.
    enum Outcome {
        TAKEN,
        /// Its source sent too many.
        TOO_MANY,
        /// It is no report.
        NOT_A_REPORT,
        TOO_BIG
    }

    /// @param source whom to count deliveries by, such as a client's address; is not kept
    /// @param contentType as the header has it
    Outcome take(String source, String contentType, byte[] body, Instant at);

    /// What of it all is written before this returns.
    @Override
    void close();
}
