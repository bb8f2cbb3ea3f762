package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Text in UTF-16, with a byte order mark or with a zero in every other byte, as Latin text has.
///
/// Source: RFC 2781 section 3.
final class Utf16 implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("utf-16");
    private static final int SHORTEST = 8;

    @Override
    public boolean open(Binary binary, Opening into) {
        String text = text(binary.bytes);
        if (text == null) {
            return false;
        }
        into.open(binary.layer(STEP, text));
        return true;
    }

    static boolean fits(byte[] bytes) {
        return text(bytes) != null;
    }

    private static @Nullable String text(byte[] bytes) {
        Charset order = order(bytes);
        if (order == null) {
            return null;
        }
        String text = new String(bytes, order);
        int from = text.charAt(0) == '\ufeff' ? 1 : 0;
        int latin = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            latin += c < 0x100 ? 1 : 0;
            if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\ufffd' || c == 0x7f) {
                return null;
            }
        }
        // Random bytes may begin with a mark; what tags send has names, digits and punctuation in it.
        return latin * 4 < text.length() ? null : text.substring(from);
    }

    private static @Nullable Charset order(byte[] bytes) {
        if (bytes.length < SHORTEST || bytes.length % 2 != 0) {
            return null;
        }
        if (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        if (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        return isLatin(bytes, 0) ? StandardCharsets.UTF_16BE : isLatin(bytes, 1) ? StandardCharsets.UTF_16LE : null;
    }

    /// Whether the first four characters have a zero at `zero` and something else beside it.
    private static boolean isLatin(byte[] bytes, int zero) {
        for (int i = 0; i < SHORTEST; i += 2) {
            if (bytes[i + zero] != 0 || bytes[i + 1 - zero] == 0) {
                return false;
            }
        }
        return true;
    }
}
