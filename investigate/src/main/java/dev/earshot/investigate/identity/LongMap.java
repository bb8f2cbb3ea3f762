package dev.earshot.investigate.identity;

/// A map from keys to numbers in two arrays: 16 bytes for each of its slots, of which it fills at most six in seven. The
/// key 0 and the number 0 stand for nothing.
final class LongMap {
    private long[] keys = new long[1 << 10];
    private long[] numbers = new long[1 << 10];
    private int size;

    /// 0 where there is none.
    long get(long key) {
        return numbers[slot(keys, key)];
    }

    /// Puts a number where there is none.
    ///
    /// @return the one that was there before; 0 where there was none
    long putIfAbsent(long key, long number) {
        int slot = slot(keys, key);
        if (numbers[slot] != 0) {
            return numbers[slot];
        }
        if (size >= keys.length / 7 * 6) {
            grow();
            slot = slot(keys, key);
        }
        keys[slot] = key;
        numbers[slot] = number;
        size++;
        return 0;
    }

    /// Replaces the number of a key that is there.
    void replace(long key, long number) {
        numbers[slot(keys, key)] = number;
    }

    void forEach(Taker taker) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (numbers[slot] != 0) {
                taker.take(keys[slot], numbers[slot]);
            }
        }
    }

    interface Taker {
        void take(long key, long number);
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new long[keys.length];
        for (int at = 0; at < oldKeys.length; at++) {
            if (oldNumbers[at] != 0) {
                int slot = slot(keys, oldKeys[at]);
                keys[slot] = oldKeys[at];
                numbers[slot] = oldNumbers[at];
            }
        }
    }

    /// Where the key is or would be.
    private static int slot(long[] keys, long key) {
        int slot = (int) ((key * 0x9e3779b97f4a7c15L) >>> 32) & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
