package dev.earshot.browser.watch.netlog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The head of an HTTP/1.1 message, collected up to its empty line.
///
/// Source: RFC 9112 section 2.1.
final class MessageHead {
    static final int LONGEST = 1 << 20;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private int lineLength;
    private boolean ended;

    /// Takes bytes up to the end of the head; returns where the rest begins.
    int accept(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && !ended) {
            byte next = bytes[at++];
            head.write(next);
            if (next == '\n') {
                ended = lineLength == 0 && head.size() > 2;
                lineLength = 0;
            } else if (next != '\r') {
                lineLength++;
            }
        }
        return at;
    }

    boolean ended() {
        return ended;
    }

    boolean tooLong() {
        return head.size() > LONGEST;
    }

    String text() {
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    void reset() {
        head.reset();
        lineLength = 0;
        ended = false;
    }
}
