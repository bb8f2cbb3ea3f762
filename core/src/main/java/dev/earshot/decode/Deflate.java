package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Raw deflate: as the content coding `deflate`, by which the standard means zlib and some senders this, or where
/// nothing says so, as trackers send it that compress in the page. There only what unpacks to its end, and to text,
/// counts: it has no magic number.
///
/// A WebSocket message compressed on its own ends with a flush instead of a last block, without the flush's four
/// bytes (RFC 7692 section 7.2.1).
///
/// Source: RFC 1951; RFC 9110 section 8.4.1.2 and its note.
///
/// @param announced whether a header says so
record Deflate(boolean announced) implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("deflate");
    private static final Zlib ZLIB = new Zlib();
    private static final byte[] FLUSH = {0, 0, (byte) 0xff, (byte) 0xff};

    /// Shorter text could come out of anything.
    private static final int SHORTEST_TEXT = 16;

    @Override
    public boolean open(Binary binary, Opening into) {
        if (announced && ZLIB.open(binary, into)) {
            return true;
        }
        byte[] packed = binary.bytes;
        // The third kind of block does not exist.
        if ((packed[0] & 6) == 6) {
            return false;
        }
        Unpacked unpacked = inflated(binary, packed, into);
        if (announced ? !unpacked.convinces(packed) : !isText(unpacked)) {
            unpacked = inflated(binary, flushed(packed), into);
            if (unpacked.broken() || !isText(unpacked)) {
                return false;
            }
        }
        into.layer(binary, STEP, unpacked);
        return true;
    }

    /// Whether a byte may begin a file whose first block is its last, and not stored.
    static boolean mayBegin(int first) {
        return (first & 7) == 3 || (first & 7) == 5;
    }

    /// Whether bytes too few to be told from noise are raw deflate: nothing is left over, and what comes out is text.
    static boolean fits(byte[] packed) {
        if (!mayBegin(packed[0])) {
            return false;
        }
        try (Inflater raw = new Inflater(true)) {
            raw.setInput(packed);
            byte[] text = new byte[packed.length * 4];
            int size = raw.inflate(text);
            boolean all = raw.getRemaining() == 0 && (raw.finished() || size == text.length);
            return all && size >= SHORTEST_TEXT && ByteString.isText(text, 0, Math.min(size, text.length - 3));
        } catch (DataFormatException noise) {
            return false;
        }
    }

    private static Unpacked inflated(Binary binary, byte[] packed, Opening into) {
        try (Inflater raw = new Inflater(true)) {
            Unpacked unpacked = Unpacked.of(packed, into.growth(), stream -> new InflaterInputStream(stream, raw));
            into.worked(binary, unpacked.bytes().length);
            return unpacked;
        }
    }

    /// The message with its flush, and an empty last block behind it.
    private static byte[] flushed(byte[] message) {
        byte[] whole = Arrays.copyOf(message, message.length + FLUSH.length + 5);
        System.arraycopy(FLUSH, 0, whole, message.length, FLUSH.length);
        whole[message.length + FLUSH.length] = 1;
        whole[whole.length - 2] = (byte) 0xff;
        whole[whole.length - 1] = (byte) 0xff;
        return whole;
    }

    private static boolean isText(Unpacked unpacked) {
        return !unpacked.broken()
                && unpacked.bytes().length >= SHORTEST_TEXT
                && Utf8.text(unpacked.bytes()).isPresent();
    }
}
