package dev.earshot.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The named values of a query, a form or a batch of form lines, one layer deep: enough to recognise a tracker
/// by. Reading them for evidence is the decoder's work.
final class Fields {
    static final Fields NONE = new Fields();

    private static final Pattern PART = Pattern.compile(
            "(?i)content-disposition:[^\r\n]*?\\bname=\"([^\"]*)\"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]*)");
    private static final int MOST = 1_000;

    private final List<String> names = new ArrayList<>();
    /// As they stand in the text.
    private final List<String> values = new ArrayList<>();

    private Fields() {}

    static Fields of(String text) {
        if (text.isEmpty() || text.equals("?")) {
            return NONE;
        }
        Fields fields = new Fields();
        if (text.startsWith("--")) {
            Matcher part = PART.matcher(text);
            while (fields.names.size() < MOST && part.find()) {
                fields.names.add(part.group(1));
                fields.values.add(part.group(2));
            }
            return fields;
        }
        int begin = text.charAt(0) == '?' ? 1 : 0;
        while (begin < text.length() && fields.names.size() < MOST) {
            int end = end(text, begin);
            if (end > begin) {
                fields.add(text, begin, end);
            }
            begin = end + 1;
        }
        return fields;
    }

    private static int end(String text, int begin) {
        int end = begin;
        while (end < text.length() && !separates(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean separates(char c) {
        return c == '&' || c == '\r' || c == '\n';
    }

    private void add(String text, int begin, int end) {
        int equals = text.indexOf('=', begin, end);
        if (equals != begin) {
            names.add(unescape(text.substring(begin, equals < 0 ? end : equals)));
            values.add(equals < 0 ? "" : text.substring(equals + 1, end));
        }
    }

    /// The names, each as often as it occurs.
    List<String> names() {
        return names;
    }

    /// Whether a value of that name matches.
    boolean has(String name, TextPattern value) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name) && value.in(unescape(values.get(i)))) {
                return true;
            }
        }
        return false;
    }

    /// Percent escapes and plus signs undone once; a malformed escape stays as it is.
    static String unescape(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = new byte[bytes.length];
        int length = 0;
        for (int at = 0; at < bytes.length; at++) {
            int high = at + 2 < bytes.length && bytes[at] == '%' ? Character.digit(bytes[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[at + 2], 16);
            if (low >= 0) {
                plain[length++] = (byte) (high * 16 + low);
                at += 2;
            } else {
                plain[length++] = bytes[at] == '+' ? (byte) ' ' : bytes[at];
            }
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }
}
