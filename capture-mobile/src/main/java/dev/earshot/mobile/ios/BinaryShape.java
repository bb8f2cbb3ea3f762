package dev.earshot.mobile.ios;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/// The shape of a binary property list: which objects hold which. A few bytes can name the same object again and again,
/// or let an object hold itself, so that walking through it would not end.
///
/// Source: CoreFoundation, `CFBinaryPList.c` (opensource.apple.com, read 2026-11-22).
final class BinaryShape {
    private static final int TRAILER = 32;
    private static final int DEEPEST = 64;

    private final byte[] file;
    private final Window bytes;
    private final BitSet open = new BitSet();
    private long offsetSize;
    private long referenceSize;
    private long offsets;
    private long objects;
    private long walked;

    BinaryShape(byte[] file) {
        this.file = file;
        this.bytes = Window.of(ByteBuffer.wrap(file), ByteOrder.BIG_ENDIAN);
    }

    /// Refuses what would take more steps than eight for each byte of the file, or is nested deeper than a person would.
    void check() throws Unreadable {
        long trailer = bytes.size() - TRAILER;
        offsetSize = bytes.u8(trailer + 6);
        referenceSize = bytes.u8(trailer + 7);
        objects = bytes.u64(trailer + 8);
        offsets = bytes.u64(trailer + 24);
        boolean sizes = offsetSize >= 1 && offsetSize <= 8 && referenceSize >= 1 && referenceSize <= 8;
        if (!sizes || objects < 1 || objects > file.length || !bytes.holds(offsets, objects * offsetSize)) {
            throw new Unreadable("its table of objects is not there");
        }
        walk(bytes.u64(trailer + 16), 0);
    }

    private void walk(long object, int depth) throws Unreadable {
        if (object < 0 || object >= objects) {
            throw new Unreadable("it names an object that is not there");
        }
        if (depth > DEEPEST) {
            throw new Unreadable("it is nested more than " + DEEPEST + " deep");
        }
        if (open.get((int) object)) {
            throw new Unreadable("an object in it holds itself");
        }
        if (++walked > 8L * file.length) {
            throw new Unreadable("its objects hold the same ones over and over");
        }
        long at = number(offsets + object * offsetSize, offsetSize);
        int marker = bytes.u8(at);
        int kind = marker >>> 4;
        long count = marker & 0xf;
        at++;
        boolean counted = kind == 4 || kind == 5 || kind == 6 || kind == 7 || kind >= 0xa;
        if (counted && count == 0xf) {
            int size = bytes.u8(at);
            if (size >>> 4 != 1 || (size & 0xf) > 3) {
                throw new Unreadable("it states a length in an unknown form");
            }
            count = number(at + 1, 1L << (size & 0xf));
            at += 1 + (1L << (size & 0xf));
        }
        switch (kind) {
            case 4, 7 -> there(at, count, 1);
            case 5 -> there(at, count, 1);
            case 6 -> there(at, count, 2);
            case 0xa, 0xb, 0xc, 0xd -> {
                long members = kind == 0xd ? 2 * count : count;
                there(at, count, kind == 0xd ? 2 * referenceSize : referenceSize);
                open.set((int) object);
                for (long i = 0; i < members; i++) {
                    walk(number(at + i * referenceSize, referenceSize), depth + 1);
                }
                open.clear((int) object);
            }
            default -> {
                // Numbers, dates and truth values, of at most 16 bytes.
            }
        }
    }

    private void there(long at, long count, long size) throws Unreadable {
        if (count < 0 || count > file.length || !bytes.holds(at, count * size)) {
            throw new Unreadable("it points outside the file");
        }
    }

    private long number(long at, long size) throws Unreadable {
        long value = 0;
        for (long i = 0; i < size; i++) {
            value = value << 8 | bytes.u8(at + i);
        }
        return value;
    }
}
