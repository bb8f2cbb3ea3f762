package dev.earshot.detect;

import java.util.Arrays;

/// Numbers found by a key of up to 63 bits; a key may have several.
///
/// Open addressing in one array, with a bit set before it that says of nearly every absent key that it is absent.
/// Filled by one thread, then read by any number.
final class LongIndex {
    /// The golden ratio of 2^64, which spreads neighbouring keys (Knuth, "The Art of Computer Programming" 6.4).
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    /// Bits of the set for each key at least, so that one absent key in so many is looked for in vain.
    private static final int SPARSE = 32;

    private static final int LARGEST_SET = 1 << 28;
    private static final long EMPTY = 0;

    private final long[] keys;
    private final int[] numbers;
    private final int slotShift;
    private final long[] seen;
    private final int seenShift;
    private int size;

    /// @param capacity how many numbers it will hold at most
    LongIndex(int capacity) {
        int slots = atLeast(Math.max(16, capacity + capacity / 2L));
        keys = new long[slots];
        numbers = new int[slots];
        slotShift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
        int bits = atLeast(Math.min(LARGEST_SET, Math.max(1 << 12, capacity * (long) SPARSE)));
        seen = new long[bits / Long.SIZE];
        seenShift = Long.SIZE - Integer.numberOfTrailingZeros(bits);
    }

    private static int atLeast(long size) {
        if (size > 1 << 30) {
            throw new IllegalArgumentException("too many to index");
        }
        return Math.max(1, Integer.highestOneBit((int) size - 1) << 1);
    }

    void put(long key, int number) {
        long spread = key * SPREAD;
        int bit = (int) (spread >>> seenShift);
        seen[bit >>> 6] |= 1L << bit;
        int slot = (int) (spread >>> slotShift);
        while (keys[slot] != EMPTY) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = ~key;
        numbers[slot] = number;
        size++;
    }

    int size() {
        return size;
    }

    /// Whether the key may be there. Wrong in at most one of thirty absent keys, and never of one that is there.
    boolean mayHold(long key) {
        int bit = (int) ((key * SPREAD) >>> seenShift);
        return (seen[bit >>> 6] >>> bit & 1) != 0;
    }

    /// The numbers of the key, in the order in which they were put; mostly none.
    int[] at(long key) {
        int[] found = NONE;
        for (int slot = (int) ((key * SPREAD) >>> slotShift);
                keys[slot] != EMPTY;
                slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == ~key) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = numbers[slot];
            }
        }
        return found;
    }

    private static final int[] NONE = {};
}
