package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A multipart body: its fields, and its files with their names. It is known by its first line, the boundary, so
/// that a recording without the Content-Type header is read too.
///
/// Source: RFC 7578; RFC 2046 section 5.1.1.
final class Multipart implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("multipart");
    private static final Step.Decoded BASE64 = new Step.Decoded("base64");
    private static final int LONGEST_BOUNDARY = 200;
    private static final int LONGEST_HEAD = 4096;
    private static final Pattern NAME = parameter("name");
    private static final Pattern FILE_NAME = parameter("filename");

    private static Pattern parameter(String name) {
        return Pattern.compile("(?i)[;\\s]" + name + "=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s]*+))");
    }

    @Override
    public boolean open(Binary binary, Opening into) {
        byte[] bytes = binary.bytes;
        if (bytes.length < 4 || bytes[0] != '-' || bytes[1] != '-') {
            return false;
        }
        int lineEnd = find(bytes, new byte[] {'\r', '\n'}, 0, Math.min(bytes.length, LONGEST_BOUNDARY));
        if (lineEnd < 3 || !head(bytes, lineEnd + 2).toLowerCase(Locale.ROOT).contains("content-disposition:")) {
            return false;
        }
        byte[] delimiter = new byte[lineEnd + 2];
        delimiter[0] = '\r';
        delimiter[1] = '\n';
        System.arraycopy(bytes, 0, delimiter, 2, lineEnd);
        Place parts = binary.place.layer(STEP);
        int begin = lineEnd + 2;
        while (begin < bytes.length && !into.full()) {
            int end = find(bytes, delimiter, begin - 2, bytes.length);
            part(binary, begin, end < 0 ? bytes.length : Math.max(begin, end), parts, into);
            int next = end < 0 ? bytes.length : end + delimiter.length;
            if (next + 1 >= bytes.length || (bytes[next] == '-' && bytes[next + 1] == '-')) {
                break;
            }
            begin = next + 2;
        }
        return true;
    }

    private static void part(Binary binary, int begin, int end, Place parts, Opening into) {
        String head = head(binary.bytes, begin);
        int content = Math.min(end, begin + head.length() + 4);
        Matcher name = NAME.matcher(head);
        Place place = parts.member(name.find() ? utf8(value(name)) : "");
        Matcher fileName = FILE_NAME.matcher(head);
        boolean file = fileName.find();
        if (file) {
            int group = fileName.group(1) != null ? 1 : 2;
            int at = begin + fileName.start(group);
            Place named = place.parameter(';', "filename");
            into.open(binary.part(named, at, begin + fileName.end(group), false));
        }
        if (content < end) {
            Binary value = binary.part(place, content, end, file);
            if (!isBase64(head) || !openBase64(value, into)) {
                into.openOrMiss(value);
            }
        }
    }

    /// Source: RFC 2045 section 6.8. RFC 7578 deprecates it for forms; libraries for e-mail write it all the same.
    private static boolean isBase64(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int encoding = lower.indexOf("content-transfer-encoding:");
        return encoding >= 0 && lower.startsWith("base64", lower.indexOf(':', encoding) + 1 + spaces(lower, encoding));
    }

    private static int spaces(String head, int from) {
        int begin = head.indexOf(':', from) + 1;
        int at = begin;
        while (at < head.length() && head.charAt(at) == ' ') {
            at++;
        }
        return at - begin;
    }

    private static boolean openBase64(Binary value, Opening into) {
        byte[] bytes = Base64.decoded(new String(value.bytes, StandardCharsets.ISO_8859_1), into.growth());
        if (bytes.length == 0) {
            return false;
        }
        into.grew(bytes.length);
        into.openOrMiss(value.layer(BASE64, bytes));
        return true;
    }

    private static String value(Matcher parameter) {
        return parameter.group(1) != null ? parameter.group(1) : parameter.group(2);
    }

    private static String utf8(String oneByteEach) {
        return new String(oneByteEach.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /// The header lines from `from` on, one byte a character; empty when they do not end.
    private static String head(byte[] bytes, int from) {
        byte[] blank = {'\r', '\n', '\r', '\n'};
        int end = find(bytes, blank, from, Math.min(bytes.length, from + LONGEST_HEAD));
        return end < 0 ? "" : new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private static int find(byte[] bytes, byte[] sought, int from, int to) {
        for (int i = Math.max(0, from); i + sought.length <= to; i++) {
            int k = 0;
            while (k < sought.length && bytes[i + k] == sought[k]) {
                k++;
            }
            if (k == sought.length) {
                return i;
            }
        }
        return -1;
    }
}
