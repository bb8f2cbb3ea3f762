package dev.earshot.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// What came out of compressed bytes.
///
/// @param cut whether there was more than the limit
/// @param broken whether the compressed bytes ended early or were malformed; what came out before is kept
record Unpacked(byte[] bytes, boolean cut, boolean broken) {
    private static final int FIRST_PIECE = 4096;

    /// Makes a decompressing stream of a compressed one.
    interface Unpacker {
        InputStream over(InputStream packed) throws IOException;
    }

    /// @param limit bytes to unpack at most
    static Unpacked of(byte[] packed, int limit, Unpacker unpacker) {
        byte[] bytes = new byte[Math.clamp(packed.length * 4L, FIRST_PIECE, Math.max(FIRST_PIECE, limit))];
        int size = 0;
        try (InputStream stream = unpacker.over(new ByteArrayInputStream(packed))) {
            while (size <= limit) {
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.max(FIRST_PIECE, size * 2));
                }
                int read = stream.read(bytes, size, bytes.length - size);
                if (read <= 0) {
                    return new Unpacked(Arrays.copyOf(bytes, size), false, false);
                }
                size += read;
            }
            return new Unpacked(Arrays.copyOf(bytes, limit), true, false);
        } catch (IOException | RuntimeException malformed) {
            // The brotli and zstd libraries tell malformed input by several unchecked exceptions.
            return new Unpacked(Arrays.copyOf(bytes, Math.min(size, limit)), false, true);
        }
    }

    boolean isEmpty() {
        return bytes.length == 0 && !cut;
    }

    /// Whether `packed`, in a format without a magic number, was packed indeed: what came out is text, or all of it
    /// came
    /// out and what went in was no text.
    boolean convinces(byte[] packed) {
        return !isEmpty()
                && (Utf8.text(bytes).isPresent()
                        || (!broken && Utf8.text(packed).isEmpty()));
    }
}
