package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/// Takes a message's body out of the bytes of a connection, whatever its framing, without gathering it. Chunk sizes are
/// hexadecimal digits, a line ends with CR LF (RFC 9112 §7.1). One for each direction of a connection.
final class BodyReader {
    /// How a body's end is known.
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private enum At {
        SIZE,
        CONTENT,
        AFTER_CONTENT,
        TRAILERS,
        END
    }

    private static final int MAX_SIZE_LINE = 4096;

    private final HeadReader trailerReader;
    private final Fields trailers = new Fields();
    private Framing framing = Framing.NONE;
    private At at = At.END;
    private long left;

    /// @param maxTrailers in bytes
    BodyReader(int maxTrailers, int maxFields) {
        trailerReader = new HeadReader(maxTrailers, maxFields);
    }

    /// Makes ready for the next body.
    ///
    /// @param length where the framing is by length
    void start(Framing newFraming, long length) {
        framing = newFraming;
        trailers.clear();
        left = newFraming == Framing.LENGTH ? length : 0;
        at = switch (newFraming) {
            case NONE -> At.END;
            case LENGTH -> length == 0 ? At.END : At.CONTENT;
            case CHUNKED -> At.SIZE;
            case UNTIL_CLOSE -> At.CONTENT;
        };
    }

    Framing framing() {
        return framing;
    }

    boolean ended() {
        return at == At.END;
    }

    /// Empty where there were none.
    Fields trailers() {
        return trailers;
    }

    /// Whether the end of the connection is the end of the body.
    boolean mayEndByClose() {
        return framing == Framing.UNTIL_CLOSE;
    }

    /// Gives what of the body is there, as slices that share the bytes and are released by who gets them.
    ///
    /// @throws Malformed where the framing is broken
    void read(ByteBuf in, Consumer<ByteBuf> body) {
        while (at != At.END) {
            switch (at) {
                case CONTENT -> {
                    if (!in.isReadable()) {
                        return;
                    }
                    int length = in.readableBytes();
                    if (framing != Framing.UNTIL_CLOSE) {
                        length = (int) Math.min(left, length);
                        left -= length;
                        if (left == 0) {
                            at = framing == Framing.LENGTH ? At.END : At.AFTER_CONTENT;
                        }
                    }
                    body.accept(in.readRetainedSlice(length));
                }
                case SIZE -> {
                    if (!readSize(in)) {
                        return;
                    }
                }
                case AFTER_CONTENT -> {
                    if (in.readableBytes() < 2) {
                        return;
                    }
                    if (in.readShort() != 0x0d0a) {
                        throw new Malformed(400, "chunk end");
                    }
                    at = At.SIZE;
                }
                case TRAILERS -> {
                    if (!trailerReader.trailers(in, trailers)) {
                        return;
                    }
                    HopByHop.removeFromTrailers(trailers);
                    at = At.END;
                }
                case END -> {
                    return;
                }
            }
        }
    }

    private boolean readSize(ByteBuf in) {
        int start = in.readerIndex();
        int lf = in.indexOf(start, Math.min(in.writerIndex(), start + MAX_SIZE_LINE), (byte) '\n');
        if (lf < 0) {
            if (in.readableBytes() >= MAX_SIZE_LINE) {
                throw new Malformed(400, "chunk size");
            }
            return false;
        }
        int i = start;
        long size = 0;
        while (i < lf) {
            int digit = Character.digit(in.getByte(i), 16);
            if (digit < 0 || in.getByte(i) < 0) {
                break;
            }
            size = size * 16 + digit;
            i++;
        }
        if (i == start || i - start > 15 || in.getByte(lf - 1) != '\r') {
            throw new Malformed(400, "chunk size");
        }
        int extension = i;
        while (extension < lf - 1 && (in.getByte(extension) == ' ' || in.getByte(extension) == '\t')) {
            extension++;
        }
        if (extension < lf - 1 && in.getByte(extension) != ';') {
            throw new Malformed(400, "chunk size");
        }
        // Blanks between size and line end are nobody's to guess at.
        if (extension == lf - 1 && extension != i) {
            throw new Malformed(400, "chunk size");
        }
        for (int k = extension; k < lf - 1; k++) {
            byte b = in.getByte(k);
            if ((b >= 0 && b < 32 && b != '\t') || b == 127) {
                throw new Malformed(400, "chunk extension");
            }
        }
        in.readerIndex(lf + 1);
        left = size;
        at = size == 0 ? At.TRAILERS : At.CONTENT;
        return true;
    }
}
