package dev.earshot.guard.coding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Deflate: in zlib's wrapping as RFC 9110 § 8.4.1.2 has it, or without, as some servers send it and browsers take it.
/// Which of both shows in the first two bytes (RFC 1950 § 2.2).
final class DeflateDecoder implements Decoder {
    private @Nullable Inflating inflating;
    private int first = -1;
    private boolean ended;
    private @Nullable Fault fault;
    private ByteBuf begin = Unpooled.EMPTY_BUFFER;

    @Override
    public Progress decode(ByteBuf in, ByteBuf out, int atMost) {
        if (fault != null) {
            return Progress.BROKEN;
        }
        if (inflating == null) {
            if (!in.isReadable()) {
                return Progress.TAKEN;
            }
            if (first < 0) {
                first = in.readUnsignedByte();
                if (!in.isReadable()) {
                    return Progress.TAKEN;
                }
            }
            int second = in.getUnsignedByte(in.readerIndex());
            boolean zlib = (first & 0x0F) == 8 && (first >> 4) <= 7 && (first << 8 | second) % 31 == 0;
            inflating = new Inflating(!zlib);
            begin = Unpooled.wrappedBuffer(new byte[] {(byte) first});
        }
        int given = out.writerIndex();
        if (begin.isReadable()) {
            Progress progress = step(inflating, begin, out, atMost);
            if (progress != Progress.TAKEN) {
                return progress;
            }
        }
        int left = atMost - (out.writerIndex() - given);
        return left <= 0 ? Progress.MORE : step(inflating, in, out, left);
    }

    private Progress step(Inflating own, ByteBuf in, ByteBuf out, int atMost) {
        if (ended) {
            in.skipBytes(in.readableBytes());
            return Progress.TAKEN;
        }
        return switch (own.inflate(in, out, atMost, null)) {
            case HUNGRY -> Progress.TAKEN;
            case FULL -> Progress.MORE;
            case ENDED -> {
                ended = true;
                in.skipBytes(in.readableBytes());
                yield Progress.TAKEN;
            }
            case CORRUPT -> {
                fault = Fault.CORRUPT;
                yield Progress.BROKEN;
            }
        };
    }

    @Override
    public Optional<Fault> end() {
        boolean whole = ended || (inflating == null && first < 0);
        return fault().or(() -> whole ? Optional.empty() : Optional.of(Fault.TRUNCATED));
    }

    @Override
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public void close() {
        if (inflating != null) {
            inflating.close();
        }
    }
}
