package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// FullStory's bundles: `{"When", "Seq", "Evts": [{"Kind", "Args", "When"}]}`, where the meaning of the arguments
/// follows from the number of the kind. Each event gets its kind's name in the path: `Evts[3].valueChange.text`,
/// `Evts[0].frameBase.url`, `Evts[5].page.text`.
///
/// The nodes of a page are a list of texts (`<TAG`, `:attribute`, `[` and `]` around children), in which a number
/// repeats the text at that position of all that the page's bundles listed before, and two numbers in brackets a run
/// of them. So they can be read in the bundle that begins with the document, and in a later one only as far as they
/// are texts.
///
/// Source: public copies of the vendor's `fs.js` (the numbers of kinds) and recorded requests of 2021 (the arguments
/// of kinds 2, 25, 48, 57, 63; the repetition), read 2026-11-22. What the other arguments mean was not read.
final class FullStoryFormat implements VendorFormat {
    private static final int FRAME_BASE = 25;
    private static final int VALUE_CHANGE = 18;
    private static final int MUT_ATTR = 4;
    private static final int MUT_TEXT = 6;

    /// Texts of one bundle's nodes, repeated ones included.
    private static final int MOST_LISTED = 200_000;

    private static final Map<Integer, String> KINDS = Map.ofEntries(
            Map.entry(16, "click"),
            Map.entry(17, "focus"),
            Map.entry(VALUE_CHANGE, "valueChange"),
            Map.entry(FRAME_BASE, "frameBase"),
            Map.entry(37, "navigate"),
            Map.entry(48, "log"),
            Map.entry(49, "error"),
            Map.entry(51, "submit"),
            Map.entry(57, "performance"),
            Map.entry(59, "select"),
            Map.entry(63, "request"),
            Map.entry(79, "storage"),
            Map.entry(80, "document"),
            Map.entry(81, "entryNavigate"),
            Map.entry(84, "copy"),
            Map.entry(85, "paste"),
            Map.entry(99, "pageData"),
            Map.entry(101, "dialog"),
            Map.entry(103, "canvas"),
            Map.entry(109, "elementProperty"),
            Map.entry(111, "session"),
            Map.entry(2000, "keepElement"),
            Map.entry(2001, "keepUrl"),
            Map.entry(8193, "setVar"),
            Map.entry(8196, "consent"),
            Map.entry(8197, "event"),
            Map.entry(8198, "consent"));

    private static final String[] FRAME_BASE_ARGUMENTS = {"url", "doctype", "base", "referrer"};

    /// @param arguments an array
    private record Event(Place place, int kind, JsonPart whole, JsonPart arguments) {
        /// What is told first.
        int rank() {
            return switch (kind) {
                case 2, 3, MUT_ATTR, MUT_TEXT, 60, 61, 68, 72, 90, 102, 107, 108 -> 1;
                default -> KINDS.containsKey(kind) ? 0 : 2;
            };
        }
    }

    @Override
    public boolean openBody(Request request, Binary body, Opening into) {
        Optional<Text> text = Recording.text(body, into);
        if (text.isEmpty()) {
            return false;
        }
        JsonPart all = new JsonPart(text.get(), 0, text.get().value.length());
        Optional<JsonPart> events = all.member("Evts").filter(list -> list.kind() == '[');
        if (events.isEmpty()) {
            return false;
        }
        Place bundle = text.get().place.layer(Recording.JSON);
        JsonCursor cursor = new JsonCursor(text.get().value, 0);
        cursor.enter('{');
        while (cursor.more('}')) {
            String name = cursor.name();
            JsonPart member = JsonPart.next(text.get(), cursor);
            if (!name.equals("Evts")) {
                member.open(into.member(text.get(), bundle, '.', name, 0, 0), into);
            }
        }
        List<Event> known = new ArrayList<>();
        List<JsonPart> parts = events.get().items();
        for (int position = 0; position < parts.size(); position++) {
            Place place = bundle.member("Evts").item(position);
            JsonPart part = parts.get(position);
            int kind = part.member("Kind").map(JsonPart::number).orElse(-1);
            Optional<JsonPart> arguments = part.member("Args").filter(list -> list.kind() == '[');
            if (kind >= 0 && arguments.isPresent()) {
                known.add(new Event(place, kind, part, arguments.get()));
            } else {
                part.open(place, into);
            }
        }
        Nodes nodes = new Nodes();
        known.stream().sorted(Comparator.comparingInt(Event::rank)).forEach(event -> {
            if (!into.full()) {
                tell(event, nodes, into);
            }
        });
        into.restOf(text.get());
        return true;
    }

    private static void tell(Event event, Nodes nodes, Opening into) {
        if (event.rank() == 1) {
            RecordedPage page = new RecordedPage(event.whole(), event.place(), into);
            nodes.read(event, page);
            page.tell();
            return;
        }
        String name = KINDS.get(event.kind());
        if (name == null) {
            Place place = event.place().member("measure");
            boolean says = event.whole()
                            .text()
                            .value
                            .indexOf(
                                    '"',
                                    event.arguments().from(),
                                    event.arguments().to())
                    >= 0;
            if (says) {
                event.arguments().open(place, into);
            } else {
                into.leaf(event.arguments().at(place));
            }
            return;
        }
        List<JsonPart> arguments = event.arguments().items();
        Place place = event.place().member(name);
        for (int i = 0; i < arguments.size(); i++) {
            JsonPart argument = arguments.get(i);
            if (event.kind() == VALUE_CHANGE && argument.isString()) {
                argument.open(place.member(Masked.is(argument.string()) ? "masked" : "text"), into);
            } else if (event.kind() == FRAME_BASE && i < FRAME_BASE_ARGUMENTS.length) {
                argument.open(place.member(FRAME_BASE_ARGUMENTS[i]), into);
            } else {
                argument.open(place.item(i), into);
            }
        }
    }

    /// Reads the nodes of all events of one bundle, in their order.
    private static final class Nodes {
        private final List<JsonPart> listed = new ArrayList<>();
        private boolean fromTheBeginning;
        private boolean text;
        private String tag = "";
        private String attribute = "";

        void read(Event event, RecordedPage page) {
            List<JsonPart> arguments = event.arguments().items();
            String name = "";
            for (JsonPart argument : arguments) {
                if (argument.kind() == '[') {
                    list(argument, page);
                } else if (argument.isString()) {
                    String value = argument.string();
                    if (event.kind() == MUT_TEXT) {
                        page.text(argument, value);
                    } else if (event.kind() != MUT_ATTR) {
                        page.style(value);
                    } else if (name.isEmpty()) {
                        name = value;
                        page.element("");
                    } else {
                        page.attribute(argument, name, value);
                    }
                }
            }
        }

        private void list(JsonPart tokens, RecordedPage page) {
            text = false;
            tag = "";
            attribute = "";
            for (JsonPart token : tokens.items()) {
                if (token.isString()) {
                    fromTheBeginning |= listed.isEmpty() && token.string().equals("<#document");
                    listed.add(token);
                    token(token, page);
                } else if (token.isNumber()) {
                    repeat(token.number(), 1, page);
                } else if (token.kind() == '[') {
                    List<JsonPart> run = token.items();
                    repeat(
                            run.isEmpty() ? -1 : run.getFirst().number(),
                            run.size() < 2 ? 0 : run.getLast().number(),
                            page);
                } else {
                    page.style(token.string());
                }
            }
        }

        /// A run may run into itself. What a bundle before this one listed is not known here.
        private void repeat(int from, int count, RecordedPage page) {
            if (!fromTheBeginning || from < 0 || from >= listed.size()) {
                text = false;
                tag = "";
                attribute = "";
                return;
            }
            for (int i = 0; i < count && listed.size() < MOST_LISTED; i++) {
                JsonPart token = listed.get(from + i);
                listed.add(token);
                token(token, page);
            }
        }

        private void token(JsonPart token, RecordedPage page) {
            String value = token.string();
            if (!attribute.isEmpty()) {
                page.attribute(token, attribute.substring(1), value);
                attribute = "";
            } else if (text) {
                if (tag.equals("<STYLE") || tag.equals("<SCRIPT")) {
                    page.style(value);
                } else {
                    page.text(token, value);
                }
                text = false;
            } else if (value.equals("<#text")) {
                text = true;
            } else if (value.startsWith("<")) {
                tag = value;
                page.element(value.substring(1));
            } else if (value.startsWith(":") && value.length() > 1) {
                attribute = value;
            } else if (value.equals("]")) {
                tag = "";
            } else if (!value.equals("[")) {
                page.text(token, value);
            }
        }
    }
}
