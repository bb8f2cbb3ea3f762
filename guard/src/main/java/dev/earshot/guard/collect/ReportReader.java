package dev.earshot.guard.collect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads a delivery: JSON from whoever likes to send some.
///
/// It takes `{"csp-report": {…}}` (CSP level 2), an array of reports (Reporting API, section 3.2) or of the guard's,
/// or one of their members alone, whatever the content type says. It makes objects of nothing but the members that are
/// of use, skips the rest byte by byte, stops after the first value, and keeps what it read before a fault.
final class ReportReader {
    private static final int DEEPEST = 24;

    /// Longer values are cut here: of an address, the host and the first steps of its path are of use.
    private static final int LONGEST_VALUE = 1024;

    private static final int LONGEST_NAME = 24;

    private final byte[] json;
    private final int most;
    private final byte[] value = new byte[LONGEST_VALUE];
    private final byte[] name = new byte[LONGEST_NAME];
    private final List<RawReport> reports = new ArrayList<>(1);
    private int at;
    private int depth;
    private int over;

    /// @param reports in their order
    /// @param over how many there were beyond the limit
    /// @param broken whether it ended before its end, or is not JSON from somewhere on
    record Reading(List<RawReport> reports, int over, boolean broken) {}

    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault() {
            super("not JSON", null, false, false);
        }
    }

    private ReportReader(byte[] json, int most) {
        this.json = json;
        this.most = most;
    }

    /// @param most reports that are read of one delivery
    static Reading read(byte[] json, int most) {
        ReportReader reader = new ReportReader(json, most);
        boolean broken = false;
        try {
            reader.top();
        } catch (Fault _) {
            broken = true;
        }
        return new Reading(reader.reports, reader.over, broken);
    }

    private void top() {
        if (json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF) {
            at = 3;
        }
        switch (next()) {
            case '{' -> report();
            case '[' -> {
                at++;
                while (next() != ']') {
                    if (json[at] == '{') {
                        report();
                    } else {
                        skip();
                    }
                    if (next() == ',') {
                        at++;
                    }
                }
            }
            default -> throw new Fault();
        }
    }

    private void report() {
        if (reports.size() >= most) {
            over++;
            skip();
            return;
        }
        RawReport report = new RawReport();
        members(report, true);
        reports.add(report);
    }

    /// @param outer whether these are the members of the envelope, in which another object of members may stand
    private void members(RawReport report, boolean outer) {
        at++;
        while (next() != '}') {
            String member = name();
            if (next() != ':') {
                throw new Fault();
            }
            at++;
            byte first = next();
            if (first == '{' && outer && (member.equals("cspreport") || member.equals("body"))) {
                report.wrapped |= member.equals("cspreport");
                members(report, false);
            } else if (first == '{' || first == '[' || !RawReport.keeps(member)) {
                skip();
            } else {
                String text = first == '"' ? string() : literal();
                if (outer || !member.equals("type")) {
                    report.set(member, text);
                }
            }
            if (next() == ',') {
                at++;
            }
        }
        at++;
    }

    /// The byte at hand, white space passed over.
    private byte next() {
        while (at < json.length) {
            byte here = json[at];
            if (here != ' ' && here != '\n' && here != '\r' && here != '\t') {
                return here;
            }
            at++;
        }
        throw new Fault();
    }

    /// A member's name, lower case, without hyphens and underscores; cut where it is longer than any that is known.
    private String name() {
        if (json[at] != '"') {
            throw new Fault();
        }
        int length = 0;
        for (at++; at < json.length; at++) {
            byte here = json[at];
            if (here == '"') {
                at++;
                return new String(name, 0, length, StandardCharsets.ISO_8859_1);
            }
            if (here == '\\') {
                at++;
            }
            if (here != '-' && here != '_' && length < LONGEST_NAME) {
                name[length++] = here >= 'A' && here <= 'Z' ? (byte) (here + 32) : here;
            }
        }
        throw new Fault();
    }

    private String string() {
        int length = 0;
        boolean ascii = true;
        for (at++; at < json.length; at++) {
            byte here = json[at];
            if (here == '"') {
                at++;
                return new String(value, 0, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            }
            if (here == '\\') {
                at++;
                int point = escaped();
                if (length <= LONGEST_VALUE - 3) {
                    length = put(point, length);
                }
                ascii &= point < 128;
            } else if (length < LONGEST_VALUE) {
                value[length++] = here;
                ascii &= here >= 0;
            }
        }
        throw new Fault();
    }

    /// The character that an escape stands for; half a surrogate pair is none, and becomes a replacement character.
    private int escaped() {
        if (at >= json.length) {
            throw new Fault();
        }
        return switch (json[at]) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 >= json.length) {
                    throw new Fault();
                }
                int unit = 0;
                for (int digit = 0; digit < 4; digit++) {
                    int hex = Character.digit(json[++at], 16);
                    if (hex < 0) {
                        throw new Fault();
                    }
                    unit = unit * 16 + hex;
                }
                yield Character.isSurrogate((char) unit) ? 0xFFFD : unit;
            }
            default -> json[at] & 0x7F;
        };
    }

    /// UTF-8 of a character of the basic plane.
    private int put(int point, int from) {
        int length = from;
        if (point < 0x80) {
            value[length++] = (byte) point;
        } else if (point < 0x800) {
            value[length++] = (byte) (0xC0 | (point >> 6));
            value[length++] = (byte) (0x80 | (point & 0x3F));
        } else {
            value[length++] = (byte) (0xE0 | (point >> 12));
            value[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            value[length++] = (byte) (0x80 | (point & 0x3F));
        }
        return length;
    }

    /// A number, or one of the words, of which `null` says nothing.
    private String literal() {
        int start = at;
        while (at < json.length && isOfLiteral(json[at])) {
            at++;
        }
        if (at == start) {
            throw new Fault();
        }
        String text = new String(json, start, Math.min(at - start, LONGEST_NAME), StandardCharsets.ISO_8859_1);
        return text.equals("null") ? "" : text;
    }

    private static boolean isOfLiteral(byte here) {
        return (here >= '0' && here <= '9')
                || (here >= 'a' && here <= 'z')
                || (here >= 'A' && here <= 'Z')
                || here == '-'
                || here == '+'
                || here == '.';
    }

    /// Passes over a value of any kind.
    private void skip() {
        switch (next()) {
            case '"' -> skipString();
            case '{', '[' -> {
                if (++depth > DEEPEST) {
                    throw new Fault();
                }
                at++;
                while (true) {
                    byte here = next();
                    if (here == '}' || here == ']') {
                        at++;
                        depth--;
                        return;
                    }
                    if (here == ',' || here == ':') {
                        at++;
                    } else {
                        skip();
                    }
                }
            }
            default -> {
                String _ = literal();
            }
        }
    }

    private void skipString() {
        for (at++; at < json.length; at++) {
            byte here = json[at];
            if (here == '"') {
                at++;
                return;
            }
            if (here == '\\') {
                at++;
            }
        }
        throw new Fault();
    }
}
