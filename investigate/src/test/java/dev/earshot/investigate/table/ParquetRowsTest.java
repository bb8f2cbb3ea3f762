package dev.earshot.investigate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.earshot.investigate.LocalStorage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRowsTest {
    @TempDir
    Path folder;

    @Test
    void what_was_written_is_read() throws Exception {
        String location = folder.resolve("t.parquet").toString();
        int rows = ParquetTable.ROWS + 5;
        try (ParquetTable table = new ParquetTable(Table.LINKS, new LocalStorage(), location)) {
            for (int row = 0; row < rows; row++) {
                table.set(0, row).set(1, row % 3 == 0 ? "user" : "").set(2, row * 0x9e3779b97f4a7c15L);
                table.set(3, 5).set(5, row % 1000).set(6, "certain " + row).endRow();
            }
            table.finish();
        }
        try (ParquetRows read = ParquetRows.open(new LocalStorage(), location)) {
            assertThat(read.columns())
                    .containsExactly("link", "kind", "link_key", "from_ts", "to_ts", "person", "certainty");
            for (int row = 0; row < rows; row++) {
                assertThat(read.next()).isTrue();
                if (read.number(0) != row
                        || read.number(2) != row * 0x9e3779b97f4a7c15L
                        || read.number(3) != 5
                        || read.number(4) != 0
                        || read.number(5) != row % 1000
                        || !read.text(1).equals(row % 3 == 0 ? "user" : "")
                        || !read.text(6).equals("certain " + row)) {
                    assertThat(read.row()).as("row %d", row).isNull();
                }
            }
            assertThat(read.next()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "zstd", "gzip", "lz4_raw"})
    void every_usual_type_is_read_however_it_is_compressed(String codec) throws Exception {
        Path file = write("""
                SELECT 7::TINYINT AS tiny, 70000::INTEGER AS whole, 9007199254740993::BIGINT AS great, 4000000000::UINTEGER AS unsigned,
                    200::UTINYINT AS unsigned_tiny, 18446744073709551615::UBIGINT AS unsigned_great,
                    0.5::FLOAT AS half, 0.1::DOUBLE AS tenth, true AS yes, 'Grüße' AS text, '2024-02-29'::DATE AS day,
                    '10:11:12.5'::TIME AS clock, '2024-02-29 10:11:12.123456'::TIMESTAMP AS local,
                    '2024-02-29 10:11:12.123'::TIMESTAMP_MS AS local_ms, '2024-02-29 10:11:12.123456789'::TIMESTAMP_NS AS local_ns,
                    '2024-02-29 10:11:12.5+00'::TIMESTAMPTZ AS instant, 12.50::DECIMAL(9, 2) AS money,
                    12345678901234567890.5::DECIMAL(30, 1) AS much, NULL::VARCHAR AS nothing, 'abc'::BLOB AS bytes,
                    '\\xff'::BLOB AS raw
                FROM range(3)""", "COMPRESSION " + codec);
        List<Map<String, Object>> rows = read(file);
        assertThat(rows).hasSize(3);
        Map<String, Object> row = rows.get(2);
        assertThat(row)
                .containsEntry("tiny", 7L)
                .containsEntry("whole", 70_000L)
                .containsEntry("great", 9_007_199_254_740_993L)
                .containsEntry("unsigned", 4_000_000_000L)
                .containsEntry("unsigned_tiny", 200L)
                .containsEntry("unsigned_great", new BigDecimal("18446744073709551615"))
                .containsEntry("half", 0.5)
                .containsEntry("tenth", 0.1)
                .containsEntry("yes", true)
                .containsEntry("text", "Grüße")
                .containsEntry("day", LocalDate.of(2024, 2, 29))
                .containsEntry("clock", LocalTime.of(10, 11, 12, 500_000_000))
                .containsEntry("local", LocalDateTime.of(2024, 2, 29, 10, 11, 12, 123_456_000))
                .containsEntry("local_ms", LocalDateTime.of(2024, 2, 29, 10, 11, 12, 123_000_000))
                .containsEntry("local_ns", LocalDateTime.of(2024, 2, 29, 10, 11, 12, 123_456_789))
                .containsEntry("instant", Instant.parse("2024-02-29T10:11:12.5Z"))
                .containsEntry("money", new BigDecimal("12.50"))
                .containsEntry("much", new BigDecimal("12345678901234567890.5"))
                .doesNotContainKey("nothing")
                .containsEntry("bytes", "abc")
                .containsEntry("raw", new byte[] {-1});
    }

    @Test
    void an_id_is_the_same_text_whatever_number_it_was_made_of() throws Exception {
        Path file = write(
                "SELECT 1234567::BIGINT AS a, 1234567::DOUBLE AS b, 1234567::DECIMAL(12, 2) AS c, '1234567' AS d,"
                        + " 12300000::DOUBLE AS e, NULL::DOUBLE AS f, 0::DOUBLE AS g, 0.25::DOUBLE AS h,"
                        + " '2024-02-29'::DATE AS i",
                "COMPRESSION zstd");
        try (ParquetRows rows = ParquetRows.open(file)) {
            assertThat(rows.next()).isTrue();
            List<String> texts = new ArrayList<>();
            for (int column = 0; column < rows.columns().size(); column++) {
                texts.add(rows.text(column));
            }
            assertThat(texts)
                    .containsExactly(
                            "1234567", "1234567", "1234567", "1234567", "12300000", "", "0", "0.25", "2024-02-29");
        }
    }

    @Test
    void nested_columns_are_lists_and_maps() throws Exception {
        Path file = write(
                "SELECT [{'key': 'page', 'value': 1}, {'key': 'id', 'value': NULL}] AS params, MAP {'a': 2} AS attributes",
                "COMPRESSION snappy");
        assertThat(read(file))
                .containsExactly(Map.of(
                        "params",
                        List.of(Map.of("key", "page", "value", 1L), Map.of("key", "id")),
                        "attributes",
                        Map.of("a", 2L)));
    }

    @Test
    void a_file_that_was_cut_short_is_an_error_that_names_it() throws Exception {
        Path file = write("SELECT i, 'text' || i AS t FROM range(100000) r(i)", "COMPRESSION zstd");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 4, 11, 12, 1000, whole.length / 2, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut-" + length + ".parquet"), Arrays.copyOf(whole, length));
            assertThatIOException()
                    .as("%d bytes", length)
                    .isThrownBy(() -> read(cut))
                    .withMessageContaining(cut.toString());
        }
    }

    private Path write(String select, String options) throws SQLException {
        Path file = folder.resolve("from-duckdb.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet, " + options + ")");
        }
        return file;
    }

    private static List<Map<String, Object>> read(Path file) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ParquetRows read = ParquetRows.open(file)) {
            while (read.next()) {
                rows.add(read.row());
            }
        }
        return rows;
    }
}
