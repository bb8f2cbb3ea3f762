package dev.earshot.investigate.log;

import java.io.IOException;
import java.util.Optional;
import java.util.zip.CRC32;

/// A content whose length and checksum are taken while it is read.
final class Content extends Unpacked {
    private final Unpacked content;
    private final CRC32 crc = new CRC32();
    private long length;

    Content(Unpacked content) {
        this.content = content;
    }

    @Override
    int read(byte[] bytes, int from, int to) throws IOException {
        int read = content.read(bytes, from, to);
        if (read > 0) {
            crc.update(bytes, from, read);
            length += read;
        }
        return read;
    }

    @Override
    Optional<String> fault() {
        return content.fault();
    }

    @Override
    boolean broken() {
        return content.broken();
    }

    long crc() {
        return crc.getValue();
    }

    long length() {
        return length;
    }
}
