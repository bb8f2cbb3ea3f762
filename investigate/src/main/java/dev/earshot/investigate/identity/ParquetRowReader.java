package dev.earshot.investigate.identity;

import dev.earshot.investigate.Storage;
import dev.earshot.investigate.table.ParquetRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of a Parquet file; their numbers count as lines, from 1. Where it can't be read on, that is its fault.
final class ParquetRowReader implements RowReader {
    private final Optional<ParquetRows> rows;
    private final int[] columnOf;
    private final List<String> missing = new ArrayList<>();
    private Optional<String> fault = Optional.empty();
    private long line;

    ParquetRowReader(Storage storage, String location, List<String> fields, Map<String, String> plan) {
        Optional<ParquetRows> opened = Optional.empty();
        try {
            opened = Optional.of(ParquetRows.open(storage, location));
        } catch (IOException e) {
            fault = Optional.of("it can't be read as Parquet");
        }
        rows = opened;
        columnOf = Header.columns(
                rows.map(ParquetRows::columns).orElse(List.of()), fields, rows.isPresent() ? plan : Map.of(), missing);
    }

    @Override
    public Read next(Row row) {
        row.line = ++line;
        row.clear();
        try {
            if (rows.isEmpty() || !rows.get().next()) {
                return Read.END;
            }
            for (int field = 0; field < columnOf.length; field++) {
                if (columnOf[field] >= 0) {
                    row.set(field, rows.get().text(columnOf[field]));
                }
            }
            return Read.ROW;
        } catch (IOException e) {
            fault = Optional.of("it can't be read as Parquet from row " + line + " on");
            return Read.END;
        }
    }

    @Override
    public Optional<String> fault() {
        return missing.isEmpty() ? fault : Optional.of(Header.fault(missing));
    }

    @Override
    public void close() throws IOException {
        if (rows.isPresent()) {
            rows.get().close();
        }
    }
}
