package dev.earshot.mobile.ios;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A stretch of a file in one byte order, that is never read beyond its end, nor more often than its size allows:
/// structures that point at the same bytes again and again run out of steps.
///
/// Offsets are in bytes from its beginning.
final class Window {
    /// A well-formed file is read about three times over at most: its names, its texts, its structures.
    private static final int READ_OVER = 8;

    private static final int SPARE_STEPS = 1 << 14;

    private final ByteBuffer bytes;
    private final long start;
    private final long[] steps;

    private Window(ByteBuffer bytes, long start, long[] steps) {
        this.bytes = bytes;
        this.start = start;
        this.steps = steps;
    }

    /// The whole of a file.
    static Window of(ByteBuffer file, ByteOrder order) {
        ByteBuffer whole = file.duplicate().rewind();
        return new Window(
                whole.slice().order(order), 0, new long[] {(long) READ_OVER * whole.remaining() + SPARE_STEPS});
    }

    /// A part of this one, which spends from the same steps.
    Window part(long offset, long length) throws Unreadable {
        check(offset, length);
        return new Window(bytes.slice((int) offset, (int) length).order(bytes.order()), start + offset, steps);
    }

    /// A part of this one, as far as it is there.
    Window partThere(long offset, long length) throws Unreadable {
        return part(offset, Math.clamp(size() - offset, 0, Math.max(0, length)));
    }

    Window order(ByteOrder order) {
        return new Window(bytes.duplicate().order(order), start, steps);
    }

    long size() {
        return bytes.limit();
    }

    /// Where an offset is in the whole file.
    long inFile(long offset) {
        return start + offset;
    }

    boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size() && length <= size() - offset;
    }

    int u8(long at) throws Unreadable {
        check(at, 1);
        return bytes.get((int) at) & 0xff;
    }

    int u16(long at) throws Unreadable {
        check(at, 2);
        return bytes.getShort((int) at) & 0xffff;
    }

    int s32(long at) throws Unreadable {
        check(at, 4);
        return bytes.getInt((int) at);
    }

    long u32(long at) throws Unreadable {
        return s32(at) & 0xffff_ffffL;
    }

    /// A number of 64 bits; above 2⁶³ it is negative, which no check of bounds lets pass.
    long u64(long at) throws Unreadable {
        check(at, 8);
        return bytes.getLong((int) at);
    }

    /// The text that begins here, up to a zero byte or the end.
    String text(long at) throws Unreadable {
        return text(at, lengthOfText(at));
    }

    String text(long at, int length) throws Unreadable {
        check(at, length);
        spend(length);
        byte[] copy = new byte[length];
        bytes.get((int) at, copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    int lengthOfText(long at) throws Unreadable {
        check(at, 0);
        int end = (int) at;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        int length = end - (int) at;
        spend(length);
        return length;
    }

    byte[] copy(long at, long length) throws Unreadable {
        check(at, length);
        spend(length);
        byte[] copy = new byte[(int) length];
        bytes.get((int) at, copy);
        return copy;
    }

    /// Counts work, and ends it where there is more of it than such a file can honestly ask for.
    void spend(long count) throws Unreadable {
        steps[0] -= count + 1;
        if (steps[0] < 0) {
            throw new Unreadable("its structures point at the same bytes over and over");
        }
    }

    private void check(long offset, long length) throws Unreadable {
        if (!holds(offset, length)) {
            throw new Unreadable("it points outside the file");
        }
        spend(0);
    }
}
