package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Reads heads of HTTP/1 messages, strictly: lines end with CR LF, names are tokens that a colon follows at once, no line
/// is folded, no control character anywhere (RFC 9112 §2.2, §3, §5; RFC 9110 §5.5). One for each connection.
final class HeadReader {
    private static final boolean[] TOKEN = token();

    private final int maxBytes;
    private final int maxFields;
    private byte[] bytes = new byte[2048];
    /// How many of the bytes that wait were searched for the end already.
    private int searched;
    private int lineStart;

    /// @param maxBytes of start line and fields together
    HeadReader(int maxBytes, int maxFields) {
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
    }

    /// Reads a request's head; false where its end has not come yet.
    ///
    /// @throws Malformed where it is none
    boolean request(ByteBuf in, Head head) {
        int length = whole(in, true);
        if (length < 0) {
            return false;
        }
        int lineEnd = line(0, length);
        int methodEnd = 0;
        while (methodEnd < lineEnd && TOKEN[bytes[methodEnd] & 0xff]) {
            methodEnd++;
        }
        if (methodEnd == 0 || methodEnd > 32 || methodEnd >= lineEnd || bytes[methodEnd] != ' ') {
            throw new Malformed(400, "request line");
        }
        int targetEnd = methodEnd + 1;
        while (targetEnd < lineEnd && bytes[targetEnd] != ' ') {
            int b = bytes[targetEnd];
            if ((b >= 0 && b <= 32) || b == 127 || b == '#') {
                throw new Malformed(400, "request target");
            }
            targetEnd++;
        }
        if (targetEnd == methodEnd + 1) {
            throw new Malformed(400, "request target");
        }
        int version = targetEnd + 1;
        if (lineEnd - version != 8 || !startsWith(version, "HTTP/")) {
            throw new Malformed(400, "request line");
        }
        if (bytes[version + 5] != '1'
                || bytes[version + 6] != '.'
                || bytes[version + 7] < '0'
                || bytes[version + 7] > '9') {
            throw new Malformed(505, "version");
        }
        head.clear();
        head.minor = bytes[version + 7] == '0' ? 0 : 1;
        head.method = method(methodEnd);
        head.target = new String(bytes, methodEnd + 1, targetEnd - methodEnd - 1, StandardCharsets.ISO_8859_1);
        fields(lineEnd + 2, length, head.fields, 431);
        return true;
    }

    /// Reads an answer's head; false where its end has not come yet.
    ///
    /// @throws Malformed where it is none
    boolean answer(ByteBuf in, Head head) {
        int length = whole(in, false);
        if (length < 0) {
            return false;
        }
        int lineEnd = line(0, length);
        if (lineEnd < 12 || !startsWith(0, "HTTP/1.") || bytes[8] != ' ' || (lineEnd > 12 && bytes[12] != ' ')) {
            throw new Malformed(502, "status line");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw new Malformed(502, "status line");
            }
            status = status * 10 + bytes[i] - '0';
        }
        if (status < 100) {
            throw new Malformed(502, "status line");
        }
        for (int i = 12; i < lineEnd; i++) {
            if (isControl(bytes[i])) {
                throw new Malformed(502, "status line");
            }
        }
        head.clear();
        head.minor = bytes[7] == '0' ? 0 : 1;
        head.status = status;
        head.reason = lineEnd <= 13 ? "" : new String(bytes, 13, lineEnd - 13, StandardCharsets.ISO_8859_1);
        fields(lineEnd + 2, length, head.fields, 502);
        return true;
    }

    /// Reads fields alone, as of trailers; false where their end has not come yet.
    boolean trailers(ByteBuf in, Fields fields) {
        int length = whole(in, false);
        if (length < 0) {
            return false;
        }
        fields.clear();
        fields(0, length, fields, 400);
        return true;
    }

    /// The length of what stands in `bytes`, its empty line included, or -1.
    private int whole(ByteBuf in, boolean skipEmptyLine) {
        if (skipEmptyLine && searched == 0) {
            // RFC 9112 §2.2: at least one empty line before a request line is to be ignored.
            if (in.readableBytes() >= 2 && in.getShort(in.readerIndex()) == 0x0d0a) {
                in.skipBytes(2);
            } else if (in.readableBytes() == 1 && in.getByte(in.readerIndex()) == '\r') {
                return -1;
            }
        }
        int start = in.readerIndex();
        int readable = in.readableBytes();
        while (true) {
            int lf = in.indexOf(start + searched, in.writerIndex(), (byte) '\n');
            if (lf < 0) {
                searched = readable;
                if (readable > maxBytes) {
                    throw new Malformed(431, "head too long");
                }
                return -1;
            }
            int lineLength = lf - start - lineStart;
            searched = lf - start + 1;
            if (searched > maxBytes) {
                throw new Malformed(431, "head too long");
            }
            boolean empty = lineLength == 0 || (lineLength == 1 && in.getByte(lf - 1) == '\r');
            lineStart = searched;
            if (empty) {
                int length = searched;
                searched = 0;
                lineStart = 0;
                if (bytes.length < length) {
                    bytes = new byte[Math.max(length, bytes.length * 2)];
                }
                in.readBytes(bytes, 0, length);
                return length;
            }
        }
    }

    private void fields(int from, int length, Fields fields, int tooMany) {
        int start = from;
        int count = 0;
        while (start < length) {
            int colon = start;
            while (TOKEN[bytes[colon] & 0xff]) {
                colon++;
            }
            if (colon == start) {
                // The last line is empty; a line that starts with a space would be a folded one.
                if (bytes[start] == '\r' && start + 2 == length && bytes[start + 1] == '\n') {
                    return;
                }
                throw new Malformed(400, "field name");
            }
            if (bytes[colon] != ':') {
                throw new Malformed(400, "field name");
            }
            int end = colon + 1;
            while (!isControl(bytes[end])) {
                end++;
            }
            if (bytes[end] != '\r' || bytes[end + 1] != '\n') {
                throw new Malformed(400, "field value");
            }
            int valueStart = colon + 1;
            int valueEnd = end;
            while (valueStart < valueEnd && isBlank(bytes[valueStart])) {
                valueStart++;
            }
            while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) {
                valueEnd--;
            }
            if (++count > maxFields) {
                throw new Malformed(tooMany, "too many fields");
            }
            fields.take(bytes, start, colon, valueStart, valueEnd, end + 2);
            start = end + 2;
        }
        throw new Malformed(400, "head");
    }

    /// Where the line's CR LF stands.
    private int line(int from, int length) {
        for (int i = from; i < length - 1; i++) {
            if (isControl(bytes[i])) {
                if (bytes[i] == '\r' && bytes[i + 1] == '\n' && i > from) {
                    return i;
                }
                break;
            }
        }
        throw new Malformed(400, "start line");
    }

    private boolean startsWith(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String method(int end) {
        if (end == 3 && startsWith(0, "GET")) {
            return "GET";
        }
        if (end == 4 && startsWith(0, "POST")) {
            return "POST";
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < 32 && b != '\t') || b == 127;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean[] token() {
        boolean[] token = new boolean[256];
        for (char c = '0'; c <= '9'; c++) {
            token[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            token[c] = true;
            token[c - 32] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            token[c] = true;
        }
        return token;
    }
}
