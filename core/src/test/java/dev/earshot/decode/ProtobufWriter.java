package dev.earshot.decode;

import java.io.ByteArrayOutputStream;

/// Writes protobuf messages field by field.
final class ProtobufWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ProtobufWriter number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    ProtobufWriter decimal(int field, double value) {
        varint(((long) field << 3) | 1);
        long bits = Double.doubleToRawLongBits(value);
        for (int i = 0; i < 8; i++) {
            bytes.write((int) (bits >>> (8 * i)));
        }
        return this;
    }

    ProtobufWriter fixed(int field, int value) {
        varint(((long) field << 3) | 5);
        for (int i = 0; i < 4; i++) {
            bytes.write(value >>> (8 * i));
        }
        return this;
    }

    ProtobufWriter string(int field, String value) {
        return string(field, Sample.bytes(value));
    }

    ProtobufWriter string(int field, byte[] value) {
        varint(((long) field << 3) | 2);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    ProtobufWriter message(int field, ProtobufWriter value) {
        return string(field, value.toBytes());
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    /// The message behind its length, as `writeDelimitedTo` writes it.
    byte[] delimited() {
        ProtobufWriter all = new ProtobufWriter();
        all.varint(bytes.size());
        all.bytes.writeBytes(toBytes());
        return all.toBytes();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
