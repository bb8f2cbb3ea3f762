package dev.earshot.investigate.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A number that stands for a text: 64 bits of its hash, the same on every machine and in every run.
///
/// Texts of different kinds never share keys on purpose. Two different texts share a key by chance once in 2⁶⁴ pairs;
/// the report says how many such pairs are to be expected. 0 means none, so a text whose hash is 0 has the key 1.
///
/// The hash multiplies eight bytes at a time into 128 bits and folds them, as wyhash does
/// (github.com/wangyi-fudan/wyhash, the final version 4; read as a description, written anew).
public final class Key {
    public static final long NONE = 0;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P0 = 0x2d358dccaa6c78a5L;
    private static final long P1 = 0x8bb84b93962eacc9L;
    private static final long P2 = 0x4b33a62ed433d4a3L;

    private Key() {}

    public static long of(Kind kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(kind, bytes, 0, bytes.length);
    }

    /// The key of `bytes[from..to)`; [#NONE] where that is empty.
    public static long of(Kind kind, byte[] bytes, int from, int to) {
        return from == to ? NONE : finish(extend(kind.seed, bytes, from, to));
    }

    /// A hash under way, for a key of several parts: start with [Kind#seed], extend by each part, end with [#finish].
    /// Where one part ends and the next begins is part of the hash.
    public static long extend(long hash, byte[] bytes, int from, int to) {
        long state = hash ^ P0;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            state = fold(state ^ (long) LONGS.get(bytes, at), P1);
        }
        long rest = 0;
        for (int shift = 0; at < to; at++, shift += 8) {
            rest |= (bytes[at] & 0xffL) << shift;
        }
        return fold(state ^ rest, P2 ^ (to - from));
    }

    public static long finish(long hash) {
        long key = fold(hash ^ P1, P2);
        return key == NONE ? 1 : key;
    }

    private static long fold(long one, long other) {
        return (one * other) ^ Math.unsignedMultiplyHigh(one, other);
    }

    /// What a text is, since the same text as a user name and as a session id is not the same thing.
    public enum Kind {
        PAGE(1),
        USER(2),
        SESSION(3),
        TRACE(4),
        CLIENT(5),
        PERSON(6);

        private final long seed;

        Kind(int number) {
            this.seed = fold(P2 + number, P1);
        }

        public long seed() {
            return seed;
        }
    }
}
