package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// The content coding `deflate`: zlib as the standard says, or the raw deflate that some senders mean.
///
/// Source: RFC 9110 section 8.4.1.2 and its note.
final class Deflate implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("deflate");
    private static final Zlib ZLIB = new Zlib();

    @Override
    public boolean open(Binary binary, Opening into) {
        if (ZLIB.open(binary, into)) {
            return true;
        }
        try (Inflater raw = new Inflater(true)) {
            Unpacked unpacked =
                    Unpacked.of(binary.bytes, into.growth(), packed -> new InflaterInputStream(packed, raw));
            if (!unpacked.convinces(binary.bytes)) {
                return false;
            }
            into.layer(binary, STEP, unpacked);
            return true;
        }
    }
}
