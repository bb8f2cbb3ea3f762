package dev.earshot.investigate.steps;

import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.ParquetTable;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/// Runs the steps over a case on an engine, and holds every output against the reference, to the byte.
public final class Comparison {
    private final Engine engine;
    private final Path folder;
    private int number;

    /// @param folder where inputs and outputs go, for the engine to reach
    public Comparison(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    /// Where an engine's answer first differs; empty where it is the reference's.
    ///
    /// The case is written as up to three files a table, its rows shuffled: neither may matter.
    public Optional<String> difference(Case given, List<StepFile> steps) {
        Path home = write(given);
        run(outputs(steps), home.resolve("out"));
        return difference(given);
    }

    static List<StepFile.Output> outputs(List<StepFile> steps) {
        return steps.stream().flatMap(step -> step.outputs().stream()).toList();
    }

    /// Makes outputs of what the engine knows, and names them.
    void run(List<StepFile.Output> outputs, Path out) {
        for (StepFile.Output output : outputs) {
            if (!output.view()) {
                engine.write(output.sql(), out.resolve(output.name()).toString());
            }
            name(output, out);
        }
    }

    /// Names an output that is there already.
    void name(StepFile.Output output, Path out) {
        if (output.view()) {
            engine.view(output.name(), output.sql());
        } else {
            engine.table(output.name(), out.resolve(output.name()).toString());
        }
    }

    /// Compares what the engine now has under the outputs' names.
    public Optional<String> difference(Case given) {
        return difference(given, Reference.run(given));
    }

    Optional<String> difference(Case given, Map<String, Output> reference) {
        for (Output expected : reference.values()) {
            Output got = new Output(expected.name(), expected.columns(), new ArrayList<>());
            engine.read(
                    "SELECT " + String.join(", ", expected.columns()) + " FROM " + expected.name(),
                    row -> got.rows()
                            .add(row.stream()
                                    .<Object>map(value -> Objects.requireNonNullElse(value, "NULL"))
                                    .toList()));
            if (!got.tsv().equals(expected.tsv())) {
                return Optional.of(given + ": " + expected.name() + difference(expected, got));
            }
        }
        return Optional.empty();
    }

    private static String difference(Output expected, Output got) {
        List<String> missing = new ArrayList<>(expected.tsv().lines().toList());
        List<String> surplus = new ArrayList<>();
        got.tsv().lines().filter(line -> !missing.remove(line)).forEach(surplus::add);
        return " (" + String.join(", ", expected.columns()) + "), rows missing " + missing + ", rows too many "
                + surplus;
    }

    /// Writes the tables of a case, and names them.
    public Path write(Case given) {
        Path home = folder.resolve("case-" + number++);
        try {
            write(given, home.resolve("in"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home;
    }

    private void write(Case given, Path in) throws IOException {
        Random random = new Random(given.name().hashCode());
        for (Table table : Table.values()) {
            List<List<Object>> rows = new ArrayList<>(given.rows(table));
            Collections.shuffle(rows, random);
            Path tableFolder = Files.createDirectories(in.resolve(table.id()));
            int files = 1 + random.nextInt(3);
            for (int file = 0; file < files; file++) {
                write(
                        table,
                        rows.subList(rows.size() * file / files, rows.size() * (file + 1) / files),
                        tableFolder.resolve("part-" + file + ".parquet"));
            }
            engine.table(table.id(), tableFolder.toString());
        }
    }

    private static void write(Table table, List<List<Object>> rows, Path file) throws IOException {
        try (ParquetTable out = new ParquetTable(table.columns(), Files.newOutputStream(file))) {
            for (List<Object> row : rows) {
                for (int column = 0; column < row.size(); column++) {
                    if (table.columns().get(column).type() == Column.Type.NUMBER) {
                        out.set(column, (Long) row.get(column));
                    } else {
                        out.set(column, (String) row.get(column));
                    }
                }
                out.endRow();
            }
            out.finish();
        }
    }
}
