package dev.earshot.guard.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a monitor scans: `every 6h`, or the five fields of cron.
sealed interface Schedule {
    /// The first time after `instant`.
    Instant after(Instant instant);

    /// At multiples of a time since 1970, so that a restart changes nothing.
    record Every(Duration period) implements Schedule {
        @Override
        public Instant after(Instant instant) {
            long seconds = period.toSeconds();
            return Instant.ofEpochSecond((Math.floorDiv(instant.getEpochSecond(), seconds) + 1) * seconds);
        }
    }

    /// Minute, hour, day of the month, month, day of the week (0 and 7 are Sunday), in a time zone. Where both days are
    /// limited, either will do. Source: crontab(5), POSIX. An hour that a clock change skips is skipped.
    record Cron(
            BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays, boolean eitherDay, ZoneId zone)
            implements Schedule {
        private static final int MOST_DAYS = 366 * 9;

        @Override
        public Instant after(Instant instant) {
            ZonedDateTime at =
                    instant.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            for (int day = 0; day < MOST_DAYS; day++) {
                if (months.get(at.getMonthValue()) && isDay(at)) {
                    ZonedDateTime midnight = at.toLocalDate().plusDays(1).atStartOfDay(zone);
                    while (at.isBefore(midnight)) {
                        if (hours.get(at.getHour()) && minutes.get(at.getMinute())) {
                            return at.toInstant();
                        }
                        at = at.plusMinutes(1);
                    }
                }
                at = at.isAfter(at.toLocalDate().atStartOfDay(zone))
                        ? at.toLocalDate().plusDays(1).atStartOfDay(zone)
                        : next(at);
            }
            throw new IllegalStateException("a schedule that never comes was let through");
        }

        private ZonedDateTime next(ZonedDateTime midnight) {
            return months.get(midnight.getMonthValue()) && isDay(midnight)
                    ? midnight
                    : midnight.toLocalDate().plusDays(1).atStartOfDay(zone);
        }

        private boolean isDay(ZonedDateTime at) {
            boolean ofMonth = days.get(at.getDayOfMonth());
            boolean ofWeek = weekdays.get(at.getDayOfWeek().getValue() % 7);
            return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
        }

        private boolean comes() {
            int[] longest = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
            return months.stream().anyMatch(month -> days.stream().anyMatch(day -> day <= longest[month]))
                    || (eitherDay && !weekdays.isEmpty());
        }
    }

    /// Empty for what is neither, and for a day that never comes.
    static Optional<Schedule> of(String text, ZoneId zone) {
        Matcher every = Pattern.compile("every (\\d{1,4}) ?(m|h|d)").matcher(text.strip());
        if (every.matches()) {
            long count = Long.parseLong(every.group(1));
            Duration period = switch (every.group(2)) {
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            return period.isPositive() ? Optional.of(new Every(period)) : Optional.empty();
        }
        String[] fields = text.strip().split("\\s+");
        if (fields.length != 5) {
            return Optional.empty();
        }
        BitSet minutes = field(fields[0], 0, 59);
        BitSet hours = field(fields[1], 0, 23);
        BitSet days = field(fields[2], 1, 31);
        BitSet months = field(fields[3], 1, 12);
        BitSet weekdays = field(fields[4], 0, 7);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        if (minutes.isEmpty() || hours.isEmpty() || days.isEmpty() || months.isEmpty() || weekdays.isEmpty()) {
            return Optional.empty();
        }
        boolean either = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        Cron cron = new Cron(minutes, hours, days, months, weekdays, either, zone);
        return cron.comes() ? Optional.of(cron) : Optional.empty();
    }

    /// `*`, `5`, `1-5`, `*/15`, `0-30/10`, and lists of these; empty where it is none.
    private static BitSet field(String text, int least, int most) {
        BitSet set = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher range = Pattern.compile("(\\*|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/(\\d{1,2}))?")
                    .matcher(part);
            if (!range.matches()) {
                return new BitSet();
            }
            boolean all = range.group(1).equals("*");
            int from = all ? least : Integer.parseInt(range.group(2));
            int to = all || (range.group(3) == null && range.group(4) != null)
                    ? most
                    : range.group(3) == null ? from : Integer.parseInt(range.group(3));
            int step = range.group(4) == null ? 1 : Integer.parseInt(range.group(4));
            if (from < least || to > most || from > to || step < 1) {
                return new BitSet();
            }
            for (int at = from; at <= to; at += step) {
                set.set(at);
            }
        }
        return set;
    }
}
