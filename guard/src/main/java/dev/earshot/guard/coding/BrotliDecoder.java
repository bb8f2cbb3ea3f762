package dev.earshot.guard.coding;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brotli. Its window is at most 16 MiB.
///
/// Source: RFC 7932. What comes after its end is left out, as browsers do.
final class BrotliDecoder implements Decoder {
    private static final int INPUT = 8 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private DecoderJNI.@Nullable Wrapper decoder;
    private ByteBuffer ready = NOTHING;
    private boolean begun;
    private boolean pulled;
    private boolean ended;
    private @Nullable Fault fault;

    BrotliDecoder() {
        try {
            decoder = new DecoderJNI.Wrapper(INPUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Progress decode(ByteBuf in, ByteBuf out, int atMost) {
        DecoderJNI.Wrapper own = decoder;
        if (own == null || fault != null) {
            return Progress.BROKEN;
        }
        int left = atMost;
        while (true) {
            int count = Math.min(left, ready.remaining());
            if (count > 0) {
                out.writeBytes(ready.slice(ready.position(), count));
                ready.position(ready.position() + count);
                left -= count;
            }
            if (ready.hasRemaining()) {
                return Progress.MORE;
            }
            if (ended) {
                in.skipBytes(in.readableBytes());
                return Progress.TAKEN;
            }
            if (own.hasOutput()) {
                ready = own.pull();
                pulled = true;
                continue;
            }
            switch (own.getStatus()) {
                case DONE -> ended = true;
                case OK -> own.push(0);
                case NEEDS_MORE_OUTPUT -> {
                    ready = own.pull();
                    pulled = true;
                }
                case NEEDS_MORE_INPUT -> {
                    if (pulled) {
                        // It asks for input also where it only had no room.
                        pulled = false;
                        own.push(0);
                        continue;
                    }
                    if (!in.isReadable()) {
                        return Progress.TAKEN;
                    }
                    begun = true;
                    ByteBuffer source = own.getInputBuffer().clear();
                    source.limit(Math.min(source.capacity(), in.readableBytes()));
                    int taken = source.limit();
                    in.readBytes(source);
                    own.push(taken);
                }
                case ERROR -> {
                    fault = Fault.CORRUPT;
                    return Progress.BROKEN;
                }
            }
        }
    }

    @Override
    public Optional<Fault> end() {
        return fault().or(() -> ended || !begun ? Optional.empty() : Optional.of(Fault.TRUNCATED));
    }

    @Override
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.destroy();
            decoder = null;
            ready = NOTHING;
        }
    }
}
