package dev.earshot.detect;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All needles, found in one pass over a text, whatever their number, without regard to letter case.
///
/// Of each needle eight characters are chosen, the rarest among all needles, and the three blocks of six in them are
/// kept; of a needle of six or seven characters, the first six, and their three blocks of four. The text is looked at
/// after every third character only: wherever a needle stands, one of its three blocks ends at such a place. A block
/// that no needle has, as nearly all have none, is told by one bit; candidates are then compared exactly. Reading
/// blocks at fixed steps is an old idea (L. Salmela, J. Tarhio, J. Kytöjoki, "Multipattern string matching with
/// q-grams", 2006); unlike a shift that depends on what was read, it lets the processor read ahead.
///
/// Immutable, so it may be shared between threads. Every occurrence of every needle is reported once, overlapping ones
/// included, and nothing is allocated where there is none.
final class NeedleTable {
    /// The shortest needle that is looked for inside longer text. Shorter ones would occur by chance.
    static final int SHORTEST = 6;

    private static final int STEP = 3;
    private static final int LONG = 8;
    private static final char[] FOLDED = folded();

    private final Needle[] needles;
    private final char[][] texts;
    private final Blocks blocks;
    private final Blocks shortBlocks;

    NeedleTable(List<Needle> all) {
        needles = all.toArray(Needle[]::new);
        texts = new char[needles.length][];
        for (int i = 0; i < needles.length; i++) {
            texts[i] = fold(needles[i].text());
            if (texts[i].length < SHORTEST) {
                throw new IllegalArgumentException("a needle must have at least " + SHORTEST + " characters");
            }
        }
        blocks = new Blocks(texts, LONG, Integer.MAX_VALUE);
        shortBlocks = new Blocks(texts, SHORTEST, LONG - 1);
    }

    int size() {
        return needles.length;
    }

    /// Passes each needle that stands in `text` to `found`.
    void search(String text, Found found) {
        long read = 0;
        boolean anyShort = shortBlocks.members.length > 0;
        int last = text.length() - STEP;
        for (int at = 0; at <= last; at += STEP) {
            read = read << 24
                    | loose(text.charAt(at)) << 16
                    | loose(text.charAt(at + 1)) << 8
                    | loose(text.charAt(at + 2));
            if (blocks.mayHold(read)) {
                verify(blocks, read, text, at + STEP, found);
            }
            if (anyShort && shortBlocks.mayHold(read)) {
                verify(shortBlocks, read, text, at + STEP, found);
            }
        }
    }

    private void verify(Blocks of, long read, String text, int end, Found found) {
        int slot = of.slot(read);
        for (int i = of.starts[slot]; i < of.starts[slot + 1]; i++) {
            int start = end - of.ends[i];
            int candidate = of.members[i];
            if (start >= 0 && matches(texts[candidate], text, start) && needles[candidate].standsAt(text, start)) {
                found.at(needles[candidate], start);
            }
        }
    }

    /// The blocks of the needles of some lengths. A character takes eight bits of a number.
    private static final class Blocks {
        /// The golden ratio of 2^64, which spreads neighbouring blocks.
        private static final long SPREAD = 0x9E3779B97F4A7C15L;
        /// Bits of the set for each block, at least.
        private static final int SPARSE = 64;

        private static final int LARGEST_SET_BITS = 28;

        private final int window;
        private final long mask;
        private final long[] seen;
        private final int seenShift;
        private final int slotShift;
        /// Where in `members` the blocks of a slot begin; one more entry than there are slots.
        private final int[] starts;

        /// The needle of each block, and where in the needle the block ends.
        private final int[] members;

        private final int[] ends;

        /// @param window characters that are chosen of each needle, which is the shortest length
        Blocks(char[][] texts, int window, int longest) {
            this.window = window;
            mask = (1L << (8 * (window - STEP + 1))) - 1;
            Map<Long, Integer> frequency = new HashMap<>();
            int kept = 0;
            for (char[] text : texts) {
                if (text.length >= window && text.length <= longest) {
                    kept += STEP;
                    for (int end = window - STEP + 1; end <= text.length; end++) {
                        frequency.merge(block(text, end), 1, Integer::sum);
                    }
                }
            }
            int bits = Math.clamp(log2(kept * (long) SPARSE), 14, LARGEST_SET_BITS);
            seenShift = Long.SIZE - bits;
            seen = new long[1 << (bits - 6)];
            int slots = Math.max(8, log2(kept * 2L));
            slotShift = Long.SIZE - slots;
            starts = new int[(1 << slots) + 1];
            members = new int[kept];
            ends = new int[kept];
            int[] first = new int[texts.length];
            for (int i = 0; i < texts.length; i++) {
                if (texts[i].length >= window && texts[i].length <= longest) {
                    first[i] = rarest(texts[i], frequency);
                    for (int end = first[i] + window - STEP + 1; end <= first[i] + window; end++) {
                        long spread = block(texts[i], end) * SPREAD;
                        seen[(int) (spread >>> seenShift) >>> 6] |= 1L << (spread >>> seenShift);
                        starts[(int) (spread >>> slotShift) + 1]++;
                    }
                }
            }
            for (int slot = 0; slot < 1 << slots; slot++) {
                starts[slot + 1] += starts[slot];
            }
            int[] filled = Arrays.copyOf(starts, 1 << slots);
            for (int i = 0; i < texts.length; i++) {
                if (texts[i].length >= window && texts[i].length <= longest) {
                    for (int end = first[i] + window - STEP + 1; end <= first[i] + window; end++) {
                        int at = filled[slot(block(texts[i], end))]++;
                        members[at] = i;
                        ends[at] = end;
                    }
                }
            }
        }

        private static int log2(long size) {
            return Long.SIZE - Long.numberOfLeadingZeros(size);
        }

        private int rarest(char[] text, Map<Long, Integer> frequency) {
            int rarest = 0;
            int lowest = Integer.MAX_VALUE;
            for (int start = 0; start + window <= text.length; start++) {
                int sum = 0;
                for (int end = start + window - STEP + 1; end <= start + window; end++) {
                    sum += frequency.getOrDefault(block(text, end), 0);
                }
                if (sum < lowest) {
                    lowest = sum;
                    rarest = start;
                }
            }
            return rarest;
        }

        private long block(char[] text, int end) {
            long block = 0;
            for (int i = end - (window - STEP + 1); i < end; i++) {
                block = block << 8 | loose(text[i]);
            }
            return block;
        }

        /// Whether a needle may have the block that the last characters of `read` are.
        private boolean mayHold(long read) {
            int bit = (int) (((read & mask) * SPREAD) >>> seenShift);
            return (seen[bit >>> 6] >>> bit & 1) != 0;
        }

        private int slot(long read) {
            return (int) (((read & mask) * SPREAD) >>> slotShift);
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

    /// The same for a letter in either case, and for a few other characters; comparing tells those apart.
    private static long loose(char c) {
        return c < FOLDED.length ? c | 0x20 : (Character.toLowerCase(c) | 0x20) & 0xff;
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
