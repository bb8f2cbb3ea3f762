package dev.earshot.mobile.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Finds texts in bytes of which only their alphabet is known.
final class Texts {
    /// Longer ones hold no name, key or address that anybody wrote down.
    static final int LONGEST = 2_000;

    /// Bytes that are looked at together, since one at a time is slow in mapped files.
    private static final int WINDOW = 1 << 16;

    private Texts() {}

    /// Takes in one text.
    interface Sink {
        /// @param offset of its first byte
        void text(String text, int offset);
    }

    /// Every run of printable ASCII of at least `shortest` bytes that ends with a zero byte or another unprintable one.
    static void printable(ByteBuffer bytes, int from, int to, int shortest, Sink sink) {
        byte[] window = new byte[Math.clamp(to - from, 0, WINDOW)];
        int start = -1;
        for (int at = from; at < to; ) {
            int length = Math.min(window.length, to - at);
            bytes.get(at, window, 0, length);
            for (int i = 0; i < length; i++) {
                if (isPrintable(window[i])) {
                    start = start < 0 ? at + i : start;
                } else if (start >= 0) {
                    tell(bytes, start, at + i, shortest, sink);
                    start = -1;
                }
            }
            at += length;
        }
        if (start >= 0) {
            tell(bytes, start, to, shortest, sink);
        }
    }

    /// Every run of printable ASCII stored as UTF-16, low byte first.
    static void printableUtf16(ByteBuffer bytes, int from, int to, int shortest, Sink sink) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at + 1 < to) {
            if (isPrintable(bytes.get(at)) && bytes.get(at + 1) == 0) {
                if (text.length() <= LONGEST) {
                    text.append((char) bytes.get(at));
                }
                at += 2;
                continue;
            }
            if (text.length() >= shortest && text.length() <= LONGEST) {
                sink.text(text.toString(), at - 2 * text.length());
            }
            at++;
            text.setLength(0);
        }
        if (text.length() >= shortest && text.length() <= LONGEST) {
            sink.text(text.toString(), at - 2 * text.length());
        }
    }

    /// Every run between two of the characters that quote texts in scripts, JSON and markup, and line ends.
    ///
    /// It does not matter which of two quotes opens and which closes: a text in quotes always stands between two of
    /// them. So a quote in a comment or a regular expression hides nothing; code between texts is told as well.
    static void quoted(ByteBuffer bytes, int shortest, Sink sink) {
        byte[] window = new byte[Math.min(bytes.limit(), WINDOW)];
        int start = 0;
        for (int at = 0; at < bytes.limit(); ) {
            int length = Math.min(window.length, bytes.limit() - at);
            bytes.get(at, window, 0, length);
            for (int i = 0; i < length; i++) {
                if (parts(window[i])) {
                    tell(bytes, start, at + i, shortest, sink);
                    start = at + i + 1;
                }
            }
            at += length;
        }
        tell(bytes, start, bytes.limit(), shortest, sink);
    }

    private static void tell(ByteBuffer bytes, int start, int end, int shortest, Sink sink) {
        if (end - start >= shortest && end - start <= LONGEST) {
            sink.text(utf8(bytes, start, end - start), start);
        }
    }

    private static boolean parts(byte character) {
        return switch (character) {
            case '"', '\'', '`', '\n', '\r', '<', '>' -> true;
            default -> false;
        };
    }

    private static boolean isPrintable(byte character) {
        return character >= ' ' && character < 127;
    }

    /// What is no UTF-8 becomes U+FFFD.
    static String utf8(ByteBuffer bytes, int from, int length) {
        byte[] text = new byte[length];
        bytes.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
