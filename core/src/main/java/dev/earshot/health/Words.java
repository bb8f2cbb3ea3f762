package dev.earshot.health;

import java.util.Arrays;
import java.util.Set;

/// A text cut into words: lower case, without diacritics, each as a 64-bit hash with its place.
///
/// A word ends at anything but a letter or a digit, where a capital follows a small letter (`breastCancer`), and before the
/// last of several capitals if small letters follow it (`HIVTesting`). An English possessive `'s` is left out.
final class Words {
    private static final int TABLE = 0x250;
    /// The letter or digit that a character is read as; 0 for a separator, [#TWO] for one that is read as two.
    private static final char[] FOLD = new char[TABLE];
    private static final byte[] CASE = new byte[TABLE];
    private static final byte SMALL = 1;
    private static final byte CAPITAL = 2;
    private static final char TWO = 1;
    /// A mark on the letter before it, which is left out.
    private static final char MARK = 2;

    private static final long PRIME = 0x100000001b3L;
    private static final long BASIS = 0xcbf29ce484222325L;

    /// Separators that a phrase doesn't go across.
    private static final String BREAKS = "?=#|.;:!,()[]{}<>\"“”«»¿¡*\n\r\t\\";

    private static final Set<String> LINKING = Set.of(
            "of", "the", "and", "in", "for", "with", "to", "a", "an", "de", "del", "la", "las", "los", "el", "y", "e",
            "en", "con", "al", "por", "para", "du", "des", "le", "les", "l", "d", "et", "au", "aux");

    static {
        String accents = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľŀłńņňŋōŏőŕŗřśŝşšţťŧũūŭůűųŵŷźżžø";
        String letters =
                "aaaaaaceeeeiiiinooooouuuuyyaaaccccddeeeeegggghhiiiiijklllllnnnnooorrrssssttt" + "uuuuuuwyzzzo";
        for (char c = 0; c < TABLE; c++) {
            char small = Character.toLowerCase(c);
            int at = accents.indexOf(small);
            if (Character.isLetterOrDigit(c)) {
                FOLD[c] = "œæß".indexOf(small) >= 0 ? TWO : at >= 0 ? letters.charAt(at) : small;
                CASE[c] = Character.isUpperCase(c) ? CAPITAL : Character.isLowerCase(c) ? SMALL : 0;
            }
        }
    }

    /// Sorted. After the table that hashing reads.
    private static final long[] LINKING_HASHES =
            LINKING.stream().mapToLong(Words::hash).sorted().toArray();

    private long[] hashes = new long[16];
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private boolean[] afterBreak = new boolean[16];
    private int size;

    private Words() {}

    /// All words of a text.
    static Words of(String text) {
        Words words = new Words();
        boolean broken = true;
        for (int at = 0; at < text.length(); ) {
            int end = end(text, at);
            if (end == at) {
                broken |= breaks(text, at);
                at++;
            } else {
                words.add(hash(text, at, end), at, end, broken);
                broken = false;
                at = afterPossessive(text, end);
            }
        }
        return words;
    }

    /// How many letters and digits the words of a text have that carry meaning.
    static int meaning(String text) {
        Words words = of(text);
        int count = 0;
        for (int i = 0; i < words.size; i++) {
            count += words.links(i) ? 0 : words.end(i) - words.start(i);
        }
        return count;
    }

    private void add(long hash, int start, int end, boolean broken) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            afterBreak = Arrays.copyOf(afterBreak, size * 2);
        }
        hashes[size] = hash;
        starts[size] = start;
        ends[size] = end;
        afterBreak[size++] = broken;
    }

    int size() {
        return size;
    }

    long hash(int word) {
        return hashes[word];
    }

    int start(int word) {
        return starts[word];
    }

    int end(int word) {
        return ends[word];
    }

    /// Whether something stands before it that a phrase doesn't go across.
    boolean isAfterBreak(int word) {
        return afterBreak[word];
    }

    /// Whether it is a word such as `of`, which a phrase may have or lack between its own words.
    boolean links(int word) {
        return isLinking(hashes[word]);
    }

    static boolean isLinking(long hash) {
        return Arrays.binarySearch(LINKING_HASHES, hash) >= 0;
    }

    /// Where the word that begins at `at` ends; `at` where none begins.
    static int end(String text, int at) {
        int length = text.length();
        int i = at;
        int before = 0;
        for (; i < length; i++) {
            char c = text.charAt(i);
            int kind = caseOf(c);
            if (kind == 0 && fold(c) == 0) {
                break;
            }
            if (kind == CAPITAL && i > at && (before == SMALL || (before == CAPITAL && smallFollow(text, i)))) {
                break;
            }
            before = kind == 0 && fold(c) == MARK ? before : kind;
        }
        return i;
    }

    private static boolean smallFollow(String text, int at) {
        return at + 2 < text.length() && caseOf(text.charAt(at + 1)) == SMALL && caseOf(text.charAt(at + 2)) == SMALL;
    }

    /// Where to go on after a word: behind a possessive `'s`.
    static int afterPossessive(String text, int end) {
        boolean possessive = end + 1 < text.length()
                && (text.charAt(end) == '\'' || text.charAt(end) == '’')
                && (text.charAt(end + 1) == 's' || text.charAt(end + 1) == 'S')
                && (end + 2 == text.length() || fold(text.charAt(end + 2)) == 0);
        return possessive ? end + 2 : end;
    }

    static long hash(String word) {
        return hash(word, 0, word.length());
    }

    static long hash(String text, int start, int end) {
        long hash = BASIS;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            char folded = fold(c);
            if (folded == TWO) {
                char small = Character.toLowerCase(c);
                hash = (hash ^ (small == 'œ' ? 'o' : small == 'æ' ? 'a' : 's')) * PRIME;
                hash = (hash ^ (small == 'ß' ? 's' : 'e')) * PRIME;
            } else if (folded != MARK) {
                hash = (hash ^ folded) * PRIME;
            }
        }
        return hash ^ (hash >>> 29);
    }

    private static char fold(char c) {
        if (c < TABLE) {
            return FOLD[c];
        }
        if (c >= 0x300 && c < 0x370) {
            return MARK;
        }
        return Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    }

    private static int caseOf(char c) {
        return c < TABLE ? CASE[c] : Character.isUpperCase(c) ? CAPITAL : Character.isLowerCase(c) ? SMALL : 0;
    }

    /// An ampersand separates parameters of a query, unless blanks stand around it.
    static boolean breaks(String text, int at) {
        char c = text.charAt(at);
        return c == '&'
                ? at == 0 || at + 1 == text.length() || text.charAt(at - 1) != ' ' || text.charAt(at + 1) != ' '
                : BREAKS.indexOf(c) >= 0;
    }
}
