package dev.earshot.mobile.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Little-endian numbers at places of a file of any size.
record Bytes(MemorySegment segment) {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    long size() {
        return segment.byteSize();
    }

    /// Whether so many bytes are there at that place, whatever the two numbers are.
    boolean has(long at, long count) {
        return at >= 0 && count >= 0 && at <= size() && count <= size() - at;
    }

    int u16(long at) {
        return Short.toUnsignedInt(segment.get(U16, at));
    }

    long u32(long at) {
        return Integer.toUnsignedLong(segment.get(U32, at));
    }

    /// A 64-bit number; one above 2^63 comes out negative, which is no place and no length.
    long u64(long at) {
        return segment.get(U64, at);
    }

    byte[] copy(long at, int count) {
        return segment.asSlice(at, count).toArray(ValueLayout.JAVA_BYTE);
    }

    /// A view of at most 2 GB, not a copy.
    ByteBuffer slice(long at, long count) {
        return segment.asSlice(at, count).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Where the four bytes come first from that place on and before `end`; -1 where they don't.
    long find(int signature, long from, long end) {
        for (long at = from; at <= Math.min(end, size()) - 4; at++) {
            if (segment.get(U32, at) == signature) {
                return at;
            }
        }
        return -1;
    }
}
