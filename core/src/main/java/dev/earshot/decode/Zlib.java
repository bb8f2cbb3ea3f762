package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Deflate in a zlib wrapper, known by its two header bytes.
///
/// Source: RFC 1950 section 2.2: window of 32 KB, and the header a multiple of 31.
final class Zlib implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("zlib");

    static boolean begins(byte[] bytes) {
        return bytes.length >= 6 && bytes[0] == 0x78 && (0x7800 + (bytes[1] & 0xff)) % 31 == 0;
    }

    /// Whether bytes begin like a zlib file, and what follows is no nonsense: whole where it is short, as far as
    /// 64 bytes unpacked where it is long. Of random tokens one in sixteen thousand has the two bytes.
    static boolean unpacks(byte[] bytes) {
        if (!begins(bytes)) {
            return false;
        }
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(bytes);
            int size = inflater.inflate(new byte[bytes.length < Plausibility.HEAD ? 4096 : 64]);
            boolean whole = inflater.finished() || bytes.length >= Plausibility.HEAD;
            return whole && size >= 0 && !inflater.needsDictionary();
        } catch (DataFormatException noise) {
            return false;
        }
    }

    @Override
    public boolean open(Binary binary, Opening into) {
        if (!begins(binary.bytes)) {
            return false;
        }
        Unpacked unpacked = Unpacked.of(binary.bytes, into.growth(), InflaterInputStream::new);
        into.worked(binary, unpacked.bytes().length);
        if (unpacked.isEmpty()) {
            return false;
        }
        into.layer(binary, STEP, unpacked);
        return true;
    }
}
