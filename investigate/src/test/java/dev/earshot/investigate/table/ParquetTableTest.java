package dev.earshot.investigate.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
    @TempDir
    Path folder;

    @Test
    void a_table_of_no_rows_is_a_file_with_its_columns() throws Exception {
        Path file = write(Table.MEMBERS.columns(), writer -> {});
        assertThat(query("SELECT count(*) FROM '%s'", file)).containsExactly("0");
        assertThat(query("SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM '%s')", file))
                .containsExactlyElementsOf(Table.MEMBERS.columns().stream()
                        .map(column -> column.name() + (column.type() == Column.Type.NUMBER ? " BIGINT" : " VARCHAR"))
                        .toList());
    }

    @Test
    void every_shape_of_numbers_comes_back() throws Exception {
        Random random = new Random(7);
        long[][] shapes = new long[9][];
        int rows = 3 * ParquetTable.ROWS / 2;
        for (int shape = 0; shape < shapes.length; shape++) {
            shapes[shape] = new long[rows];
            for (int row = 0; row < rows; row++) {
                shapes[shape][row] = switch (shape) {
                    case 0 -> 0;
                    case 1 -> (7L << 40) + row + 1;
                    case 2 -> 1_700_000_000_000_000L + row / 40 * 1_000_000L;
                    case 3 -> random.nextLong();
                    case 4 -> Key.of(Key.Kind.PAGE, Integer.toString(random.nextInt(4000)));
                    case 5 -> random.nextInt(10) < 9 ? 0 : random.nextLong();
                    case 6 -> row % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
                    case 7 -> row < ParquetTable.ROWS ? 5 : random.nextInt(3) - 1;
                    default -> random.nextLong() >> random.nextInt(64);
                };
            }
        }
        List<Column> columns = new ArrayList<>();
        for (int shape = 0; shape < shapes.length; shape++) {
            columns.add(new Column("c" + shape, Column.Type.NUMBER, ""));
        }
        Path file = write(columns, writer -> writer.append(shapes, 0, rows));
        Path again = write(columns, writer -> {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < shapes.length; column++) {
                    writer.set(column, shapes[column][row]);
                }
                writer.endRow();
            }
        });
        assertThat(again).as("by rows as by columns").hasSameBinaryContentAs(file);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM read_parquet('" + file
                        + "', file_row_number = true) ORDER BY file_row_number")) {
            for (int row = 0; row < rows; row++) {
                assertThat(result.next()).isTrue();
                for (int shape = 0; shape < shapes.length; shape++) {
                    if (result.getLong(shape + 1) != shapes[shape][row]) {
                        assertThat(result.getLong(shape + 1))
                                .as("shape %d, row %d", shape, row)
                                .isEqualTo(shapes[shape][row]);
                    }
                }
            }
            assertThat(result.next()).isFalse();
        }
    }

    @Test
    void texts_come_back_be_they_few_or_many_empty_or_long() throws Exception {
        List<Column> columns = List.of(
                new Column("row", Column.Type.NUMBER, ""),
                new Column("few", Column.Type.TEXT, ""),
                new Column("many", Column.Type.TEXT, ""),
                new Column("same", Column.Type.TEXT, ""),
                new Column("none", Column.Type.TEXT, ""));
        int rows = ParquetTable.ROWS + 1000;
        String[] few = {"", "exposed", "cannot-tell", "Grüße, 世界 \u0000 \ud83e\ude7a"};
        Path file = write(columns, writer -> {
            for (int row = 0; row < rows; row++) {
                writer.set(0, row)
                        .set(1, few[row % 4])
                        .set(2, "replaced")
                        .set(2, many(row))
                        .set(3, "US")
                        .endRow();
            }
        });
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM '" + file + "' ORDER BY row")) {
            for (int row = 0; row < rows; row++) {
                assertThat(result.next()).isTrue();
                String is = result.getString(2)
                        + '|'
                        + result.getString(3)
                        + '|'
                        + result.getString(4)
                        + '|'
                        + result.getString(5);
                if (!is.equals(few[row % 4] + '|' + many(row) + "|US|")) {
                    assertThat(is).as("row %d", row).isEqualTo(few[row % 4] + '|' + many(row) + "|US|");
                }
            }
            assertThat(result.next()).isFalse();
        }
    }

    private static String many(int row) {
        return row % 50_000 == 17 ? "x".repeat(1_000_000) : "member-" + row;
    }

    @Test
    void long_texts_end_a_row_group_before_memory_grows() throws Exception {
        Path file = write(Table.CARRIED.columns(), writer -> {
            for (int row = 0; row < 40; row++) {
                writer.set(0, row + "x".repeat(1_000_000)).endRow();
            }
        });
        assertThat(query("SELECT max(row_group_num_rows) FROM parquet_metadata('%s')", file))
                .containsExactly("9");
        assertThat(query("SELECT sum(length(window_id)) FROM '%s'", file)).containsExactly("40000070");
    }

    @Test
    void numbers_have_their_least_and_greatest_stated_for_each_group() throws Exception {
        Path file = write(Table.GAPS.columns(), writer -> {
            for (int row = 0; row < ParquetTable.ROWS + 1; row++) {
                writer.set(0, -row).set(1, 12L).endRow();
            }
        });
        assertThat(query(
                        "SELECT row_group_id || ' ' || path_in_schema || ' ' || stats_min_value || ' ' || stats_max_value || ' '"
                                + " || stats_null_count FROM parquet_metadata('%s')",
                        file))
                .containsExactly(
                        "0 from_ts -122879 0 0", "0 to_ts 12 12 0", "1 from_ts -122880 -122880 0", "1 to_ts 12 12 0");
    }

    @Test
    void a_column_that_never_changes_costs_next_to_nothing() throws Exception {
        Path file = write(Table.LINES.columns(), writer -> writer.append(new long[7][1_000_000], 0, 1_000_000));
        assertThat(file.toFile().length()).isLessThan(10_000);
        assertThat(query("SELECT count(*) || ' ' || sum(trace_key) FROM '%s'", file))
                .containsExactly("1000000 0");
    }

    @Test
    void what_was_not_finished_is_not_there_and_what_was_there_before_still_is() throws Exception {
        Path file = write(Table.GAPS.columns(), writer -> writer.set(0, 1L).endRow());
        byte[] before = Files.readAllBytes(file);
        try (ParquetTable writer = new ParquetTable(Table.GAPS, new LocalStorage(), file.toString())) {
            writer.append(new long[2][1_000_000], 0, 1_000_000);
        }
        assertThat(file).hasBinaryContent(before);
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    private Path write(List<Column> columns, Rows rows) throws IOException {
        Path file = Files.createTempFile(folder, "t", ".parquet");
        try (ParquetTable writer = new ParquetTable(columns, new LocalStorage(), file.toString())) {
            rows.to(writer);
            writer.finish();
        }
        return file;
    }

    private static List<String> query(String sql, Path file) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(String.format(Locale.ROOT, sql, file))) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private interface Rows {
        void to(ParquetTable writer) throws IOException;
    }
}
