package dev.earshot.catalogue;

import dev.earshot.decode.Leaf;
import dev.earshot.memo.Memo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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
    private static final int MOST_PATHS = 4096;
    private static final int MOST_HEADERS = 256;

    private final Map<String, List<Row>> plain = new HashMap<>();
    private final List<Row> patterns = new ArrayList<>();
    /// By lower-case name of the request header.
    private final Map<String, Parameter> headers = new HashMap<>();
    private final List<Pattern> containers;
    private final List<Cookie> cookies;
    private final Memo<Known> paths = new Memo<>(MOST_PATHS, this::read);
    private final Memo<Known> headersByName =
            new Memo<>(MOST_HEADERS, name -> Known.of(Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))));
    private final Memo<Known> cookiesByName = new Memo<>(MOST_HEADERS, name -> Known.of(cookie(name)));

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

    ParameterTable(Collection<Row> rows, Collection<String> containers, Collection<Cookie> cookies) {
        this.cookies = List.copyOf(cookies);
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
                        + (container.isEmpty() || container.endsWith("?") ? "" : "(?:\\.|(?=\\[))")))
                .toList();
    }

    /// Whether a path names it once its positions are all taken out.
    private static boolean isLookedUp(PathPattern name) {
        String without = name.text().replace("[]", "");
        return name.isPlain()
                || (PathPattern.of(without).isPlain()
                        && !POSITION.matcher(without).find());
    }

    /// What the data file says of a path, a header or a cookie, whatever the value.
    ///
    /// @param views the path, and the path within each container that it begins with
    /// @param candidates the rows whose names match, the one that speaks first
    /// @param asksNeighbours whether what they say hangs on what stands beside it
    record Known(Set<String> views, List<Candidate> candidates, boolean asksNeighbours) {
        private static Known of(Optional<Parameter> parameter) {
            List<Candidate> candidates = parameter.stream()
                    .map(known -> new Candidate(
                            new Row(known, PathPattern.of(known.name()), Optional.empty(), Map.of()),
                            Map.of(),
                            parameter))
                    .toList();
            return new Known(Set.of(), candidates, false);
        }

        /// @param values the value at each path of the same exchange, for rows that ask about their neighbours
        Optional<Parameter> speaks(String value, Map<String, String> values) {
            for (Candidate candidate : candidates) {
                if (candidate.holds(value, values)) {
                    return candidate.parameter();
                }
            }
            return Optional.empty();
        }
    }

    /// A row whose name matches a path.
    ///
    /// @param positions what the row's names of positions stand for
    /// @param parameter that of the row
    record Candidate(Row row, Map<String, Integer> positions, Optional<Parameter> parameter) {
        private boolean holds(String value, Map<String, String> values) {
            return (row.value().isEmpty() || row.value().get().matcher(value).find())
                    && (row.beside().isEmpty() || hasNeighbours(values));
        }

        private boolean hasNeighbours(Map<String, String> values) {
            return row.beside().entrySet().stream().allMatch(neighbour -> {
                String value = values.get(PathPattern.place(neighbour.getKey(), positions));
                return value != null && neighbour.getValue().matcher(value).find();
            });
        }
    }

    /// What the data file says of where a leaf stands.
    Known known(Leaf leaf) {
        return switch (leaf.origin()) {
            case COOKIE -> cookiesByName.of(leaf.source());
            case HEADER -> headersByName.of(leaf.source());
            case URL, BODY, MESSAGE -> paths.of(leaf.path());
        };
    }

    private Optional<Parameter> cookie(String name) {
        return cookies.stream()
                .filter(cookie -> PathPattern.of(cookie.name()).matches(name))
                .map(cookie -> new Parameter(
                        "cookie:" + cookie.name(),
                        cookie.note().isEmpty() ? "cookie" : "cookie: " + cookie.note(),
                        cookie.role(),
                        Roles.element(cookie.role()),
                        cookie.verified()))
                .findFirst();
    }

    private Known read(String path) {
        Set<String> views = views(path);
        List<Candidate> candidates = new ArrayList<>(2);
        for (String view : views) {
            for (String level = view; !level.isEmpty(); level = enclosing(level)) {
                for (Row row : at(level)) {
                    boolean passesOn = level.equals(view)
                            || !ADDRESSES.contains(row.parameter().role());
                    Optional<Map<String, Integer>> positions = row.name().positions(level);
                    if (passesOn && positions.isPresent()) {
                        candidates.add(new Candidate(row, positions.get(), Optional.of(row.parameter())));
                    }
                }
            }
        }
        candidates.sort(Comparator.comparingInt(candidate -> -candidate.row().weight()));
        boolean asksNeighbours = candidates.stream()
                .anyMatch(candidate -> !candidate.row().beside().isEmpty());
        return new Known(views, List.copyOf(candidates), asksNeighbours);
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

    /// The path, and the path within each container that it begins with.
    private Set<String> views(String path) {
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
