package dev.earshot.decode;

import java.nio.charset.StandardCharsets;

/// Judges whether bytes that a token was taken to stand for are worth believing in.
final class Plausibility {
    /// How many bytes are looked at before all are decoded.
    static final int HEAD = 24;

    private static final int CERTAIN = 16;
    private static final char FIRST_BEYOND_LATIN = 0x250;

    private Plausibility() {}

    /// Whether bytes that begin with `head` may be text or a compressed file.
    ///
    /// @param more whether `head` is not all of them, and may end in the midst of a character
    static boolean worthOpening(byte[] head, boolean more) {
        int sure = more ? Math.max(1, head.length - 3) : head.length;
        return head.length > 0 && (isPacked(head) || Utf8.begins(head, sure));
    }

    /// Whether bytes that begin with `first`, `second` and `third` may be text.
    static boolean mayBeText(int first, int second, int third) {
        return mayBeText(first) && mayBeText(second) && mayBeText(third);
    }

    /// Whether bytes that begin with `first`, `second` and `third` may be a compressed file or a binary structure.
    static boolean mayBeBinary(int first, int second, int third) {
        boolean packed = (first == 0x1f && second == 0x8b) || first == 0x78 || (first == 0x28 && second == 0xb5);
        boolean wide = (first == 0 || second == 0) && third < 0x80;
        return packed || wide || first >= 0xfe || mayBeginStructure((byte) first);
    }

    private static boolean mayBeginStructure(byte first) {
        return Protobuf.mayBegin(first) || Cbor.mayBegin(first) || MessagePack.mayBegin(first);
    }

    /// Whether a byte occurs in UTF-8 text.
    private static boolean mayBeText(int b) {
        return b < 0x80 ? b >= ' ' || b == '\n' || b == '\r' || b == '\t' : b < 0xf5 && b != 0xc0 && b != 0xc1;
    }

    /// Whether bytes are a structure that need not be text, beyond reasonable doubt.
    static boolean isBinaryStructure(byte[] bytes) {
        return LengthPrefixed.fits(bytes)
                || MessagePack.fits(bytes)
                || Cbor.fits(bytes)
                || Protobuf.fits(bytes, false)
                || Utf16.fits(bytes)
                || LzString.fits(bytes);
    }

    static boolean isPacked(byte[] bytes) {
        return Gzip.begins(bytes) || Zlib.unpacks(bytes) || Zstd.begins(bytes);
    }

    /// Whether bytes are text throughout; when they are few, a structure or what reads like names, numbers and
    /// addresses: of one script, half of it letters or digits, and hardly ever changing between small letters,
    /// capitals and digits. Chance makes such text of one in ten thousand random ids of eight characters, and of
    /// longer ones hardly any.
    static boolean isText(byte[] bytes) {
        if (bytes.length == 0 || !Utf8.begins(bytes, bytes.length)) {
            return false;
        }
        if (bytes.length >= CERTAIN) {
            return true;
        }
        return isShortText(new String(bytes, StandardCharsets.UTF_8));
    }

    /// Whether a text too short to be certain is a structure or reads like names, numbers and addresses.
    static boolean isShortText(String text) {
        return readsLikeText(text) || isStructure(text);
    }

    private static boolean readsLikeText(String text) {
        int words = 0;
        int letters = 0;
        int signs = 0;
        int changes = 0;
        boolean latin = false;
        boolean other = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                words++;
                letters += Character.isDigit(c) ? 0 : 1;
                other |= c >= FIRST_BEYOND_LATIN;
                latin |= c < FIRST_BEYOND_LATIN && (c < '0' || c > '9');
                changes += i > 0 && changes(text.charAt(i - 1), c) ? 1 : 0;
            } else if ("()/:,'#".indexOf(c) >= 0) {
                signs++;
            } else if (" @.-_+".indexOf(c) < 0) {
                return false;
            }
        }
        if (letters > 0 && signs * 4 >= text.length()) {
            return false;
        }
        return words * 2 >= text.length() && changes * 4 <= text.length() && !(latin && other);
    }

    /// Whether a letter follows a digit, a digit a letter, or a capital a small letter.
    private static boolean changes(char before, char now) {
        if (!Character.isLetterOrDigit(before)) {
            return false;
        }
        boolean digits = Character.isDigit(before) != Character.isDigit(now);
        return digits || (Character.isUpperCase(now) && !Character.isUpperCase(before));
    }

    /// Whether a decoded text shows by its form that decoding it was right.
    static boolean isStructure(String text) {
        return Json.isStructure(text) || text.contains("://") || Form.fits(text);
    }
}
