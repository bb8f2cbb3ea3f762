package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import org.brotli.dec.BrotliInputStream;

/// Brotli, which nothing but a header announces.
///
/// Source: RFC 7932.
final class Brotli implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("brotli");

    @Override
    public boolean open(Binary binary, Opening into) {
        Unpacked unpacked = Unpacked.of(binary.bytes, into.growth(), BrotliInputStream::new);
        if (!unpacked.convinces(binary.bytes)) {
            return false;
        }
        into.layer(binary, STEP, unpacked);
        return true;
    }
}
