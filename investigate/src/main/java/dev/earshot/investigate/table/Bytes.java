package dev.earshot.investigate.table;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes that grow at their end; numbers are little-endian.
final class Bytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONGS = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[64];
    private int size;

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /// Forgets what comes after the first `length` bytes.
    void cut(int length) {
        size = length;
    }

    /// Makes room for `more` bytes, which the caller puts into [#array] and tells to [#grown].
    byte[] room(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
        return bytes;
    }

    void grown(int more) {
        size += more;
    }

    void put(int number) {
        room(1)[size++] = (byte) number;
    }

    void putInt(int number) {
        INT.set(room(4), size, number);
        size += 4;
    }

    void putLong(long number) {
        LONG.set(room(8), size, number);
        size += 8;
    }

    int intAt(int at) {
        return (int) INT.get(bytes, at);
    }

    void put(byte[] source, int from, int to) {
        System.arraycopy(source, from, room(to - from), size, to - from);
        size += to - from;
    }

    void put(Bytes other) {
        put(other.bytes, 0, other.size);
    }

    void putLongs(long[] numbers, int count) {
        MemorySegment target = MemorySegment.ofArray(room(8 * count));
        MemorySegment.copy(MemorySegment.ofArray(numbers), ValueLayout.JAVA_LONG, 0, target, LONGS, size, count);
        size += 8 * count;
    }

    /// Seven bits a byte, the lowest first (ULEB128).
    void putVarint(long number) {
        long rest = number;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
            put((int) (rest & 0x7f) | 0x80);
        }
        put((int) rest);
    }

    /// A signed number as [#putVarint], small ones of either sign in few bytes.
    void putZigzag(long number) {
        putVarint((number << 1) ^ (number >> 63));
    }

    /// The `width` low bits of each number, one after the other from the lowest bit of the first byte; the rest of the
    /// last byte is 0.
    void putBits(long[] numbers, int from, int count, int width) {
        if (width == 0) {
            return;
        }
        int length = Math.toIntExact(((long) count * width + 7) / 8);
        byte[] target = room(length + 8);
        int at = size;
        long word = 0;
        int filled = 0;
        for (int i = from; i < from + count; i++) {
            long number = numbers[i];
            word |= number << filled;
            filled += width;
            if (filled >= 64) {
                LONG.set(target, at, word);
                at += 8;
                filled -= 64;
                word = filled == 0 ? 0 : number >>> (width - filled);
            }
        }
        LONG.set(target, at, word);
        size += length;
    }
}
