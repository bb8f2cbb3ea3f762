package dev.earshot.guard.coding;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Zstandard, of as many frames as come, none of which may need more than 8 MiB to be decoded.
///
/// Source: RFC 8878 § 3.1.1 (frames), RFC 9659 § 3 (window size).
final class ZstdDecoder implements Decoder {
    private static final long LARGEST_WINDOW = 8L * 1024 * 1024;
    private static final int STEP = 16 * 1024;
    private static final int LONGEST_HEADER = 18;

    private final byte[] header = new byte[LONGEST_HEADER];
    private final ByteBuf source = Unpooled.directBuffer(STEP);
    private final ByteBuffer target = ByteBuffer.allocateDirect(STEP);
    private @Nullable ZstdDecompressCtx context = new ZstdDecompressCtx();
    private int headerLength;
    private boolean inFrame;
    private boolean checked;
    private @Nullable Fault fault;

    ZstdDecoder() {
        target.limit(0);
    }

    @Override
    public Progress decode(ByteBuf in, ByteBuf out, int atMost) {
        int left = atMost;
        while (fault == null && context != null) {
            int count = Math.min(left, target.remaining());
            if (count > 0) {
                out.writeBytes(target.slice(target.position(), count));
                target.position(target.position() + count);
                left -= count;
            }
            if (target.hasRemaining()) {
                return Progress.MORE;
            }
            if (!checked) {
                if (!in.isReadable() && !source.isReadable()) {
                    return Progress.TAKEN;
                }
                readHeader(source.isReadable() ? source : in);
                continue;
            }
            if (!source.isReadable() && inFrame) {
                source.clear();
                source.writeBytes(in, Math.min(STEP, in.readableBytes()));
            }
            if (!advance(context) && !source.isReadable() && !in.isReadable()) {
                return Progress.TAKEN;
            }
        }
        return Progress.BROKEN;
    }

    /// Whether anything came out, or a frame ended.
    private boolean advance(ZstdDecompressCtx own) {
        target.clear();
        ByteBuffer rest = source.nioBuffer();
        int before = rest.remaining();
        try {
            boolean frameEnded = own.decompressDirectByteBufferStream(target, rest);
            source.skipBytes(before - rest.remaining());
            target.flip();
            if (frameEnded) {
                inFrame = false;
                checked = false;
                headerLength = 0;
            }
            return frameEnded || target.hasRemaining();
        } catch (ZstdException _) {
            target.limit(0);
            fault = Fault.CORRUPT;
            return false;
        }
    }

    /// Takes a frame's first bytes one by one, until they tell what memory it needs.
    private void readHeader(ByteBuf from) {
        header[headerLength++] = from.readByte();
        inFrame = true;
        if (headerLength < 4) {
            return;
        }
        int magic = (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16 | (header[3] & 0xFF) << 24;
        boolean skippable = (magic & 0xFFFFFFF0) == 0x184D2A50;
        if (!skippable && magic != 0xFD2FB528) {
            fault = Fault.CORRUPT;
            return;
        }
        if (!skippable) {
            int descriptor = headerLength > 4 ? header[4] & 0xFF : 0;
            boolean single = (descriptor & 0x20) != 0;
            int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
            int size = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >> 6];
            if (headerLength < 5 || headerLength < 5 + (single ? 0 : 1) + dictionary + size) {
                return;
            }
            if (window(single, descriptor, 5 + (single ? 0 : 1) + dictionary, size) > LARGEST_WINDOW) {
                fault = Fault.WINDOW;
                return;
            }
        }
        checked = true;
        byte[] rest = new byte[source.readableBytes()];
        source.readBytes(rest).clear().writeBytes(header, 0, headerLength).writeBytes(rest);
    }

    private long window(boolean single, int descriptor, int at, int size) {
        if (!single) {
            int octet = header[5] & 0xFF;
            long base = 1L << (10 + (octet >> 3));
            return base + base / 8 * (octet & 7);
        }
        long length = (descriptor >> 6) == 1 ? 256 : 0;
        for (int i = 0; i < size; i++) {
            length += (header[at + i] & 0xFFL) << (8 * i);
        }
        return length < 0 ? Long.MAX_VALUE : length;
    }

    @Override
    public Optional<Fault> end() {
        return fault().or(() -> inFrame ? Optional.of(Fault.TRUNCATED) : Optional.empty());
    }

    @Override
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
            source.release();
        }
    }
}
