package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/// Raw deflate and brotli that no header announces, as trackers send them that compress in the page. Neither has a magic
/// number, so only what unpacks to its end, and to text, counts.
final class Unannounced implements BinaryCodec {
    /// Shorter text could come out of anything.
    private static final int SHORTEST_TEXT = 16;

    private static final Step.Decoded DEFLATE = new Step.Decoded("deflate");
    private static final Step.Decoded BROTLI = new Step.Decoded("brotli");

    @Override
    public boolean open(Binary binary, Opening into) {
        try (Inflater raw = new Inflater(true)) {
            return open(binary, into, DEFLATE, packed -> new InflaterInputStream(packed, raw))
                    || open(binary, into, BROTLI, Unannounced::brotli);
        }
    }

    private static InputStream brotli(InputStream packed) throws IOException {
        return new BrotliInputStream(packed);
    }

    private static boolean open(Binary binary, Opening into, Step.Decoded step, Unpacked.Unpacker unpacker) {
        Unpacked unpacked = Unpacked.of(binary.bytes, into.growth(), unpacker);
        if (unpacked.broken()
                || unpacked.bytes().length < SHORTEST_TEXT
                || Utf8.text(unpacked.bytes()).isEmpty()) {
            return false;
        }
        into.layer(binary, step, unpacked);
        return true;
    }
}
