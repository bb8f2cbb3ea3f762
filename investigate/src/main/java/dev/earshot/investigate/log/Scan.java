package dev.earshot.investigate.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Looks for bytes, eight at a time.
///
/// A zero byte in a word is found as in Bit Twiddling Hacks, "Determine if a word has a zero byte"
/// (graphics.stanford.edu/~seander/bithacks.html); the lowest bit that this sets is always right.
final class Scan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private Scan() {}

    /// Where `wanted` first stands; `to` where it doesn't.
    static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long pattern = ONES * (wanted & 0xffL);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long zeros = zeros(word(bytes, at) ^ pattern);
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return to;
    }

    /// Where a `"` or `\` first stands; `to` where neither does.
    static int quoteOrBackslash(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long word = word(bytes, at);
            long zeros = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == '"' || bytes[at] == '\\') {
                return at;
            }
        }
        return to;
    }

    /// Where `wanted`, which is not empty, first stands whole; -1 where it doesn't.
    static int indexOf(byte[] bytes, int from, int to, byte[] wanted) {
        for (int at = indexOf(bytes, from, to, wanted[0]); at < to; at = indexOf(bytes, at + 1, to, wanted[0])) {
            if (startsWith(bytes, at, to, wanted)) {
                return at;
            }
        }
        return -1;
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] wanted) {
        if (to - from < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean same(byte[] bytes, int from, int to, byte[] others) {
        return Arrays.equals(bytes, from, to, others, 0, others.length);
    }

    /// The eight bytes from `at`, the first one lowest.
    static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /// The number that two digits write; below 0 where they are none.
    static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    /// The value of a hexadecimal digit; -1 where it is none.
    static int hex(byte value) {
        if (isDigit(value)) {
            return value - '0';
        }
        int letter = value | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    static byte lower(byte value) {
        return value >= 'A' && value <= 'Z' ? (byte) (value | 0x20) : value;
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH;
    }
}
