package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.nio.charset.StandardCharsets;

/// Readable stretches in bytes of an unknown format, such as the strings of a protobuf message.
///
/// What stands between them stays unread, and is reported so. Random bytes have hardly any: a stretch is six
/// characters or more, and together they are at least a tenth of the whole.
final class TextRuns implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("text runs");
    private static final int SHORTEST = 6;
    private static final int SMALLEST_SHARE = 10;

    @Override
    public boolean open(Binary binary, Opening into) {
        byte[] bytes = binary.bytes;
        int readable = 0;
        for (int i = 0; i < bytes.length; ) {
            int end = end(bytes, i);
            if (end - i >= SHORTEST) {
                readable += end - i;
            }
            i = end + 1;
        }
        if (readable == 0 || readable < bytes.length / SMALLEST_SHARE) {
            return false;
        }
        into.missed(binary, "unknown encoding, only its readable stretches were read");
        Place place = binary.place.layer(STEP);
        int position = 0;
        for (int i = 0; i < bytes.length && !into.full(); ) {
            int end = end(bytes, i);
            if (end - i >= SHORTEST) {
                Binary run = binary.part(place.item(position++), i, end, false);
                String text = new String(bytes, i, end - i, StandardCharsets.UTF_8);
                into.open(run.read(new Utf8.Reading(text, Utf8.Offsets.of(text))));
            }
            i = end + 1;
        }
        return true;
    }

    private static int end(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] >= 0x20 && bytes[end] < 0x7f) {
            end++;
        }
        return end;
    }
}
