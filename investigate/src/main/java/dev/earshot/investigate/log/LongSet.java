package dev.earshot.investigate.log;

import java.util.Arrays;

/// Numbers other than 0 that were seen. When it is half full, it forgets them all.
final class LongSet {
    private final long[] slots;
    private int count;

    /// @param slots a power of two
    LongSet(int slots) {
        this.slots = new long[slots];
    }

    /// Whether it was not there.
    boolean add(long number) {
        int mask = slots.length - 1;
        int slot = (int) (number ^ number >>> 32) & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == number) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        if (count == slots.length / 2) {
            Arrays.fill(slots, 0);
            count = 0;
        }
        slots[slot] = number;
        count++;
        return true;
    }
}
