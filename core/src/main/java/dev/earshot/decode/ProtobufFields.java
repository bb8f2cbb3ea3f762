package dev.earshot.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The fields of one protobuf message, in the order sent. Reading one never fails: what comes after malformed bytes is
/// missing, and `whole` says so.
///
/// Source: protobuf.dev/programming-guides/encoding, read 2026-11-22.
///
/// @param whole whether the bytes were fields to their end
record ProtobufFields(List<Field> all, boolean whole) {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int MOST = 20_000;

    ProtobufFields {
        all = List.copyOf(all);
    }

    /// @param type one of the wire types above
    /// @param number of a varint, a fixed64 or a fixed32: its bits
    /// @param from where its bytes begin, and `to` where they end
    record Field(int id, int type, long number, int from, int to) {}

    static ProtobufFields of(byte[] bytes, int from, int to) {
        List<Field> fields = new ArrayList<>();
        Cursor cursor = new Cursor(bytes, from, to);
        while (cursor.at < to && fields.size() < MOST) {
            Field field = cursor.next();
            if (field == null) {
                return new ProtobufFields(fields, false);
            }
            fields.add(field);
        }
        return new ProtobufFields(fields, cursor.at >= to);
    }

    /// The first field with this number that has bytes.
    Optional<Field> bytes(int id) {
        for (Field field : all) {
            if (field.id() == id && field.type() == BYTES) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    private static final class Cursor {
        private final byte[] bytes;
        private final int to;
        private int at;
        private boolean broken;

        Cursor(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.at = from;
            this.to = to;
        }

        @org.jspecify.annotations.Nullable
        Field next() {
            long tag = varint();
            int type = (int) (tag & 7);
            long id = tag >>> 3;
            if (broken || id == 0 || id > 536_870_911) {
                return null;
            }
            int begin = at;
            long number = 0;
            switch (type) {
                case VARINT -> number = varint();
                case FIXED64 -> number = fixed(8);
                case FIXED32 -> number = fixed(4);
                case BYTES -> {
                    long length = varint();
                    begin = at;
                    if (length < 0 || length > to - at) {
                        return null;
                    }
                    at += (int) length;
                }
                default -> broken = true;
            }
            return broken ? null : new Field((int) id, type, number, begin, at);
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 64 && at < to; shift += 7) {
                byte b = bytes[at++];
                value |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            broken = true;
            return 0;
        }

        private long fixed(int size) {
            if (to - at < size) {
                broken = true;
                return 0;
            }
            long value = 0;
            for (int i = 0; i < size; i++) {
                value |= (bytes[at++] & 0xffL) << (8 * i);
            }
            return value;
        }
    }
}
