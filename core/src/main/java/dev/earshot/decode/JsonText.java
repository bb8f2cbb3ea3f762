package dev.earshot.decode;

import java.util.Arrays;

/// The grammar of JSON over a text, without making anything of it.
///
/// Source: RFC 8259. Control characters in strings and any spelling of a number are let pass: a vendor's server may
/// read them too.
final class JsonText {
    /// What a text is to JSON.
    enum Fit {
        WHOLE,
        /// It ends in the midst of a document that was well-formed until then.
        CUT,
        NO
    }

    private JsonText() {}

    /// Whether the text from `from` on is one object or array and nothing else. Any depth, no recursion.
    static Fit fit(String text, int from) {
        long[] objects = new long[4];
        int depth = 0;
        int at = from;
        boolean value = true;
        do {
            at = space(text, at);
            if (at >= text.length()) {
                return Fit.CUT;
            }
            char c = text.charAt(at);
            if (value && (c == '{' || c == '[')) {
                if (depth >>> 6 == objects.length) {
                    objects = Arrays.copyOf(objects, objects.length * 2);
                }
                boolean object = c == '{';
                if (object) {
                    objects[depth >>> 6] |= 1L << depth;
                } else {
                    objects[depth >>> 6] &= ~(1L << depth);
                }
                depth++;
                at = space(text, at + 1);
                if (at >= text.length()) {
                    return Fit.CUT;
                }
                if (text.charAt(at) == (object ? '}' : ']')) {
                    depth--;
                    at++;
                    value = false;
                } else if (object) {
                    at = name(text, at);
                }
            } else if (value) {
                if (depth == 0) {
                    return Fit.NO;
                }
                at = scalar(text, at);
                value = false;
            } else {
                boolean object = (objects[(depth - 1) >>> 6] & 1L << (depth - 1)) != 0;
                if (c == ',') {
                    at = space(text, at + 1);
                    if (at >= text.length()) {
                        return Fit.CUT;
                    }
                    at = object ? name(text, at) : at;
                    value = true;
                } else if (c == (object ? '}' : ']')) {
                    depth--;
                    at++;
                } else {
                    return Fit.NO;
                }
            }
            if (at < 0) {
                return Fit.NO;
            }
        } while (depth > 0);
        return space(text, at) == text.length() ? Fit.WHOLE : Fit.NO;
    }

    /// Past a name and its colon; -1 when there is none. The end of the text is past anything.
    private static int name(String text, int at) {
        if (text.charAt(at) != '"') {
            return -1;
        }
        int colon = space(text, pastString(text, at));
        if (colon >= text.length()) {
            return text.length();
        }
        return text.charAt(colon) == ':' ? colon + 1 : -1;
    }

    private static int scalar(String text, int at) {
        if (text.charAt(at) == '"') {
            return pastString(text, at);
        }
        int end = pastWord(text, at);
        return end == text.length() || isWord(text, at, end) ? end : -1;
    }

    private static boolean isWord(String text, int from, int to) {
        if (to == from) {
            return false;
        }
        char first = text.charAt(from);
        if (first == '-' || (first >= '0' && first <= '9')) {
            for (int i = from; i < to; i++) {
                if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                    return false;
                }
            }
            return true;
        }
        return switch (text.substring(from, Math.min(to, from + 10))) {
            case "true", "false", "null", "NaN", "undefined" -> true;
            default -> false;
        };
    }

    /// Past a number or a literal.
    static int pastWord(String text, int at) {
        int end = at;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c <= ' ' || c == ',' || c == ']' || c == '}' || c == ':' || c == '"' || c == '{' || c == '[') {
                break;
            }
            end++;
        }
        return end;
    }

    /// Past the string whose opening quote stands at `at`; the end of the text when it does not close.
    static int pastString(String text, int at) {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
            }
        }
        return text.length();
    }

    static int space(String text, int at) {
        int end = at;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\ufeff') {
                break;
            }
            end++;
        }
        return end;
    }

    /// The string that the characters between two quotes stand for; the escapes of JavaScript (`\x40`, `\'`)
    /// included.
    static String unescaped(String text, int from, int to) {
        int escape = text.indexOf('\\', from, to);
        if (escape < 0) {
            return text.substring(from, to);
        }
        StringBuilder plain = new StringBuilder(to - from).append(text, from, escape);
        for (int i = escape; i < to; i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == to) {
                plain.append(c);
                continue;
            }
            char kind = text.charAt(++i);
            int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
            int code = digits == 0 || i + digits >= to ? -1 : hex(text, i + 1, digits);
            if (code >= 0) {
                plain.append((char) code);
                i += digits;
            } else {
                switch (kind) {
                    case 'n' -> plain.append('\n');
                    case 't' -> plain.append('\t');
                    case 'r' -> plain.append('\r');
                    case 'b' -> plain.append('\b');
                    case 'f' -> plain.append('\f');
                    case '"', '\\', '/', '\'' -> plain.append(kind);
                    default -> plain.append('\\').append(kind);
                }
            }
        }
        return plain.toString();
    }

    private static int hex(String text, int from, int digits) {
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Percent.hex(text.charAt(i));
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
