package dev.earshot.detect;

import java.util.Arrays;

/// Numbers found by a key of up to 63 bits; a key may have several.
///
/// Open addressing. Filled by one thread, then read by any number.
final class LongIndex {
    /// The golden ratio of 2^64, which spreads neighbouring keys (Knuth, "The Art of Computer Programming" 6.4).
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long EMPTY = 0;
    private static final int[] NONE = {};

    private final long[] keys;
    private final int[] numbers;
    private final int slotShift;
    private int size;

    /// @param capacity how many numbers it will hold at most
    LongIndex(int capacity) {
        int slots = atLeast(Math.max(16, capacity + capacity / 2L));
        keys = new long[slots];
        numbers = new int[slots];
        slotShift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
    }

    private static int atLeast(long size) {
        if (size > 1 << 30) {
            throw new IllegalArgumentException("too many to index");
        }
        return Math.max(1, Integer.highestOneBit((int) size - 1) << 1);
    }

    void put(long key, int number) {
        int slot = (int) ((key * SPREAD) >>> slotShift);
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
}
