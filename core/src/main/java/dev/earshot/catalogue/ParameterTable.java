package dev.earshot.catalogue;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A tracker's parameters, found by the path of a leaf.
///
/// A leaf is looked up under its whole path and under its path within an event of a batch (`batch[2].userId` is
/// also `userId`). Of the rows that match the path or the parameter that encloses it, the one with the most
/// literal characters speaks: `properties.$current_url` before `properties.*`, and both before a catch-all `*`. A
/// member of a structure belongs to the parameter that holds the structure. A part of an address does not: the
/// `q` in the query of `dl` is the site's own name for something, not the tracker's.
final class ParameterTable {
    private static final Pattern POSITION = Pattern.compile("\\[\\d+]");
    private static final Pattern LEADING_POSITION = Pattern.compile("^\\[\\d+]\\.?");
    private static final Pattern ADDRESS_PART = Pattern.compile("[?#;]|(?<=.)/");
    private static final Set<String> ADDRESSES =
            Set.of("element.link", "network.url", "page.path", "page.referrer", "page.url");
    private static final String HEADER = "header:";
    private static final int DEEPEST = 64;

    private final Map<String, List<Row>> plain = new HashMap<>();
    private final List<Row> patterns = new ArrayList<>();
    /// By lower-case name of the request header.
    private final Map<String, Parameter> headers = new HashMap<>();
    private final List<Pattern> containers;

    /// A parameter and where it holds.
    ///
    /// @param value what the leaf's value must look like, for one name with two meanings; any when empty
    /// @param beside what other leaves' values must look like, by their paths
    record Row(Parameter parameter, PathPattern name, Optional<Pattern> value, Map<String, Pattern> beside) {
        Row {
            beside = Map.copyOf(beside);
        }

        /// Literal characters first, then conditions.
        private int weight() {
            return 16 * name.literals() + beside.size() + (value.isPresent() ? 1 : 0);
        }
    }

    ParameterTable(Collection<Row> rows, Collection<String> containers) {
        for (Row row : rows) {
            String name = row.name().text().toLowerCase(Locale.ROOT);
            if (name.startsWith(HEADER)) {
                headers.putIfAbsent(name.substring(HEADER.length()), row.parameter());
            }
            if (isLookedUp(row.name())) {
                plain.computeIfAbsent(row.name().text(), _ -> new ArrayList<>(1))
                        .add(row);
            } else {
                patterns.add(row);
            }
        }
        this.containers = containers.stream()
                .map(container -> Pattern.compile("^"
                        + Pattern.quote(container)
                                .replace("[]", "\\E\\[\\d+]\\Q")
                                .replace("#", "\\E\\d+\\Q")
                        + (container.isEmpty() ? "" : "(?:\\.|(?=\\[))")))
                .toList();
    }

    /// Whether a path names it once its positions are all taken out.
    private static boolean isLookedUp(PathPattern name) {
        String without = name.text().replace("[]", "");
        return name.isPlain()
                || (PathPattern.of(without).isPlain()
                        && !POSITION.matcher(without).find());
    }

    /// @param values the value at each path of the same exchange, for rows that ask about their neighbours
    Optional<Parameter> find(Leaf leaf, Map<String, String> values) {
        if (leaf.origin() == Origin.COOKIE) {
            return Optional.empty();
        }
        if (leaf.origin() == Origin.HEADER) {
            return Optional.ofNullable(headers.get(leaf.source().toLowerCase(Locale.ROOT)));
        }
        @Nullable Row best = null;
        for (String view : views(leaf.path())) {
            for (String level = view; !level.isEmpty(); level = enclosing(level)) {
                for (Row row : at(level)) {
                    boolean passesOn = level.equals(view)
                            || !ADDRESSES.contains(row.parameter().role());
                    if (passesOn && (best == null || row.weight() > best.weight()) && holds(row, level, leaf, values)) {
                        best = row;
                    }
                }
            }
        }
        return Optional.ofNullable(best).map(Row::parameter);
    }

    private List<Row> at(String level) {
        List<Row> rows = new ArrayList<>(plain.getOrDefault(level, List.of()));
        String anyPosition = POSITION.matcher(level).replaceAll("[]");
        if (!anyPosition.equals(level)) {
            rows.addAll(plain.getOrDefault(anyPosition, List.of()));
        }
        rows.addAll(patterns);
        return rows;
    }

    private static boolean holds(Row row, String level, Leaf leaf, Map<String, String> values) {
        if (row.value().isPresent() && !row.value().get().matcher(leaf.value()).find()) {
            return false;
        }
        Optional<Map<String, Integer>> positions = row.name().positions(level);
        return positions.isPresent()
                && row.beside().entrySet().stream().allMatch(neighbour -> {
                    String value = values.get(PathPattern.place(neighbour.getKey(), positions.get()));
                    return value != null && neighbour.getValue().matcher(value).find();
                });
    }

    /// The path, and the path within each container that it begins with.
    Set<String> views(String path) {
        Set<String> views = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(path));
        while (!open.isEmpty() && views.size() < DEEPEST) {
            String view = open.removeLast();
            if (view.isEmpty() || !views.add(view)) {
                continue;
            }
            open.add(LEADING_POSITION.matcher(view).replaceFirst(""));
            containers.forEach(container -> open.add(container.matcher(view).replaceFirst("")));
        }
        return views;
    }

    /// The path of what holds the last member: `a.b` for `a.b[1]` and for `a.b.c`; empty at the top and for a
    /// part of an address.
    private static String enclosing(String path) {
        int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return cut < 0 || ADDRESS_PART.matcher(path).find() ? "" : path.substring(0, cut);
    }
}
