package dev.earshot.detect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.commons.codec.digest.XXHash32;

/// Hashes of the personas' values that are too short to be looked for inside text: CRC-32, MurmurHash3 and xxHash of 32
/// bits, and xxHash of 64. They count only as the whole of a leaf, as a hexadecimal or a decimal number, signed or
/// not.
///
/// A number of 32 bits is the hash of a given value by chance once in four thousand million. So it is compared only
/// where the parameter or the key says that it is of the value's element; then some twenty spellings and three
/// functions make sixty comparisons, and a scan with a hundred thousand such leaves takes a number for a hash with a
/// probability of 10⁵ · 60 / 2³², one in seven hundred. That is why the words tell how short the hash is. Numbers of 64
/// bits are compared everywhere: 10⁸ leaves and a hundred spellings come to 10¹⁰ / 2⁶⁴, one in two thousand million.
///
/// Immutable once built.
final class ShortHashes {
    /// Characters of the longest: a number of 64 bits in decimal.
    private static final int LONGEST = 20;

    private static final int SHORTEST = 6;
    private static final XXHash64 XX_HASH_64_FUNCTION =
            XXHashFactory.safeInstance().hash64();

    private final List<Form> forms;
    private final LongIndex of32Bits;
    private final LongIndex of64Bits;

    ShortHashes(List<Form> all) {
        forms = List.copyOf(all);
        int kinds = Kind.values().length;
        of32Bits = new LongIndex(forms.size() * (kinds - 1));
        of64Bits = new LongIndex(forms.size());
        for (int i = 0; i < forms.size(); i++) {
            byte[] text = bytes(forms.get(i));
            for (Kind kind : Kind.values()) {
                long hash = kind.of(text);
                if (kind.wide) {
                    of64Bits.put(hash >>> 1, i);
                } else {
                    of32Bits.put(hash, i);
                }
            }
        }
    }

    private static byte[] bytes(Form form) {
        return form.text().getBytes(StandardCharsets.UTF_8);
    }

    /// Whether `leaf` is a number such as a hash may be.
    static boolean mayBe(String leaf) {
        int length = leaf.length();
        return length >= SHORTEST && length <= LONGEST && isNumber(leaf);
    }

    /// Passes the hash that `leaf`, which may be one, is to `found`.
    ///
    /// @param saidToBe whether the leaf's key or parameter says that it is of a value's element
    void search(String leaf, Said saidToBe, Proof.Found found) {
        int length = leaf.length();
        if (leaf.charAt(0) != '-' && (length <= 8 || (length >= 14 && length <= 16))) {
            search(leaf, Long.parseUnsignedLong(leaf, 16), "hexadecimal", saidToBe, found);
        }
        if (isDecimal(leaf)) {
            try {
                long number = leaf.charAt(0) == '-' ? Long.parseLong(leaf) : Long.parseUnsignedLong(leaf);
                search(leaf, number, "decimal", saidToBe, found);
            } catch (NumberFormatException tooLarge) {
                // Twenty digits may be more than 64 bits.
            }
        }
    }

    private void search(String leaf, long number, String encoding, Said saidToBe, Proof.Found found) {
        boolean narrow = number == (int) number || number >>> Integer.SIZE == 0;
        long narrowed = number & 0xffffffffL;
        if (narrow) {
            tell(leaf, narrowed, false, of32Bits.at(narrowed), encoding, saidToBe, found);
        } else {
            tell(leaf, number, true, of64Bits.at(number >>> 1), encoding, saidToBe, found);
        }
    }

    private void tell(
            String leaf, long hash, boolean wide, int[] candidates, String encoding, Said said, Proof.Found found) {
        for (int candidate : candidates) {
            Form form = forms.get(candidate);
            byte[] text = bytes(form);
            for (Kind kind : Kind.values()) {
                if (kind.wide == wide && kind.of(text) == hash && (wide || said.toBe(form.value()))) {
                    String before =
                            String.format(Locale.ROOT, "%s (%s, %d bits) of ", kind.label, encoding, wide ? 64 : 32);
                    found.add(
                            new Proof(form.value(), 0, leaf.length(), Proof.words(before, form.value(), form.words())));
                }
            }
        }
    }

    private static boolean isNumber(String leaf) {
        for (int i = leaf.charAt(0) == '-' ? 1 : 0; i < leaf.length(); i++) {
            if (Character.digit(leaf.charAt(i), 16) < 0 || leaf.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDecimal(String leaf) {
        for (int i = leaf.charAt(0) == '-' ? 1 : 0; i < leaf.length(); i++) {
            if (leaf.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// Whether a leaf is said to be what a value is.
    @FunctionalInterface
    interface Said {
        boolean toBe(Form.Value value);
    }

    private enum Kind {
        CRC_32("CRC-32", false),
        MURMUR3("MurmurHash3", false),
        XX_HASH_32("xxHash", false),
        XX_HASH_64("xxHash", true);

        private final String label;
        private final boolean wide;

        Kind(String label, boolean wide) {
            this.label = label;
            this.wide = wide;
        }

        private long of(byte[] text) {
            return switch (this) {
                case CRC_32 -> {
                    CRC32 crc = new CRC32();
                    crc.update(text);
                    yield crc.getValue();
                }
                case MURMUR3 -> MurmurHash3.hash32x86(text, 0, text.length, 0) & 0xffffffffL;
                case XX_HASH_32 -> {
                    XXHash32 hash = new XXHash32();
                    hash.update(text, 0, text.length);
                    yield hash.getValue();
                }
                case XX_HASH_64 -> XX_HASH_64_FUNCTION.hash(text, 0, text.length, 0);
            };
        }
    }
}
