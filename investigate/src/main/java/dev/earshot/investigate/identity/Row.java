package dev.earshot.investigate.identity;

import dev.earshot.investigate.table.Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The fields of one row as UTF-8 where they lie, in the order in which they were asked for. A reader fills it in, the
/// next row overwrites it.
final class Row {
    private static final byte[] NOTHING = {};

    /// Where the row starts in its file, one-based.
    long line;

    private final byte[][] bytes;
    private final int[] from;
    private final int[] to;

    Row(int fields) {
        bytes = new byte[fields][];
        from = new int[fields];
        to = new int[fields];
        clear();
    }

    void clear() {
        Arrays.fill(bytes, NOTHING);
        Arrays.fill(from, 0);
        Arrays.fill(to, 0);
    }

    /// White space around it is no part of a value, and `-` alone is none, as in logs.
    void set(int field, byte[] source, int start, int end) {
        int first = start;
        int last = end;
        while (first < last && source[first] >= 0 && source[first] <= ' ') {
            first++;
        }
        while (first < last && source[last - 1] >= 0 && source[last - 1] <= ' ') {
            last--;
        }
        bytes[field] = source;
        first = last - first == 1 && source[first] == '-' ? last : first;
        from[field] = first;
        to[field] = last;
    }

    void set(int field, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        set(field, utf8, 0, utf8.length);
    }

    boolean isEmpty(int field) {
        return from[field] == to[field];
    }

    String text(int field) {
        return isEmpty(field)
                ? ""
                : new String(bytes[field], from[field], to[field] - from[field], StandardCharsets.UTF_8);
    }

    /// 0 where it is empty.
    long key(int field, Key.Kind kind) {
        return Key.of(kind, bytes[field], from[field], to[field]);
    }

    byte[] bytes(int field) {
        return bytes[field];
    }

    int from(int field) {
        return from[field];
    }

    int to(int field) {
        return to[field];
    }
}
