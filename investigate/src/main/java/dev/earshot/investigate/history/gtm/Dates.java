package dev.earshot.investigate.history.gtm;

import java.time.Instant;
import java.util.Optional;

/// Times as containers write them.
final class Dates {
    /// 2012-10-01, when Tag Manager began, and 2100.
    private static final long EARLIEST = 1_349_049_600_000L;
    private static final long LATEST = 4_102_444_800_000L;

    private Dates() {}

    /// Milliseconds since 1970, as a fingerprint is; empty for what can't be one.
    static Optional<Instant> ofMillis(String digits) {
        if (digits.length() != 13 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long millis = Long.parseLong(digits);
        return millis < EARLIEST || millis > LATEST ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
