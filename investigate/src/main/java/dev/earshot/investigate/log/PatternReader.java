package dev.earshot.investigate.log;

import java.util.Arrays;

/// Reads lines as a [FieldPattern] says.
///
/// Escapes are undone in fields that are needed: nginx writes two hexadecimal digits after a backslash and an x,
/// Apache also C's letters, JSON four digits after a u; none of the three means anything else by the same bytes.
final class PatternReader implements LineReader {
    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

    private final byte[] before;
    private final FieldPattern.Step[] steps;
    private final boolean more;
    private final Timestamp timestamp = new Timestamp();
    private final WallClock clock = new WallClock();
    private byte[] scratch = new byte[1 << 12];
    private int scratched;
    private boolean escaped;
    private boolean timed;
    private boolean asked;

    PatternReader(FieldPattern pattern) {
        this.before = pattern.before();
        this.steps = pattern.steps().toArray(FieldPattern.Step[]::new);
        this.more = pattern.more();
    }

    @Override
    public Reading read(byte[] bytes, int from, int to, LogLine line) {
        if (from == to) {
            return Reading.DIRECTIVE;
        }
        if (!Scan.startsWith(bytes, from, to, before)) {
            return Reading.UNREADABLE;
        }
        int at = from + before.length;
        scratched = 0;
        timed = false;
        asked = true;
        clock.clear();
        for (FieldPattern.Step step : steps) {
            escaped = false;
            int end = end(step, bytes, at, to);
            if (end < 0 || !take(step, bytes, at, end, line)) {
                return Reading.UNREADABLE;
            }
            at = end + step.after().length;
        }
        if (at != to && !(more && bytes[at] == ' ')) {
            return Reading.UNREADABLE;
        }
        if (!timed && clock.any()) {
            timed = clock.time(timestamp);
            time(line);
        }
        if (!timed) {
            return Reading.UNREADABLE;
        }
        if (!asked) {
            // The server refused what was no request, or was told nothing before the connection ended.
            return line.status >= 400 && line.status < 500 ? Reading.REQUEST : Reading.UNREADABLE;
        }
        return line.path.isEmpty() ? Reading.UNREADABLE : Reading.REQUEST;
    }

    /// Where the field ends; below 0 where it doesn't.
    private int end(FieldPattern.Step step, byte[] bytes, int at, int to) {
        byte[] after = step.after();
        if (step.role() == Role.TIME && at + 26 <= to && Scan.startsWith(bytes, at + 26, to, after)) {
            return at + 26;
        }
        if (step.quoted()) {
            int end = at;
            while (true) {
                end = Scan.quoteOrBackslash(bytes, end, to);
                if (end >= to) {
                    return -1;
                }
                if (bytes[end] == '\\') {
                    escaped = true;
                    end += 2;
                } else if (Scan.startsWith(bytes, end, to, after)) {
                    return end;
                } else {
                    end++;
                }
            }
        }
        if (step.beforeSlash()) {
            int end = Scan.indexOf(bytes, at, to, (byte) '/');
            return end == to ? -1 : end;
        }
        int end = after.length == 0 ? to : Scan.indexOf(bytes, at, to, after);
        escaped = end > at && isNeededText(step.role()) && Scan.indexOf(bytes, at, end, (byte) '\\') < end;
        return end;
    }

    private static boolean isNeededText(Role role) {
        return switch (role) {
            case OTHER, NUMBER, TIME, ISO_TIME, UNIX_TIME, TIME_PART, STATUS, METHOD -> false;
            case REQUEST,
                    TARGET,
                    DECODED_TARGET,
                    QUERY,
                    HOST,
                    ADDRESS,
                    FORWARDED_FOR,
                    USER,
                    SESSION,
                    TRACE,
                    AGENT,
                    COOKIES -> true;
        };
    }

    private boolean take(FieldPattern.Step step, byte[] bytes, int from, int to, LogLine line) {
        return switch (step.role()) {
            case OTHER -> true;
            case NUMBER -> from < to && Scan.indexOf(bytes, from, to, (byte) ' ') == to;
            case TIME -> time(timestamp.common(bytes, from, to) && to - from == 26, line);
            case ISO_TIME -> time(timestamp.iso(bytes, from, to), line);
            case UNIX_TIME -> time(timestamp.unix(bytes, from, to), line);
            case TIME_PART -> clock.read(step.clock(), bytes, from, to);
            case STATUS -> status(bytes, from, to, line);
            case REQUEST -> {
                if (escaped) {
                    int start = scratched;
                    unescape(bytes, from, to);
                    request(scratch, start, scratched, line);
                } else {
                    request(bytes, from, to, line);
                }
                yield true;
            }
            case METHOD -> set(line.method, step, bytes, from, to);
            case TARGET -> set(line.path, step, bytes, from, to);
            case DECODED_TARGET -> {
                encode(bytes, from, to, line, step);
                yield true;
            }
            case QUERY -> set(line.query, step, bytes, from, to);
            case HOST -> set(line.host, step, bytes, from, to);
            case ADDRESS -> set(line.address, step, bytes, from, to);
            case FORWARDED_FOR -> set(line.forwardedFor, step, bytes, from, to);
            case USER -> {
                // Apache writes an empty user as two quotes.
                boolean empty = to - from == 2 && bytes[from] == '"' && bytes[from + 1] == '"';
                yield set(line.user, step, bytes, from, empty ? from : to);
            }
            case SESSION -> set(line.session, step, bytes, from, to);
            case TRACE -> set(line.trace, step, bytes, from, to);
            case AGENT -> set(line.agent, step, bytes, from, to);
            case COOKIES -> set(line.cookies, step, bytes, from, to);
        };
    }

    private boolean time(boolean read, LogLine line) {
        if (read) {
            timed = true;
            time(line);
        }
        return read;
    }

    private void time(LogLine line) {
        line.time = timestamp.micros;
        line.local = timestamp.local;
    }

    private static boolean status(byte[] bytes, int from, int to, LogLine line) {
        if (to - from == 3 && Timestamp.digitsEnd(bytes, from, to) == to) {
            line.status = (int) Timestamp.number(bytes, from, to);
            return true;
        }
        return to - from == 1 && bytes[from] == '-';
    }

    private boolean set(LogLine.Field field, FieldPattern.Step step, byte[] bytes, int from, int to) {
        if (from == to || (!step.preferred() && !field.isEmpty())) {
            return true;
        }
        if (escaped) {
            int start = scratched;
            unescape(bytes, from, to);
            field.set(scratch, start, scratched);
        } else if (to - from > 1 || bytes[from] != '-') {
            field.set(bytes, from, to);
        }
        return true;
    }

    /// `GET /path HTTP/1.1`; the target may hold spaces, which some clients don't encode.
    private void request(byte[] bytes, int from, int to, LogLine line) {
        int space = Scan.indexOf(bytes, from, to, (byte) ' ');
        int end = to;
        while (end > space + 1 && bytes[end - 1] != ' ') {
            end--;
        }
        boolean versioned = end > space + 1 && Scan.startsWith(bytes, end, to, HTTP);
        int targetEnd = versioned ? end - 1 : to;
        asked = space < to
                && isMethod(bytes, from, space)
                && (versioned || bytes[space + 1 < to ? space + 1 : space] == '/');
        asked &= space + 1 < targetEnd;
        if (asked) {
            line.method.set(bytes, from, space);
            line.path.set(bytes, space + 1, targetEnd);
        } else {
            line.method.set(bytes, from, to);
        }
    }

    private static boolean isMethod(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            int letter = bytes[at] | 0x20;
            if ((letter < 'a' || letter > 'z') && bytes[at] != '-' && bytes[at] != '_') {
                return false;
            }
        }
        return from < to;
    }

    /// A path that the server has unescaped, escaped again.
    private void encode(byte[] bytes, int from, int to, LogLine line, FieldPattern.Step step) {
        if (from == to || (!step.preferred() && !line.path.isEmpty())) {
            return;
        }
        byte[] source = bytes;
        int start = from;
        int end = to;
        if (escaped) {
            start = scratched;
            unescape(bytes, from, to);
            source = scratch;
            end = scratched;
        }
        int query = Scan.indexOf(source, start, end, (byte) '?');
        room(3 * (query - start) + end - query);
        int encoded = scratched;
        for (int at = start; at < end; at++) {
            byte value = source[at];
            if (at < query && (value <= ' ' || value == '%' || value == '#' || value == 0x7f)) {
                scratch[scratched++] = '%';
                scratch[scratched++] = hexDigit(value >> 4);
                scratch[scratched++] = hexDigit(value);
            } else {
                scratch[scratched++] = value;
            }
        }
        line.path.set(scratch, encoded, scratched);
    }

    static byte hexDigit(int value) {
        int digit = value & 15;
        return (byte) (digit < 10 ? '0' + digit : 'A' + digit - 10);
    }

    /// Appends to [#scratch].
    private void unescape(byte[] bytes, int from, int to) {
        room(to - from);
        int at = from;
        while (at < to) {
            byte value = bytes[at];
            if (value != '\\' || at + 1 == to) {
                scratch[scratched++] = value;
                at++;
                continue;
            }
            byte letter = bytes[at + 1];
            at += 2;
            switch (letter) {
                case 'n' -> scratch[scratched++] = '\n';
                case 't' -> scratch[scratched++] = '\t';
                case 'r' -> scratch[scratched++] = '\r';
                case 'b' -> scratch[scratched++] = '\b';
                case 'f' -> scratch[scratched++] = '\f';
                case 'v' -> scratch[scratched++] = 0x0b;
                case 'x' -> at = hexadecimal(bytes, at, to, 2, letter);
                case 'u' -> at = hexadecimal(bytes, at, to, 4, letter);
                case '"', '\\', '/' -> scratch[scratched++] = letter;
                default -> {
                    scratch[scratched++] = '\\';
                    scratch[scratched++] = letter;
                }
            }
        }
    }

    /// Where the escape ends. What is no number stays as it is.
    private int hexadecimal(byte[] bytes, int at, int to, int digits, byte letter) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at + i < to ? Scan.hex(bytes[at + i]) : -1;
            if (digit < 0) {
                scratch[scratched++] = '\\';
                scratch[scratched++] = letter;
                return at;
            }
            value = value << 4 | digit;
        }
        if (digits == 2 || value < 0x80) {
            scratch[scratched++] = (byte) value;
        } else if (value < 0x800) {
            scratch[scratched++] = (byte) (0xc0 | value >> 6);
            scratch[scratched++] = (byte) (0x80 | (value & 0x3f));
        } else {
            scratch[scratched++] = (byte) (0xe0 | value >> 12);
            scratch[scratched++] = (byte) (0x80 | (value >> 6 & 0x3f));
            scratch[scratched++] = (byte) (0x80 | (value & 0x3f));
        }
        return at + digits;
    }

    /// Makes room for so many bytes more. Fields of this line stay in the array that they were put in.
    private void room(int count) {
        if (scratched + count > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(2 * scratch.length, scratched + count));
        }
    }
}
