package dev.earshot.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The named values of a query, a form or a batch of form lines, one layer deep: enough to recognise a tracker
/// by. Reading them for evidence is the decoder's work.
final class Fields {
    private static final Pattern SEPARATOR = Pattern.compile("[&\r\n]+");
    private static final Pattern PART = Pattern.compile(
            "(?i)content-disposition:[^\r\n]*?\\bname=\"([^\"]*)\"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]*)");
    private static final int MOST = 1_000;

    private final Map<String, List<String>> values = new HashMap<>();

    private Fields() {}

    static Fields of(String text) {
        Fields fields = new Fields();
        if (text.startsWith("--")) {
            Matcher part = PART.matcher(text);
            while (fields.values.size() < MOST && part.find()) {
                fields.add(part.group(1), part.group(2));
            }
            return fields;
        }
        for (String pair : SEPARATOR.split(text.startsWith("?") ? text.substring(1) : text, MOST)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.add(unescape(pair.substring(0, equals)), unescape(pair.substring(equals + 1)));
            } else if (!pair.isEmpty()) {
                fields.add(unescape(pair), "");
            }
        }
        return fields;
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }

    /// Whether a value of that name matches.
    boolean has(String name, Pattern value) {
        return values.getOrDefault(name, List.of()).stream()
                .anyMatch(found -> value.matcher(found).find());
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
