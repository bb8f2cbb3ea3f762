package dev.earshot.guard.coding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/// Two codings, one upon the other.
final class ChainDecoder implements Decoder {
    private static final int STEP = 16 * 1024;

    private final Decoder outer;
    private final Decoder inner;
    private final ByteBuf between = Unpooled.directBuffer(STEP);
    private boolean outerHasMore;

    ChainDecoder(Decoder outer, Decoder inner) {
        this.outer = outer;
        this.inner = inner;
    }

    @Override
    public Progress decode(ByteBuf in, ByteBuf out, int atMost) {
        int begin = out.writerIndex();
        while (true) {
            int left = atMost - (out.writerIndex() - begin);
            if (left <= 0) {
                return Progress.MORE;
            }
            Progress progress = inner.decode(between, out, left);
            if (progress != Progress.TAKEN) {
                return progress;
            }
            between.clear();
            if (!outerHasMore && !in.isReadable()) {
                return Progress.TAKEN;
            }
            Progress before = outer.decode(in, between, STEP);
            outerHasMore = before == Progress.MORE;
            if (before == Progress.BROKEN) {
                return Progress.BROKEN;
            }
        }
    }

    @Override
    public Optional<Fault> end() {
        return outer.end().or(inner::end);
    }

    @Override
    public Optional<Fault> fault() {
        return outer.fault().or(inner::fault);
    }

    @Override
    public void close() {
        outer.close();
        inner.close();
        if (between.refCnt() > 0) {
            between.release();
        }
    }
}
