package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import io.airlift.compress.v3.zstd.ZstdInputStream;

/// Zstandard, known by its magic number.
///
/// Source: RFC 8878 section 3.1.1.
final class Zstd implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("zstd");

    static boolean begins(byte[] bytes) {
        return bytes.length >= 4
                && bytes[0] == 0x28
                && bytes[1] == (byte) 0xb5
                && bytes[2] == 0x2f
                && bytes[3] == (byte) 0xfd;
    }

    @Override
    public boolean open(Binary binary, Opening into) {
        if (!begins(binary.bytes)) {
            return false;
        }
        Unpacked unpacked = Unpacked.of(binary.bytes, into.growth(), ZstdInputStream::new);
        into.worked(binary, unpacked.bytes().length);
        if (unpacked.isEmpty()) {
            return false;
        }
        into.layer(binary, STEP, unpacked);
        return true;
    }
}
