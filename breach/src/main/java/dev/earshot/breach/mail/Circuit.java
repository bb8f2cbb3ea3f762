package dev.earshot.breach.mail;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Failed connections in a row: the wait between them, and when to give up. For many threads.
final class Circuit {
    private static final long LONGEST_WAIT = Duration.ofMinutes(1).toNanos();

    private final MailSettings.Patience patience;
    private final LongSupplier nanos;
    private int failures;
    private long next;

    Circuit(MailSettings.Patience patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    synchronized void worked() {
        failures = 0;
    }

    /// Counts a failure, but connections that fail while one waits already count as one.
    ///
    /// @return how many there were in a row
    synchronized int failed() {
        long now = nanos.getAsLong();
        if (failures == 0 || next - now <= 0) {
            long wait = patience.betweenFailures().toNanos() << Math.min(failures, 16);
            next = now + Math.min(Math.max(wait, 1), LONGEST_WAIT);
            failures++;
        }
        return failures;
    }

    /// Nanoseconds until a connection may be tried; 0 or less: now.
    synchronized long remaining() {
        return failures == 0 ? 0 : next - nanos.getAsLong();
    }

    synchronized boolean open() {
        return failures >= patience.failures();
    }
}
