package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file of logs as it is stored.
///
/// @param number 0 until it has one
/// @param bytes how long it was when it was hashed: what is appended later is not read
/// @param sha256 of the bytes; empty until they were read
record LogFile(int number, String location, long bytes, String sha256, LogSource source) {
    LogFile numbered(int itsNumber) {
        return new LogFile(itsNumber, location, bytes, sha256, source);
    }

    LogFile hashed(Storage storage) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        try (InputStream stream = storage.open(location)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
                length += read;
            }
        }
        return new LogFile(number, location, length, HexFormat.of().formatHex(digest.digest()), source);
    }

    /// Its first [#bytes], and no others. Reading fails where there are fewer by now.
    InputStream open(Storage storage) throws IOException {
        return new Bounded(storage.open(location), location, bytes);
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static final class Bounded extends InputStream {
        private final InputStream stream;
        private final String location;
        private long left;

        Bounded(InputStream stream, String location, long left) {
            this.stream = stream;
            this.location = location;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = stream.read(into, from, (int) Math.min(length, left));
            if (read < 0) {
                throw new EarshotException(
                        EarshotException.Code.INCOMPLETE,
                        location + " became shorter while it was read: copy logs that are still written to first");
            }
            left -= read;
            return read;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
