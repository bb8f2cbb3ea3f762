package dev.earshot.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All needles of a persona, found in one pass over a text, whatever their number.
///
/// A Wu–Manber search (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994) with blocks of three
/// characters, without regard to ASCII letter case; candidates are then compared exactly. Immutable, so it may be
/// shared between threads. Every occurrence of every needle is reported, overlapping ones included.
final class NeedleTable {
    /// The shortest needle that is looked for inside longer text. Shorter ones would occur by chance.
    static final int SHORTEST = 6;

    private static final int BLOCK = 3;
    private static final int BITS = 16;
    private static final char[] FOLDED = folded();

    private final Needle[] needles;
    private final char[][] texts;
    private final int window;
    private final byte[] shifts;
    /// Where in `members` the needles begin whose window ends in a block; one more entry than there are blocks.
    private final int[] starts;

    private final int[] members;

    NeedleTable(List<Needle> all) {
        needles = all.toArray(Needle[]::new);
        texts = new char[needles.length][];
        int shortest = Byte.MAX_VALUE;
        for (int i = 0; i < needles.length; i++) {
            texts[i] = fold(needles[i].text());
            if (texts[i].length < SHORTEST) {
                throw new IllegalArgumentException("a needle must have at least " + SHORTEST + " characters");
            }
            shortest = Math.min(shortest, texts[i].length);
        }
        window = shortest;
        shifts = new byte[1 << BITS];
        Arrays.fill(shifts, (byte) (window - BLOCK + 1));
        List<List<Integer>> buckets = new ArrayList<>();
        for (int i = 0; i < 1 << BITS; i++) {
            buckets.add(List.of());
        }
        for (int i = 0; i < texts.length; i++) {
            for (int end = BLOCK - 1; end < window; end++) {
                int block = block(texts[i][end - 2], texts[i][end - 1], texts[i][end]);
                shifts[block] = (byte) Math.min(shifts[block], window - 1 - end);
            }
            int last = block(texts[i][window - 3], texts[i][window - 2], texts[i][window - 1]);
            if (buckets.get(last).isEmpty()) {
                buckets.set(last, new ArrayList<>());
            }
            buckets.get(last).add(i);
        }
        starts = new int[(1 << BITS) + 1];
        members = new int[texts.length];
        int filled = 0;
        for (int block = 0; block < 1 << BITS; block++) {
            starts[block] = filled;
            for (int needle : buckets.get(block)) {
                members[filled++] = needle;
            }
        }
        starts[1 << BITS] = filled;
    }

    int size() {
        return needles.length;
    }

    /// Passes each needle that stands in `text` to `found`, in order of the end of its window.
    void search(String text, Found found) {
        int length = text.length();
        int at = window - 1;
        while (at < length) {
            int block = block(fold(text.charAt(at - 2)), fold(text.charAt(at - 1)), fold(text.charAt(at)));
            int shift = shifts[block];
            if (shift > 0) {
                at += shift;
                continue;
            }
            int start = at - window + 1;
            for (int i = starts[block]; i < starts[block + 1]; i++) {
                int candidate = members[i];
                if (matches(texts[candidate], text, start) && needles[candidate].standsAt(text, start)) {
                    found.at(needles[candidate], start);
                }
            }
            at++;
        }
    }

    private static boolean matches(char[] needle, String text, int start) {
        if (needle.length > text.length() - start) {
            return false;
        }
        for (int i = 0; i < needle.length; i++) {
            if (needle[i] != fold(text.charAt(start + i))) {
                return false;
            }
        }
        return true;
    }

    private static int block(char a, char b, char c) {
        int mixed = (((a * 0x9E37) + b) * 0x79B9) + c;
        return (mixed * 0x85EBCA6B) >>> (32 - BITS);
    }

    private static char fold(char c) {
        return c < FOLDED.length ? FOLDED[c] : Character.toLowerCase(c);
    }

    static char[] fold(String text) {
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(folded[i]);
        }
        return folded;
    }

    private static char[] folded() {
        char[] table = new char[128];
        for (char c = 0; c < table.length; c++) {
            table[c] = Character.toLowerCase(c);
        }
        return table;
    }

    /// Takes what a search finds.
    @FunctionalInterface
    interface Found {
        /// @param start index of the needle's first character in the text
        void at(Needle needle, int start);
    }
}
