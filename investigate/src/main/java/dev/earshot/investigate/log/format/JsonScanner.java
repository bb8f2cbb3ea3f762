package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LogLine.Field;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the values of chosen paths in one JSON value, as bytes where they lie; what lies beside the paths is passed
/// over without being looked into. It makes no objects for a value.
///  A path is names with points between them; a place in an array is `[0]`; a name with a point or bracket in it is
/// written `["a.b"]`: `request.headers["X-Forwarded-For"][0]`. The empty path is the value itself. Where a name
/// stands twice in an object, the last one counts.
///
/// Whether the JSON is whole is noticed; whether what is passed over is well formed in every detail is not.
final class JsonScanner {
    enum Kind {
        ABSENT,
        /// Between its quotes; see [#escaped].
        STRING,
        /// A number, `true` or `false`.
        PLAIN,
        /// An object or array, with its brackets.
        CONTAINER
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private final Node root = new Node();
    private final Field[] values;
    private final Kind[] kinds;
    private final boolean[] escapes;

    private byte[] bytes = {};
    private int at;
    private int end;
    private boolean sawEscape;

    /// @param paths each is the number of its place
    /// @throws IllegalArgumentException naming a path that can't be read
    JsonScanner(List<String> paths) {
        values = new Field[paths.size()];
        kinds = new Kind[paths.size()];
        escapes = new boolean[paths.size()];
        for (int index = 0; index < values.length; index++) {
            values[index] = new Field();
            kinds[index] = Kind.ABSENT;
            root.add(steps(paths.get(index)), index);
        }
    }

    /// Where the value of a path lies. Without meaning where it is absent.
    Field value(int path) {
        return values[path];
    }

    Kind kind(int path) {
        return kinds[path];
    }

    boolean has(int path) {
        return kinds[path] != Kind.ABSENT;
    }

    /// Whether a string has escapes, so that its bytes are not its text.
    boolean escaped(int path) {
        return escapes[path];
    }

    /// Whether a path has this text.
    boolean is(int path, byte[] text) {
        Field value = values[path];
        return kinds[path] != Kind.ABSENT
                && value.length() == text.length
                && Bytes.startsWith(value.bytes, value.from, value.to, text);
    }

    /// Whether `source[from..to)` is one whole JSON value, with white space around it or not.
    boolean scan(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
        Arrays.fill(kinds, Kind.ABSENT);
        space();
        if (at == end || !value(root)) {
            return false;
        }
        space();
        return at == end;
    }

    /// Where the value that starts at `from` ends; -1 where it does not. Forgets what was found before.
    int endOf(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
        return at < end && skip() ? at : -1;
    }

    private boolean value(Node node) {
        int start = at;
        boolean whole = switch (bytes[at]) {
            case '{' -> node.names.length > 0 ? object(node) : skipContainer();
            case '[' -> node.places.length > 0 ? array(node) : skipContainer();
            case '"' -> string();
            default -> plain();
        };
        if (whole && node.path >= 0) {
            note(node.path, start);
        }
        return whole;
    }

    private void note(int path, int start) {
        Field value = values[path];
        value.bytes = bytes;
        escapes[path] = false;
        switch (bytes[start]) {
            case '"' -> {
                kinds[path] = Kind.STRING;
                escapes[path] = sawEscape;
                value.from = start + 1;
                value.to = at - 1;
                return;
            }
            case '{', '[' -> kinds[path] = Kind.CONTAINER;
            case 'n' -> kinds[path] = Kind.ABSENT;
            default -> kinds[path] = Kind.PLAIN;
        }
        value.from = start;
        value.to = at;
    }

    private boolean object(Node node) {
        at++;
        space();
        if (at < end && bytes[at] == '}') {
            at++;
            return true;
        }
        while (at < end && bytes[at] == '"') {
            int name = at + 1;
            if (!string()) {
                return false;
            }
            Node child = sawEscape ? node.escapedChild(bytes, name, at - 1) : node.child(bytes, name, at - 1);
            space();
            if (at >= end || bytes[at] != ':') {
                return false;
            }
            at++;
            space();
            if (at >= end || !(child == null ? skip() : value(child))) {
                return false;
            }
            space();
            if (at >= end) {
                return false;
            }
            byte next = bytes[at++];
            if (next == '}') {
                return true;
            }
            if (next != ',') {
                return false;
            }
            space();
        }
        return false;
    }

    private boolean array(Node node) {
        at++;
        space();
        if (at < end && bytes[at] == ']') {
            at++;
            return true;
        }
        for (int place = 0; at < end; place++) {
            Node child = node.at(place);
            if (!(child == null ? skip() : value(child))) {
                return false;
            }
            space();
            if (at >= end) {
                return false;
            }
            byte next = bytes[at++];
            if (next == ']') {
                return true;
            }
            if (next != ',') {
                return false;
            }
            space();
        }
        return false;
    }

    private boolean skip() {
        return switch (bytes[at]) {
            case '{', '[' -> skipContainer();
            case '"' -> string();
            default -> plain();
        };
    }

    private boolean skipContainer() {
        int depth = 0;
        while (at < end) {
            switch (bytes[at]) {
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                    if (depth == 0) {
                        return true;
                    }
                }
                case '"' -> {
                    if (!string()) {
                        return false;
                    }
                }
                default -> at++;
            }
        }
        return false;
    }

    /// From the opening quote to behind the closing one.
    private boolean string() {
        sawEscape = false;
        at++;
        while (true) {
            while (at + 8 <= end) {
                long word = (long) LONGS.get(bytes, at);
                long found = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
                if (found != 0) {
                    at += Long.numberOfTrailingZeros(found) >>> 3;
                    break;
                }
                at += 8;
            }
            while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
                at++;
            }
            if (at >= end) {
                return false;
            }
            if (bytes[at++] == '"') {
                return true;
            }
            sawEscape = true;
            at++;
        }
    }

    /// The highest bit of each byte that is zero; above the lowest such byte there may be more.
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    private boolean plain() {
        int start = at;
        while (at < end && isPlain(bytes[at])) {
            at++;
        }
        if (at == start) {
            return false;
        }
        byte first = bytes[start];
        return first == '-' || (first >= '0' && first <= '9') || isWord(start, "true", "false", "null");
    }

    private boolean isWord(int start, String... words) {
        for (String word : words) {
            if (at - start == word.length() && matches(start, word)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(int start, String word) {
        for (int index = 0; index < word.length(); index++) {
            if (bytes[start + index] != word.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(byte value) {
        return (value >= '0' && value <= '9')
                || (value >= 'a' && value <= 'z')
                || value == '-'
                || value == '+'
                || value == '.'
                || value == 'E';
    }

    private void space() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
    }

    // --- Text ---------------------------------------------------------------------------------------------------

    /// Writes the text of a string with escapes; it is never longer than the string.
    ///
    /// An escape that JSON does not have stands for its letter; half a pair of surrogates is written as `?`.
    ///
    /// @return the end of what was written
    static int unescape(byte[] source, int from, int to, byte[] target, int start) {
        int out = start;
        int in = from;
        while (in < to) {
            byte value = source[in++];
            if (value != '\\' || in == to) {
                target[out++] = value;
                continue;
            }
            byte letter = source[in++];
            switch (letter) {
                case 'n' -> target[out++] = '\n';
                case 't' -> target[out++] = '\t';
                case 'r' -> target[out++] = '\r';
                case 'b' -> target[out++] = '\b';
                case 'f' -> target[out++] = '\f';
                case 'u' -> {
                    int unit = unit(source, in, to);
                    in = Math.min(to, in + 4);
                    int code = unit;
                    if (Character.isHighSurrogate((char) unit) && in + 6 <= to && source[in] == '\\') {
                        int low = source[in + 1] == 'u' ? unit(source, in + 2, to) : '?';
                        if (Character.isLowSurrogate((char) low)) {
                            code = Character.toCodePoint((char) unit, (char) low);
                            in += 6;
                        }
                    }
                    out = utf8(code, target, out);
                }
                default -> target[out++] = letter;
            }
        }
        return out;
    }

    private static int unit(byte[] source, int from, int to) {
        int high = Bytes.hex(source, from, to);
        int low = Bytes.hex(source, from + 2, to);
        return high < 0 || low < 0 ? '?' : high * 256 + low;
    }

    private static int utf8(int code, byte[] target, int start) {
        int out = start;
        if (code < 0x80) {
            target[out++] = (byte) code;
        } else if (code < 0x800) {
            target[out++] = (byte) (0xc0 | (code >> 6));
            target[out++] = (byte) (0x80 | (code & 0x3f));
        } else if (code >= 0xd800 && code < 0xe000) {
            target[out++] = '?';
        } else if (code < 0x10000) {
            target[out++] = (byte) (0xe0 | (code >> 12));
            target[out++] = (byte) (0x80 | ((code >> 6) & 0x3f));
            target[out++] = (byte) (0x80 | (code & 0x3f));
        } else {
            target[out++] = (byte) (0xf0 | (code >> 18));
            target[out++] = (byte) (0x80 | ((code >> 12) & 0x3f));
            target[out++] = (byte) (0x80 | ((code >> 6) & 0x3f));
            target[out++] = (byte) (0x80 | (code & 0x3f));
        }
        return out;
    }

    // --- Paths --------------------------------------------------------------------------------------------------

    /// The steps of a path: names, and places as `[0]`.
    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            if (path.charAt(at) == '[') {
                boolean quoted = path.startsWith("[\"", at);
                int close = path.indexOf(quoted ? "\"]" : "]", at);
                String inside = close < 0 ? "" : path.substring(at + (quoted ? 2 : 1), close);
                if (close < 0 || (!quoted && !inside.matches("[0-9]{1,6}"))) {
                    throw new IllegalArgumentException("\"" + path + "\" is no path");
                }
                steps.add(quoted ? "." + inside : "[" + inside);
                at = close + (quoted ? 2 : 1);
            } else {
                int close = at;
                while (close < path.length() && path.charAt(close) != '.' && path.charAt(close) != '[') {
                    close++;
                }
                if (close == at) {
                    throw new IllegalArgumentException("\"" + path + "\" is no path");
                }
                steps.add("." + path.substring(at, close));
                at = close;
            }
            if (at < path.length() && path.charAt(at) == '.') {
                at++;
                if (at == path.length()) {
                    throw new IllegalArgumentException("\"" + path + "\" is no path");
                }
            }
        }
        return steps;
    }

    private static final class Node {
        private int path = -1;
        private byte[][] names = {};
        /// Length and last byte of each name, which tell almost all names apart.
        private int[] marks = {};
        private Node[] named = {};
        private int[] places = {};
        private Node[] placed = {};

        void add(List<String> steps, int index) {
            if (steps.isEmpty()) {
                path = index;
                return;
            }
            String step = steps.getFirst();
            next(step.charAt(0) == '[', step.substring(1)).add(steps.subList(1, steps.size()), index);
        }

        private Node next(boolean place, String step) {
            Node known = place ? at(Integer.parseInt(step)) : child(Bytes.of(step), 0, Bytes.of(step).length);
            if (known != null) {
                return known;
            }
            Node added = new Node();
            if (place) {
                places = Arrays.copyOf(places, places.length + 1);
                places[places.length - 1] = Integer.parseInt(step);
                placed = Arrays.copyOf(placed, places.length);
                placed[placed.length - 1] = added;
            } else {
                names = Arrays.copyOf(names, names.length + 1);
                names[names.length - 1] = Bytes.of(step);
                marks = Arrays.copyOf(marks, names.length);
                marks[marks.length - 1] = mark(Bytes.of(step), 0, Bytes.of(step).length);
                named = Arrays.copyOf(named, names.length);
                named[named.length - 1] = added;
            }
            return added;
        }

        @Nullable
        Node child(byte[] source, int from, int to) {
            int mark = mark(source, from, to);
            for (int index = 0; index < marks.length; index++) {
                if (marks[index] == mark && Bytes.equal(source, from, to, names[index])) {
                    return named[index];
                }
            }
            return null;
        }

        private static int mark(byte[] source, int from, int to) {
            return from == to ? 0 : ((to - from) << 8) | (source[to - 1] & 0xff);
        }

        @Nullable
        Node escapedChild(byte[] source, int from, int to) {
            byte[] name = new byte[to - from];
            return child(name, 0, unescape(source, from, to, name, 0));
        }

        @Nullable
        Node at(int place) {
            for (int index = 0; index < places.length; index++) {
                if (places[index] == place) {
                    return placed[index];
                }
            }
            return null;
        }
    }
}
