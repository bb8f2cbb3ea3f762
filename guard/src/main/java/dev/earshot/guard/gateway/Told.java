package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;

/// A request that is answered before its body came; the rest of it is dropped.
final class Told implements Exchange {
    private Told() {}

    static Exchange with(Front front, int status) {
        return with(front, Answers.plain(status));
    }

    static Exchange with(Front front, Head answer) {
        front.answer(answer, false);
        return new Told();
    }

    /// One whose answer was given.
    static Exchange already() {
        return new Told();
    }

    @Override
    public void body(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void end(Fields trailers) {}

    @Override
    public void flush() {}

    @Override
    public void writable() {}

    @Override
    public void abandon() {}
}
