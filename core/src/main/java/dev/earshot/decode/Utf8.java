package dev.earshot.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// UTF-8 in both directions, with the byte at which each character begins.
final class Utf8 {
    private Utf8() {}

    /// Where each character of a text begins in its bytes.
    ///
    /// @param starts one more than there are characters; null when every character is one byte
    record Offsets(int base, int @Nullable [] starts) {
        private static final Offsets ONE_BYTE_EACH = new Offsets(0, null);

        /// For a text whose bytes are its UTF-8 encoding.
        static Offsets of(String text) {
            int first = 0;
            while (first < text.length() && text.charAt(first) < 0x80) {
                first++;
            }
            if (first == text.length()) {
                return ONE_BYTE_EACH;
            }
            int[] starts = new int[text.length() + 1];
            int at = 0;
            for (int i = 0; i < text.length(); i++) {
                starts[i] = at;
                char c = text.charAt(i);
                if (c < 0x80) {
                    at++;
                } else if (c < 0x800) {
                    at += 2;
                } else if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    starts[++i] = at;
                    at += 4;
                } else {
                    // An unpaired surrogate is encoded as one question mark.
                    at += Character.isSurrogate(c) ? 1 : 3;
                }
            }
            starts[text.length()] = at;
            return new Offsets(0, starts);
        }

        Offsets from(int byteOffset) {
            return byteOffset == 0 ? this : new Offsets(base + byteOffset, starts);
        }

        /// The byte at which the character at `index` begins.
        int at(int index) {
            return base + (starts == null ? index : starts[index]);
        }
    }

    /// Bytes read as text; each byte that is no UTF-8 is a replacement character.
    record Reading(String text, Offsets offsets) {}

    /// The text that `bytes` are, if they are text: at most one in fifty characters is damaged or a control
    /// character.
    static Optional<Reading> text(byte[] bytes) {
        Reading reading = read(bytes);
        int odd = 0;
        String text = reading.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 ? c != '\n' && c != '\r' && c != '\t' && c != 0x1e : c == 0xfffd || c == 0x7f) {
                odd++;
            }
        }
        return odd * 50L > text.length() ? Optional.empty() : Optional.of(reading);
    }

    /// Whether `bytes` begin as text does, without a broken or a control character in the first `length` of them. A
    /// character that the cut at `length` breaks is none.
    static boolean begins(byte[] bytes, int length) {
        for (int i = 0; i < length; ) {
            int b = bytes[i];
            if (b >= 0) {
                if ((b < 0x20 && b != '\n' && b != '\r' && b != '\t') || b == 0x7f) {
                    return false;
                }
                i++;
            } else {
                int size = sequence(bytes, i, length);
                if (size == 0) {
                    return i + 4 > length && length < bytes.length;
                }
                i += size;
            }
        }
        return true;
    }

    private static Reading read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(0xfffd) < 0) {
            return new Reading(text, text.length() == bytes.length ? Offsets.ONE_BYTE_EACH : Offsets.of(text));
        }
        StringBuilder characters = new StringBuilder(bytes.length);
        int[] starts = new int[bytes.length + 1];
        for (int i = 0; i < bytes.length; ) {
            starts[characters.length()] = i;
            int size = bytes[i] >= 0 ? 1 : sequence(bytes, i, bytes.length);
            if (size == 0) {
                characters.append('\ufffd');
                i++;
            } else {
                int before = characters.length();
                characters.append(new String(bytes, i, size, StandardCharsets.UTF_8));
                Arrays.fill(starts, before, characters.length(), i);
                i += size;
            }
        }
        starts[characters.length()] = bytes.length;
        return new Reading(characters.toString(), new Offsets(0, starts));
    }

    /// How many bytes the multi-byte character at `at` has; 0 when it is none.
    private static int sequence(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (size == 0 || at + size > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        boolean fits = switch (lead) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
        for (int i = 1; i < size; i++) {
            fits &= (bytes[at + i] & 0xc0) == 0x80;
        }
        return fits ? size : 0;
    }
}
