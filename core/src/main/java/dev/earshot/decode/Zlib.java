package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.zip.InflaterInputStream;

/// Deflate in a zlib wrapper, known by its two header bytes.
///
/// Source: RFC 1950 section 2.2: window of 32 KB, and the header a multiple of 31.
final class Zlib implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("zlib");

    static boolean begins(byte[] bytes) {
        return bytes.length >= 6 && bytes[0] == 0x78 && (0x7800 + (bytes[1] & 0xff)) % 31 == 0;
    }

    @Override
    public boolean open(Binary binary, Opening into) {
        if (!begins(binary.bytes)) {
            return false;
        }
        Unpacked unpacked = Unpacked.of(binary.bytes, into.growth(), InflaterInputStream::new);
        if (unpacked.isEmpty()) {
            return false;
        }
        into.layer(binary, STEP, unpacked);
        return true;
    }
}
