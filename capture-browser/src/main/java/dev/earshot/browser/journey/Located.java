package dev.earshot.browser.journey;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/// JSON whose every value knows where in its file it stands, so that all that is wrong with it can be
/// told at once.
sealed interface Located {
    Place place();

    /// @param line one-based
    /// @param column one-based
    record Place(int line, int column) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
        }

        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }

    record Fields(Place place, Map<String, Located> values) implements Located {}

    record Items(Place place, List<Located> values) implements Located {}

    record Text(Place place, String value) implements Located {}

    record Numeral(Place place, double value) implements Located {}

    record Truth(Place place, boolean value) implements Located {}

    record Nothing(Place place) implements Located {}

    /// @throws tools.jackson.core.JacksonException when `json` is not JSON
    static Located read(String json) {
        try (JsonParser parser = JsonMapper.shared().createParser(json)) {
            Located whole = null;
            Deque<Open> open = new ArrayDeque<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Place place = placeOf(parser);
                Located value = switch (token) {
                    case START_OBJECT -> new Fields(place, new LinkedHashMap<>());
                    case START_ARRAY -> new Items(place, new ArrayList<>());
                    case VALUE_STRING -> new Text(place, parser.getString());
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(place, parser.getDoubleValue());
                    case VALUE_TRUE -> new Truth(place, true);
                    case VALUE_FALSE -> new Truth(place, false);
                    case VALUE_NULL -> new Nothing(place);
                    case PROPERTY_NAME -> {
                        open.getLast().name = parser.currentName();
                        yield null;
                    }
                    case END_OBJECT, END_ARRAY -> {
                        open.removeLast();
                        yield null;
                    }
                    case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> null;
                };
                if (value == null) {
                    continue;
                }
                if (whole == null) {
                    whole = value;
                } else if (open.isEmpty()) {
                    throw new StreamReadException(parser, "it goes on after the end of the recording");
                } else {
                    open.getLast().add(value);
                }
                if (value instanceof Fields || value instanceof Items) {
                    open.addLast(new Open(value));
                }
            }
            return whole == null ? new Nothing(new Place(1, 1)) : whole;
        }
    }

    private static Place placeOf(JsonParser parser) {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Place(location.getLineNr(), location.getColumnNr());
    }

    /// An object or array that is still being read.
    final class Open {
        private final Located value;
        private String name = "";

        private Open(Located value) {
            this.value = value;
        }

        private void add(Located child) {
            switch (value) {
                case Fields fields -> fields.values().put(name, child);
                case Items items -> items.values().add(child);
                case Text _, Numeral _, Truth _, Nothing _ -> throw new IllegalStateException("a leaf has no children");
            }
        }
    }
}
