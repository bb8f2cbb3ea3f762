package dev.earshot.investigate.log.format;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a plan's `fields` say: which column, or path in JSON, is which part of a request; and the few settings of a
/// format.
///
/// A value that starts with `=` is no name but the text itself: `method: "=GET"`.
///
/// @param names of columns, or paths
/// @param constants what a part is where a line does not say
/// @param columns the names of all columns in their order, where the files don't tell them
/// @param pageEvents the events of an analytics export that are views of a page, beside `page_view`
record FieldMap(Map<Part, String> names, Map<Part, String> constants, List<String> columns, List<String> pageEvents) {
    static final String COLUMNS = "columns";
    static final String PAGE_EVENTS = "pageEvents";
    static final FieldMap NONE = of(Map.of());

    FieldMap {
        names = sorted(names);
        constants = sorted(constants);
        columns = List.copyOf(columns);
        pageEvents = List.copyOf(pageEvents);
    }

    private static Map<Part, String> sorted(Map<Part, String> map) {
        EnumMap<Part, String> copy = new EnumMap<>(Part.class);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }

    /// @throws IllegalArgumentException naming a key that is none
    static FieldMap of(Map<String, String> fields) {
        Map<Part, String> names = new EnumMap<>(Part.class);
        Map<Part, String> constants = new EnumMap<>(Part.class);
        fields.forEach((key, value) -> {
            Optional<Part> part = Part.of(key);
            if (part.isEmpty() && !key.equals(COLUMNS) && !key.equals(PAGE_EVENTS)) {
                throw new IllegalArgumentException("\"" + key + "\" is no part of a request");
            }
            if (value.startsWith("=")) {
                part.ifPresent(known -> constants.put(known, value.substring(1)));
            } else {
                part.ifPresent(known -> names.put(known, value));
            }
        });
        return new FieldMap(
                names, constants, list(fields.getOrDefault(COLUMNS, "")), list(fields.getOrDefault(PAGE_EVENTS, "")));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// Whether time, method and target are all said.
    boolean isWhole() {
        return (has(Part.REQUEST) && hasTime()) || (hasTime() && has(Part.METHOD) && (has(Part.PATH) || has(Part.URL)));
    }

    private boolean hasTime() {
        return has(Part.TIME) || (has(Part.DATE) && has(Part.CLOCK));
    }

    private boolean has(Part part) {
        return names.containsKey(part) || constants.containsKey(part);
    }
}
