package dev.earshot.investigate.log;

import java.nio.charset.StandardCharsets;

/// Reads times as logs write them.
///
/// It remembers the last one, since most lines are of the same second as the line before.
final class Timestamp {
    static final long SECOND = 1_000_000;
    static final long DAY = 86_400 * SECOND;

    private static final int COMMON_LENGTH = 26;
    private static final int[] DAYS_BEFORE = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final byte[] MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec".getBytes(StandardCharsets.US_ASCII);

    private long first;
    private long second;
    private long third;
    private long last;
    private boolean valid;
    private long remembered;

    /// In microseconds since 1970.
    long micros;

    /// Whether it is the wall clock's, without an offset.
    boolean local;

    /// Reads `10/Oct/2000:13:55:36 -0700`. False where it is no such time.
    boolean common(byte[] bytes, int from, int to) {
        if (to - from < COMMON_LENGTH) {
            return false;
        }
        local = false;
        long one = Scan.word(bytes, from);
        long two = Scan.word(bytes, from + 8);
        long three = Scan.word(bytes, from + 16);
        long four = Scan.word(bytes, from + COMMON_LENGTH - 8);
        if (one != first || two != second || three != third || four != last) {
            first = one;
            second = two;
            third = three;
            last = four;
            valid = readCommon(bytes, from);
            remembered = micros;
        }
        micros = remembered;
        return valid;
    }

    private boolean readCommon(byte[] bytes, int at) {
        int day = Scan.twoDigits(bytes, at);
        int month = month(bytes, at + 3);
        int year = Scan.twoDigits(bytes, at + 7) * 100 + Scan.twoDigits(bytes, at + 9);
        int hour = Scan.twoDigits(bytes, at + 12);
        int minute = Scan.twoDigits(bytes, at + 15);
        int second = Scan.twoDigits(bytes, at + 18);
        boolean punctuated = bytes[at + 2] == '/'
                && bytes[at + 6] == '/'
                && bytes[at + 11] == ':'
                && bytes[at + 14] == ':'
                && bytes[at + 17] == ':'
                && bytes[at + 20] == ' ';
        int offset = offset(bytes, at + 21, at + COMMON_LENGTH);
        if (!punctuated || offset == Integer.MIN_VALUE || !date(year, month, day, hour, minute, second)) {
            return false;
        }
        micros -= offset * SECOND;
        return true;
    }

    /// Reads `2000-10-10T13:55:36.123-07:00`, with a space for the T, without the fraction, without the offset, with Z.
    boolean iso(byte[] bytes, int from, int to) {
        if (to - from < 19) {
            return false;
        }
        int year = Scan.twoDigits(bytes, from) * 100 + Scan.twoDigits(bytes, from + 2);
        boolean punctuated = bytes[from + 4] == '-'
                && bytes[from + 7] == '-'
                && (bytes[from + 10] == 'T' || bytes[from + 10] == ' ' || bytes[from + 10] == 't')
                && bytes[from + 13] == ':'
                && bytes[from + 16] == ':';
        if (!punctuated
                || !date(
                        year,
                        Scan.twoDigits(bytes, from + 5),
                        Scan.twoDigits(bytes, from + 8),
                        Scan.twoDigits(bytes, from + 11),
                        Scan.twoDigits(bytes, from + 14),
                        Scan.twoDigits(bytes, from + 17))) {
            return false;
        }
        int at = from + 19;
        if (at < to && (bytes[at] == '.' || bytes[at] == ',')) {
            int end = digitsEnd(bytes, at + 1, to);
            if (end == at + 1) {
                return false;
            }
            micros += fraction(bytes, at + 1, end);
            at = end;
        }
        local = at == to;
        if (!local) {
            int offset = offset(bytes, at, to);
            if (offset == Integer.MIN_VALUE) {
                return false;
            }
            micros -= offset * SECOND;
        }
        return true;
    }

    /// Reads seconds since 1970, as `1700000000.123`.
    boolean unix(byte[] bytes, int from, int to) {
        int end = digitsEnd(bytes, from, to);
        if (end == from || end - from > 11) {
            return false;
        }
        local = false;
        micros = number(bytes, from, end) * SECOND;
        if (end < to) {
            if (bytes[end] != '.' || end + 1 == to || digitsEnd(bytes, end + 1, to) != to) {
                return false;
            }
            micros += fraction(bytes, end + 1, to);
        }
        return true;
    }

    /// Sets [#micros] to a wall clock's time. False where there is no such day or time; the 61st second of a minute is
    /// taken for its 60th.
    boolean date(int year, int month, int day, int hour, int minute, int second) {
        boolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        if (year < 1970
                || month < 1
                || month > 12
                || day < 1
                || day > daysIn(month, leap)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 60) {
            return false;
        }
        int before = year - 1;
        long days = 365L * (year - 1970)
                + (before / 4 - before / 100 + before / 400)
                - (1969 / 4 - 1969 / 100 + 1969 / 400)
                + DAYS_BEFORE[month - 1]
                + (leap && month > 2 ? 1 : 0)
                + day
                - 1;
        micros = ((days * 24 + hour) * 60 + minute) * 60 * SECOND + Math.min(second, 59) * SECOND;
        return true;
    }

    private static int daysIn(int month, boolean leap) {
        return switch (month) {
            case 2 -> leap ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /// 1 for `Jan`; 0 where it is no English month.
    static int month(byte[] bytes, int at) {
        for (int month = 0; month < 12; month++) {
            if ((bytes[at] | 0x20) == MONTHS[3 * month]
                    && (bytes[at + 1] | 0x20) == MONTHS[3 * month + 1]
                    && (bytes[at + 2] | 0x20) == MONTHS[3 * month + 2]) {
                return month + 1;
            }
        }
        return 0;
    }

    /// Reads `Z`, `+02`, `+0200` or `+02:00`, in seconds; the smallest int where it is none of them.
    static int offset(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 1 && (bytes[from] | 0x20) == 'z') {
            return 0;
        }
        boolean colon = length == 6 && bytes[from + 3] == ':';
        if ((length != 3 && length != 5 && !colon) || (bytes[from] != '+' && bytes[from] != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = Scan.twoDigits(bytes, from + 1);
        int minutes = length == 3 ? 0 : Scan.twoDigits(bytes, to - 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = (hours * 60 + minutes) * 60;
        return bytes[from] == '-' ? -seconds : seconds;
    }

    /// Digits after a decimal point, in microseconds; what is finer is cut off.
    static long fraction(byte[] bytes, int from, int to) {
        long fraction = 0;
        for (int i = 0; i < 6; i++) {
            fraction = fraction * 10 + (from + i < to ? bytes[from + i] - '0' : 0);
        }
        return fraction;
    }

    static int digitsEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Scan.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    /// At most 18 digits.
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int at = from; at < to; at++) {
            number = number * 10 + (bytes[at] - '0');
        }
        return number;
    }
}
