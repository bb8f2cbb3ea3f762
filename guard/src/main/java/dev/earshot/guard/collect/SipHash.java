package dev.earshot.guard.collect;

import java.util.random.RandomGenerator;

/// SipHash-2-4: a hash whose collisions nobody can choose who doesn't know its key.
///
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
final class SipHash {
    private final long k0;
    private final long k1;

    SipHash(RandomGenerator random) {
        this(random.nextLong(), random.nextLong());
    }

    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    long of(byte[] bytes) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int words = bytes.length / 8;
        for (int word = 0; word <= words + 1; word++) {
            boolean last = word > words;
            long m = last ? 0 : word(bytes, word);
            int rounds = last ? 4 : 2;
            if (last) {
                v2 ^= 0xff;
            } else {
                v3 ^= m;
            }
            for (int round = 0; round < rounds; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /// The eight bytes of a word, the lowest first; in the last, the length stands above what is left.
    private static long word(byte[] bytes, int index) {
        long word = 0;
        int from = index * 8;
        int to = Math.min(from + 8, bytes.length);
        for (int i = from; i < to; i++) {
            word |= (bytes[i] & 0xFFL) << (8 * (i - from));
        }
        return to - from == 8 ? word : word | ((long) bytes.length << 56);
    }
}
