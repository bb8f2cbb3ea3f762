package dev.earshot.guard.collect;

import java.time.Instant;

/// How much each source may still send: a token bucket each, in a table that doesn't grow.
///
/// Eight buckets share a row; the one that was idle longest makes place for a source that is new. Thread-safe.
final class RateLimit {
    private static final int WAYS = 8;

    private final int rows;
    private final double perSecond;
    private final float burst;
    private final long[] sources;
    private final long[] lastMillis;
    private final float[] tokens;

    RateLimit(int mostSources, double perSecond, int burst) {
        this.rows = Integer.highestOneBit(Math.max(1, mostSources / WAYS));
        this.perSecond = perSecond;
        this.burst = burst;
        this.sources = new long[rows * WAYS];
        this.lastMillis = new long[rows * WAYS];
        this.tokens = new float[rows * WAYS];
    }

    /// Takes a token.
    ///
    /// @param source a hash
    /// @return whether there was one
    synchronized boolean take(long source, Instant at) {
        int slot = slot(source, at.toEpochMilli());
        if (tokens[slot] < 1) {
            return false;
        }
        tokens[slot]--;
        return true;
    }

    /// Takes tokens for what a delivery turned out to hold, into debt if need be.
    synchronized void charge(long source, int more, Instant at) {
        int slot = slot(source, at.toEpochMilli());
        tokens[slot] = Math.max(tokens[slot] - more, -burst);
    }

    private int slot(long source, long now) {
        int first = (int) (source >>> 32 & (rows - 1)) * WAYS;
        int idlest = first;
        for (int slot = first; slot < first + WAYS; slot++) {
            if (sources[slot] == source && lastMillis[slot] != 0) {
                long passed = Math.max(0, now - lastMillis[slot]);
                tokens[slot] = (float) Math.min(burst, tokens[slot] + passed * perSecond / 1000);
                lastMillis[slot] = Math.max(now, lastMillis[slot]);
                return slot;
            }
            if (lastMillis[slot] < lastMillis[idlest]) {
                idlest = slot;
            }
        }
        sources[idlest] = source;
        lastMillis[idlest] = Math.max(now, 1);
        tokens[idlest] = burst;
        return idlest;
    }
}
