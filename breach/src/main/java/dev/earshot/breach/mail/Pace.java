package dev.earshot.breach.mail;

import java.util.function.LongSupplier;

/// So many messages a second, and no burst to make up for a pause. For many threads.
final class Pace {
    private final long interval;
    private final LongSupplier nanos;
    private long next;

    /// @param perSecond 0: as many as there are
    Pace(double perSecond, LongSupplier nanos) {
        this.interval = perSecond == 0 ? 0 : (long) (1e9 / perSecond);
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /// Takes the place of one message.
    ///
    /// @return nanoseconds until there is a place; 0 where it was taken
    synchronized long take() {
        if (interval == 0) {
            return 0;
        }
        long now = nanos.getAsLong();
        if (next - now > 0) {
            return next - now;
        }
        // A thread that woke late may catch up by a tenth of a second.
        next = Math.max(next, now - 100_000_000L) + interval;
        return 0;
    }

    synchronized void giveBack() {
        next -= interval;
    }
}
