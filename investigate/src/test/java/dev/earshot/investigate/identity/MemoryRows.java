package dev.earshot.investigate.identity;

import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.RowWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Rows in memory, as texts.
final class MemoryRows implements RowWriter {
    final List<List<String>> rows = new ArrayList<>();
    private final List<Column> columns;
    private String[] row;

    MemoryRows(List<Column> columns) {
        this.columns = columns;
        row = empty();
    }

    private String[] empty() {
        return columns.stream()
                .map(column -> column.type() == Column.Type.NUMBER ? "0" : "")
                .toArray(String[]::new);
    }

    @Override
    public RowWriter set(int column, long number) {
        if (columns.get(column).type() != Column.Type.NUMBER) {
            throw new IllegalArgumentException(columns.get(column).name() + " is a text");
        }
        row[column] = Long.toString(number);
        return this;
    }

    @Override
    public RowWriter set(int column, byte[] bytes, int from, int to) {
        return set(column, new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public RowWriter set(int column, String text) {
        if (columns.get(column).type() != Column.Type.TEXT) {
            throw new IllegalArgumentException(columns.get(column).name() + " is a number");
        }
        row[column] = text;
        return this;
    }

    @Override
    public void endRow() {
        rows.add(List.of(row));
        row = empty();
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
