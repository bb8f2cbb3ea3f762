package dev.earshot.mobile.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A ZIP archive made byte by byte, so that each field can lie.
public final class ZipBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Entry> entries = new ArrayList<>();
    private String comment = "";

    /// One entry, whose two headers are written as its fields say.
    public static final class Entry {
        final byte[] content;
        String name;
        String localName;
        int method;
        int flags;
        long crc;
        long packed;
        long unpacked;
        long local;
        byte[] extra = {};

        Entry(String name, byte[] content, boolean deflate) {
            this.name = name;
            localName = name;
            method = deflate ? 8 : 0;
            crc = checksum(content);
            unpacked = content.length;
            this.content = deflate ? deflate(content) : content;
            packed = this.content.length;
        }

        Entry localName(String is) {
            localName = is;
            return this;
        }

        Entry method(int is) {
            method = is;
            return this;
        }

        Entry flags(int is) {
            flags = is;
            return this;
        }

        Entry crc(long is) {
            crc = is;
            return this;
        }

        Entry packed(long is) {
            packed = is;
            return this;
        }

        Entry unpacked(long is) {
            unpacked = is;
            return this;
        }

        Entry extra(byte[] is) {
            extra = is;
            return this;
        }
    }

    public static Entry stored(String name, String content) {
        return new Entry(name, content.getBytes(UTF_8), false);
    }

    public static Entry stored(String name, byte[] content) {
        return new Entry(name, content, false);
    }

    public static Entry deflated(String name, String content) {
        return new Entry(name, content.getBytes(UTF_8), true);
    }

    public static Entry deflated(String name, byte[] content) {
        return new Entry(name, content, true);
    }

    /// Bytes that belong to no entry.
    public ZipBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public ZipBytes comment(String is) {
        comment = is;
        return this;
    }

    public ZipBytes add(Entry entry) {
        entry.local = out.size();
        byte[] name = entry.localName.getBytes(UTF_8);
        boolean later = (entry.flags & 8) != 0;
        out.writeBytes(numbers(30 + name.length)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt(later ? 0 : (int) entry.crc)
                .putInt(later ? 0 : (int) entry.packed)
                .putInt(later ? 0 : (int) entry.unpacked)
                .putShort((short) name.length)
                .putShort((short) 0)
                .put(name)
                .array());
        out.writeBytes(entry.content);
        if (later) {
            out.writeBytes(numbers(16)
                    .putInt(0x08074b50)
                    .putInt((int) entry.crc)
                    .putInt((int) entry.packed)
                    .putInt((int) entry.unpacked)
                    .array());
        }
        entries.add(entry);
        return this;
    }

    /// Lists an entry in the directory that has no bytes of its own.
    public ZipBytes list(Entry entry, long local) {
        entry.local = local;
        entries.add(entry);
        return this;
    }

    public byte[] bytes() {
        return bytes(entries.size());
    }

    /// @param count of entries, as the end says it
    public byte[] bytes(int count) {
        int start = out.size();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(out.toByteArray());
        for (Entry entry : entries) {
            byte[] name = entry.name.getBytes(UTF_8);
            all.writeBytes(numbers(46 + name.length + entry.extra.length)
                    .putInt(0x02014b50)
                    .putShort((short) 20)
                    .putShort((short) 20)
                    .putShort((short) entry.flags)
                    .putShort((short) entry.method)
                    .putInt(0)
                    .putInt((int) entry.crc)
                    .putInt((int) entry.packed)
                    .putInt((int) entry.unpacked)
                    .putShort((short) name.length)
                    .putShort((short) entry.extra.length)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt(0)
                    .putInt((int) entry.local)
                    .put(name)
                    .put(entry.extra)
                    .array());
        }
        byte[] said = comment.getBytes(UTF_8);
        all.writeBytes(numbers(22 + said.length)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt(all.size() - start)
                .putInt(start)
                .putShort((short) said.length)
                .put(said)
                .array());
        return all.toByteArray();
    }

    static byte[] zip64(long... numbers) {
        byte[] extra = new byte[4 + 8 * numbers.length];
        ByteBuffer bytes = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 1).putShort((short) (8 * numbers.length));
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return extra;
    }

    private static ByteBuffer numbers(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    static long checksum(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return packed.toByteArray();
    }
}
