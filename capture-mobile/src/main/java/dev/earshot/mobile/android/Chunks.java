package dev.earshot.mobile.android;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;

/// Bytes made of Android's resource chunks. Each begins with its type, the size of its header and its whole size.
///
/// Source: AOSP `frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h`, `ResChunk_header` and following,
/// from general knowledge; checked against what ARSCLib 1.4.0 writes and reads.
final class Chunks {
    static final int STRING_POOL = 0x0001;
    static final int XML_RESOURCE_MAP = 0x0180;
    static final int XML_START_ELEMENT = 0x0102;
    static final int XML_END_ELEMENT = 0x0103;
    static final int XML_CDATA = 0x0104;
    static final int TABLE_PACKAGE = 0x0200;
    static final int TABLE_TYPE = 0x0201;

    private static final int LONGEST_TEXT = 1 << 16;

    private final ByteBuffer bytes;
    private final Map<Long, String> texts = new HashMap<>();

    /// Bytes of text that may still be decoded: a pool's entries may all point at the same long text.
    private long left;

    Chunks(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        left = 4L * this.bytes.limit() + LONGEST_TEXT;
    }

    int size() {
        return bytes.limit();
    }

    /// Whether so many bytes are there at that place, whatever the two numbers are.
    boolean has(long at, long count) {
        return at >= 0 && count >= 0 && at + count <= bytes.limit();
    }

    int u8(int at) {
        return Byte.toUnsignedInt(bytes.get(at));
    }

    int u16(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    int i32(int at) {
        return bytes.getInt(at);
    }

    long u32(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    /// Where the chunk ends that begins there, never behind `limit`; -1 where no chunk can begin.
    int end(int at, int limit) {
        if (!has(at, 8) || at + 8 > limit) {
            return -1;
        }
        long size = u32(at + 4);
        return size < 8 ? -1 : (int) Math.min(at + size, limit);
    }

    /// A text of a string pool; empty where the pool has no such text, or it is where the file is not.
    String text(int pool, long index) {
        return texts.computeIfAbsent(((long) pool << 32) | (index & 0xFFFF_FFFFL), key -> decoded(pool, index));
    }

    private String decoded(int pool, long index) {
        if (pool < 0 || index < 0 || index > 0xFFFFFF || !has(pool, 28) || index >= u32(pool + 8)) {
            return "";
        }
        long entry = pool + u16(pool + 2) + 4L * index;
        if (!has(entry, 4)) {
            return "";
        }
        long at = pool + u32(pool + 20) + u32((int) entry);
        boolean utf8 = (i32(pool + 16) & 0x100) != 0;
        return utf8 ? utf8(at) : utf16(at);
    }

    private String utf8(long start) {
        // Twice a length of one or two bytes: in UTF-16 units, then in bytes.
        long at = start;
        if (!has(at, 2)) {
            return "";
        }
        at += (u8((int) at) & 0x80) == 0 ? 1 : 2;
        if (!has(at, 2)) {
            return "";
        }
        int length = u8((int) at++);
        if ((length & 0x80) != 0) {
            length = ((length & 0x7F) << 8) | u8((int) at++);
        }
        return text(at, length, UTF_8);
    }

    private String utf16(long start) {
        long at = start;
        if (!has(at, 4)) {
            return "";
        }
        long length = u16((int) at);
        at += 2;
        if ((length & 0x8000) != 0) {
            length = ((length & 0x7FFF) << 16) | u16((int) at);
            at += 2;
        }
        return text(at, 2 * length, UTF_16LE);
    }

    private String text(long at, long length, Charset charset) {
        if (!has(at, 0) || left <= 0) {
            return "";
        }
        int count = (int) Math.min(Math.min(length, bytes.limit() - at), LONGEST_TEXT);
        left -= count;
        byte[] copy = new byte[count];
        bytes.get((int) at, copy);
        return new String(copy, charset);
    }

    /// A typed value as an attribute or a table has it (`Res_value`).
    ///
    /// @param pool the string pool that it may point into
    Value value(int type, int data, int pool) {
        return switch (type) {
            // Reference and dynamic reference; a reference to nothing is @null.
            case 0x01, 0x07 -> data == 0 ? Value.NONE : Value.to(data);
            case 0x03 -> Value.of(text(pool, Integer.toUnsignedLong(data)));
            case 0x04 -> Value.of(Float.toString(Float.intBitsToFloat(data)));
            case 0x10 -> Value.of(Integer.toString(data));
            case 0x12 -> Value.of(data == 0 ? "false" : "true");
            case 0x11, 0x1c, 0x1d, 0x1e, 0x1f -> Value.of("0x" + Integer.toHexString(data));
            default -> Value.NONE;
        };
    }
}
