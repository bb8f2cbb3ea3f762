package dev.earshot.mobile.android;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A protobuf message that is looked into field by field, with no schema. What is broken ends it.
///
/// Source: protobuf.dev, "Encoding", general knowledge.
///
/// @param end the place behind its last byte
record Message(ByteBuffer bytes, int start, int end) {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    static Message of(ByteBuffer bytes) {
        return new Message(bytes, 0, bytes.limit());
    }

    /// A field as it stands.
    ///
    /// @param number what a number is; 0 for a message or a text
    /// @param at where its content begins
    private record Field(int id, int type, long number, int at, int next) {}

    /// Every message or text of that field.
    List<Message> all(int field) {
        List<Message> all = new ArrayList<>();
        for (@Nullable Field one = at(start); one != null; one = at(one.next)) {
            if (one.id == field && one.type == LENGTH) {
                all.add(new Message(bytes, one.at, one.next));
            }
        }
        return all;
    }

    /// The last message or text of that field, which is the one that counts.
    Optional<Message> message(int field) {
        List<Message> all = all(field);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// The text of that field; empty where there is none.
    String text(int field) {
        return message(field).map(Message::text).orElse("");
    }

    /// All of it as a text.
    String text() {
        byte[] copy = new byte[end - start];
        bytes.get(start, copy);
        return new String(copy, UTF_8);
    }

    /// The number of that field, 0 where there is none.
    long number(int field) {
        long number = 0;
        for (@Nullable Field one = at(start); one != null; one = at(one.next)) {
            number = one.id == field && one.type != LENGTH ? one.number : number;
        }
        return number;
    }

    boolean has(int field) {
        for (@Nullable Field one = at(start); one != null; one = at(one.next)) {
            if (one.id == field) {
                return true;
            }
        }
        return false;
    }

    /// Whether every byte of it belongs to a field.
    boolean whole() {
        int last = start;
        for (@Nullable Field one = at(start); one != null; one = at(one.next)) {
            last = one.next;
        }
        return last == end;
    }

    private @Nullable Field at(int place) {
        long[] tag = varint(place);
        int type = (int) tag[0] & 7;
        int id = (int) (tag[0] >>> 3);
        int at = (int) tag[1];
        if (at < 0 || id == 0) {
            return null;
        }
        if (type == VARINT) {
            long[] number = varint(at);
            return number[1] < 0 ? null : new Field(id, type, number[0], at, (int) number[1]);
        }
        if (type == FIXED_64 || type == FIXED_32) {
            int width = type == FIXED_64 ? 8 : 4;
            if (at > end - width) {
                return null;
            }
            return new Field(id, type, width == 8 ? bytes.getLong(at) : bytes.getInt(at), at, at + width);
        }
        long[] length = varint(at);
        boolean fits = type == LENGTH && length[1] >= 0 && length[0] >= 0 && length[0] <= end - length[1];
        return fits ? new Field(id, type, 0, (int) length[1], (int) (length[1] + length[0])) : null;
    }

    /// A number and the place behind it, which is -1 where there is no whole number.
    private long[] varint(int place) {
        long number = 0;
        for (int i = 0; i < 10 && place + i < end; i++) {
            byte next = bytes.get(place + i);
            number |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return new long[] {number, place + i + 1};
            }
        }
        return new long[] {0, -1};
    }
}
