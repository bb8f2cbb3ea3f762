package dev.earshot.mobile.sdk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names and beginnings of names, sorted, so that all that fit a name are found by one binary search: whatever is a
/// beginning of the name is a beginning of the entry just before it, or that entry itself.
///
/// @param <T> what stands at an entry
final class NameTable<T> {
    private final String[] names;
    private final int[] outer;
    private final List<List<Entry<T>>> entries;

    /// How much of a name an entry asks for.
    enum Extent {
        /// All of it.
        WHOLE,
        /// A class with the classes inside it.
        WITH_INNER_CLASSES,
        BEGINNING
    }

    record Entry<T>(Extent extent, T value) {}

    private NameTable(String[] names, int[] outer, List<List<Entry<T>>> entries) {
        this.names = names;
        this.outer = outer;
        this.entries = entries;
    }

    /// Gathers the entries of a table.
    static final class Builder<T> {
        private final Map<String, List<Entry<T>>> entries = new HashMap<>();

        void put(String name, Extent extent, T value) {
            entries.computeIfAbsent(name, key -> new ArrayList<>(1)).add(new Entry<>(extent, value));
        }

        /// Puts a class or, where it ends in a dot, a prefix of classes.
        void putClass(String name, T value) {
            put(name, name.endsWith(".") ? Extent.BEGINNING : Extent.WITH_INNER_CLASSES, value);
        }

        /// Puts a whole name or, where it ends in `*`, what is before that as a beginning.
        void putPattern(String pattern, T value) {
            if (pattern.endsWith("*")) {
                put(pattern.substring(0, pattern.length() - 1), Extent.BEGINNING, value);
            } else {
                put(pattern, Extent.WHOLE, value);
            }
        }

        NameTable<T> build() {
            String[] names = entries.keySet().stream().sorted().toArray(String[]::new);
            int[] outer = new int[names.length];
            for (int at = 0; at < names.length; at++) {
                int candidate = at - 1;
                while (candidate >= 0 && !names[at].startsWith(names[candidate])) {
                    candidate = outer[candidate];
                }
                outer[at] = candidate;
            }
            List<List<Entry<T>>> values = new ArrayList<>(names.length);
            for (String name : names) {
                values.add(List.copyOf(entries.getOrDefault(name, List.of())));
            }
            return new NameTable<>(names, outer, values);
        }
    }

    /// The place of the longest entry whose text the name begins with; -1 where there is none.
    private int longest(String name) {
        int at = Arrays.binarySearch(names, name);
        at = at >= 0 ? at : -at - 2;
        while (at >= 0 && !name.startsWith(names[at])) {
            at = outer[at];
        }
        return at;
    }

    /// What fits a name, the longest first.
    List<T> at(String name) {
        @Nullable List<T> found = null;
        for (int at = longest(name); at >= 0; at = outer[at]) {
            for (Entry<T> entry : entries.get(at)) {
                if (fits(entry.extent(), names[at], name)) {
                    found = found == null ? new ArrayList<>(2) : found;
                    found.add(entry.value());
                }
            }
        }
        return found == null ? List.of() : found;
    }

    private static boolean fits(Extent extent, String entry, String name) {
        return switch (extent) {
            case WHOLE -> name.length() == entry.length();
            case WITH_INNER_CLASSES -> name.length() == entry.length() || name.charAt(entry.length()) == '$';
            case BEGINNING -> true;
        };
    }
}
