package dev.earshot.guard.gateway;

import dev.earshot.guard.coding.Decoder;
import dev.earshot.guard.coding.Encoder;
import dev.earshot.guard.html.HtmlRewriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One page on its way through: decoded, rewritten, and encoded again where the client takes that. What can leave gathers
/// until it is taken, and no more than [#MOST] of it: what a small body decodes to may be large.
final class Page implements AutoCloseable {
    private static final int MOST = 128 * 1024;
    private static final int STEP = 64 * 1024;

    private final ByteBufAllocator alloc;
    private final HtmlRewriter rewriter;
    private final @Nullable Decoder decoder;
    private final @Nullable Encoder encoder;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private @Nullable ByteBuf plain;
    private @Nullable ByteBuf rewritten;
    private boolean more;
    private boolean broken;

    Page(ByteBufAllocator alloc, HtmlRewriter rewriter, Optional<Decoder> decoder, Optional<Encoder> encoder) {
        this.alloc = alloc;
        this.rewriter = rewriter;
        this.decoder = decoder.orElse(null);
        this.encoder = encoder.orElse(null);
    }

    /// Takes what the decoder gave before the page was begun.
    ///
    /// @param bytes released here
    void feedPlain(ByteBuf bytes) {
        try {
            rewrite(bytes);
        } finally {
            bytes.release();
        }
    }

    /// Takes bytes as the upstream sent them, and goes as far as [#waits] tells.
    ///
    /// @param bytes released here
    void feed(ByteBuf bytes) {
        in = ByteToWhole.join(alloc, in, bytes);
        more = true;
        go();
    }

    /// Goes on with what waits.
    void go() {
        while (more && !broken && out.readableBytes() < MOST) {
            Decoder own = decoder;
            if (own == null) {
                more = false;
                rewrite(in);
            } else {
                ByteBuf decoded = plain();
                switch (own.decode(in, decoded, STEP)) {
                    case TAKEN -> more = false;
                    case MORE -> {}
                    case BROKEN -> broken = true;
                }
                rewrite(decoded);
            }
        }
        if (!more) {
            in.release();
            in = Unpooled.EMPTY_BUFFER;
        }
    }

    private ByteBuf plain() {
        ByteBuf present = plain;
        if (present == null) {
            present = alloc.directBuffer(STEP);
            plain = present;
        }
        return present.clear();
    }

    private void rewrite(ByteBuf bytes) {
        Encoder own = encoder;
        if (own == null) {
            rewriter.feed(bytes, out(bytes.readableBytes() + 1024));
        } else {
            ByteBuf between = between(bytes.readableBytes() + 1024);
            rewriter.feed(bytes, between);
            own.encode(between, out(between.readableBytes() / 3 + 64));
        }
    }

    private ByteBuf out(int bytes) {
        if (out.capacity() == 0) {
            out = alloc.directBuffer(bytes);
        }
        return out;
    }

    private ByteBuf between(int bytes) {
        ByteBuf present = rewritten;
        if (present == null) {
            present = alloc.directBuffer(bytes);
            rewritten = present;
        }
        return present.clear();
    }

    /// Whether what came can't go on before what can leave was taken.
    boolean waits() {
        return more && !broken;
    }

    /// Whether its coding turned out not to be what it should.
    boolean isBroken() {
        return broken;
    }

    /// Whether a part of it could not be judged.
    boolean isDoubtful() {
        return rewriter.doubt().isPresent();
    }

    /// Has what came so far leave, since nothing more comes for the moment.
    void flush() {
        Encoder own = encoder;
        if (own != null && out.isReadable()) {
            own.flush(out);
        }
    }

    /// After the last bytes, once nothing waits.
    void end() {
        Decoder coded = decoder;
        if (coded != null && coded.end().isPresent()) {
            broken = true;
            return;
        }
        Encoder own = encoder;
        if (own == null) {
            rewriter.end(out(256));
        } else {
            ByteBuf between = between(256);
            rewriter.end(between);
            ByteBuf to = out(256);
            own.encode(between, to);
            own.finish(to);
        }
    }

    /// What can leave by now, which may be nothing; released by who takes it.
    ByteBuf take() {
        ByteBuf taken = out;
        out = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    @Override
    public void close() {
        in.release();
        in = Unpooled.EMPTY_BUFFER;
        out.release();
        out = Unpooled.EMPTY_BUFFER;
        more = false;
        if (plain != null) {
            plain.release();
            plain = null;
        }
        if (rewritten != null) {
            rewritten.release();
            rewritten = null;
        }
        if (decoder != null) {
            decoder.close();
        }
        if (encoder != null) {
            encoder.close();
        }
    }
}
