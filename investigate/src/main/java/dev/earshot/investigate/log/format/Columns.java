package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LogLine.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which parts of a request the columns of a file are.
///
/// @param targets for each column, the fields that take it; mostly none
record Columns(Field[][] targets) {
    static final Columns NONE = new Columns(new Field[0][]);

    /// @param names of the columns in their order
    /// @param known names that each part goes by, in lower case, best first
    /// @param fields the plan's, which come before
    static Columns of(List<String> names, Map<Part, List<String>> known, FieldMap fields, Parts parts) {
        List<String> lower = names.stream().map(Columns::lower).toList();
        List<List<Field>> targets = new ArrayList<>();
        names.forEach(name -> targets.add(new ArrayList<>()));
        EnumMap<Part, List<String>> merged = new EnumMap<>(Part.class);
        merged.putAll(known);
        fields.names().forEach((part, name) -> merged.put(part, List.of(lower(name))));
        merged.forEach((part, candidates) -> {
            for (String candidate : candidates) {
                int column = lower.indexOf(candidate);
                if (column >= 0) {
                    targets.get(column).add(parts.of(part));
                    break;
                }
            }
        });
        return new Columns(
                targets.stream().map(list -> list.toArray(new Field[0])).toArray(Field[][]::new));
    }

    int count() {
        return targets.length;
    }

    void set(int column, byte[] bytes, int from, int to) {
        for (Field target : targets[column]) {
            target.set(bytes, from, to);
        }
    }

    /// Whether `bytes[from..to)` has exactly these columns; sets them.
    boolean split(byte[] bytes, int from, int to, char separator) {
        int column = 0;
        int start = from;
        for (int at = from; at < to; at++) {
            if (bytes[at] == separator) {
                if (column + 1 >= count()) {
                    return false;
                }
                set(column++, bytes, start, at);
                start = at + 1;
            }
        }
        if (column + 1 != count()) {
            return false;
        }
        set(column, bytes, start, to);
        return true;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// The names that a header line has between blanks, tabs or commas.
    static List<String> names(byte[] bytes, int from, int to) {
        return Arrays.stream(Bytes.text(bytes, from, to).split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
