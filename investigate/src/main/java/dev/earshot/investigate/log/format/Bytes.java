package dev.earshot.investigate.log.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Looks at runs of bytes.
final class Bytes {
    static final byte[] SLASH = {'/'};
    static final byte[] PERCENT = of("%25");
    static final byte[] HTTP = of("http://");
    static final byte[] HTTPS = of("https://");
    static final byte[] WS = of("ws://");
    static final byte[] WSS = of("wss://");
    static final byte[] HTTP_VERSION = of("HTTP/");
    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static int indexOf(byte[] bytes, int from, int to, char wanted) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    static int lastIndexOf(byte[] bytes, int from, int to, char wanted) {
        for (int at = to - 1; at >= from; at--) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    static boolean equal(byte[] bytes, int from, int to, byte[] wanted) {
        return Arrays.equals(bytes, from, to, wanted, 0, wanted.length);
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] wanted) {
        return to - from >= wanted.length && equal(bytes, from, from + wanted.length, wanted);
    }

    /// @param wanted in lower case
    static boolean startsWithIgnoreCase(byte[] bytes, int from, int to, byte[] wanted) {
        if (to - from < wanted.length) {
            return false;
        }
        for (int at = 0; at < wanted.length; at++) {
            int value = bytes[from + at];
            if ((value >= 'A' && value <= 'Z' ? value + 32 : value) != wanted[at]) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(byte[] bytes, int from, int to, byte[] wanted) {
        for (int at = from; at + wanted.length <= to; at++) {
            if (bytes[at] == wanted[0] && startsWith(bytes, at, to, wanted)) {
                return true;
            }
        }
        return false;
    }

    /// The byte that two hexadecimal digits stand for; -1 where there are none.
    static int hex(byte[] bytes, int from, int to) {
        if (from + 2 > to) {
            return -1;
        }
        int high = Character.digit(bytes[from], 16);
        int low = Character.digit(bytes[from + 1], 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /// Where the text starts: after the mark of UTF-8, where a file starts with one.
    static int afterBom(byte[] bytes, int from, int to) {
        return startsWith(bytes, from, to, BOM) ? from + BOM.length : from;
    }

    /// Without the carriage return and blanks that a line may end in.
    static int trimEnd(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && (bytes[end - 1] == '\r' || bytes[end - 1] == ' ')) {
            end--;
        }
        return end;
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
