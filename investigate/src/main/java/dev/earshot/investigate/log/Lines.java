package dev.earshot.investigate.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The lines of a stream of bytes, one after the other, without their LF or CRLF. A line longer than [#LONGEST] is
/// skipped to its end; no more than that is ever kept.
///
/// What ends without a line's end is a line too.
final class Lines {
    /// In bytes. Servers and load balancers cut their lines at a few kilobytes to 64 KiB.
    static final int LONGEST = 1 << 20;

    private static final int CHUNK = 1 << 18;

    private final Unpacked source;
    private byte[] bytes = new byte[CHUNK];
    private int next;
    private int filled;
    private boolean ended;
    private int from;
    private int to;
    private boolean tooLong;
    private boolean cut;

    Lines(Unpacked source) {
        this.source = source;
    }

    /// The line is `bytes()[from()..to())` until the next call.
    boolean next() throws IOException {
        int searched = next;
        tooLong = false;
        while (true) {
            int end = Scan.indexOf(bytes, searched, filled, (byte) '\n');
            if (end < filled) {
                from = next;
                to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
                next = end + 1;
                cut = false;
                return true;
            }
            if (ended) {
                from = next;
                to = filled;
                next = filled;
                cut = true;
                return from < to || tooLong;
            }
            if (filled - next > LONGEST) {
                tooLong = true;
            }
            if (tooLong) {
                next = filled;
            }
            searched = fill();
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /// Whether the line was longer than what is kept of it.
    boolean tooLong() {
        return tooLong;
    }

    /// Whether the line was ended by the end of the stream.
    boolean cut() {
        return cut;
    }

    /// The first lines, at most `count` of them and not more than fit, one at least, without going on.
    List<byte[]> first(int count) throws IOException {
        while (!ended
                && (filled < CHUNK
                        || (filled - next <= LONGEST && Scan.indexOf(bytes, next, filled, (byte) '\n') == filled))) {
            fill();
        }
        List<byte[]> lines = new ArrayList<>();
        for (int at = next; at < filled && lines.size() < count; ) {
            int end = Scan.indexOf(bytes, at, filled, (byte) '\n');
            if (end == filled && !ended) {
                break;
            }
            lines.add(Arrays.copyOfRange(bytes, at, end > at && bytes[end - 1] == '\r' ? end - 1 : end));
            at = end + 1;
        }
        return lines;
    }

    /// Passes over the first bytes where they are these.
    boolean skip(int... start) throws IOException {
        while (!ended && filled - next < start.length) {
            fill();
        }
        if (filled - next < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[next + i] & 0xff) != start[i]) {
                return false;
            }
        }
        next += start.length;
        return true;
    }

    /// Reads more behind what is left, and gives where that starts.
    private int fill() throws IOException {
        int left = filled - next;
        if (next > 0) {
            System.arraycopy(bytes, next, bytes, 0, left);
            next = 0;
            filled = left;
        }
        if (filled == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int read = source.read(bytes, filled, bytes.length);
        if (read < 0) {
            ended = true;
        } else {
            filled += read;
        }
        return left;
    }
}
