package dev.earshot.decode;

/// Judges whether bytes that a token was taken to stand for are worth believing in.
final class Plausibility {
    /// How many bytes are looked at before all are decoded.
    static final int HEAD = 24;

    private static final int CERTAIN = 16;

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
        return Gzip.begins(bytes) || Zlib.begins(bytes) || Zstd.begins(bytes);
    }

    /// Whether bytes are text throughout; when they are few, half of them letters or digits, and hardly one a
    /// character that names, numbers and addresses lack. Chance makes such text of one in a thousand random ids of
    /// eight characters, and of longer ones hardly any.
    static boolean isText(byte[] bytes) {
        if (bytes.length == 0 || !Utf8.begins(bytes, bytes.length)) {
            return false;
        }
        if (bytes.length >= CERTAIN) {
            return true;
        }
        int words = 0;
        int signs = 0;
        for (byte b : bytes) {
            boolean letter = ((b | 0x20) >= 'a' && (b | 0x20) <= 'z') || b < 0;
            if (letter || (b >= '0' && b <= '9')) {
                words++;
            } else if (" @.-_+()/:,'#&=%\"\\{}[]".indexOf(b) >= 0) {
                signs++;
            }
        }
        return words * 2 >= bytes.length && (words + signs) * 10 >= bytes.length * 8;
    }

    /// Whether a decoded text shows by its form that decoding it was right.
    static boolean isStructure(String text) {
        return Json.isStructure(text) || text.contains("://") || Form.fits(text);
    }
}
