package dev.earshot.investigate.table;

import java.util.Arrays;

/// Numbers of one column.
final class Numbers extends Values {
    private static final int BLOCK = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK = BLOCK / MINIBLOCKS;
    /// A block in so many is looked at to see whether differences are small.
    private static final int SAMPLE = 16;

    private final long[] deltas = new long[BLOCK];
    private final int[] widths = new int[MINIBLOCKS];
    /// Those after the row under way are 0.
    private long[] values = new long[64];
    private long min;
    private long max;

    void set(int row, long number) {
        room(row + 1);
        values[row] = number;
    }

    void copy(int row, long[] numbers, int from, int count) {
        room(row + count);
        System.arraycopy(numbers, from, values, row, count);
    }

    private void room(int rows) {
        if (rows > values.length) {
            values = Arrays.copyOf(values, Math.max(rows, Math.min(ParquetTable.ROWS, 2 * values.length)));
        }
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    @Override
    void clear(int rows) {
        Arrays.fill(values, 0, Math.min(rows, values.length), 0);
    }

    @Override
    int encode(int rows, Dictionary dictionary, Bytes page) {
        room(rows);
        measure(rows);
        long plain = 8L * rows;
        long delta = min == max ? plain : sampledDelta(rows);
        // A quarter of the plain size is as good as a dictionary gets where values are many, and cheaper.
        if (min == max || (delta > plain / 4 && mayHaveDictionary())) {
            if (fill(dictionary, rows) && dictionary.size(rows) < Math.min(delta, plain)) {
                dictionary.putPlaces(rows, page);
                return RLE_DICTIONARY;
            }
            dictionaryWasOfNoUse();
        }
        if (delta < plain) {
            putDeltas(rows, page);
            return DELTA_BINARY_PACKED;
        }
        page.putLongs(values, rows);
        return PLAIN;
    }

    private void measure(int rows) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < rows; row++) {
            least = Math.min(least, values[row]);
            greatest = Math.max(greatest, values[row]);
        }
        min = least;
        max = greatest;
    }

    private boolean fill(Dictionary dictionary, int rows) {
        dictionary.start(rows);
        if (min == max) {
            dictionary.add(0, min);
            return true;
        }
        for (int row = 0; row < rows; row++) {
            if (!dictionary.add(row, values[row])) {
                return false;
            }
        }
        return true;
    }

    /// About how many bytes the differences take, going by some of the blocks.
    private long sampledDelta(int rows) {
        long bits = 0;
        int seen = 0;
        for (int from = 1; from < rows; from += BLOCK * SAMPLE) {
            int count = Math.min(BLOCK, rows - from);
            block(from, count);
            for (int width : widths) {
                bits += (long) width * MINIBLOCK;
            }
            bits += 64;
            seen += count;
        }
        return seen == 0 ? 8L * rows : bits * rows / seen / 8;
    }

    /// Source: Encodings.md of Apache Parquet, "Delta Encoding", read 2026-11-22.
    private void putDeltas(int rows, Bytes page) {
        page.putVarint(BLOCK);
        page.putVarint(MINIBLOCKS);
        page.putVarint(rows);
        page.putZigzag(values[0]);
        for (int from = 1; from < rows; from += BLOCK) {
            int count = Math.min(BLOCK, rows - from);
            page.putZigzag(block(from, count));
            for (int width : widths) {
                page.put(width);
            }
            for (int i = 0; i < MINIBLOCKS && i * MINIBLOCK < count; i++) {
                page.putBits(deltas, i * MINIBLOCK, MINIBLOCK, widths[i]);
            }
        }
    }

    /// Fills in by how much each difference is above the least one, which is returned, and the bits that those take.
    private long block(int from, int count) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            deltas[i] = values[from + i] - values[from + i - 1];
            least = Math.min(least, deltas[i]);
        }
        for (int miniblock = 0; miniblock < MINIBLOCKS; miniblock++) {
            long all = 0;
            for (int i = miniblock * MINIBLOCK; i < (miniblock + 1) * MINIBLOCK; i++) {
                deltas[i] = i < count ? deltas[i] - least : 0;
                all |= deltas[i];
            }
            widths[miniblock] = 64 - Long.numberOfLeadingZeros(all);
        }
        return least;
    }
}
