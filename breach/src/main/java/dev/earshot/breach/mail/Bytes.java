package dev.earshot.breach.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Bytes that grow.
final class Bytes extends ByteArrayOutputStream {
    Bytes(int size) {
        super(size);
    }

    Bytes ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            write((byte) text.charAt(i));
        }
        return this;
    }

    Bytes utf8(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    Bytes put(byte[] bytes) {
        write(bytes, 0, bytes.length);
        return this;
    }

    /// What is in them, without a copy; only the first [#size] bytes count.
    byte[] array() {
        return buf;
    }
}
