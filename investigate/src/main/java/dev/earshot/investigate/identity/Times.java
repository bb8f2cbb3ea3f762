package dev.earshot.investigate.identity;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Times as exports of databases and identity providers write them: ISO 8601 with `T` or a space, with or without an
/// offset, seconds or fractions; `12/31/2026 11:59:59 PM`; a day alone; seconds, milliseconds, microseconds or
/// nanoseconds since 1970. What has no offset is of the zone.
final class Times {
    private static final List<DateTimeFormatter> AMERICAN = Stream.of(
                    "M/d/uuuu h:mm:ss a",
                    "M/d/uuuu h:mm a",
                    "M/d/uuuu H:mm:ss",
                    "M/d/uuuu H:mm",
                    "M/d/uuuu",
                    "M/d/uuuu h:mm:ss.SSS a",
                    "M/d/uuuu H:mm:ss.SSS")
            .map(pattern -> new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT))
            .toList();
    private static final DateTimeFormatter AMERICAN_DAY =
            DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1900, 1, 1, 0, 0);
    private static final LocalDateTime LATEST = LocalDateTime.of(2200, 1, 1, 0, 0);

    private final ZoneId zone;

    Times(ZoneId zone) {
        this.zone = zone;
    }

    /// An instant in microseconds since 1970.
    ///
    /// @param day whether only the day is stated: then it is its start
    /// @param doubtful whether clocks in the zone showed this time twice, or never; it is then the first of both
    record Time(long micros, boolean day, boolean doubtful) {}

    Optional<Time> read(byte[] bytes, int from, int to) {
        if (to - from > 64) {
            return Optional.empty();
        }
        return read(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    Optional<Time> read(String text) {
        try {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            if (text.chars().allMatch(character -> character >= '0' && character <= '9')) {
                return text.length() == 8 ? compactDay(text) : sinceEpoch(text);
            }
            if (text.length() == 10 && text.charAt(4) == '-') {
                return Optional.of(startOf(LocalDate.parse(text)));
            }
            if (text.length() > 10 && text.charAt(4) == '-') {
                return iso(text);
            }
            return other(text);
        } catch (DateTimeException | ArithmeticException | NumberFormatException notATime) {
            return Optional.empty();
        }
    }

    /// A day, however it is written, of any century.
    static Optional<LocalDate> day(String text) {
        for (DateTimeFormatter format : List.of(DateTimeFormatter.BASIC_ISO_DATE, AMERICAN_DAY)) {
            try {
                return Optional.of(LocalDate.parse(text, format));
            } catch (DateTimeException notThis) {
                // The next notation is tried.
            }
        }
        return Optional.empty();
    }

    /// The start of the day after one that is stated alone.
    long nextDay(Time day) {
        LocalDate date = LocalDate.ofInstant(Instant.EPOCH.plus(day.micros(), ChronoUnit.MICROS), zone);
        return startOf(date.plusDays(1)).micros();
    }

    private Optional<Time> iso(String text) {
        String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        int space = iso.indexOf(' ');
        if (space > 0) {
            String rest = iso.substring(space + 1);
            iso = iso.substring(0, space) + (rest.equals("UTC") || rest.equals("GMT") ? "Z" : rest);
        }
        int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
        if (iso.endsWith("Z")) {
            return exact(LocalDateTime.parse(iso.substring(0, iso.length() - 1)), ZoneOffset.UTC);
        }
        if (sign > 10) {
            return exact(LocalDateTime.parse(iso.substring(0, sign)), ZoneOffset.of(iso.substring(sign)));
        }
        return Optional.of(local(LocalDateTime.parse(iso)));
    }

    private Optional<Time> other(String text) {
        for (DateTimeFormatter format : AMERICAN) {
            try {
                return switch (format.parseBest(text, LocalDateTime::from, LocalDate::from)) {
                    case LocalDateTime time -> Optional.of(local(time));
                    case LocalDate day -> Optional.of(startOf(day));
                    default -> Optional.empty();
                };
            } catch (DateTimeException notThis) {
                // The next notation is tried.
            }
        }
        return Optional.empty();
    }

    private Optional<Time> compactDay(String text) {
        return Optional.of(startOf(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)));
    }

    /// By the number of digits, which are 9 or 10 for seconds from 1973 to 2286.
    private static Optional<Time> sinceEpoch(String text) {
        long number = Long.parseLong(text);
        return switch (text.length()) {
            case 9, 10 -> Optional.of(new Time(Math.multiplyExact(number, 1_000_000L), false, false));
            case 12, 13 -> Optional.of(new Time(Math.multiplyExact(number, 1_000L), false, false));
            case 15, 16 -> Optional.of(new Time(number, false, false));
            case 18, 19 -> Optional.of(new Time(number / 1_000, false, false));
            default -> Optional.empty();
        };
    }

    private Time startOf(LocalDate day) {
        ZonedDateTime start = day.atStartOfDay(zone);
        return new Time(micros(start.toInstant()), true, false);
    }

    private Time local(LocalDateTime time) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        return new Time(micros(time.atZone(zone).toInstant()), false, offsets.size() != 1);
    }

    private static Optional<Time> exact(LocalDateTime time, ZoneOffset offset) {
        return Optional.of(new Time(micros(OffsetDateTime.of(time, offset).toInstant()), false, false));
    }

    private static long micros(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        if (utc.isBefore(EARLIEST) || utc.isAfter(LATEST)) {
            throw new DateTimeException("Out of range");
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
