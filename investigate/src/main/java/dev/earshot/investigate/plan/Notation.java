package dev.earshot.investigate.plan;

import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a plan writes instants, durations, shares, zones, address ranges, hosts and paths. What is not of the notation is
/// an [IllegalArgumentException] whose message says how to write it.
final class Notation {
    private static final Pattern SHORT_DURATION = Pattern.compile("(-?)(\\d{1,9}) ?(ms|s|m|h|d)");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?) ?(%?)");
    private static final Pattern RANGE = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern STATUSES = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");
    private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?");

    private Notation() {}

    /// `2026-01-10` is the start of that day in the zone, `2026-01-10T08:00` the wall clock there; with an offset or Z
    /// it is an instant of its own.
    static Instant instant(String text, ZoneId zone) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            String iso = text.replace(' ', 'T');
            boolean offset = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            return offset ? OffsetDateTime.parse(iso).toInstant() : once(LocalDateTime.parse(iso), zone);
        } catch (DateTimeParseException notATime) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time; write 2026-12-31, or 2026-12-31T23:00:00Z.", notATime);
        }
    }

    private static Instant once(LocalDateTime time, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (offsets.size() != 1) {
            throw new IllegalArgumentException("In " + zone + " the clocks show " + time
                    + (offsets.isEmpty() ? " at no time" : " twice") + "; write it with an offset.");
        }
        return time.toInstant(offsets.getFirst());
    }

    /// `30m`, `-7m`, `12h`, or ISO 8601: `PT30M`, `-PT7M`.
    static Duration duration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text);
        try {
            if (!matcher.matches()) {
                return Duration.parse(text);
            }
            ChronoUnit unit = switch (matcher.group(3)) {
                case "ms" -> ChronoUnit.MILLIS;
                case "s" -> ChronoUnit.SECONDS;
                case "m" -> ChronoUnit.MINUTES;
                case "h" -> ChronoUnit.HOURS;
                default -> ChronoUnit.DAYS;
            };
            Duration duration = Duration.of(Long.parseLong(matcher.group(2)), unit);
            return matcher.group(1).isEmpty() ? duration : duration.negated();
        } catch (DateTimeParseException notADuration) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no duration; write 30m, 12h or PT30M.", notADuration);
        }
    }

    /// `1%` or `0.01`: 0 to 1.
    static double share(String text) {
        Matcher matcher = SHARE.matcher(text);
        if (matcher.matches()) {
            double share =
                    Double.parseDouble(matcher.group(1)) / (matcher.group(2).isEmpty() ? 1 : 100);
            if (share <= 1) {
                return share;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no share; write 1% or 0.01.");
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException notAZone) {
            throw new IllegalArgumentException("\"" + text + "\" is no time zone.", notAZone);
        }
    }

    /// `198.51.100.0/24`, `2001:db8::/32`, or one address.
    static String range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (matcher.matches()) {
            int bits = bits(matcher.group(1));
            int prefix = matcher.group(2) == null ? bits : Integer.parseInt(matcher.group(2));
            if (bits > 0 && prefix <= bits) {
                return text;
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no range of addresses; write 198.51.100.0/24 or 2001:db8::/32.");
    }

    /// 32, 128, or 0 where it is no address.
    private static int bits(String address) {
        Matcher v4 = IPV4.matcher(address);
        if (v4.matches()) {
            boolean bytes = true;
            for (int group = 1; group <= 4; group++) {
                bytes &= Integer.parseInt(v4.group(group)) <= 255;
            }
            return bytes ? 32 : 0;
        }
        try {
            if (address.indexOf(':') >= 0 && address.indexOf('%') < 0) {
                InetAddress.ofLiteral(address);
                return 128;
            }
        } catch (IllegalArgumentException notAnAddress) {
            return 0;
        }
        return 0;
    }

    /// `304` or `200-299`.
    static String statuses(String text) {
        Matcher matcher = STATUSES.matcher(text);
        if (matcher.matches() && (matcher.group(2) == null || matcher.group(1).compareTo(matcher.group(2)) <= 0)) {
            return text;
        }
        throw new IllegalArgumentException("\"" + text + "\" is no HTTP status; write 304 or 200-299.");
    }

    /// In lower case; `*.clinic.example` stands for all below.
    static String host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (HOST.matcher(host).matches()) {
            return host;
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no host name; write www.clinic.example, without https:// and port.");
    }

    /// A path or a glob over paths.
    static String path(String text) {
        if (text.contains("://")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has a host; write the path alone, such as /visits/**.");
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" has more than a path; queries take a rule.");
        }
        if (!text.startsWith("/") && !text.startsWith("*")) {
            throw new IllegalArgumentException("\"" + text + "\" does not start with a slash.");
        }
        return text;
    }

    /// The end of a path, such as `.css`, in lower case.
    static String ending(String text) {
        if (!text.startsWith(".") || text.length() == 1 || text.indexOf('/') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no ending of a path; write .css.");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
