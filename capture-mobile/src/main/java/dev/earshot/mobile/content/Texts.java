package dev.earshot.mobile.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Finds texts in bytes of which only their alphabet is known.
final class Texts {
    /// A longer one is told in pieces of this length.
    static final int LONGEST = 2_000;

    /// What two pieces have in common, so that no name or address is cut through in both.
    private static final int OVERLAP = 256;

    /// Bytes that are looked at together, since one at a time is slow in mapped files.
    private static final int WINDOW = 1 << 16;

    /// How many times the storage that texts share may be told: they may overlap, but a table that lies is not to cost
    /// more.
    static final int SHARING = 4;

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
            boolean goesOn = isPrintable(bytes.get(at)) && bytes.get(at + 1) == 0;
            if (goesOn) {
                text.append((char) bytes.get(at));
                at += 2;
            }
            if (!goesOn || text.length() == LONGEST) {
                if (text.length() >= shortest) {
                    sink.text(text.toString(), at - 2 * text.length());
                }
                text.delete(0, goesOn ? LONGEST - OVERLAP : text.length());
                at += goesOn ? 0 : 1;
            }
        }
        if (text.length() >= shortest) {
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

    /// Tells one text, of at least `shortest` bytes.
    static void tell(ByteBuffer bytes, int start, int end, int shortest, Sink sink) {
        int from = start;
        while (end - from > LONGEST) {
            sink.text(utf8(bytes, from, LONGEST), from);
            from += LONGEST - OVERLAP;
        }
        if (end - from >= shortest) {
            sink.text(utf8(bytes, from, end - from), from);
        }
    }

    /// Tells one text of at least `shortest` characters.
    ///
    /// @param bytesEach how many bytes a character has
    static void tell(String text, int offset, int bytesEach, int shortest, Sink sink) {
        int from = 0;
        while (text.length() - from > LONGEST) {
            sink.text(text.substring(from, from + LONGEST), offset + bytesEach * from);
            from += LONGEST - OVERLAP;
        }
        if (text.length() - from >= shortest) {
            sink.text(text.substring(from), offset + bytesEach * from);
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
