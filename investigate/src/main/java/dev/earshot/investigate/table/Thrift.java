package dev.earshot.investigate.table;

import java.nio.charset.StandardCharsets;

/// Structs in Thrift's compact protocol, as far as Parquet's metadata needs it.
///
/// Source: thrift/doc/specs/thrift-compact-protocol.md of Apache Thrift, read 2026-11-22.
final class Thrift {
    private static final int SHORT = 4;
    private static final int INT = 5;
    private static final int LONG = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final Bytes out;
    private final int[] outer = new int[8];
    private int depth;
    private int last;

    Thrift(Bytes out) {
        this.out = out;
    }

    Thrift int16(int field, int number) {
        header(field, SHORT);
        out.putZigzag(number);
        return this;
    }

    Thrift int32(int field, int number) {
        header(field, INT);
        out.putZigzag(number);
        return this;
    }

    Thrift int64(int field, long number) {
        header(field, LONG);
        out.putZigzag(number);
        return this;
    }

    Thrift text(int field, String text) {
        header(field, BINARY);
        return text(text);
    }

    /// Eight bytes, little-endian.
    Thrift eight(int field, long number) {
        header(field, BINARY);
        out.putVarint(8);
        out.putLong(number);
        return this;
    }

    Thrift truth(int field) {
        header(field, 1);
        return this;
    }

    Thrift ints(int field, int... numbers) {
        list(field, INT, numbers.length);
        for (int number : numbers) {
            out.putZigzag(number);
        }
        return this;
    }

    Thrift texts(int field, String text) {
        list(field, BINARY, 1);
        return text(text);
    }

    /// A list whose structs follow.
    Thrift structs(int field, int size) {
        list(field, STRUCT, size);
        return this;
    }

    /// A struct in a field.
    Thrift begin(int field) {
        header(field, STRUCT);
        return begin();
    }

    /// A struct in a list, or the outermost one.
    Thrift begin() {
        outer[depth++] = last;
        last = 0;
        return this;
    }

    Thrift end() {
        out.put(0);
        last = outer[--depth];
        return this;
    }

    private Thrift text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putVarint(bytes.length);
        out.put(bytes, 0, bytes.length);
        return this;
    }

    private void list(int field, int type, int size) {
        header(field, LIST);
        if (size < 15) {
            out.put((size << 4) | type);
        } else {
            out.put(0xf0 | type);
            out.putVarint(size);
        }
    }

    /// Fields come in ascending order, never more than 15 apart.
    private void header(int field, int type) {
        out.put(((field - last) << 4) | type);
        last = field;
    }
}
