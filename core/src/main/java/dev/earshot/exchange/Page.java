package dev.earshot.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One page that was visited, or that should have been.
///
/// @param run the id of the [Run] it belongs to
/// @param title as the page had it at its end; empty when unknown
/// @param outcome whether it was seen
/// @param remark why it was not; empty when it was
/// @param screenshot a path relative to the capture's folder
public record Page(
        String id,
        String run,
        String url,
        String title,
        Instant startedAt,
        Outcome outcome,
        String remark,
        Optional<String> screenshot,
        List<StoredItem> stored) {
    public Page {
        stored = List.copyOf(stored);
    }

    /// Whether a page was seen.
    public enum Outcome {
        LOADED,
        /// Seen, but something of it was not: it timed out, crashed, or was left early.
        PARTIAL,
        FAILED
    }
}
