package dev.earshot.guard.coding;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Gzip or deflate in zlib's wrapping.
///
/// Source: RFC 1952 § 2.3, RFC 1950.
final class DeflateEncoder implements Encoder {
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

    private final boolean gzip;
    private final CRC32 sum = new CRC32();
    private boolean begun;
    private final int level;
    private @Nullable Deflater deflater;

    DeflateEncoder(boolean gzip, int level) {
        this.gzip = gzip;
        this.level = level;
        deflater = Zlib.deflater(gzip, level);
    }

    @Override
    public void encode(ByteBuf in, ByteBuf out) {
        Deflater own = begin(out);
        ByteBuffer source = in.nioBuffer();
        if (gzip) {
            sum.update(source.duplicate());
        }
        own.setInput(source);
        deflate(own, out, Deflater.NO_FLUSH);
        in.skipBytes(in.readableBytes());
    }

    @Override
    public void flush(ByteBuf out) {
        deflate(begin(out), out, Deflater.SYNC_FLUSH);
    }

    @Override
    public void finish(ByteBuf out) {
        Deflater own = begin(out);
        own.finish();
        deflate(own, out, Deflater.NO_FLUSH);
        if (gzip) {
            out.writeIntLE((int) sum.getValue());
            out.writeIntLE((int) own.getBytesRead());
        }
        close();
    }

    @Override
    public void close() {
        if (deflater != null) {
            Zlib.giveBack(deflater, gzip, level);
            deflater = null;
        }
    }

    private Deflater begin(ByteBuf out) {
        if (deflater == null) {
            throw new IllegalStateException("the body has ended");
        }
        if (!begun && gzip) {
            out.writeBytes(HEADER);
        }
        begun = true;
        return deflater;
    }

    private static void deflate(Deflater own, ByteBuf out, int how) {
        while (!own.finished()) {
            out.ensureWritable(4 * 1024);
            ByteBuffer target = out.nioBuffer(out.writerIndex(), out.writableBytes());
            int room = target.remaining();
            int count = own.deflate(target, how);
            out.writerIndex(out.writerIndex() + count);
            if (count < room && own.needsInput()) {
                return;
            }
        }
    }
}
