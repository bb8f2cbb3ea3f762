package dev.earshot.clinic.logs;

/// A permutation of the numbers from 0 to `size - 1`, and its inverse, without a table: a Feistel network over the next
/// even number of bits, walked until it comes out below `size`.
final class Shuffle {
    private static final int ROUNDS = 4;

    private final long size;
    private final int half;
    private final long mask;
    private final long seed;

    Shuffle(long size, long seed) {
        this.size = size;
        this.half = Math.max(1, (65 - Long.numberOfLeadingZeros(Math.max(1, size - 1))) / 2);
        this.mask = (1L << half) - 1;
        this.seed = seed;
    }

    long forward(long number) {
        long walked = number;
        do {
            long left = walked >>> half;
            long right = walked & mask;
            for (int round = 0; round < ROUNDS; round++) {
                long next = left ^ (mix(seed + round, right) & mask);
                left = right;
                right = next;
            }
            walked = left << half | right;
        } while (walked >= size);
        return walked;
    }

    long inverse(long number) {
        long walked = number;
        do {
            long left = walked >>> half;
            long right = walked & mask;
            for (int round = ROUNDS - 1; round >= 0; round--) {
                long before = right ^ (mix(seed + round, left) & mask);
                right = left;
                left = before;
            }
            walked = left << half | right;
        } while (walked >= size);
        return walked;
    }

    /// The finaliser of SplitMix64, over both.
    static long mix(long seed, long number) {
        long mixed = (seed * 0x9e3779b97f4a7c15L) ^ (number + 0x632be59bd9b4e019L) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
