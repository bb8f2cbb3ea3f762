package dev.earshot.mobile.content;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// Finds texts in bytes of which only their alphabet is known.
final class Texts {
    /// Longer ones hold no name, key or address that anybody wrote down.
    static final int LONGEST = 2_000;

    private Texts() {}

    /// Takes in one text.
    interface Sink {
        /// @param offset of its first byte
        void text(String text, int offset);
    }

    /// Every run of printable ASCII of at least `shortest` bytes that ends with a zero byte or another unprintable one.
    static void printable(ByteBuffer bytes, int from, int to, int shortest, Sink sink) {
        int start = -1;
        for (int at = from; at <= to; at++) {
            boolean printable = at < to && isPrintable(bytes.get(at));
            if (printable && start < 0) {
                start = at;
            } else if (!printable && start >= 0) {
                tell(bytes, start, at, shortest, sink);
                start = -1;
            }
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
        int start = 0;
        for (int at = 0; at <= bytes.limit(); at++) {
            if (at < bytes.limit() && !parts(bytes.get(at))) {
                continue;
            }
            tell(bytes, start, at, shortest, sink);
            start = at + 1;
        }
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
        CharBuffer text = StandardCharsets.UTF_8.decode(bytes.slice(from, length));
        return text.toString();
    }
}
