package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.util.Set;

/// A JSON object, array or string: as a body, in a parameter, or in another JSON's string. A document cut short
/// gives what it holds.
///
/// An array counts as a batch, whose positions number the events, when it is the whole document or has a name that
/// batches go by, and holds structures.
final class Json implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("json");

    /// Where GA4's measurement protocol, Adobe Edge, Amplitude and X (`events`, `e`), Segment and PostHog
    /// (`batch`), Mixpanel and Snowplow (`data`), Matomo (`requests`), and log collectors put their events.
    static final Set<String> BATCHES =
            Set.of("events", "event", "batch", "data", "requests", "req", "e", "logs", "hits", "records", "messages");

    @Override
    public int asks() {
        return Traits.BRACKET;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String json = text.value;
        int first = JsonText.space(json, 0);
        if (first == json.length()) {
            return false;
        }
        char c = json.charAt(first);
        if (c == '"') {
            return string(text, first, into);
        }
        if ((c != '{' && c != '[') || !fits(json, first)) {
            return false;
        }
        new Walk(text, into, first).value(text.place.layer(STEP));
        return true;
    }

    private static boolean string(Text text, int quote, Opening into) {
        String json = text.value;
        int end = JsonText.pastString(json, quote);
        if (end - quote < 3 || json.charAt(end - 1) != '"' || JsonText.space(json, end) != json.length()) {
            return false;
        }
        into.layer(text, STEP, JsonText.unescaped(json, quote + 1, end - 1));
        return true;
    }

    /// Whether a text is an object or an array, or the beginning of one.
    static boolean isStructure(String json) {
        int first = JsonText.space(json, 0);
        return first < json.length() && (json.charAt(first) == '{' || json.charAt(first) == '[') && fits(json, first);
    }

    private static boolean fits(String json, int first) {
        return switch (JsonText.fit(json, first)) {
            case WHOLE -> true;
            case CUT -> {
                int second = JsonText.space(json, first + 1);
                yield second < json.length() && "\"{[".indexOf(json.charAt(second)) >= 0;
            }
            case NO -> false;
        };
    }

    /// A walk over a document that [JsonText#fit] let pass; the end of the text ends everything that is open.
    private static final class Walk {
        private final Text text;
        private final String json;
        private final Opening into;
        private int at;

        Walk(Text text, Opening into, int at) {
            this.text = text;
            this.json = text.value;
            this.into = into;
            this.at = at;
        }

        void value(Place place) {
            at = JsonText.space(json, at);
            if (at >= json.length()) {
                return;
            }
            switch (json.charAt(at)) {
                case '{' -> object(place);
                case '[' -> array(place);
                case '"' -> string(place);
                default -> word(place);
            }
        }

        private void object(Place place) {
            if (!into.nests(text, place)) {
                skip();
                return;
            }
            at++;
            while (!ends('}')) {
                int quote = at;
                at = JsonText.pastString(json, quote);
                int nameEnd = closed(quote) ? at - 1 : at;
                String name = JsonText.unescaped(json, quote + 1, Math.max(quote + 1, nameEnd));
                Place member = into.member(text, place, '.', name, quote + 1, Math.max(quote + 1, nameEnd));
                at = Math.min(json.length(), JsonText.space(json, at) + 1);
                value(member);
            }
        }

        private void array(Place place) {
            if (!into.nests(text, place)) {
                skip();
                return;
            }
            at++;
            boolean batch = place.event() == -1 && holdsEvents(place);
            for (int position = 0; !ends(']'); position++) {
                value(batch ? place.eventItem(position) : place.item(position));
            }
        }

        private boolean holdsEvents(Place place) {
            int first = JsonText.space(json, at);
            boolean structures = first < json.length() && "{[".indexOf(json.charAt(first)) >= 0;
            boolean strings = first < json.length() && json.charAt(first) == '"';
            if (place.isTop()) {
                return structures;
            }
            return (structures || strings)
                    && !place.isItem()
                    && BATCHES.contains(place.key())
                    && (structures || place.key().equals("requests"));
        }

        /// Whether the structure ends here; if not, stands at its next member.
        private boolean ends(char close) {
            at = JsonText.space(json, at);
            if (at < json.length() && json.charAt(at) == ',') {
                at = JsonText.space(json, at + 1);
            }
            if (at >= json.length() || into.full()) {
                at = json.length();
                return true;
            }
            if (json.charAt(at) == close) {
                at++;
                return true;
            }
            return false;
        }

        private void string(Place place) {
            int quote = at;
            at = JsonText.pastString(json, quote);
            int begin = quote + 1;
            int end = Math.max(begin, closed(quote) ? at - 1 : at);
            if (json.indexOf('\\', begin, end) < 0) {
                into.open(text.part(place, begin, end));
            } else {
                into.open(text.token(place, begin, end, JsonText.unescaped(json, begin, end)));
            }
        }

        /// Whether the string that began at `quote` and ends at `at` has its closing quote.
        private boolean closed(int quote) {
            if (at < json.length()) {
                return true;
            }
            int backslashes = 0;
            while (at - 2 - backslashes > quote && json.charAt(at - 2 - backslashes) == '\\') {
                backslashes++;
            }
            return at - 1 > quote && json.charAt(at - 1) == '"' && backslashes % 2 == 0;
        }

        private void word(Place place) {
            int begin = at;
            at = Math.max(begin + 1, JsonText.pastWord(json, begin));
            if (!json.startsWith("null", begin)) {
                into.open(text.part(place, begin, at));
            }
        }

        private void skip() {
            int depth = 0;
            do {
                char c = json.charAt(at);
                if (c == '"') {
                    at = JsonText.pastString(json, at);
                } else {
                    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                    at++;
                }
            } while (depth > 0 && at < json.length());
        }
    }
}
