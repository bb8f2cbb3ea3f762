package dev.earshot.clinic.app;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Fields of a protobuf message in wire format. A message without its own field is the fields joined.
///
/// Source: protobuf.dev, Encoding.
final class Proto {
    private static final int LENGTH_DELIMITED = 2;

    private Proto() {}

    static byte[] number(int field, long value) {
        return join(varint((long) field << 3), varint(value));
    }

    static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] message(int field, byte[]... fields) {
        return bytes(field, join(fields));
    }

    static byte[] join(byte[]... parts) {
        return join(List.of(parts));
    }

    static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static byte[] bytes(int field, byte[] value) {
        return join(varint(((long) field << 3) | LENGTH_DELIMITED), varint(value.length), value);
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }
}
