package dev.earshot.investigate.log;

import java.util.List;

/// A time put together from what stands in several places of a line, written as strftime would.
final class WallClock {
    private static final int NONE = Integer.MIN_VALUE;

    private boolean any;
    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int afternoon;
    private int offset;
    private long fraction;
    private long epoch;

    void clear() {
        if (any || epoch == 0) {
            any = false;
            year = NONE;
            month = NONE;
            day = NONE;
            hour = NONE;
            minute = 0;
            second = 0;
            afternoon = NONE;
            offset = NONE;
            fraction = 0;
            epoch = Long.MIN_VALUE;
        }
    }

    boolean any() {
        return any;
    }

    /// Reads all of `bytes[from..to)`.
    boolean read(List<ClockPart> parts, byte[] bytes, int from, int to) {
        any = true;
        int at = from;
        for (ClockPart part : parts) {
            at = read(part, bytes, at, to);
            if (at < 0) {
                return false;
            }
        }
        return at == to;
    }

    /// Gives what was read to `timestamp`. False where that is no time.
    boolean time(Timestamp timestamp) {
        if (epoch != Long.MIN_VALUE) {
            timestamp.micros = epoch + (epoch % Timestamp.SECOND == 0 ? fraction : 0);
            timestamp.local = false;
            return true;
        }
        int hours = afternoon == NONE ? hour : hour % 12 + afternoon;
        if (!timestamp.date(year, month, day, hours, minute, second)) {
            return false;
        }
        timestamp.micros += fraction;
        timestamp.local = offset == NONE;
        if (!timestamp.local) {
            timestamp.micros -= offset * Timestamp.SECOND;
        }
        return true;
    }

    /// Where the part ends; below 0 where it isn't there.
    private int read(ClockPart part, byte[] bytes, int at, int to) {
        switch (part.kind()) {
            case 0 -> {
                for (int i = 0; i < part.text().length(); i++) {
                    if (at + i >= to || bytes[at + i] != (byte) part.text().charAt(i)) {
                        return -1;
                    }
                }
                return at + part.text().length();
            }
            case 'Y' -> {
                year = at + 4 <= to ? Scan.twoDigits(bytes, at) * 100 + Scan.twoDigits(bytes, at + 2) : -1;
                return at + 4;
            }
            case 'y' -> {
                int two = two(bytes, at, to);
                year = two < 69 ? 2000 + two : 1900 + two;
                return two < 0 ? -1 : at + 2;
            }
            case 'm' -> month = two(bytes, at, to);
            case 'd' -> day = two(bytes, at, to);
            case 'e' -> day = at < to && bytes[at] == ' ' ? one(bytes, at + 1, to) : two(bytes, at, to);
            case 'H', 'I' -> hour = two(bytes, at, to);
            case 'M' -> minute = two(bytes, at, to);
            case 'S' -> second = two(bytes, at, to);
            case 'p' -> {
                int letter = at + 2 <= to ? bytes[at] | 0x20 : 0;
                afternoon = letter == 'p' ? 12 : 0;
                return letter == 'p' || letter == 'a' ? at + 2 : -1;
            }
            case 'b' -> {
                month = at + 3 <= to ? Timestamp.month(bytes, at) : 0;
                return at + 3 > to ? -1 : at + 3;
            }
            case 'a' -> {
                return at + 3 > to ? -1 : at + 3;
            }
            case 'z' -> {
                int end = at + (at + 3 < to && bytes[at + 3] == ':' ? 6 : 5);
                offset = end <= to ? Timestamp.offset(bytes, at, end) : NONE;
                return offset == NONE ? -1 : end;
            }
            case '.' -> {
                int end = at + part.digits();
                if (end > to || Timestamp.digitsEnd(bytes, at, end) != end) {
                    return -1;
                }
                fraction = Timestamp.fraction(bytes, at, end);
                return end;
            }
            case 's' -> {
                int end = Timestamp.digitsEnd(bytes, at, Math.min(to, at + part.digits()));
                if (end == at) {
                    return -1;
                }
                long number = Timestamp.number(bytes, at, end);
                epoch = switch (part.digits()) {
                    case 13 -> number * 1000;
                    case 16 -> number;
                    default -> number * Timestamp.SECOND;
                };
                return end;
            }
            default -> {
                return -1;
            }
        }
        return at + 2 > to ? -1 : at + 2;
    }

    private static int two(byte[] bytes, int at, int to) {
        return at + 2 <= to ? Scan.twoDigits(bytes, at) : -1;
    }

    private static int one(byte[] bytes, int at, int to) {
        return at < to && Scan.isDigit(bytes[at]) ? bytes[at] - '0' : -1;
    }
}
