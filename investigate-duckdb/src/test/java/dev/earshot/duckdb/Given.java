package dev.earshot.duckdb;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Progress;
import dev.earshot.investigate.steps.Runner;
import dev.earshot.investigate.steps.Steps;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Tables of a test, row by row, and what the steps make of them.
///
/// Unless said otherwise the period is 0 to 1,000,000 and the gap 100; page 1 is `/one` of `www.clinic.example`.
final class Given {
    private final Path folder;
    private final DuckDbEngine engine;
    private final Map<Table, List<String>> rows = new EnumMap<>(Table.class);

    Given(DuckDbEngine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
        params(0, 1_000_000, 100);
        add(Table.PAGES, 1, "GET", "www.clinic.example", "/one", "");
    }

    Given params(long from, long to, long gap) {
        rows.remove(Table.PARAMS);
        return add(Table.PARAMS, from, to, gap);
    }

    /// A line of page 1 with these keys; no trace.
    Given line(long hit, long ts, long user, long session, long client) {
        return add(Table.LINES, hit, ts, 1, user, session, 0, client);
    }

    /// A window on every page, for one element.
    Given window(String id, long from, long to, String certainty) {
        return window(id, from, to, certainty, "(all)").add(Table.CARRIED, id, "page-address", "observed");
    }

    /// A window that carries nothing yet.
    Given window(String id, long from, long to, String certainty, String rule) {
        return add(Table.WINDOWS, id, "Vendor, Inc.", "Pixel", from, to, rule, certainty);
    }

    Given link(String kind, long key, long from, long to, long person, String certainty) {
        return add(Table.LINKS, 1, kind, key, from, to, person, certainty);
    }

    Given member(long person, String state) {
        return add(Table.MEMBERS, person, "m" + person, 0, Long.MIN_VALUE, Long.MAX_VALUE, state, "US", "");
    }

    Given member(long person, long mergedInto, String updated) {
        return add(
                Table.MEMBERS, person, "m" + person, mergedInto, Long.MIN_VALUE, Long.MAX_VALUE, "CA", "US", updated);
    }

    Given add(Table table, Object... values) {
        rows.computeIfAbsent(table, key -> new ArrayList<>())
                .add(List.of(values).stream()
                        .map(value -> value instanceof String text ? "'" + text.replace("'", "''") + "'" : "" + value)
                        .collect(Collectors.joining(", ", "(", ")")));
        return this;
    }

    /// Runs the five steps and gives what `select` gives, as texts.
    List<String> then(String select) {
        for (Table table : Table.values()) {
            String at = folder.resolve("inputs").resolve(table.id()).toString();
            engine.write(select(table), at);
            engine.table(table.id(), at);
        }
        new Runner(
                        engine,
                        new LocalStorage(),
                        folder.resolve("outputs").toString(),
                        InstantSource.fixed(Instant.EPOCH),
                        Progress.NONE)
                .run(Steps.all(), "given");
        return read(select);
    }

    /// More of what [#then] made.
    List<String> read(String select) {
        List<String> result = new ArrayList<>();
        engine.read(select, row -> result.add(row.stream().map(String::valueOf).collect(Collectors.joining(" "))));
        return result;
    }

    private String select(Table table) {
        String columns = table.columns().stream()
                .map(column -> "CAST(" + column.name() + " AS "
                        + (column.type() == Column.Type.NUMBER ? "BIGINT" : "VARCHAR") + ") AS " + column.name())
                .collect(Collectors.joining(", "));
        String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        List<String> values = rows.getOrDefault(table, List.of());
        String nothing = table.columns().stream().map(column -> "NULL").collect(Collectors.joining(", ", "(", ")"));
        return "SELECT " + columns + " FROM (VALUES " + (values.isEmpty() ? nothing : String.join(", ", values))
                + ") AS t (" + names + ")" + (values.isEmpty() ? " WHERE false" : "");
    }
}
