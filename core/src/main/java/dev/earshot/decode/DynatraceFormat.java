package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import dev.earshot.exchange.Request;
import java.util.Optional;

/// Dynatrace's beacon: `$name=value$name=value`, each value percent-encoded. `$a` lists what happened: actions between
/// commas, their fields between bars, with `^p` for a bar and `^s` for a semicolon in them.
///
/// Of an action's fields the third is its name (the text of what was clicked), the fourth its kind (`C` click,
/// `_load_`, `xhr`); of the rest, a short word is the key of the field behind it, such as `xu` for the address of a
/// request.
///
/// Source: beacons in public recordings of 2020 to 2024, read 2026-11-22; the vendor documents that the body is such
/// a text, not its grammar. That `^c` is a comma and `^^` a circumflex was not read.
final class DynatraceFormat implements VendorFormat {
    private static final Step.Decoded PERCENT = new Step.Decoded("percent");
    private static final Step.Decoded ACTIONS = new Step.Decoded("actions");
    private static final String[] FIELDS = {"depth", "id", "name", "kind"};

    @Override
    public boolean openBody(Request request, Binary body, Opening into) {
        Optional<Text> text = Utf8.text(body.bytes)
                .map(body::read)
                .filter(read -> read.value.startsWith("$") && read.value.indexOf('=') > 0);
        text.ifPresent(beacon -> beacon(beacon, into));
        return text.isPresent();
    }

    private static void beacon(Text text, Opening into) {
        String beacon = text.value;
        for (int begin = 1; begin < beacon.length() && !into.full(); ) {
            int next = beacon.indexOf('$', begin);
            int end = next < 0 ? beacon.length() : next;
            int equals = beacon.indexOf('=', begin, end);
            if (equals > 0) {
                String name = "$" + beacon.substring(begin, equals);
                Place place = into.member(text, text.place, '.', name, begin - 1, equals);
                if (name.equals("$a")) {
                    actions(text.part(place, equals + 1, end), into);
                } else {
                    into.open(text.part(place, equals + 1, end));
                }
            }
            begin = end + 1;
        }
        into.restOf(text);
    }

    private static void actions(Text value, Opening into) {
        String decoded = Percent.decoded(value.value);
        Text all = value.layer(PERCENT, decoded);
        Place place = all.place.layer(ACTIONS);
        int number = 0;
        for (int begin = 0; begin < decoded.length() && !into.full(); number++) {
            int comma = decoded.indexOf(',', begin);
            int end = comma < 0 ? decoded.length() : comma;
            action(all, begin, end, place.item(number), into);
            begin = end + 1;
        }
    }

    private static void action(Text all, int from, int to, Place place, Opening into) {
        String text = all.value;
        String key = "";
        int position = 0;
        for (int begin = from; begin <= to; position++) {
            int bar = text.indexOf('|', begin, to);
            int end = bar < 0 ? to : bar;
            if (position < FIELDS.length) {
                field(all, begin, end, place.member(FIELDS[position]), into);
            } else if (!key.isEmpty()) {
                field(all, begin, end, place.member(key), into);
                key = "";
            } else if (bar >= 0 && isKey(text, begin, end)) {
                key = text.substring(begin, end);
            } else {
                field(all, begin, end, place.item(position), into);
            }
            begin = end + 1;
        }
    }

    /// Two to seven letters, as `dn`, `xu` and `tvtrg` are.
    private static boolean isKey(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = (char) (text.charAt(i) | 0x20);
            if (c < 'a' || c > 'z') {
                return false;
            }
        }
        return to - from >= 2 && to - from <= 7;
    }

    private static void field(Text all, int from, int to, Place place, Opening into) {
        if (from < to) {
            into.open(all.token(place, from, to, unescaped(all.value.substring(from, to))));
        }
    }

    private static String unescaped(String field) {
        if (field.indexOf('^') < 0) {
            return field;
        }
        StringBuilder plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            char next = c == '^' && i + 1 < field.length() ? field.charAt(i + 1) : ' ';
            int sign = "psc^".indexOf(next);
            if (c == '^' && sign >= 0) {
                plain.append("|;,^".charAt(sign));
                i++;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
