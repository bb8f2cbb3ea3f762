package dev.earshot.investigate.log.format;

import java.time.LocalDate;

/// Reads instants as logs write them, into microseconds since 1970; what is finer is cut off.
///
/// - RFC 3339 and its relatives: `2026-11-22T10:15:30.123456789Z`, with a blank for the `T`, a comma for the point,
///   an offset as `+01:00`, `+0100` or `+01`, after a blank or not, `UTC` or `GMT` for `Z`; without an offset it is
///   the time of a wall clock.
/// - Common log format: `22/Nov/2026:10:15:30 +0000`, with brackets or without.
/// - Unix time, with a fraction or without. The number of its digits before the point tells the unit: 9 to 11
///   seconds, up to 14 milliseconds, up to 17 microseconds, up to 19 nanoseconds.
///
/// A leap second counts as the second before it. Years are 1970 to 2199.
final class Instants {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;

    /// What was read last.
    long micros;
    /// Whether it was written without an offset.
    boolean local;

    private byte[] bytes = {};
    private int at;
    private int end;
    private int knownYear = -1;
    private int knownMonth;
    private int knownDay;
    private long knownMicros;

    /// Whether it could be read.
    boolean read(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
        local = false;
        if (at < end && source[at] == '[') {
            at++;
            if (source[end - 1] == ']') {
                end--;
            }
        }
        int digits = 0;
        while (at + digits < end && digits < 20 && isDigit(source[at + digits])) {
            digits++;
        }
        if (digits == 4 && at + 4 < end && source[at + 4] == '-') {
            return date() && skipT() && clock() && offset();
        }
        if (digits == 2 && at + 2 < end && source[at + 2] == '/') {
            return commonDate() && clock() && offset();
        }
        return number(digits);
    }

    /// Whether a day and a time of day, in UTC, could be read.
    boolean read(byte[] dayBytes, int dayFrom, int dayTo, byte[] clockBytes, int clockFrom, int clockTo) {
        bytes = dayBytes;
        at = dayFrom;
        end = dayTo;
        local = false;
        if (!date() || at != end) {
            return false;
        }
        bytes = clockBytes;
        at = clockFrom;
        end = clockTo;
        return clock() && at == end;
    }

    private boolean number(int digits) {
        if (digits < 9 || digits > 19) {
            return false;
        }
        long whole = 0;
        for (int last = at + digits; at < last; at++) {
            whole = whole * 10 + (bytes[at] - '0');
        }
        long fraction = 0;
        if (at < end && bytes[at] == '.') {
            at++;
            int start = at;
            for (long unit = 100_000; at < end && isDigit(bytes[at]); at++, unit /= 10) {
                fraction += unit * (bytes[at] - '0');
            }
            if (at == start) {
                return false;
            }
        }
        if (at != end || whole < 0) {
            return false;
        }
        if (digits <= 11) {
            micros = whole * SECOND + fraction;
        } else if (digits <= 14) {
            micros = whole * 1000 + fraction / 1000;
        } else if (digits <= 17) {
            micros = whole;
        } else {
            micros = whole / 1000;
        }
        return micros <= 230L * 366 * DAY;
    }

    private boolean date() {
        int year = pair(at) * 100 + pair(at + 2);
        if (end - at < 10 || bytes[at + 4] != '-' || bytes[at + 7] != '-') {
            return false;
        }
        boolean valid = day(year, pair(at + 5), pair(at + 8));
        at += 10;
        return valid;
    }

    private boolean commonDate() {
        if (end - at < 12 || bytes[at + 6] != '/' || bytes[at + 11] != ':') {
            return false;
        }
        int month = 0;
        for (int index = 0; index < MONTHS.length(); index += 3) {
            if (bytes[at + 3] == MONTHS.charAt(index)
                    && bytes[at + 4] == MONTHS.charAt(index + 1)
                    && bytes[at + 5] == MONTHS.charAt(index + 2)) {
                month = index / 3 + 1;
            }
        }
        boolean valid = day(pair(at + 7) * 100 + pair(at + 9), month, pair(at));
        at += 12;
        return valid;
    }

    private boolean day(int year, int month, int day) {
        if (year != knownYear || month != knownMonth || day != knownDay) {
            if (year < 1970 || year > 2199 || month < 1 || month > 12 || day < 1) {
                return false;
            }
            LocalDate first = LocalDate.of(year, month, 1);
            if (day > first.lengthOfMonth()) {
                return false;
            }
            knownMicros = (first.toEpochDay() + day - 1) * DAY;
            knownYear = year;
            knownMonth = month;
            knownDay = day;
        }
        micros = knownMicros;
        return true;
    }

    private boolean skipT() {
        boolean separated = at < end && (bytes[at] == 'T' || bytes[at] == ' ' || bytes[at] == 't');
        at++;
        return separated;
    }

    private boolean clock() {
        if (end - at < 8 || bytes[at + 2] != ':' || bytes[at + 5] != ':') {
            return false;
        }
        int hour = pair(at);
        int minute = pair(at + 3);
        int second = pair(at + 6);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return false;
        }
        at += 8;
        micros += (hour * 3600L + minute * 60L + Math.min(second, 59)) * SECOND;
        if (at < end && (bytes[at] == '.' || bytes[at] == ',')) {
            at++;
            int start = at;
            for (long unit = 100_000; at < end && isDigit(bytes[at]); at++, unit /= 10) {
                micros += unit * (bytes[at] - '0');
            }
            return at > start;
        }
        return true;
    }

    private boolean offset() {
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        if (at == end) {
            local = true;
            return true;
        }
        int left = end - at;
        if ((left == 1 && (bytes[at] == 'Z' || bytes[at] == 'z')) || (left == 3 && isUtc())) {
            return true;
        }
        boolean signed = bytes[at] == '+' || bytes[at] == '-';
        boolean colon = left == 6 && bytes[at + 3] == ':';
        if (!signed || (left != 3 && left != 5 && !colon)) {
            return false;
        }
        int hours = pair(at + 1);
        int minutes = left == 3 ? 0 : pair(at + (colon ? 4 : 3));
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return false;
        }
        long offset = (hours * 3600L + minutes * 60L) * SECOND;
        micros += bytes[at] == '-' ? offset : -offset;
        return true;
    }

    private boolean isUtc() {
        return (bytes[at] == 'U' && bytes[at + 1] == 'T' && bytes[at + 2] == 'C')
                || (bytes[at] == 'G' && bytes[at + 1] == 'M' && bytes[at + 2] == 'T');
    }

    /// Two digits as a number; far below zero where they are none.
    private int pair(int index) {
        if (index + 1 >= end || !isDigit(bytes[index]) || !isDigit(bytes[index + 1])) {
            return -10_000;
        }
        return (bytes[index] - '0') * 10 + (bytes[index + 1] - '0');
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
