package dev.earshot.investigate.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The content of a file, whatever it is packed by: that is known from its first bytes, never from its name.
///
/// What is wrong with the packing ends the content and is told as a fault; only storage throws.
abstract class Unpacked {
    /// Reads some bytes into `bytes[from..to)`, at least one; -1 at the end.
    abstract int read(byte[] bytes, int from, int to) throws IOException;

    /// Why there is not more, or why what was read is in doubt; known at the end.
    Optional<String> fault() {
        return Optional.empty();
    }

    /// Whether the content ends too early, so that its last line is not whole.
    boolean broken() {
        return false;
    }

    static Unpacked of(InputStream stored) throws IOException {
        Stored source = new Stored(stored);
        source.fill();
        if (source.has(0, 0x1f, 0x8b)) {
            return new Gzip(source);
        }
        // A file may start with a frame to skip, as pzstd writes them.
        if (source.has(0, 0x28, 0xb5, 0x2f, 0xfd)
                || (source.has(1, 0x2a, 0x4d, 0x18) && (source.bytes[0] & 0xf0) == 0x50)) {
            return Streamed.zstd(source);
        }
        if (source.has(0, 'B', 'Z', 'h') && (source.has(4, 0x31, 0x41, 0x59) || source.has(4, 0x17, 0x72, 0x45))) {
            return Streamed.bzip2(source);
        }
        return new Plain(source);
    }

    /// Stored bytes, some of which are in memory.
    static final class Stored extends InputStream {
        final byte[] bytes = new byte[1 << 16];
        int from;
        int to;
        private final InputStream stream;

        Stored(InputStream stream) {
            this.stream = stream;
        }

        /// Reads on where nothing is left in memory. False at the end.
        boolean more() throws IOException {
            if (from < to) {
                return true;
            }
            from = 0;
            to = Math.max(0, stream.read(bytes, 0, bytes.length));
            return to > 0;
        }

        void fill() throws IOException {
            to = stream.readNBytes(bytes, 0, bytes.length);
        }

        boolean has(int place, int... wanted) {
            for (int i = 0; i < wanted.length; i++) {
                if (place + i >= to || (bytes[place + i] & 0xff) != wanted[i]) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int read() throws IOException {
            return more() ? bytes[from++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int count = Math.min(length, to - from);
            System.arraycopy(bytes, from, into, start, count);
            from += count;
            return count;
        }
    }

    private static final class Plain extends Unpacked {
        private static final Map<String, byte[]> OTHERS = Map.of(
                "xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
                "zip", new byte[] {'P', 'K', 3, 4},
                "7z", new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf},
                "lz4", new byte[] {4, 0x22, 0x4d, 0x18});

        private final Stored source;
        private @Nullable String fault;

        Plain(Stored source) {
            this.source = source;
            OTHERS.forEach((packing, start) -> {
                if (Scan.startsWith(source.bytes, 0, source.to, start)) {
                    fault = "it is packed by " + packing
                            + ", which is not read: pack it by gzip, zstd or bzip2 instead";
                }
            });
        }

        @Override
        int read(byte[] into, int from, int to) throws IOException {
            return source.read(into, from, to - from);
        }

        @Override
        Optional<String> fault() {
            return Optional.ofNullable(fault);
        }
    }
}
