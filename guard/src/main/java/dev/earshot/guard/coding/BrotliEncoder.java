package dev.earshot.guard.coding;

import com.aayushatharva.brotli4j.encoder.Encoder.Mode;
import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Brotli with a window of 256 KiB: pages are hardly longer, and its memory is taken for each.
final class BrotliEncoder implements Encoder {
    private static final int INPUT = 16 * 1024;
    private static final int WINDOW = 18;

    private EncoderJNI.@Nullable Wrapper encoder;

    BrotliEncoder(int quality) {
        try {
            encoder = new EncoderJNI.Wrapper(INPUT, quality, WINDOW, Mode.TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void encode(ByteBuf in, ByteBuf out) {
        EncoderJNI.Wrapper own = open();
        while (in.isReadable()) {
            ByteBuffer source = own.getInputBuffer().clear();
            source.limit(Math.min(source.capacity(), in.readableBytes()));
            int taken = source.limit();
            in.readBytes(source);
            push(own, EncoderJNI.Operation.PROCESS, taken, out);
        }
    }

    @Override
    public void flush(ByteBuf out) {
        push(open(), EncoderJNI.Operation.FLUSH, 0, out);
    }

    @Override
    public void finish(ByteBuf out) {
        push(open(), EncoderJNI.Operation.FINISH, 0, out);
        close();
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.destroy();
            encoder = null;
        }
    }

    private EncoderJNI.Wrapper open() {
        if (encoder == null) {
            throw new IllegalStateException("the body has ended");
        }
        return encoder;
    }

    private static void push(EncoderJNI.Wrapper own, EncoderJNI.Operation operation, int taken, ByteBuf out) {
        int length = taken;
        while (true) {
            own.push(operation, length);
            length = 0;
            if (!own.isSuccess()) {
                throw new IllegalStateException("brotli does not encode");
            }
            boolean more = own.hasMoreOutput();
            while (own.hasMoreOutput()) {
                out.writeBytes(own.pull());
            }
            boolean done = switch (operation) {
                case PROCESS -> !own.hasRemainingInput();
                case FLUSH -> !own.hasRemainingInput() && !more;
                case FINISH -> own.isFinished();
            };
            if (done) {
                return;
            }
        }
    }
}
