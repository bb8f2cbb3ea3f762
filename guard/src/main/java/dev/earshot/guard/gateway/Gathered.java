package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;

/// A request that the gateway answers itself once it has the whole of it, which is small.
final class Gathered implements Exchange {
    private final Front front;
    private final int most;
    private final Function<byte[], Head> answer;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean done;

    /// @param most bytes of the body; more is answered 413
    private Gathered(Front front, int most, Function<byte[], Head> answer) {
        this.front = front;
        this.most = most;
        this.answer = answer;
    }

    static Exchange of(Front front, boolean hasBody, int most, Function<byte[], Head> answer) {
        Gathered gathered = new Gathered(front, most, answer);
        if (!hasBody) {
            gathered.tell(answer.apply(new byte[0]));
        }
        return gathered;
    }

    private void tell(Head head) {
        done = true;
        front.answer(head, false);
        front.flush();
    }

    @Override
    public void body(ByteBuf bytes) {
        try {
            if (done) {
                return;
            }
            if (body.size() + bytes.readableBytes() > most) {
                tell(Answers.plain(413));
                return;
            }
            byte[] more = new byte[bytes.readableBytes()];
            bytes.readBytes(more);
            body.writeBytes(more);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void end(Fields trailers) {
        if (!done) {
            tell(answer.apply(body.toByteArray()));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void writable() {}

    @Override
    public void abandon() {
        done = true;
    }
}
