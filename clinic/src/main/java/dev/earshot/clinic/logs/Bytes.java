package dev.earshot.clinic.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Bytes to which more are put at the end.
final class Bytes {
    private byte[] bytes;
    private int size;

    Bytes(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    Bytes put(char one) {
        room(1);
        bytes[size++] = (byte) one;
        return this;
    }

    Bytes put(byte[] more) {
        return put(more, 0, more.length);
    }

    Bytes put(byte[] more, int from, int to) {
        room(to - from);
        System.arraycopy(more, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /// In ASCII.
    @SuppressWarnings("deprecation")
    Bytes put(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, size);
        size += text.length();
        return this;
    }

    Bytes number(long number) {
        int digits = 1;
        for (long left = number; left >= 10; left /= 10) {
            digits++;
        }
        return padded(number, digits);
    }

    /// With leading zeros.
    Bytes padded(long number, int digits) {
        room(digits);
        long left = number;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        size += digits;
        return this;
    }

    Bytes hex(long number, int digits) {
        room(digits);
        for (int at = 0; at < digits; at++) {
            int nibble = (int) (number >>> (4 * (digits - 1 - at))) & 15;
            bytes[size++] = (byte) (nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
        }
        return this;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    void moveTo(Bytes other) {
        other.put(bytes, 0, size);
        size = 0;
    }

    void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }
}
