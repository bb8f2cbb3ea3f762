package dev.earshot.har;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Copies a HAR's bytes and puts members between them. It holds one buffer, however long an entry is.
final class Splice implements AutoCloseable {
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private long copied;

    Splice(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /// Makes `member` the first one of the object that starts at `start`, counted in bytes of what is read. One of its
    /// name that is there, and was no good, is then the second.
    void insert(long start, String member, boolean membersFollow) {
        try {
            copyUntil(start + 1);
            out.write((member + (membersFollow ? "," : "")).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Copies what is left.
    void rest() throws IOException {
        copyUntil(Long.MAX_VALUE);
    }

    private void copyUntil(long end) throws IOException {
        while (copied < end) {
            int read = read((int) Math.min(buffer.length, end - copied));
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
            copied += read;
        }
    }

    /// A gzip file that is cut off ends where it can no longer be unpacked.
    private int read(int most) throws IOException {
        try {
            return in.read(buffer, 0, most);
        } catch (EOFException | java.util.zip.ZipException cutOff) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        try (in) {
            out.close();
        }
    }
}
