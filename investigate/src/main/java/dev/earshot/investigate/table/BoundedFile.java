package dev.earshot.investigate.table;

import dev.hardwood.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// A file of which so much can be read, and no more: a reader whom wrong lengths in it send round and round comes to an
/// end. It is not mapped into memory either, where a file that becomes shorter meanwhile would end the whole program.
///
/// Safe for several threads.
final class BoundedFile implements InputFile {
    /// How often the whole file may be read.
    private static final int TIMES = 8;
    /// What a read counts for at least.
    private static final int LEAST = 512;

    private static final long ALWAYS = 32L << 20;

    private final Path path;
    private final FileChannel channel;
    private final AtomicLong left;

    BoundedFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        this.left = new AtomicLong(channel.size() * TIMES + ALWAYS);
    }

    @Override
    public void open() {}

    @Override
    public ByteBuffer readRange(long from, int length) throws IOException {
        if (left.addAndGet(-Math.max(length, LEAST)) < 0) {
            throw new IOException("More is read than there is");
        }
        if (from < 0 || length < 0 || length > channel.size() - from) {
            throw new EOFException("Bytes beyond the end");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("The file has become shorter");
            }
        }
        return bytes.flip();
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
