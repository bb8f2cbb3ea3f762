package dev.earshot.investigate.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

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
        if (source.starts(0x1f, 0x8b)) {
            return new Gzip(source);
        }
        return new Plain(source);
    }

    /// Stored bytes, some of which are in memory.
    static final class Stored {
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

        /// Reads as much as fits behind what is there.
        void fill() throws IOException {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
            to += stream.readNBytes(bytes, to, bytes.length - to);
        }

        boolean starts(int... start) {
            if (to - from < start.length) {
                return false;
            }
            for (int i = 0; i < start.length; i++) {
                if ((bytes[from + i] & 0xff) != start[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final class Plain extends Unpacked {
        private final Stored source;

        Plain(Stored source) {
            this.source = source;
        }

        @Override
        int read(byte[] into, int from, int to) throws IOException {
            if (!source.more()) {
                return -1;
            }
            int count = Math.min(to - from, source.to - source.from);
            System.arraycopy(source.bytes, source.from, into, from, count);
            source.from += count;
            return count;
        }
    }
}
