package dev.earshot.detect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Every hash of every spelling of the personas' values, and the spellings themselves as bytes, found in one pass over
/// a text wherever they are written in hexadecimal or base64, whatever their number.
///
/// Only the first 60 bits of each are kept: 15 hexadecimal digits or 10 characters of base64. While a run of such
/// characters is read, the last 48 bits at each are looked up in a bit set, which says of nearly all that they are not
/// of interest; the rest are looked up whole, in base64 at each of the three places that a byte can begin in a
/// character, so that a hash among the bytes of a larger message is seen too. What the bits are the beginning of is
/// then worked out anew and compared with the text, all of it. So a find is as sure as the hash is long.
///
/// A hash that is cut short is a find where 16 or more of its characters stand alone, between characters that are
/// neither letters nor digits: sites keep the first 16, 20, 24 or 32 hexadecimal digits of a SHA-256. Sixteen digits
/// are 64 bits: one persona's ten thousand hashes meet a hundred million unrelated tokens with a probability of
/// 10⁴ · 10⁸ / 2⁶⁴, one in twenty million scans of that size. Fewer digits prove nothing.
///
/// Immutable once built, so it may be shared between threads. Nothing is allocated where nothing is found.
final class DigestTable {
    /// Characters of base64 that the first 60 bits take; a shorter run is not looked at.
    static final int SHORTEST_RUN = 10;

    /// A shorter text has fewer than the 60 bits that are looked up.
    static final int SHORTEST_PLAIN = 8;

    private static final int SHORTEST_CUT = 16;
    private static final int HEX_DIGITS = 15;
    private static final int BITS = 60;
    private static final long MASK = (1L << BITS) - 1;
    private static final long FILTERED = (1L << 48) - 1;
    /// The golden ratio of 2^64, which spreads neighbouring keys.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    /// Bits of the set for each hash, at least.
    private static final int SPARSE = 32;

    private static final int LARGEST_FILTER_BITS = 28;
    private static final byte NONE = -1;
    private static final byte[] BASE64 = new byte[256];
    private static final byte[] HEX = new byte[256];

    static {
        Arrays.fill(BASE64, NONE);
        Arrays.fill(HEX, NONE);
        for (int i = 0; i < 26; i++) {
            BASE64['A' + i] = (byte) i;
            BASE64['a' + i] = (byte) (26 + i);
        }
        for (int i = 0; i < 10; i++) {
            BASE64['0' + i] = (byte) (52 + i);
            HEX['0' + i] = (byte) i;
        }
        for (int i = 0; i < 6; i++) {
            HEX['a' + i] = (byte) (10 + i);
            HEX['A' + i] = (byte) (10 + i);
        }
        BASE64['+'] = BASE64['-'] = 62;
        BASE64['/'] = BASE64['_'] = 63;
    }

    private final List<Form> forms;
    private final LongIndex index;
    private final long[] filter;
    private final int filterShift;

    /// @param all looked for as bytes and under every hash
    /// @param encoded looked for as bytes
    DigestTable(List<Form> all, List<Form> encoded) {
        forms = Stream.concat(all.stream(), encoded.stream()).toList();
        int most = Math.addExact(Math.multiplyExact(all.size(), Recipe.ALL.size()), encoded.size());
        index = new LongIndex(most);
        int bits = Math.clamp(Long.SIZE - Long.numberOfLeadingZeros(most * (long) SPARSE), 14, LARGEST_FILTER_BITS);
        filter = new long[1 << (bits - 6)];
        filterShift = Long.SIZE - bits;
        Recipe.Functions functions = new Recipe.Functions();
        for (int i = all.size(); i < forms.size(); i++) {
            put(first64(bytes(forms.get(i))), i * Recipe.ALL.size());
        }
        for (int i = 0; i < all.size(); i++) {
            int first = i * Recipe.ALL.size();
            functions.applyAll(bytes(forms.get(i)), (recipe, bytes) -> {
                if (bytes.length >= SHORTEST_PLAIN) {
                    put(first64(bytes), first + recipe);
                }
            });
        }
    }

    /// Whichever way the first 64 bits are written, the last 48 of the bits that have been read once 60 of them are
    /// known end at the 60th, the 62nd or the 64th.
    private void put(long first64, int number) {
        index.put(first64 >>> (Long.SIZE - BITS), number);
        for (int shift = 0; shift <= 4; shift += 2) {
            int bit = bit(first64 >>> shift);
            filter[bit >>> 6] |= 1L << bit;
        }
    }

    private int bit(long bits) {
        return (int) (((bits & FILTERED) * SPREAD) >>> filterShift);
    }

    /// Whether the last 48 of `bits` may be of interest.
    private boolean mayEndAt(long bits) {
        int bit = bit(bits);
        return (filter[bit >>> 6] >>> bit & 1) != 0;
    }

    int size() {
        return index.size();
    }

    private static byte[] bytes(Form form) {
        return form.text().getBytes(StandardCharsets.UTF_8);
    }

    private static long first64(byte[] bytes) {
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << 8 | (bytes[i] & 0xff);
        }
        return bits;
    }

    /// Passes each hash that is written in `text` to `found`, in order of the end of its first 60 bits.
    void search(String text, Proof.Found found) {
        int length = text.length();
        for (int at = SHORTEST_RUN - 1; at < length; at += SHORTEST_RUN) {
            if (sextet(text, at) < 0) {
                continue;
            }
            int start = at;
            while (start > 0 && at - start < SHORTEST_RUN && sextet(text, start - 1) >= 0) {
                start--;
            }
            int end = at + 1;
            while (end < length && sextet(text, end) >= 0) {
                end++;
            }
            if (end - start >= SHORTEST_RUN) {
                searchRun(text, start, end, found);
            }
            at = end;
        }
    }

    private void searchRun(String text, int start, int end, Proof.Found found) {
        long base64 = 0;
        long hex = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            base64 = base64 << 6 | BASE64[c];
            int digit = HEX[c];
            hex = hex << 4 | (digit & 0xf);
            digits = (digits + 1) & ~(digit >> 31);
            if (digits >= HEX_DIGITS && mayEndAt(hex)) {
                verifyHex(text, i - HEX_DIGITS + 1, hex & MASK, found);
            }
            if (mayEndAt(base64)) {
                int read = i - start + 1;
                if (read >= SHORTEST_RUN) {
                    verifyBase64(text, i - SHORTEST_RUN + 1, 0, base64 & MASK, found);
                }
                if (read > SHORTEST_RUN) {
                    verifyBase64(text, i - SHORTEST_RUN, 4, base64 >>> 2 & MASK, found);
                    verifyBase64(text, i - SHORTEST_RUN, 2, base64 >>> 4 & MASK, found);
                }
            }
        }
    }

    /// Passes each hash whose bytes stand in `bytes` as they are to `found`.
    ///
    /// @param bytes one character for each byte
    void searchBytes(String bytes, Proof.Found found) {
        long window = 0;
        for (int i = 0; i < bytes.length(); i++) {
            window = window << 8 | (bytes.charAt(i) & 0xff);
            if (mayEndAt(window) && i >= Long.BYTES - 1) {
                verifyBytes(bytes, i - Long.BYTES + 1, window >>> (Long.SIZE - BITS), found);
            }
        }
    }

    private void verifyHex(String text, int start, long beginning, Proof.Found found) {
        for (int number : index.at(beginning)) {
            byte[] bytes = bytes(number);
            int length = 0;
            while (length < 2 * bytes.length
                    && start + length < text.length()
                    && nibble(text, start + length) == (bytes[length >> 1] >> (length % 2 == 0 ? 4 : 0) & 0xf)) {
                length++;
            }
            if (length == 2 * bytes.length || isCutShort(number, text, start, length)) {
                tell(number, "hexadecimal", start, length, length == 2 * bytes.length, found);
            }
        }
    }

    /// @param spare bits of the first character that belong to the byte before
    private void verifyBase64(String text, int start, int spare, long beginning, Proof.Found found) {
        for (int number : index.at(beginning)) {
            byte[] bytes = bytes(number);
            int total = (spare + 8 * bytes.length + 5) / 6;
            int length = 0;
            boolean url = false;
            while (length < total
                    && start + length < text.length()
                    && agrees(sextet(text, start + length), bytes, 6 * length - spare)) {
                char c = text.charAt(start + length);
                url |= c == '-' || c == '_';
                length++;
            }
            if (length == total || (spare == 0 && isCutShort(number, text, start, length))) {
                tell(number, url ? "base64url" : "base64", start, length, length == total, found);
            }
        }
    }

    /// Whether a character of base64 agrees with the bits of `bytes` from `bit` on, as far as there are any.
    private static boolean agrees(int sextet, byte[] bytes, int bit) {
        if (sextet < 0) {
            return false;
        }
        for (int i = 0; i < 6; i++) {
            int at = bit + i;
            if (at >= 0 && at < 8 * bytes.length && (bytes[at >> 3] >> (7 - (at & 7)) & 1) != (sextet >> (5 - i) & 1)) {
                return false;
            }
        }
        return true;
    }

    private void verifyBytes(String text, int start, long beginning, Proof.Found found) {
        for (int number : index.at(beginning)) {
            byte[] bytes = bytes(number);
            boolean equal = !recipe(number).isPlain() && start + bytes.length <= text.length();
            for (int i = 0; equal && i < bytes.length; i++) {
                equal = text.charAt(start + i) == (bytes[i] & 0xff);
            }
            if (equal) {
                tell(number, "bytes", start, bytes.length, true, found);
            }
        }
    }

    /// Whether what agrees with the hash's beginning stands alone, and is long enough to be no chance.
    private static boolean isCutShort(int number, String text, int start, int length) {
        int end = start + length;
        return length >= SHORTEST_CUT
                && !recipe(number).isPlain()
                && (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)))
                && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
    }

    private void tell(int number, String encoding, int start, int length, boolean whole, Proof.Found found) {
        Form form = forms.get(number / Recipe.ALL.size());
        String before = recipe(number).words(encoding);
        String cut = whole ? "" : "the first " + length + " characters of the ";
        found.add(
                new Proof(form.value(), start, start + length, Proof.words(cut + before, form.value(), form.words())));
    }

    private byte[] bytes(int number) {
        byte[] text = bytes(forms.get(number / Recipe.ALL.size()));
        return recipe(number).apply(text, new Recipe.Functions());
    }

    private static Recipe recipe(int number) {
        return Recipe.ALL.get(number % Recipe.ALL.size());
    }

    private static int sextet(String text, int at) {
        char c = text.charAt(at);
        return c < 256 ? BASE64[c] : NONE;
    }

    private static int nibble(String text, int at) {
        char c = text.charAt(at);
        return c < 256 ? HEX[c] : NONE;
    }
}
