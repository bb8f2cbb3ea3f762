package dev.earshot.investigate.log.format;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Puts each object of JSON on a line of its own, where files have them otherwise: elements of an array (what `gcloud
/// logging read --format=json` prints), an array under `records` (how Azure Monitor packs what it sends), or objects
/// over many lines. Line numbers are then the numbers of the records.
///  What stands beside the records in such a file is dropped, with one exception: whatever else is an element of the
/// array, or stands where an object should, is a line too, to be counted as unreadable. A file that ends in the
/// middle of a record ends in an unfinished line.
public final class JsonRecords extends FilterInputStream {
    private static final int LOOK = 512;
    private static final byte[] RECORDS = Bytes.of("\"records\"");

    /// What the record under way, or the next one, stands in.
    private Around around = Around.NOTHING;

    private boolean inRecord;
    private boolean inString;
    private boolean escaped;
    private boolean ended;
    /// Brackets that are open within the record, or beside the records.
    private int depth;

    private enum Around {
        NOTHING,
        ARRAY,
        /// An array under `records`.
        WRAPPED,
        /// The rest of the object that such an array stands in.
        WRAPPER
    }

    private JsonRecords(BufferedInputStream in) {
        super(in);
    }

    /// The same bytes where a file has a record a line, or is no JSON; else its records, a line each.
    ///
    /// @param in decompressed
    public static InputStream lines(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(LOOK);
        byte[] start = buffered.readNBytes(LOOK);
        buffered.reset();
        return isLines(start) ? buffered : new JsonRecords(buffered);
    }

    private static boolean isLines(byte[] start) {
        int at = skip(start, Bytes.afterBom(start, 0, start.length));
        if (at == start.length) {
            return true;
        }
        if (start[at] == '[') {
            int next = skip(start, at + 1);
            return next == start.length || (start[next] != '{' && start[next] != ']');
        }
        if (start[at] != '{') {
            return true;
        }
        int blank = at + 1;
        while (blank < start.length && (start[blank] == ' ' || start[blank] == '\t' || start[blank] == '\r')) {
            blank++;
        }
        return (blank == start.length || start[blank] != '\n') && !isWrapper(start, at);
    }

    /// Whether an object starts with an array of records.
    private static boolean isWrapper(byte[] bytes, int from) {
        int name = skip(bytes, from + 1);
        if (!Bytes.startsWith(bytes, name, bytes.length, RECORDS)) {
            return false;
        }
        int colon = skip(bytes, name + RECORDS.length);
        int open = skip(bytes, colon + 1);
        return open < bytes.length && bytes[colon] == ':' && bytes[open] == '[';
    }

    private static int skip(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
        return Math.min(at, bytes.length);
    }

    private static boolean isSpace(int value) {
        return value == ' ' || value == '\t' || value == '\r' || value == '\n';
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            ended = false;
            return '\n';
        }
        int kept = -1;
        while (kept < 0) {
            int value = in.read();
            if (value < 0) {
                return -1;
            }
            kept = inRecord ? inside(value) : outside(value);
        }
        return kept;
    }

    /// The byte of a record as it goes on, or -1 where it is dropped.
    private int inside(int value) {
        boolean bare = depth == 0 && !inString;
        if (bare && (isSpace(value) || value == ',')) {
            inRecord = false;
            return '\n';
        }
        if (bare && value == ']' && around != Around.NOTHING) {
            inRecord = false;
            leaveArray();
            return '\n';
        }
        boolean wasString = inString;
        follow(value);
        if (depth == 0 && !inString && (wasString || value == '}' || value == ']')) {
            inRecord = false;
            ended = true;
        }
        if (value == '\n' || value == '\r') {
            return wasString ? ' ' : -1;
        }
        return value;
    }

    /// Keeps count of brackets and quotes.
    private void follow(int value) {
        if (inString) {
            inString = escaped || value != '"';
            escaped = !escaped && value == '\\';
        } else if (value == '"') {
            inString = true;
        } else if (value == '{' || value == '[') {
            depth++;
        } else if ((value == '}' || value == ']') && depth > 0) {
            depth--;
        }
    }

    private int outside(int value) throws IOException {
        if (around == Around.WRAPPER) {
            follow(value);
            around = depth == 0 ? Around.NOTHING : Around.WRAPPER;
            return -1;
        }
        if (isSpace(value) || value == ',' || value == 0xef || value == 0xbb || value == 0xbf) {
            return -1;
        }
        if (around == Around.NOTHING && value == '[') {
            around = Around.ARRAY;
            return -1;
        }
        if (around == Around.NOTHING && value == '{' && wraps()) {
            int opening = in.read();
            while (opening >= 0 && opening != '[') {
                opening = in.read();
            }
            around = Around.WRAPPED;
            return -1;
        }
        if (around != Around.NOTHING && value == ']') {
            leaveArray();
            return -1;
        }
        inRecord = true;
        return inside(value);
    }

    private void leaveArray() {
        depth = around == Around.WRAPPED ? 1 : 0;
        around = around == Around.WRAPPED ? Around.WRAPPER : Around.NOTHING;
    }

    private boolean wraps() throws IOException {
        in.mark(LOOK);
        byte[] next = in.readNBytes(LOOK);
        in.reset();
        byte[] object = new byte[next.length + 1];
        object[0] = '{';
        System.arraycopy(next, 0, object, 1, next.length);
        return isWrapper(object, 0);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int value = read();
            if (value < 0) {
                return count == 0 ? -1 : count;
            }
            bytes[offset + count++] = (byte) value;
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
