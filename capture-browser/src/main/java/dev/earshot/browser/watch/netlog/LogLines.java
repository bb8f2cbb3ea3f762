package dev.earshot.browser.watch.netlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The lines of a net log, one event each, with the number of the event's type and source read from the end of the
/// line, so that most lines need no parsing. Memory: one line.
///
/// Source: Chromium, `net/log/file_net_log_observer.cc`: one event a line, keys in alphabetical order.
final class LogLines {
    static final int LONGEST_LINE = 256 << 20;

    private final InputStream in;
    private final byte[] block = new byte[1 << 16];
    private int blockAt;
    private int blockEnd;
    private byte[] line = new byte[1 << 12];
    private int length;
    private boolean tooLong;

    LogLines(InputStream in) {
        this.in = in;
    }

    /// Moves to the next line; false at the end.
    boolean next() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (true) {
            if (blockAt == blockEnd) {
                blockAt = 0;
                blockEnd = Math.max(0, in.read(block));
                if (blockEnd == 0) {
                    return any;
                }
            }
            any = true;
            int end = blockAt;
            while (end < blockEnd && block[end] != '\n') {
                end++;
            }
            append(blockAt, end - blockAt);
            boolean ended = end < blockEnd;
            blockAt = ended ? end + 1 : end;
            if (ended) {
                return true;
            }
        }
    }

    private void append(int from, int count) {
        if (length + (long) count > LONGEST_LINE) {
            tooLong = true;
            return;
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, (int) Math.min(LONGEST_LINE, Math.max(line.length * 2L, length + count)));
        }
        System.arraycopy(block, from, line, length, count);
        length += count;
    }

    /// Whether the line was longer than can be held; it is then cut.
    boolean tooLong() {
        return tooLong;
    }

    String text() {
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /// The number after `"type":` at the end of the line, or -1.
    int type() {
        return (int) number("\"type\":", Math.max(0, length - 40));
    }

    /// The number after `"source":{"id":` near the end of the line, or -1.
    long source() {
        return number("\"source\":{\"id\":", Math.max(0, length - 240));
    }

    char lastCharacter() {
        int end = length;
        while (end > 0 && line[end - 1] <= ' ') {
            end--;
        }
        return end == 0 ? 0 : (char) (line[end - 1] & 0xff);
    }

    char firstCharacter() {
        return length == 0 ? 0 : (char) (line[0] & 0xff);
    }

    private long number(String key, int from) {
        int at = length - key.length();
        while (at >= from && !matches(key, at)) {
            at--;
        }
        if (at < from) {
            return -1;
        }
        long number = 0;
        int digit = at + key.length();
        int end = Math.min(length, digit + 18);
        int first = digit;
        while (digit < end && line[digit] >= '0' && line[digit] <= '9') {
            number = number * 10 + (line[digit++] - '0');
        }
        return digit == first ? -1 : number;
    }

    private boolean matches(String key, int at) {
        for (int i = 0; i < key.length(); i++) {
            if (line[at + i] != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the list of events ends with this line: `…}],`.
    boolean endsList() {
        int end = length;
        while (end > 0 && (line[end - 1] <= ' ' || line[end - 1] == ',')) {
            end--;
        }
        return end > 0 && line[end - 1] == ']';
    }

    /// The part of the line that is one JSON value: without the comma or bracket after it.
    @Nullable
    String json() {
        String text = text().strip();
        if (text.endsWith(",")) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.endsWith("]")) {
            text = text.substring(0, text.length() - 1);
        }
        return text.startsWith("{") && text.endsWith("}") ? text : null;
    }
}
