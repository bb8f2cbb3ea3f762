package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// New Relic's browser agent: recordings as [RrwebFormat], and events in its own notation BEL, `bel.7;2,1,,5k,…`.
///
/// In BEL, nodes end with `;` and their fields with `,`. A string begins with an apostrophe, escapes `,`, `;` and `\`
/// with `\`, and is numbered; its number in base 36 repeats it. The numbers start anew with each interaction (1) and
/// the requests (2) inside it. Attributes (5 to 9) follow the node that they belong to.
///
/// Source: npm package `@newrelic/browser-agent` 1.322.0, `common/serialize/bel-serializer`,
/// `features/ajax/aggregate`, `features/soft_navigations/aggregate`, `features/page_view_timing/aggregate`, read
/// 2026-11-22.
final class NewRelicFormat implements VendorFormat {
    private static final VendorFormat RECORDING = new RrwebFormat();
    private static final Step.Decoded BEL = new Step.Decoded("bel");

    private static final String[] INTERACTION = {
        "",
        "attributes",
        "start",
        "end",
        "callbackEnd",
        "callbackDuration",
        "trigger",
        "initialUrl",
        "oldUrl",
        "newUrl",
        "name",
        "category"
    };
    private static final String[] AJAX = {
        "",
        "attributes",
        "start",
        "end",
        "callbackEnd",
        "callbackDuration",
        "method",
        "status",
        "domain",
        "path",
        "requestSize",
        "responseSize",
        "fetch",
        "node"
    };
    private static final String[] TIMING = {"", "name", "value"};

    /// The fields that hold strings, of an interaction; of a request, which has a status and sizes among them, fewer.
    private static final int FIRST_STRING = 6;

    private static final int STATUS = 7;
    private static final int LAST_STRING = 10;

    @Override
    public boolean openBody(Request request, Binary body, Opening into) {
        if (RECORDING.openBody(request, body, into)) {
            return true;
        }
        Optional<Text> text = Recording.text(body, into).filter(read -> read.value.startsWith("bel."));
        text.ifPresent(bel -> new Nodes(bel, into).read());
        return text.isPresent();
    }

    private static final class Nodes {
        private final Text text;
        private final String bel;
        private final Opening into;
        private final Place place;
        private final boolean interactions;
        private final List<String> strings = new ArrayList<>();
        private int node = -1;
        private Place parent;

        Nodes(Text text, Opening into) {
            this.text = text;
            this.bel = text.value;
            this.into = into;
            this.place = text.place.layer(BEL).member("bel");
            this.parent = place;
            this.interactions = bel.contains(";1,");
        }

        void read() {
            int at = end(0) + 1;
            while (at < bel.length() && !into.full()) {
                int end = end(at);
                if (end > at) {
                    node(at, end);
                }
                at = end + 1;
            }
            into.restOf(text);
        }

        /// Where the node ends that begins at `from`.
        private int end(int from) {
            int at = from;
            while (at < bel.length() && bel.charAt(at) != ';') {
                at += bel.charAt(at) == '\\' ? 2 : 1;
            }
            return Math.min(at, bel.length());
        }

        private void node(int from, int to) {
            List<int[]> fields = fields(from, to);
            String kind = bel.substring(fields.getFirst()[0], fields.getFirst()[1]);
            switch (kind) {
                case "1" -> named(fields, INTERACTION, "interaction", true);
                case "2" -> named(fields, AJAX, "ajax", interactions);
                case "e" -> named(fields, TIMING, "timing", false);
                case "5", "6", "7", "8", "9" -> attribute(fields);
                default -> into.leaf(text.part(parent.member("other"), from, to));
            }
        }

        private List<int[]> fields(int from, int to) {
            List<int[]> fields = new ArrayList<>();
            int begin = from;
            for (int at = from; at <= to; at++) {
                if (at == to || bel.charAt(at) == ',') {
                    fields.add(new int[] {begin, at});
                    begin = at + 1;
                } else if (bel.charAt(at) == '\\') {
                    at++;
                }
            }
            if (begin < to) {
                fields.add(new int[] {begin, to});
            }
            return fields;
        }

        private void named(List<int[]> fields, String[] names, String kind, boolean ownStrings) {
            node++;
            if (ownStrings) {
                strings.clear();
            }
            parent = place.item(node).member(kind);
            for (int i = 1; i < fields.size(); i++) {
                int[] field = fields.get(i);
                Place at = i < names.length ? parent.member(names[i]) : parent.item(i);
                field(field[0], field[1], at, isString(kind, i));
            }
        }

        /// Whether a field holds a string or the number of one.
        private static boolean isString(String kind, int position) {
            return switch (kind) {
                case "timing" -> position == 1;
                case "ajax" -> position >= FIRST_STRING && position < LAST_STRING && position != STATUS;
                default -> position >= FIRST_STRING && position <= LAST_STRING;
            };
        }

        /// @param string whether it is a string or the number of one
        private void field(int from, int to, Place at, boolean string) {
            int quote = bel.indexOf('\'', from, to);
            if (quote >= 0) {
                String value = unescaped(quote + 1, to);
                strings.add(value);
                into.open(text.token(at, quote + 1, to, value));
            } else if (string && from < to) {
                String repeated = repeated(from, to);
                into.open(text.token(at, from, to, repeated));
            } else if (from < to) {
                into.leaf(text.part(at, from, to));
            }
        }

        private void attribute(List<int[]> fields) {
            String name = fields.size() < 2 ? "" : string(fields.get(1));
            int[] key = fields.get(Math.min(1, fields.size() - 1));
            Place at = into.member(text, parent, '.', name, key[0], key[1]);
            if (fields.size() > 2) {
                int[] value = fields.get(2);
                field(value[0], value[1], at, bel.charAt(fields.getFirst()[0]) == '5');
            }
        }

        private String string(int[] field) {
            if (field[0] < field[1] && bel.charAt(field[0]) == '\'') {
                String value = unescaped(field[0] + 1, field[1]);
                strings.add(value);
                return value;
            }
            return repeated(field[0], field[1]);
        }

        /// The string with that number; the number itself when there is none.
        private String repeated(int from, int to) {
            String number = bel.substring(from, to);
            if (number.length() > 4 || number.isEmpty()) {
                return number;
            }
            int position = 0;
            for (int i = 0; i < number.length(); i++) {
                int digit = Character.digit(number.charAt(i), 36);
                if (digit < 0) {
                    return number;
                }
                position = position * 36 + digit;
            }
            return position < strings.size() ? strings.get(position) : number;
        }

        private String unescaped(int from, int to) {
            StringBuilder plain = new StringBuilder(to - from);
            for (int i = from; i < to; i++) {
                char c = bel.charAt(i);
                plain.append(c == '\\' && i + 1 < to ? bel.charAt(++i) : c);
            }
            return plain.toString();
        }
    }
}
