package dev.earshot.investigate;

import java.time.Instant;

/// Days for which no line of a host's logs was used, though a window was live then.
///
/// Who has no exposure can't be told to have had none while a gap is open; a person can settle it in the plan.
///
/// @param from start of the first such day, in UTC
/// @param to end of the last one, excluded
/// @param settled who says that nothing is missing and why; empty while it is open
public record LogGap(String host, Instant from, Instant to, String settled) {
    /// As a plan names it to settle it, such as `gap-www.clinic.example-2026-03-04`.
    public String id() {
        return "gap-" + host + "-" + from.toString().substring(0, 10);
    }

    public boolean isOpen() {
        return settled.isEmpty();
    }
}
