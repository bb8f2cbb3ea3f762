package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.util.ArrayDeque;
import java.util.Deque;

/// `name=value` pairs with a separator between them, wherever they stand: a query, a form, matrix parameters. Equal
/// names are all kept, in order.
///
/// A name that ends in a dot and has no value opens a group which the same name with the dot in front closes: Adobe
/// Analytics sends `c.&a.&activitymap.&link=Home&.activitymap&.a&.c` for `c.a.activitymap.link`.
///
/// Source: URL Standard section 5.1 (application/x-www-form-urlencoded); Adobe's list of query parameters
/// (experienceleague.adobe.com, read 2026-11-22).
///
/// @param separator `&` or `;`
/// @param mark how the names are joined to the path, as [Place#parameter]
record Pairs(char separator, char mark) {
    private static final int LONGEST_NAME = 256;
    private static final int DEEPEST_GROUP = 16;

    /// Opens the pairs of `text` from `from` to before `to`.
    void open(Text text, int from, int to, Place container, Opening into) {
        Deque<String> groups = new ArrayDeque<>(0);
        for (int begin = from; begin < to && !into.full(); ) {
            int end = end(text.value, begin, to);
            while (separator == ';' && begin < end && text.value.charAt(begin) == ' ') {
                begin++;
            }
            if (end > begin) {
                pair(text, begin, end, container, groups, into);
            }
            begin = end + 1;
        }
    }

    private void pair(Text text, int begin, int end, Place container, Deque<String> groups, Opening into) {
        int equals = text.value.indexOf('=', begin, end);
        int nameEnd = equals < 0 ? end : equals;
        if (nameEnd == begin || nameEnd - begin > LONGEST_NAME) {
            into.open(text.parameter(container.layer(Opening.NAME, '?'), begin, end));
            return;
        }
        String name = name(text.value.substring(begin, nameEnd));
        if (nameEnd == end || equals + 1 == end) {
            if (name.length() > 1 && name.endsWith(".") && groups.size() < DEEPEST_GROUP) {
                groups.addLast(name);
            } else if (!groups.isEmpty() && name.length() > 1 && name.startsWith(".")) {
                groups.removeLast();
            } else if (equals < 0) {
                into.open(text.parameter(container.layer(Opening.NAME, '?'), begin, end));
            }
            return;
        }
        String whole = groups.isEmpty() ? name : String.join("", groups) + name;
        Place place = into.member(text, container, mark, whole, begin, nameEnd);
        into.open(text.parameter(place, equals + 1, end));
    }

    private static String name(String raw) {
        String plain = raw.startsWith("amp;") ? raw.substring(4) : raw;
        return Percent.decoded(plain.indexOf('+') < 0 ? plain : plain.replace('+', ' '));
    }

    private int end(String text, int begin, int to) {
        int end = text.indexOf(separator, begin, to);
        return end < 0 ? to : end;
    }

    /// Whether the text from `from` to before `to` reads as pairs: every name is one that programs use, most have a
    /// value, and a lone pair is no sentence with an equals sign in it.
    boolean fit(String text, int from, int to) {
        int pairs = 0;
        int flags = 0;
        boolean meant = false;
        for (int begin = from; begin < to; ) {
            int end = end(text, begin, to);
            while (separator == ';' && begin < end && text.charAt(begin) == ' ') {
                begin++;
            }
            if (end > begin) {
                int equals = text.indexOf('=', begin, end);
                if (!isName(text, begin, equals < 0 ? end : equals)) {
                    return false;
                }
                if (equals < 0) {
                    flags++;
                } else {
                    pairs++;
                    meant |= equals + 1 < end && text.charAt(equals + 1) != '=';
                }
            }
            begin = end + 1;
        }
        boolean alone = pairs == 1 && flags == 0;
        return meant && flags <= pairs && !(alone && hasSpace(text, from, to));
    }

    private static boolean isName(String text, int from, int to) {
        if (to == from || to - from > LONGEST_NAME) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && "_-.[]$~%:@;!*".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasSpace(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) <= ' ') {
                return true;
            }
        }
        return false;
    }
}
