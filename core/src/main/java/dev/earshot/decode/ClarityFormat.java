package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Microsoft Clarity: `{"e": envelope, "a": [events], "p": [events]}`, where an event is an array that begins with a
/// time and the number of its kind, and the meaning of the rest follows from the kind.
///
/// Each value gets its kind and its name in the path: `a[3].input.value`, `a[5].dimension.pageTitle[0]`,
/// `p[0].page.text`. The envelope keeps its positions.
///
/// Source: npm package clarity-js 0.8.70, `src/data/encode.ts`, `src/interaction/encode.ts`, `src/layout/encode.ts`,
/// `src/data/token.ts`, `src/core/scrub.ts` and `types/data.d.ts`, read 2026-11-22.
final class ClarityFormat implements VendorFormat {
    private static final int METRIC = 0;
    private static final int DIMENSION = 1;
    private static final int DISCOVER = 5;
    private static final int MUTATION = 6;
    private static final int CUSTOM = 24;
    private static final int INPUT = 27;
    private static final int VARIABLE = 34;
    private static final int CHANGE = 42;
    private static final int STYLES_ADOPTED = 45;
    private static final int STYLES = 46;

    /// The members of an event of each kind, from the third on; none where it only counts and measures.
    private static final Map<Integer, Kind> KINDS = Map.ofEntries(
            Map.entry(2, new Kind("upload", "sequence", "attempts", "status")),
            Map.entry(4, new Kind("baseline")),
            Map.entry(7, new Kind("region", "id", "interaction", "visibility", "name")),
            Map.entry(8, new Kind("document", "width", "height")),
            Map.entry(9, Kind.click("click")),
            Map.entry(10, new Kind("scroll")),
            Map.entry(11, new Kind("resize")),
            Map.entry(12, new Kind("pointer")),
            Map.entry(13, new Kind("pointer")),
            Map.entry(14, new Kind("pointer")),
            Map.entry(15, new Kind("pointer")),
            Map.entry(16, new Kind("pointer")),
            Map.entry(17, new Kind("pointer")),
            Map.entry(18, new Kind("pointer")),
            Map.entry(19, new Kind("pointer")),
            Map.entry(20, new Kind("pointer")),
            Map.entry(21, new Kind("selection")),
            Map.entry(22, new Kind("timeline")),
            Map.entry(25, new Kind("ping")),
            Map.entry(26, new Kind("unload", "name")),
            Map.entry(INPUT, new Kind("input", "target", "value", "trusted")),
            Map.entry(28, new Kind("visibility", "visible")),
            Map.entry(29, new Kind("navigation")),
            Map.entry(31, new Kind("error", "message", "line", "column", "stack", "source")),
            Map.entry(33, new Kind("log", "code", "name", "message", "stack", "severity")),
            Map.entry(36, new Kind("summary")),
            Map.entry(38, new Kind("clipboard", "target", "action")),
            Map.entry(39, new Kind("submit", "target")),
            Map.entry(40, new Kind("extract", new String[0])),
            Map.entry(41, new Kind("fraud", "id", "target", "checksum")),
            Map.entry(CHANGE, new Kind("change", "target", "type", "value", "checksum")),
            Map.entry(44, new Kind("animation")),
            Map.entry(47, new Kind("consent", "source", "ads", "analytics")),
            Map.entry(48, Kind.click("contextMenu")),
            Map.entry(50, new Kind("focus", "focused")),
            Map.entry(51, new Kind("customElement", "name")),
            Map.entry(53, new Kind("pointer")));

    private static final String[] DIMENSIONS = {
        "userAgent",
        "url",
        "referrer",
        "pageTitle",
        "networkHosts",
        "schemaType",
        "productBrand",
        "productAvailability",
        "authorName",
        "language",
        "productName",
        "productCategory",
        "productSku",
        "productCurrency",
        "productCondition",
        "tabId",
        "pageLanguage",
        "documentDirection",
        "headline",
        "metaType",
        "metaTitle",
        "generator",
        "platform",
        "platformVersion",
        "brand",
        "model",
        "devicePixelRatio",
        "connectionType",
        "dob",
        "cookieVersion",
        "deviceFamily",
        "initialScrollTop",
        "initialScrollBottom",
        "ancestorOrigins",
        "timezone",
        "timezoneOffset",
        "consent",
        "interactionNextPaint",
        "globalPrivacyControl"
    };

    /// @param members none when the event is one leaf as it stands
    private record Kind(String name, String... members) {
        static Kind click(String name) {
            return new Kind(
                    name,
                    "target",
                    "x",
                    "y",
                    "elementX",
                    "elementY",
                    "button",
                    "reaction",
                    "context",
                    "text",
                    "link",
                    "hash",
                    "trusted",
                    "wholeText",
                    "width",
                    "height",
                    "tag",
                    "class",
                    "id",
                    "source");
        }
    }

    @Override
    public boolean openBody(Request request, Binary body, Opening into) {
        Optional<Text> text = Recording.text(body, into);
        if (text.isEmpty() || !isPayload(text.get().value)) {
            return false;
        }
        Place payload = text.get().place.layer(Recording.JSON);
        JsonCursor cursor = new JsonCursor(text.get().value, 0);
        cursor.enter('{');
        while (cursor.more('}') && !into.full()) {
            String name = cursor.name();
            Place member = into.member(text.get(), payload, '.', name, 0, 0);
            if ((name.equals("a") || name.equals("p")) && cursor.enter('[')) {
                for (int position = 0; cursor.more(']') && !into.full(); position++) {
                    event(JsonPart.next(text.get(), cursor), member.item(position), into);
                }
            } else {
                JsonPart.next(text.get(), cursor).open(member, into);
            }
        }
        into.restOf(text.get());
        return true;
    }

    private static boolean isPayload(String json) {
        JsonCursor cursor = new JsonCursor(json, 0);
        return cursor.enter('{')
                && cursor.more('}')
                && cursor.name().equals("e")
                && cursor.enter('[')
                && cursor.more(']');
    }

    private static void event(JsonPart event, Place place, Opening into) {
        List<JsonPart> tokens = new ArrayList<>();
        JsonCursor cursor = new JsonCursor(event.text().value, event.from());
        if (cursor.enter('[')) {
            while (cursor.at() < event.to() && cursor.more(']')) {
                tokens.add(JsonPart.next(event.text(), cursor));
            }
        }
        if (tokens.size() < 2) {
            event.open(place, into);
            return;
        }
        int kind = tokens.get(1).number();
        switch (kind) {
            case METRIC -> into.leaf(event.at(place.member("metric")));
            case DIMENSION, VARIABLE -> pairs(kind, tokens, place, into);
            case DISCOVER, MUTATION -> new Nodes(tokens, new RecordedPage(event, place, into)).read();
            case CUSTOM -> custom(tokens, place.member("custom"), into);
            case STYLES, STYLES_ADOPTED ->
                tokens.getLast().open(place.member("page").member("styles"), into);
            default -> {
                Kind known = KINDS.get(kind);
                if (known == null) {
                    event.open(place, into);
                } else if (known.members.length == 0) {
                    into.leaf(event.at(place.member(known.name)));
                } else {
                    members(kind, known, tokens, place.member(known.name), into);
                }
            }
        }
    }

    /// A key, then its values in an array, and so on: numbers of dimensions, or names given to `clarity("set")`.
    private static void pairs(int kind, List<JsonPart> tokens, Place place, Opening into) {
        Place all = place.member(kind == DIMENSION ? "dimension" : "variable");
        for (int i = 2; i + 1 < tokens.size(); i += 2) {
            JsonPart key = tokens.get(i);
            int number = key.number();
            boolean known = kind == DIMENSION && number >= 0 && number < DIMENSIONS.length;
            String name = known ? DIMENSIONS[number] : key.string();
            int from = key.isString() ? key.from() + 1 : key.from();
            Place member = into.member(key.text(), all, '.', name, from, Math.max(from, key.to() - 1));
            tokens.get(i + 1).open(member, into);
        }
    }

    /// With one member, that is the event's name.
    private static void custom(List<JsonPart> tokens, Place place, Opening into) {
        for (int i = 2; i < tokens.size(); i++) {
            tokens.get(i).open(i == 2 ? place.member("name") : place.member("value"), into);
        }
    }

    private static void members(int kind, Kind known, List<JsonPart> tokens, Place place, Opening into) {
        for (int i = 2; i < tokens.size(); i++) {
            JsonPart token = tokens.get(i);
            String name = i - 2 < known.members.length ? known.members[i - 2] : "";
            boolean typed = (kind == INPUT || kind == CHANGE) && name.equals("value");
            if (typed && Masked.is(token.string())) {
                name = "masked";
            }
            token.open(name.isEmpty() ? place.item(i) : place.member(name), into);
        }
    }

    /// The nodes of a page in one event: after the time and the kind, for each node its number (negative when its text
    /// is only a length), its parent's, the one before it, its tag, its size as `#w.h`, its attributes as `name=value`,
    /// and its text. An array stands for the tokens at those positions, which were said before.
    private static final class Nodes {
        private static final String TEXT_TAG = "*T";

        private final List<JsonPart> tokens;
        private final RecordedPage page;
        private String tag = "";
        private boolean tagged;
        private boolean shortened;

        Nodes(List<JsonPart> tokens, RecordedPage page) {
            this.tokens = tokens;
            this.page = page;
        }

        void read() {
            boolean number = false;
            for (int i = 2; i < tokens.size(); i++) {
                JsonPart token = tokens.get(i);
                if (token.isNumber()) {
                    if (!number) {
                        tagged = false;
                        shortened = token.kind() == '-';
                    }
                    number = true;
                } else {
                    number = false;
                    if (token.kind() == '[') {
                        repeated(token);
                    } else {
                        part(token);
                    }
                }
            }
            page.tell();
        }

        private void repeated(JsonPart positions) {
            JsonCursor cursor = new JsonCursor(positions.text().value, positions.from());
            cursor.enter('[');
            while (cursor.more(']')) {
                int position = JsonPart.next(positions.text(), cursor).number();
                if (position >= 2
                        && position < tokens.size()
                        && tokens.get(position).isString()) {
                    part(tokens.get(position));
                }
            }
        }

        private void part(JsonPart token) {
            String value = token.string();
            if (!tagged) {
                tagged = true;
                tag = value;
                page.element(value);
                return;
            }
            if (tag.equals(TEXT_TAG)) {
                if (shortened) {
                    page.masked(value);
                } else {
                    page.text(token, value);
                }
                return;
            }
            int equals = value.indexOf('=');
            if (tag.equals("STYLE")) {
                page.style(value);
            } else if (equals > 0) {
                page.attribute(token, value.substring(0, equals), value.substring(equals + 1));
            } else if (!value.startsWith("#")) {
                page.text(token, value);
            }
        }
    }
}
