package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import org.brotli.dec.BrotliInputStream;

/// Brotli, which nothing but a header announces. Where none does, only what unpacks to its end, and to text, counts.
///
/// Source: RFC 7932.
///
/// @param announced whether a header says so
record Brotli(boolean announced) implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("brotli");

    /// What the decoder's tables cost before the first byte comes out, in bytes' worth of work.
    private static final int WINDOW = 1 << 14;

    /// Shorter text could come out of anything.
    private static final int SHORTEST_TEXT = 16;

    @Override
    public boolean open(Binary binary, Opening into) {
        Unpacked unpacked = Unpacked.of(binary.bytes, into.growth(), BrotliInputStream::new);
        into.worked(binary, WINDOW + unpacked.bytes().length);
        if (announced ? !unpacked.convinces(binary.bytes) : !isText(unpacked)) {
            return false;
        }
        into.layer(binary, STEP, unpacked);
        return true;
    }

    private static boolean isText(Unpacked unpacked) {
        return !unpacked.broken()
                && unpacked.bytes().length >= SHORTEST_TEXT
                && Utf8.text(unpacked.bytes()).isPresent();
    }
}
