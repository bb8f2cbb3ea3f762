package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes that a structure holds as a value: opened as far as they go, and in hexadecimal where they are a hash, a
/// key or an id that holds nothing else.
final class ByteString {
    private static final Step.Decoded STEP = new Step.Decoded("bytes");
    private static final int LONGEST_ID = 64;

    private ByteString() {}

    /// Opens the bytes of `in` from `from` to before `to`.
    static void open(Binary in, Place place, int from, int to, Opening into) {
        Binary bytes = in.part(place, from, to, false);
        if (into.open(bytes)) {
            return;
        }
        if (to - from > LONGEST_ID) {
            into.missed(bytes, "unknown encoding");
        } else {
            into.leaf(hex(in, place, from, to));
        }
    }

    private static Text hex(Binary in, Place place, int from, int to) {
        return in.token(place.layer(STEP), from, to, HexFormat.of().formatHex(in.bytes, from, to));
    }

    /// Whether the bytes from `from` to before `to` are UTF-8 without control characters.
    static boolean isText(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b < 0) {
                byte[] rest = Arrays.copyOfRange(bytes, i, to);
                return Utf8.begins(rest, rest.length);
            }
            if ((b < 0x20 && b != '\n' && b != '\r' && b != '\t') || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /// Opens the bytes of `in` from `from` to before `to`, which are UTF-8.
    static void openText(Binary in, Place place, int from, int to, Opening into) {
        if (from < to) {
            String text = text(in.bytes, from, to);
            into.open(in.part(place, from, to, false).read(new Utf8.Reading(text, Utf8.Offsets.of(text))));
        }
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// Whether the positions of an array at `place` number events, as those of a JSON array do.
    static boolean isBatch(Place place, boolean holdsStructures) {
        return holdsStructures && (place.isTop() || (!place.isItem() && Json.BATCHES.contains(place.key())));
    }
}
