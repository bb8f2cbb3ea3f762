package dev.earshot.guard.coding;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// One deflate stream: what [GzipDecoder] and [DeflateDecoder] have in common.
final class Inflating {
    enum Step {
        HUNGRY,
        FULL,
        ENDED,
        CORRUPT
    }

    private final boolean raw;
    private @Nullable Inflater inflater;

    Inflating(boolean raw) {
        this.raw = raw;
        inflater = Zlib.inflater(raw);
    }

    /// @param sum of what comes out; null where nobody needs it
    Step inflate(ByteBuf in, ByteBuf out, int atMost, @Nullable CRC32 sum) {
        Inflater own = inflater;
        if (own == null) {
            return Step.CORRUPT;
        }
        ByteBuffer source = in.nioBuffer();
        own.setInput(source);
        int left = atMost;
        try {
            while (true) {
                if (own.finished()) {
                    return Step.ENDED;
                }
                if (own.needsDictionary()) {
                    return Step.CORRUPT;
                }
                if (left == 0) {
                    return Step.FULL;
                }
                out.ensureWritable(Math.min(left, 8 * 1024));
                ByteBuffer target = out.nioBuffer(out.writerIndex(), Math.min(left, out.writableBytes()));
                int count = own.inflate(target);
                if (count == 0 && !own.finished() && !own.needsDictionary()) {
                    return Step.HUNGRY;
                }
                if (sum != null && count > 0) {
                    sum.update(out.nioBuffer(out.writerIndex(), count));
                }
                out.writerIndex(out.writerIndex() + count);
                left -= count;
            }
        } catch (DataFormatException _) {
            return Step.CORRUPT;
        } finally {
            in.skipBytes(in.readableBytes() - source.remaining());
        }
    }

    long given() {
        return inflater == null ? 0 : inflater.getBytesWritten();
    }

    void reset() {
        if (inflater != null) {
            inflater.reset();
        }
    }

    void close() {
        if (inflater != null) {
            Zlib.giveBack(inflater, raw);
            inflater = null;
        }
    }
}
