package dev.earshot.investigate.table;

import java.util.Arrays;

/// The distinct values of a column chunk in the order in which they came, and for each row which one it has. Used by one
/// column after the other.
final class Dictionary {
    /// More than a quarter of the rows of a full group would save too little.
    static final int MOST = ParquetTable.ROWS / 4;
    private static final int SLOTS = Integer.highestOneBit(MOST) * 4;

    /// Of each slot, the place of the value there plus one; 0 where free.
    private final int[] slots = new int[SLOTS];
    private final long[] hashes = new long[MOST];
    private final int[] starts = new int[MOST];
    private long[] places = new long[0];
    private int distinct;

    /// Its page: the values in plain encoding.
    final Bytes page = new Bytes();

    void start(int rows) {
        Arrays.fill(slots, 0);
        page.cut(0);
        distinct = 0;
        if (places.length < rows + 7) {
            places = new long[rows + 7];
        }
    }

    int distinct() {
        return distinct;
    }

    /// @return false where there are too many distinct ones
    boolean add(int row, long number) {
        int slot = slot(number * 0x9e3779b97f4a7c15L);
        for (; slots[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
            if (hashes[slots[slot] - 1] == number) {
                places[row] = slots[slot] - 1L;
                return true;
            }
        }
        if (distinct == MOST) {
            return false;
        }
        page.putLong(number);
        enter(row, slot, number);
        return true;
    }

    /// @return false where there are too many distinct ones
    boolean add(int row, byte[] bytes, int from, int to) {
        long hash = Key.extend(0, bytes, from, to);
        int slot = slot(hash);
        for (; slots[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
            int place = slots[slot] - 1;
            if (hashes[place] == hash) {
                int start = starts[place] + 4;
                int end = start + page.intAt(starts[place]);
                if (Arrays.equals(page.array(), start, end, bytes, from, to)) {
                    places[row] = place;
                    return true;
                }
            }
        }
        if (distinct == MOST) {
            return false;
        }
        starts[distinct] = page.size();
        page.putInt(to - from);
        page.put(bytes, from, to);
        enter(row, slot, hash);
        return true;
    }

    private void enter(int row, int slot, long hash) {
        hashes[distinct] = hash;
        places[row] = distinct;
        slots[slot] = ++distinct;
    }

    private static int slot(long hash) {
        return (int) (hash >>> 40) & (SLOTS - 1);
    }

    private int width() {
        return 32 - Integer.numberOfLeadingZeros(distinct - 1);
    }

    /// About how many bytes dictionary and places take.
    long size(int rows) {
        return page.size() + (long) rows * width() / 8;
    }

    /// Writes the places of all rows as one run: the width in bits, and the run in those.
    void putPlaces(int rows, Bytes target) {
        int width = width();
        target.put(width);
        if (width == 0) {
            target.putVarint((long) rows << 1);
        } else {
            int groups = (rows + 7) / 8;
            Arrays.fill(places, rows, groups * 8, 0);
            target.putVarint(((long) groups << 1) | 1);
            target.putBits(places, 0, groups * 8, width);
        }
    }
}
