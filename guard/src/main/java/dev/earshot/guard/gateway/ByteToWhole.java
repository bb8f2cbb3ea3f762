package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// What of a connection's bytes was not used yet, and what came since, as one.
final class ByteToWhole {
    private ByteToWhole() {}

    /// Takes over both.
    static ByteBuf join(ByteBufAllocator alloc, ByteBuf waiting, ByteBuf more) {
        if (!waiting.isReadable()) {
            waiting.release();
            return more;
        }
        try {
            if (waiting.refCnt() == 1 && waiting.writableBytes() >= more.readableBytes()) {
                return waiting.writeBytes(more);
            }
            ByteBuf joined = alloc.directBuffer(Math.max(1024, 2 * (waiting.readableBytes() + more.readableBytes())));
            joined.writeBytes(waiting).writeBytes(more);
            waiting.release();
            return joined;
        } finally {
            more.release();
        }
    }
}
