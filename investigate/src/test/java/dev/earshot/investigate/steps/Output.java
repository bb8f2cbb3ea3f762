package dev.earshot.investigate.steps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// One named output of a step: its columns and its rows, in no order.
record Output(String name, List<String> columns, List<List<Object>> rows) {
    static Output of(String name, String columns) {
        return new Output(name, Arrays.asList(columns.split(",")), new ArrayList<>());
    }

    Output row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(name + " has " + columns.size() + " columns, not " + values.length);
        }
        rows.add(List.of(values));
        return this;
    }

    /// Its rows as lines of tab-separated values, sorted, below a line of the columns' names.
    String tsv() {
        return rows.stream()
                .map(row -> row.stream().map(Output::field).collect(Collectors.joining("\t")))
                .sorted()
                .collect(Collectors.joining("\n", String.join("\t", columns) + "\n", "\n"));
    }

    /// Some of its columns, each row as values joined by blanks, sorted; empty texts as `-`.
    List<String> only(String wanted) {
        List<Integer> places =
                Arrays.stream(wanted.split(",")).map(columns::indexOf).toList();
        return rows.stream()
                .map(row -> places.stream()
                        .map(row::get)
                        .map(value -> value.equals("") ? "-" : value.toString())
                        .collect(Collectors.joining(" ")))
                .sorted()
                .toList();
    }

    private static String field(Object value) {
        return value.toString().replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }
}
