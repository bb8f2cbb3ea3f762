package dev.earshot.guard.html;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passes on long stretches of a buffer as slices of it, and what is between them in small buffers.
final class Slices {
    /// A slice costs more than copying as few bytes as this.
    private static final int SHORT = 512;

    private final ByteBuf in;
    private final Consumer<ByteBuf> to;
    private boolean begun;
    /// Where the first byte of `in` is in the window; what is before it came with an earlier buffer.
    private int low;
    /// What makes an index of `in` of one of the window.
    private int delta;

    private int from = -1;
    private int end = -1;
    private @Nullable ByteBuf small;

    Slices(ByteBuf in, Consumer<ByteBuf> to) {
        this.in = in;
        this.to = to;
    }

    /// The byte of `in` at `index` is put at `window`.
    void window(int window, int index) {
        if (!begun) {
            low = window;
            begun = true;
        }
        delta = index - window;
    }

    /// The window's content moves towards its beginning.
    void shift(int by) {
        low -= by;
        delta += by;
    }

    void pass(byte[] window, int first, int last) {
        int own = Math.max(first, Math.min(last, low));
        if (own > first) {
            flush();
            small(own - first).writeBytes(window, first, own - first);
        }
        if (last > own) {
            if (end == own + delta && from >= 0) {
                end = last + delta;
            } else {
                flush();
                from = own + delta;
                end = last + delta;
            }
        }
    }

    void write(byte[] text) {
        flush();
        small(text.length).writeBytes(text);
    }

    void close() {
        flush();
        passSmall();
    }

    private void flush() {
        if (from < 0) {
            return;
        }
        int length = end - from;
        if (length <= SHORT) {
            small(length).writeBytes(in, from, length);
        } else {
            passSmall();
            to.accept(in.retainedSlice(from, length));
        }
        from = -1;
    }

    private ByteBuf small(int length) {
        if (small == null) {
            small = in.alloc().buffer(Math.max(SHORT, length));
        }
        return small;
    }

    private void passSmall() {
        if (small != null) {
            ByteBuf full = small;
            small = null;
            to.accept(full);
        }
    }
}
