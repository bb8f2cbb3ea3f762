package dev.earshot.detect;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All needles, found in one pass over a text, whatever their number, without regard to letter case.
///
/// Of each needle six characters are chosen, the rarest among all needles, and the three blocks of four in them are
/// kept. The text is read at every third place only: wherever a needle stands, one of its three blocks stands at such
/// a place. A block that no needle has, as nearly all have none, is told by one bit; candidates are then compared
/// exactly. The idea of reading q-grams at fixed steps is that of U. Manber and S. Wu's successors (L. Salmela,
/// J. Tarhio, J. Kytöjoki, "Multipattern string matching with q-grams", 2006); unlike a shift that depends on what
/// was read, it lets the processor read ahead.
///
/// Immutable, so it may be shared between threads. Every occurrence of every needle is reported once, overlapping ones
/// included, and nothing is allocated where there is none.
final class NeedleTable {
    /// The shortest needle that is looked for inside longer text. Shorter ones would occur by chance.
    static final int SHORTEST = 6;

    private static final int BLOCK = 4;
    private static final int STEP = SHORTEST - BLOCK + 1;
    private static final int SPREAD = 0x9E3779B1;
    /// Bits of the set for each block that is kept, at least.
    private static final int SPARSE = 64;

    private static final int LARGEST_SET_BITS = 26;
    private static final char[] FOLDED = folded();

    private final Needle[] needles;
    private final char[][] texts;
    private final long[] seen;
    private final int seenShift;
    private final int slotShift;
    /// Where in `members` the blocks of a slot begin; one more entry than there are slots.
    private final int[] starts;

    /// The needle of each block, and how far into the needle the block stands.
    private final int[] members;

    private final int[] offsets;

    NeedleTable(List<Needle> all) {
        needles = all.toArray(Needle[]::new);
        texts = new char[needles.length][];
        Map<Integer, Integer> frequency = new HashMap<>();
        for (int i = 0; i < needles.length; i++) {
            texts[i] = fold(needles[i].text());
            if (texts[i].length < SHORTEST) {
                throw new IllegalArgumentException("a needle must have at least " + SHORTEST + " characters");
            }
            for (int at = 0; at + BLOCK <= texts[i].length; at++) {
                frequency.merge(block(texts[i], at), 1, Integer::sum);
            }
        }
        int kept = needles.length * STEP;
        int bits = Math.min(LARGEST_SET_BITS, Math.max(14, log2(Math.max(1, kept) * (long) SPARSE)));
        seenShift = Integer.SIZE - bits;
        seen = new long[1 << (bits - 6)];
        int slots = Math.max(8, log2(Math.max(1, kept) * 2L));
        slotShift = Integer.SIZE - slots;
        int[] first = new int[needles.length];
        starts = new int[(1 << slots) + 1];
        for (int i = 0; i < needles.length; i++) {
            first[i] = rarest(texts[i], frequency);
            for (int step = 0; step < STEP; step++) {
                int spread = block(texts[i], first[i] + step) * SPREAD;
                seen[spread >>> seenShift >>> 6] |= 1L << (spread >>> seenShift);
                starts[(spread >>> slotShift) + 1]++;
            }
        }
        for (int slot = 0; slot < 1 << slots; slot++) {
            starts[slot + 1] += starts[slot];
        }
        int[] filled = Arrays.copyOf(starts, 1 << slots);
        members = new int[kept];
        offsets = new int[kept];
        for (int i = 0; i < needles.length; i++) {
            for (int step = 0; step < STEP; step++) {
                int at = filled[(block(texts[i], first[i] + step) * SPREAD) >>> slotShift]++;
                members[at] = i;
                offsets[at] = first[i] + step;
            }
        }
    }

    private static int log2(long size) {
        return Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    }

    private static int rarest(char[] text, Map<Integer, Integer> frequency) {
        int rarest = 0;
        int lowest = Integer.MAX_VALUE;
        for (int start = 0; start + SHORTEST <= text.length; start++) {
            int sum = 0;
            for (int step = 0; step < STEP; step++) {
                sum += frequency.getOrDefault(block(text, start + step), 0);
            }
            if (sum < lowest) {
                lowest = sum;
                rarest = start;
            }
        }
        return rarest;
    }

    int size() {
        return needles.length;
    }

    /// Passes each needle that stands in `text` to `found`.
    void search(String text, Found found) {
        int last = text.length() - BLOCK;
        for (int at = 0; at <= last; at += STEP) {
            int spread = block(text, at) * SPREAD;
            int bit = spread >>> seenShift;
            if ((seen[bit >>> 6] >>> bit & 1) != 0) {
                verify(text, at, spread >>> slotShift, found);
            }
        }
    }

    private void verify(String text, int at, int slot, Found found) {
        for (int i = starts[slot]; i < starts[slot + 1]; i++) {
            int start = at - offsets[i];
            int candidate = members[i];
            if (start >= 0 && matches(texts[candidate], text, start) && needles[candidate].standsAt(text, start)) {
                found.at(needles[candidate], start);
            }
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

    private static int block(String text, int at) {
        return loose(text.charAt(at))
                ^ loose(text.charAt(at + 1)) << 8
                ^ loose(text.charAt(at + 2)) << 16
                ^ loose(text.charAt(at + 3)) << 24;
    }

    private static int block(char[] text, int at) {
        return loose(text[at]) ^ loose(text[at + 1]) << 8 ^ loose(text[at + 2]) << 16 ^ loose(text[at + 3]) << 24;
    }

    /// The same for a letter in either case, and for a few other characters; comparing tells those apart.
    private static int loose(char c) {
        return c < FOLDED.length ? c | 0x20 : Character.toLowerCase(c) | 0x20;
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
