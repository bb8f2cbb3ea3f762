package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Header or trailer fields in their order, each with the bytes it came with, so that what nobody changes leaves as it
/// came. Reused from message to message; not thread-safe.
final class Fields {
    /// A way to look at each field.
    @FunctionalInterface
    interface Visitor {
        void field(String name, String value);
    }

    private static final int PARTS = 4;

    private byte[] bytes = new byte[1024];
    private int length;
    private int[] places = new int[PARTS * 32];
    private Name[] names = new Name[32];
    private boolean[] gone = new boolean[32];
    private int count;

    void clear() {
        length = 0;
        count = 0;
    }

    /// How many there are, those removed included.
    int count() {
        return count;
    }

    /// Takes over a line: `name:` at `from`, its value between, CR LF before `to`.
    void take(byte[] line, int from, int nameEnd, int valueStart, int valueEnd, int to) {
        int start = length;
        room(to - from);
        System.arraycopy(line, from, bytes, start, to - from);
        length += to - from;
        place(start, start + nameEnd - from, start + valueStart - from, start + valueEnd - from);
    }

    /// Adds a field at the end.
    ///
    /// @param name and value, ISO 8859-1, without line breaks
    void add(String name, String value) {
        int start = length;
        room(name.length() + value.length() + 4);
        length = ascii(name, start);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        int valueStart = length;
        length = ascii(value, valueStart);
        int valueEnd = length;
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        place(start, start + name.length(), valueStart, valueEnd);
    }

    private int ascii(String text, int at) {
        byte[] all = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(all, 0, bytes, at, all.length);
        return at + all.length;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void place(int start, int nameEnd, int valueStart, int valueEnd) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            gone = Arrays.copyOf(gone, count * 2);
            places = Arrays.copyOf(places, count * 2 * PARTS);
        }
        int at = count * PARTS;
        places[at] = start;
        places[at + 1] = nameEnd;
        places[at + 2] = valueStart;
        places[at + 3] = valueEnd;
        names[count] = Name.of(bytes, start, nameEnd);
        gone[count] = false;
        count++;
    }

    /// Whether none is left.
    boolean isEmpty() {
        for (int i = 0; i < count; i++) {
            if (!gone[i]) {
                return false;
            }
        }
        return true;
    }

    /// The first field of this name from `from` on; -1 where there is none.
    int find(Name name, int from) {
        for (int i = from; i < count; i++) {
            if (names[i] == name && !gone[i]) {
                return i;
            }
        }
        return -1;
    }

    int find(Name name) {
        return find(name, 0);
    }

    boolean has(Name name) {
        return find(name, 0) >= 0;
    }

    boolean isGone(int field) {
        return gone[field];
    }

    Name known(int field) {
        return names[field];
    }

    /// Its name as it came.
    String name(int field) {
        int at = field * PARTS;
        return new String(bytes, places[at], places[at + 1] - places[at], StandardCharsets.ISO_8859_1);
    }

    boolean isNamed(int field, String name) {
        int at = field * PARTS;
        return same(places[at], places[at + 1], name);
    }

    String value(int field) {
        int at = field * PARTS;
        return new String(bytes, places[at + 2], places[at + 3] - places[at + 2], StandardCharsets.ISO_8859_1);
    }

    /// The values of all fields of this name, with commas between; empty where there is none.
    String joined(Name name) {
        int first = find(name);
        if (first < 0) {
            return "";
        }
        if (find(name, first + 1) < 0) {
            return value(first);
        }
        StringBuilder all = new StringBuilder(value(first));
        for (int i = find(name, first + 1); i >= 0; i = find(name, i + 1)) {
            all.append(", ").append(value(i));
        }
        return all.toString();
    }

    /// Whether the value is this one, in any case.
    ///
    /// @param lower in lower case
    boolean valueIs(int field, String lower) {
        int at = field * PARTS;
        return same(places[at + 2], places[at + 3], lower);
    }

    /// Whether the value begins so, in any case.
    ///
    /// @param lower in lower case
    boolean valueStartsWith(int field, String lower) {
        int from = places[field * PARTS + 2];
        int to = Math.min(places[field * PARTS + 3], from + lower.length());
        return same(from, to, lower);
    }

    int valueLength(int field) {
        return places[field * PARTS + 3] - places[field * PARTS + 2];
    }

    /// One byte of the value, as it came.
    int valueByte(int field, int index) {
        return bytes[places[field * PARTS + 2] + index] & 0xff;
    }

    private boolean same(int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lower.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    void removeAt(int field) {
        gone[field] = true;
    }

    void remove(Name name) {
        for (int i = 0; i < count; i++) {
            if (names[i] == name) {
                gone[i] = true;
            }
        }
    }

    /// Removes what is named so.
    ///
    /// @param lower in lower case
    void remove(String lower) {
        for (int i = 0; i < count; i++) {
            if (!gone[i] && isNamed(i, lower)) {
                gone[i] = true;
            }
        }
    }

    /// A number that is made of digits alone; -1 for anything else.
    long number(int field) {
        int from = places[field * PARTS + 2];
        int to = places[field * PARTS + 3];
        if (to == from || to - from > 18) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /// How many bytes [#writeTo] writes at most.
    int size() {
        return length;
    }

    /// The lines that are left, each with its CR LF.
    void writeTo(ByteBuf out) {
        int from = 0;
        int to = 0;
        for (int i = 0; i < count; i++) {
            int end = i + 1 < count ? places[(i + 1) * PARTS] : length;
            if (gone[i]) {
                out.writeBytes(bytes, from, to - from);
                from = end;
            }
            to = end;
        }
        out.writeBytes(bytes, from, to - from);
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < count; i++) {
            if (!gone[i]) {
                visitor.field(name(i), value(i));
            }
        }
    }
}
