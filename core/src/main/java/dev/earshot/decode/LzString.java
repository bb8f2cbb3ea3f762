package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// LZString in its five forms: base64 and its URI-safe alphabet, UTF-16 with 15 bits a character (`compressToUTF16`)
/// or 16 (`compress`), and bytes (`compressToUint8Array`).
///
/// Nothing announces it, but a compressed text ends with a mark and at most one unit of zero bits, and holds text;
/// what looks like one in base64 by chance hardly ever does both. The token stays a leaf too where the text is short.
///
/// Source: pieroxy.net/blog/pages/lz-string, "How does it work", and the output of its release 1.5.0; read
/// 2026-11-22.
final class LzString implements TextCodec, BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("lzstring");
    private static final int SHORTEST_TOKEN = 12;
    private static final int SHORTEST_TEXT = 4;
    private static final int SHORTEST_BYTES = 8;
    private static final int LONGEST_UNSURE = 40;
    private static final int CERTAIN_BITS = 160;
    private static final int ENOUGH = 1 << 16;
    private static final int WIDE = 0x100;

    private static final int EIGHT_BITS = 0;
    private static final int SIXTEEN_BITS = 1;
    private static final int END = 2;

    @Override
    public boolean open(Text text, Opening into) {
        Bits bits = bits(text);
        String plain = bits == null ? null : bits.text(into.growth());
        if (bits != null) {
            into.worked(text, bits.made);
        }
        if (plain == null) {
            return false;
        }
        if (text.value.length() < LONGEST_UNSURE && !Plausibility.isStructure(plain)) {
            into.leaf(text);
        }
        into.layer(text, STEP, plain);
        return true;
    }

    @Override
    public boolean open(Binary binary, Opening into) {
        byte[] bytes = binary.bytes;
        Bits bits = new Bits(bytes, "", 8, bytes.length);
        String plain = fits(bytes) ? bits.text(into.growth()) : null;
        into.worked(binary, bits.made);
        if (plain == null) {
            return false;
        }
        if (plain.length() > into.growth()) {
            into.missed(binary, "growth budget reached");
            plain = plain.substring(0, into.growth());
        }
        into.grew(plain.length());
        into.open(binary.layer(STEP, plain));
        return true;
    }

    /// Whether bytes are the fifth form. Their first character is most often of ASCII, and tells them from others.
    static boolean fits(byte[] bytes) {
        return bytes.length >= SHORTEST_BYTES
                && bytes.length % 2 == 0
                && beginsAscii(bytes[0] >> 6 & 3, (bytes[0] & 0x3f) << 2 | (bytes[1] >> 6 & 3))
                && new Bits(bytes, "", 8, bytes.length).text(ENOUGH) != null;
    }

    /// The bits that a text may be; null when a glance shows that it is none of these forms.
    private static @Nullable Bits bits(Text text) {
        String token = text.value;
        if (token.length() < SHORTEST_TEXT) {
            return null;
        }
        char first = token.charAt(0);
        if (first >= WIDE) {
            int last = token.length() - 1;
            if (!isWide(token)) {
                return null;
            }
            return token.charAt(last) == ' '
                    ? new Bits(new byte[0], token, 15, last)
                    : new Bits(new byte[0], token, 16, last + 1);
        }
        if (token.length() < SHORTEST_TOKEN
                || (text.traits() & (Traits.NOT_BASE64 | Traits.NOT_DIGIT)) != Traits.NOT_DIGIT) {
            return null;
        }
        int one = Base64.value(first);
        int two = Base64.value(token.charAt(1));
        boolean begins = one >= 0
                && two >= 0
                && (beginsAscii(one >> 4, (one & 0x0f) << 4 | two >> 2)
                        || (one >> 4 == 2 && token.length() >= LONGEST_UNSURE));
        return begins ? new Bits(new byte[0], token, 6, unpadded(token)) : null;
    }

    /// Whether the first character of a compressed text takes eight bits and is a printable one of ASCII.
    ///
    /// @param kind the first two bits
    /// @param bits the eight bits after them; the first has the least value
    private static boolean beginsAscii(int kind, int bits) {
        return kind == EIGHT_BITS && (bits & 1) == 0 && (bits & 6) != 0;
    }

    private static int unpadded(String token) {
        int end = token.length();
        while (end > 0 && token.charAt(end - 1) == '=') {
            end--;
        }
        return end;
    }

    /// Whether at least half of the characters are beyond Latin, as in both forms that use all of them.
    private static boolean isWide(String token) {
        int wide = 0;
        for (int i = 0; i < token.length(); i++) {
            wide += token.charAt(i) >= WIDE ? 1 : 0;
        }
        return wide * 2 >= token.length();
    }

    /// A stream of bits, and the text that they stand for. Each entry of the dictionary is a stretch of the text so
    /// far, so that a small input can't make it large.
    private static final class Bits {
        private final byte[] bytes;
        private final String token;
        private final int unitBits;
        private final int units;
        private int next;
        private int unit;
        private int left;
        private boolean out;

        /// How many characters were made.
        int made;

        /// @param bytes the units when they are bytes
        /// @param token the units when they are characters
        Bits(byte[] bytes, String token, int unitBits, int units) {
            this.bytes = bytes;
            this.token = token;
            this.unitBits = unitBits;
            this.units = units;
        }

        private int unit(int at) {
            return switch (unitBits) {
                case 6 -> Base64.value(token.charAt(at));
                case 8 -> bytes[at] & 0xff;
                case 15 -> token.charAt(at) - ' ';
                default -> token.charAt(at);
            };
        }

        /// The next bits as a number, the least one first.
        private int read(int bits) {
            int value = 0;
            for (int i = 0; i < bits; i++) {
                if (left == 0) {
                    if (next == units) {
                        out = true;
                        return 0;
                    }
                    unit = unit(next++);
                    left = unitBits;
                    if (unit < 0 || unit >>> unitBits != 0) {
                        out = true;
                        return 0;
                    }
                }
                left--;
                value |= (unit >>> left & 1) << i;
            }
            return value;
        }

        /// The text; null when the bits are no compressed text. One character more than `limit` when there is more.
        @Nullable
        String text(int limit) {
            StringBuilder text = new StringBuilder();
            int[] starts = new int[64];
            int[] lengths = new int[64];
            int entries = 3;
            int room = 1;
            int width = 2;
            int before = 0;
            while (true) {
                int code = read(width);
                if (out || code == END) {
                    return !out && ends() && isText(text) ? text.toString() : null;
                }
                int from = text.length();
                made = from;
                if (entries + 2 >= starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                    lengths = Arrays.copyOf(lengths, starts.length);
                }
                if (code == EIGHT_BITS || code == SIXTEEN_BITS) {
                    char literal = (char) read(code == EIGHT_BITS ? 8 : 16);
                    if (out || !isPrintable(literal)) {
                        return null;
                    }
                    text.append(literal);
                    starts[entries] = from;
                    lengths[entries++] = 1;
                    if (--room == 0) {
                        room = 1 << width++;
                    }
                } else if (before > 0 && code < entries) {
                    text.append(text, starts[code], starts[code] + lengths[code]);
                } else if (before > 0 && code == entries) {
                    text.append(text, from - before, from).append(text.charAt(from - before));
                } else {
                    return null;
                }
                if (text.length() > limit) {
                    text.setLength(limit + 1);
                    return isText(text) ? text.toString() : null;
                }
                if (before > 0) {
                    starts[entries] = from - before;
                    lengths[entries++] = before + 1;
                    if (--room == 0) {
                        room = 1 << width++;
                    }
                }
                before = text.length() - from;
                if (width > 24) {
                    return null;
                }
            }
        }

        /// Whether after the end mark nothing follows but the zeros that fill the last unit, or one unit of them.
        private boolean ends() {
            int zeros = left + (units - next) * unitBits;
            if (units - next > 3 || zeros > Math.max(unitBits, 22)) {
                return false;
            }
            int rest = 0;
            for (int i = 0; i < zeros; i++) {
                rest |= read(1);
            }
            return rest == 0;
        }

        private static boolean isPrintable(char c) {
            return (c >= ' ' && c != 0x7f && (c < 0x80 || c >= 0xa0)) || c == '\n' || c == '\r' || c == '\t';
        }

        /// Where the input is short, chance may have made the text.
        private boolean isText(StringBuilder text) {
            return text.length() >= SHORTEST_TEXT
                    && (units * unitBits >= CERTAIN_BITS || Plausibility.isShortText(text.toString()));
        }
    }
}
