package dev.earshot.investigate.log;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/// Turns the wall clock's time of a zone into UTC.
///
/// In the hour that comes twice when clocks go back, a time is the first of the two; in the hour that never was when
/// they go forward, the clock is taken not to have been changed. Both are counted.
final class ZonedClock {
    private final ZoneRules rules;
    private long from = 1;
    private long to;
    private long offset;
    private long doubtful;

    ZonedClock(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /// Times that the zone has twice, or not at all.
    long doubtful() {
        return doubtful;
    }

    /// @param local microseconds since 1970-01-01T00:00 by the wall clock
    long toUtc(long local) {
        if (local < from || local >= to) {
            look(local);
        }
        return local - offset;
    }

    private void look(long local) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(local, Timestamp.SECOND), 0, ZoneOffset.UTC);
        ZoneOffsetTransition within = rules.getTransition(time);
        if (within != null) {
            doubtful++;
            offset = micros(within.getOffsetBefore());
            from = 1;
            to = 0;
            return;
        }
        ZoneOffset valid = rules.getOffset(time);
        offset = micros(valid);
        ZoneOffsetTransition before =
                rules.previousTransition(time.toInstant(valid).plusSeconds(1));
        ZoneOffsetTransition after = rules.nextTransition(time.toInstant(valid));
        from = before == null
                ? Long.MIN_VALUE
                : Math.max(micros(before.getDateTimeBefore()), micros(before.getDateTimeAfter()));
        to = after == null
                ? Long.MAX_VALUE
                : Math.min(micros(after.getDateTimeBefore()), micros(after.getDateTimeAfter()));
    }

    private static long micros(ZoneOffset offset) {
        return offset.getTotalSeconds() * Timestamp.SECOND;
    }

    private static long micros(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC) * Timestamp.SECOND;
    }
}
