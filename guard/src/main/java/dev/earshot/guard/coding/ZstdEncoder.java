package dev.earshot.guard.coding;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Zstandard with a window of 256 KiB at most.
final class ZstdEncoder implements Encoder {
    private static final int STEP = 16 * 1024;
    private static final int WINDOW = 18;
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final ByteBuffer source = ByteBuffer.allocateDirect(STEP);
    private final ByteBuffer target = ByteBuffer.allocateDirect(STEP);
    private @Nullable ZstdCompressCtx context;

    ZstdEncoder(int level) {
        context = new ZstdCompressCtx().setLevel(level).setWindowLog(WINDOW);
    }

    @Override
    public void encode(ByteBuf in, ByteBuf out) {
        while (in.isReadable()) {
            source.clear().limit(Math.min(STEP, in.readableBytes()));
            in.readBytes(source);
            source.flip();
            while (source.hasRemaining()) {
                compress(source, out, EndDirective.CONTINUE);
            }
        }
    }

    @Override
    public void flush(ByteBuf out) {
        while (!compress(NOTHING.duplicate(), out, EndDirective.FLUSH)) {
            // There is more to come.
        }
    }

    @Override
    public void finish(ByteBuf out) {
        while (!compress(NOTHING.duplicate(), out, EndDirective.END)) {
            // There is more to come.
        }
        close();
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    private boolean compress(ByteBuffer from, ByteBuf out, EndDirective how) {
        if (context == null) {
            throw new IllegalStateException("the body has ended");
        }
        target.clear();
        boolean all = context.compressDirectByteBufferStream(target, from, how);
        out.writeBytes(target.flip());
        return all;
    }
}
