package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// The events of rrweb, the recorder inside most session replays, wherever in a JSON document their list stands.
///
/// Each event keeps its position and gets a name for what it is: `[0].meta.href`, `events[3].input.text`,
/// `[2].page.text`. What identifies comes first: the page's address, what was typed, custom events; then the page's
/// content; then moves. Of a field that is typed into, the text is told whenever it does not merely continue in the
/// next event.
///
/// An event may be packed into a string (`@rrweb/packer`: zlib, one byte a character), as may its members (PostHog's
/// `"cv": "2024-10"`: gzip, one byte a character).
///
/// Source: npm packages rrweb 2.2.2 and `@rrweb/types` (the numbers of types and sources), `@rrweb/packer` 2.2.2,
/// posthog-js 1.449.2, `@datadog/browser-rum` 7.16.2 (`types/sessionReplayConstants`: records, changes and roles of
/// strings), read 2026-11-22; and recordings made with them.
final class Rrweb implements TextCodec {
    private static final String LIST = "[{\"type\":";
    private static final String DATA_LIST = "[{\"data\":";
    private static final String QUOTED_LIST = "[\"{\\\"type\\\":";
    private static final String PACKED_LIST = "[\"x";
    private static final String EVENT = "{\"type\":";
    private static final String STYLE_FOLLOWS = ",\"isStyle\":true";
    private static final int SHORTEST = 40;

    /// Structures around the list of events; PostHog has three.
    private static final int DEEPEST = 6;

    private static final int FULL_SNAPSHOT = 2;
    private static final int INCREMENTAL = 3;
    private static final int META = 4;
    private static final int CUSTOM = 5;
    private static final int PLUGIN = 6;
    private static final int CHANGE = 12;
    private static final int ADD_STRINGS = 0;
    private static final int ADD_STRINGS_BY_ROLE = 11;
    private static final int INPUT_VALUE = 12;
    private static final int TYPED = 5;
    private static final int MUTATION = 0;
    private static final int INPUT = 5;

    @Override
    public int asks() {
        return Traits.BRACKET;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String json = text.value;
        if (json.length() < SHORTEST) {
            return false;
        }
        int begin = JsonText.space(json, 0);
        char first = begin < json.length() ? json.charAt(begin) : ' ';
        if (first == '{' && json.startsWith(EVENT) && new Walk(text, into).isEvent(all(text))) {
            new Walk(text, into).events(List.of(all(text)), text.place.layer(Recording.JSON), false);
            return true;
        }
        if ((first != '{' && first != '[') || listIn(json, 0, json.length()) < 0) {
            return false;
        }
        return new Walk(text, into).open();
    }

    private static JsonPart all(Text text) {
        return new JsonPart(text, JsonText.space(text.value, 0), text.value.length());
    }

    /// Where a list that may be one of events begins, from `from` to before `to`; -1 when there is none.
    private static int listIn(String json, int from, int to) {
        for (int at = json.indexOf(LIST, from, to); at >= 0; at = json.indexOf(LIST, at + 1, to)) {
            int digit = JsonText.space(json, at + LIST.length());
            if (digit < to && json.charAt(digit) >= '0' && json.charAt(digit) <= '9') {
                return at;
            }
        }
        for (String list : List.of(DATA_LIST, QUOTED_LIST)) {
            int at = json.indexOf(list, from, to);
            if (at >= 0) {
                return at;
            }
        }
        for (int at = json.indexOf(PACKED_LIST, from, to); at >= 0; at = json.indexOf(PACKED_LIST, at + 1, to)) {
            int second = at + PACKED_LIST.length();
            if (second < to
                    && (json.charAt(second) == '\\' || json.charAt(second) >= 0x80 || json.charAt(second) < 0x20)) {
                return at;
            }
        }
        return -1;
    }

    /// One event: where it stands, what it is and what it holds.
    ///
    /// @param place which number it has in the list
    /// @param source of an incremental event; -1 for others
    /// @param data an object, an array of Datadog's changes, or a string that nothing could be made of
    private record Event(JsonPart whole, Place place, int type, int source, JsonPart data) {
        /// What is told first.
        int rank() {
            if (type == FULL_SNAPSHOT || type == CHANGE) {
                return 1;
            }
            if (type != INCREMENTAL) {
                return 0;
            }
            return switch (source) {
                case INPUT -> 0;
                case 1, 2, 3, 4, 6, 7, 12, 14 -> 2;
                default -> 1;
            };
        }
    }

    private static final class Walk {
        private final Text text;
        private final Opening into;
        private int room = Recording.LARGEST;

        Walk(Text text, Opening into) {
            this.text = text;
            this.into = into;
        }

        /// Tells what the document holds if a list of events is in it; otherwise tells nothing.
        boolean open() {
            if (!holdsEvents(all(text), 0)) {
                return false;
            }
            value(all(text), text.place.layer(Recording.JSON), 0);
            return true;
        }

        /// Whether a list of events stands where [#value] would find it.
        private boolean holdsEvents(JsonPart part, int depth) {
            String json = part.text().value;
            if (depth > DEEPEST || listIn(json, part.from(), part.to()) < 0) {
                return false;
            }
            JsonCursor cursor = new JsonCursor(json, part.from());
            boolean object = cursor.enter('{');
            if (!object && !cursor.enter('[')) {
                return false;
            }
            if (!object && isList(part)) {
                return true;
            }
            while (cursor.more(object ? '}' : ']')) {
                if (object) {
                    cursor.name();
                }
                JsonPart member = JsonPart.next(part.text(), cursor);
                if (member.kind() != '"' && holdsEvents(member, depth + 1)) {
                    return true;
                }
            }
            return false;
        }

        private void value(JsonPart part, Place place, int depth) {
            String json = part.text().value;
            boolean structure = part.kind() == '{' || part.kind() == '[';
            if (into.full()) {
                return;
            }
            if (!structure || depth > DEEPEST || listIn(json, part.from(), part.to()) < 0) {
                part.open(place, into);
                return;
            }
            JsonCursor cursor = new JsonCursor(json, part.from());
            if (part.kind() == '[' && isList(part)) {
                List<JsonPart> events = new ArrayList<>();
                cursor.enter('[');
                while (cursor.more(']')) {
                    events.add(JsonPart.next(part.text(), cursor));
                }
                events(events, place, true);
            } else if (cursor.enter('{')) {
                while (cursor.more('}')) {
                    int quote = cursor.at();
                    String name = cursor.name();
                    Place member = into.member(part.text(), place, '.', name, quote + 1, quote + 1);
                    value(JsonPart.next(part.text(), cursor), member, depth + 1);
                }
            } else if (cursor.enter('[')) {
                for (int position = 0; cursor.more(']'); position++) {
                    Place item = place.isTop() ? place.eventItem(position) : place.item(position);
                    value(JsonPart.next(part.text(), cursor), item, depth + 1);
                }
            }
        }

        /// Whether an array begins with an event.
        private boolean isList(JsonPart array) {
            JsonCursor cursor = new JsonCursor(array.text().value, array.from());
            return cursor.enter('[')
                    && cursor.more(']')
                    && unwrapped(JsonPart.next(array.text(), cursor), array.text().place)
                            .filter(this::isEvent)
                            .isPresent();
        }

        /// Whether an object has a number for its type, a time, and something that it holds.
        boolean isEvent(JsonPart part) {
            JsonCursor cursor = new JsonCursor(part.text().value, part.from());
            boolean type = false;
            boolean time = false;
            boolean data = false;
            if (cursor.enter('{')) {
                while (cursor.more('}')) {
                    String name = cursor.name();
                    JsonPart member = JsonPart.next(part.text(), cursor);
                    type |= name.equals("type") && member.number() >= 0;
                    time |= name.equals("timestamp") && member.isNumber();
                    data |= name.equals("data") && "{[\"".indexOf(member.kind()) >= 0;
                }
            }
            return type && time && data;
        }

        /// @param numbered whether they stand in a list
        void events(List<JsonPart> parts, Place place, boolean numbered) {
            List<Event> events = new ArrayList<>(parts.size());
            for (int position = 0; position < parts.size(); position++) {
                Place at = numbered ? place.item(position) : place;
                Optional<JsonPart> object = unwrapped(parts.get(position), at).filter(this::isEvent);
                if (object.isPresent()) {
                    events.add(event(object.get(), placeOf(object.get(), parts.get(position), at)));
                } else {
                    parts.get(position).open(at, into);
                }
            }
            List<Event> told = withoutContinued(events);
            told.sort(Comparator.comparingInt(Event::rank));
            for (Event event : told) {
                if (!into.full()) {
                    tell(event);
                }
            }
        }

        private Event event(JsonPart whole, Place place) {
            int type = whole.member("type").orElseThrow().number();
            JsonPart data = whole.member("data").orElseThrow();
            JsonPart held = unwrapped(data, place).orElse(data);
            int source = type == INCREMENTAL
                    ? held.member("source").map(JsonPart::number).orElse(-1)
                    : -1;
            return new Event(whole, placeOf(held, data, place), type, source, held);
        }

        /// Where a part stands that may have been unpacked.
        private static Place placeOf(JsonPart part, JsonPart before, Place place) {
            return part.text() == before.text() ? place : part.text().place.layer(Recording.JSON);
        }

        /// Without the events whose typed text is the beginning of what the same field's next event has.
        private static List<Event> withoutContinued(List<Event> events) {
            Map<String, String> next = new HashMap<>();
            List<Event> kept = new ArrayList<>(events.size());
            for (int i = events.size() - 1; i >= 0; i--) {
                Event event = events.get(i);
                String[] typed = typed(event);
                String later = typed.length == 0 ? null : next.put(typed[0], typed[1]);
                if (later == null || !later.startsWith(typed[1])) {
                    kept.add(event);
                }
            }
            return new ArrayList<>(kept.reversed());
        }

        /// The number of the field and the text in it, if the event tells nothing else.
        private static String[] typed(Event event) {
            if (event.source() == INPUT) {
                return new String[] {string(event.data(), "id"), string(event.data(), "text")};
            }
            List<JsonPart> changes = event.type() == CHANGE ? event.data().items() : List.of();
            if (changes.size() == 2) {
                List<JsonPart> added = changes.getFirst().items();
                List<JsonPart> set = changes.getLast().items();
                List<JsonPart> texts = added.size() == 2 ? added.getLast().items() : List.of();
                if (added.size() == 2
                        && set.size() == 2
                        && added.getFirst().number() == ADD_STRINGS_BY_ROLE
                        && set.getFirst().number() == INPUT_VALUE
                        && texts.size() == 2
                        && texts.getFirst().number() == TYPED
                        && !set.getLast().items().isEmpty()) {
                    return new String[] {
                        set.getLast().items().getFirst().string(),
                        texts.getLast().string()
                    };
                }
            }
            return new String[0];
        }

        private static String string(JsonPart object, String name) {
            return object.member(name).map(JsonPart::string).orElse("");
        }

        private void tell(Event event) {
            JsonPart data = event.data();
            Place place = event.place();
            switch (event.type()) {
                case META -> data.open(place.member("meta"), into);
                case CUSTOM -> data.open(place.member("custom"), into);
                case PLUGIN -> {
                    // Datadog's sixth record says whether the page has the focus.
                    data.open(place.member(data.member("has_focus").isPresent() ? "focus" : "plugin"), into);
                }
                case FULL_SNAPSHOT -> {
                    if (data.member("node").isPresent()) {
                        page(event.whole(), data, place);
                    } else {
                        changes(event, data, place);
                    }
                }
                case INCREMENTAL -> incremental(event, data, place);
                case CHANGE -> changes(event, data, place);
                default -> data.open(place.member("recorded"), into);
            }
        }

        private void incremental(Event event, JsonPart data, Place place) {
            switch (event.source()) {
                case MUTATION, 8, 10, 13, 15 -> page(event.whole(), data, place);
                case INPUT -> input(data, place.member("input"));
                case 1, 6, 12 -> into.leaf(data.at(place.member("move")));
                case 2 -> into.leaf(data.at(place.member("interaction")));
                case 3 -> into.leaf(data.at(place.member("scroll")));
                case 4 -> into.leaf(data.at(place.member("resize")));
                case 7 -> into.leaf(data.at(place.member("media")));
                case 14 -> into.leaf(data.at(place.member("selection")));
                case 9 -> data.open(place.member("canvas"), into);
                case 11 -> data.open(place.member("log"), into);
                default -> data.open(place.member("recorded"), into);
            }
        }

        private void input(JsonPart data, Place place) {
            data.member("text")
                    .ifPresent(text -> text.open(place.member(Masked.is(text.string()) ? "masked" : "text"), into));
            data.member("isChecked").ifPresent(checked -> checked.open(place.member("isChecked"), into));
        }

        /// Datadog's own record of a page and of its changes: arrays that begin with a number for the kind of change, of
        /// which two add texts to a table, the second by the role that the text has on the page.
        private void changes(Event event, JsonPart data, Place place) {
            if (data.kind() != '[') {
                data.open(place.member("recorded"), into);
                return;
            }
            RecordedPage page = new RecordedPage(event.whole(), place, into);
            for (JsonPart change : data.items()) {
                List<JsonPart> parts = change.items();
                int kind = parts.isEmpty() ? -1 : parts.getFirst().number();
                for (int i = 1; i < parts.size() && (kind == ADD_STRINGS || kind == ADD_STRINGS_BY_ROLE); i++) {
                    if (kind == ADD_STRINGS) {
                        page.text(parts.get(i), parts.get(i).string());
                    } else {
                        texts(parts.get(i).items(), page, place);
                    }
                }
            }
            page.tell();
        }

        private void texts(List<JsonPart> texts, RecordedPage page, Place place) {
            int role = texts.isEmpty() ? -1 : texts.getFirst().number();
            for (int i = 1; i < texts.size(); i++) {
                JsonPart text = texts.get(i);
                String value = text.string();
                switch (role) {
                    case 1, 2 -> page.style(value);
                    case 3 -> page.attribute(text, "attribute", value);
                    case TYPED -> {
                        Place input = place.member("input");
                        text.open(input.member(Masked.is(value) ? "masked" : "text"), into);
                    }
                    case 6 -> page.style(value);
                    case 7, 8 -> page.attribute(text, "url", value);
                    default -> page.text(text, value);
                }
            }
        }

        private void page(JsonPart event, JsonPart data, Place place) {
            RecordedPage page = new RecordedPage(event, place, into);
            new Nodes(page).read(data);
            page.tell();
        }

        /// The object that a part is, or that is packed in the string it is; empty when there is none.
        ///
        /// @param place where the part stands
        private Optional<JsonPart> unwrapped(JsonPart part, Place place) {
            if (!part.isString()) {
                return part.kind() == '{' ? Optional.of(part) : Optional.empty();
            }
            Text string = part.at(place);
            if (!string.value.isEmpty() && (string.value.charAt(0) == '{' || string.value.charAt(0) == '[')) {
                return Optional.of(all(string));
            }
            return unpacked(string, room).map(unpacked -> {
                room -= unpacked.value.length();
                return all(unpacked);
            });
        }

        /// The nodes of a page, in the order in which they stand in a snapshot or in a mutation.
        private final class Nodes {
            private final RecordedPage page;
            private String tag = "";
            private int tagDepth;

            Nodes(RecordedPage page) {
                this.page = page;
            }

            /// One pass over all characters, whatever the nesting.
            void read(JsonPart data) {
                String json = data.text().value;
                int depth = 0;
                int at = data.from();
                while (at < data.to()) {
                    char c = json.charAt(at);
                    if (c == '"') {
                        int end = JsonText.pastString(json, at);
                        int colon = JsonText.space(json, end);
                        if (colon < data.to() && json.charAt(colon) == ':') {
                            at = member(
                                    data.text(), json.substring(at + 1, Math.max(at + 1, end - 1)), colon + 1, depth);
                        } else {
                            page.style(new JsonPart(data.text(), at, end).string());
                            at = end;
                        }
                    } else {
                        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                        at++;
                    }
                }
            }

            /// Reads a member as far as it needs; the end of what was read.
            private int member(Text in, String name, int behindColon, int depth) {
                String json = in.value;
                int at = JsonText.space(json, behindColon);
                char kind = at < json.length() ? json.charAt(at) : ' ';
                if (name.equals("attributes") && kind == '{') {
                    return attributes(in, at);
                }
                if (name.equals("attributes")) {
                    page.element("");
                }
                if (kind != '"') {
                    return at;
                }
                JsonPart part = new JsonPart(in, at, JsonText.pastString(json, at));
                String value = part.string();
                switch (name) {
                    case "tagName" -> {
                        tag = value;
                        tagDepth = depth;
                        page.element(value);
                    }
                    case "textContent" -> content(part, value, depth);
                    case "value" -> page.text(part, value);
                    default -> other(part, name, value);
                }
                return part.to();
            }

            private void content(JsonPart part, String value, int depth) {
                String outer = depth > tagDepth ? tag : "";
                if (outer.equals("style") || part.text().value.startsWith(STYLE_FOLLOWS, part.to())) {
                    page.style(value);
                } else if (!value.equals("SCRIPT_PLACEHOLDER")) {
                    page.text(part, value);
                }
            }

            private void other(JsonPart part, String name, String value) {
                Optional<JsonPart> packed = value.isEmpty() ? Optional.empty() : unwrapped(part, page.place());
                if (packed.isPresent()) {
                    Place outside = page.place();
                    page.standsAt(packed.get().text().place);
                    read(packed.get());
                    page.standsAt(outside);
                } else {
                    page.attribute(part, name, value);
                }
            }

            private int attributes(Text in, int at) {
                JsonCursor cursor = new JsonCursor(in.value, at);
                cursor.enter('{');
                while (cursor.more('}')) {
                    String name = cursor.name();
                    JsonPart value = JsonPart.next(in, cursor);
                    if (value.isString()) {
                        page.attribute(value, name, value.string());
                    } else if (value.kind() == '{') {
                        page.style(value.string());
                    }
                }
                return cursor.at();
            }
        }
    }

    /// What is packed in a text of one character a byte; empty when nothing is.
    static Optional<Text> unpacked(Text text, int room) {
        String value = text.value;
        if (value.length() < 6 || (value.charAt(0) != 0x1f && value.charAt(0) != 'x')) {
            return Optional.empty();
        }
        byte[] bytes = new byte[value.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = value.charAt(i);
            if (c > 0xff) {
                return Optional.empty();
            }
            bytes[i] = (byte) c;
        }
        boolean gzip = Gzip.begins(bytes);
        if (!gzip && !Zlib.begins(bytes)) {
            return Optional.empty();
        }
        Unpacked unpacked = Unpacked.of(bytes, room, gzip ? GZIPInputStream::new : InflaterInputStream::new);
        Step.Decoded step = gzip ? Recording.GZIP : Recording.ZLIB;
        return Utf8.text(unpacked.bytes())
                .filter(reading -> !reading.text().isEmpty())
                .map(text.layer(step, unpacked.bytes())::read);
    }
}
