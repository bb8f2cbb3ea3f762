package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.zip.GZIPInputStream;

/// Gzip, known by its first bytes whatever the headers say.
///
/// Source: RFC 1952. A file cut short gives what came before the cut.
final class Gzip implements BinaryCodec {
    static final Step.Decoded STEP = new Step.Decoded("gzip");

    static boolean begins(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b && bytes[2] == 8;
    }

    @Override
    public boolean open(Binary binary, Opening into) {
        if (!begins(binary.bytes)) {
            return false;
        }
        Unpacked unpacked = Unpacked.of(binary.bytes, into.growth(), GZIPInputStream::new);
        into.worked(binary, unpacked.bytes().length);
        if (unpacked.isEmpty()) {
            return false;
        }
        into.layer(binary, STEP, unpacked);
        return true;
    }
}
