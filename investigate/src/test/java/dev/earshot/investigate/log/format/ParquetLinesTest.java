package dev.earshot.investigate.log.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.table.ParquetRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetLinesTest {
    @TempDir
    Path folder;

    private List<String> lines(String select) throws Exception {
        Path file = folder.resolve("log.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        try (ParquetLines in = new ParquetLines(ParquetRows.open(new LocalStorage(), file.toString()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void rows_are_read_by_a_field_map() throws Exception {
        List<String> lines = lines("""
                SELECT * FROM (VALUES
                  (TIMESTAMPTZ '2026-11-22 10:00:01.5+00', {'m': 'GET', 'p': '/find-a-doctor?q="x"'}, 200, 'ada'),
                  (TIMESTAMPTZ '2026-11-22 10:00:02+00', {'m': 'POST', 'p': NULL}, 200, NULL)) t(happened, r, code, who)
                """);
        LineReader reader = Samples.format(
                        "json",
                        Map.of("time", "happened", "method", "r.m", "path", "r.p", "status", "code", "user", "who"))
                .reader();
        assertThat(lines.stream().map(line -> Samples.read(reader, line)))
                .containsExactly(
                        "2026-11-22T10:00:01.500Z | 200 | GET | path=/find-a-doctor?q=\"x\" | user=ada", "UNREADABLE");
    }

    @Test
    void an_analytics_export_is_recognised_in_parquet_too() throws Exception {
        List<String> lines = lines("""
                SELECT 1795341601123456 AS event_timestamp, 'page_view' AS event_name, 'member-17' AS user_id,
                  '1.2' AS user_pseudo_id, [
                    {'key': 'page_location', 'value': {'string_value': 'https://www.clinic.example/a', 'int_value': NULL}},
                    {'key': 'ga_session_id', 'value': {'string_value': NULL, 'int_value': 7}}] AS event_params
                """);
        assertThat(Samples.format("ga4-bigquery")
                        .recognises(lines.stream().map(Samples::bytes).toList()))
                .isEqualTo(95);
        assertThat(Samples.read(Samples.format("ga4-bigquery").reader(), lines.getFirst()))
                .isEqualTo("2026-11-22T10:00:01.123456Z | GET | host=www.clinic.example | path=/a | user=member-17"
                        + " | session=1.2.7");
    }

    @Test
    void a_file_of_parquet_is_known_by_its_first_bytes() throws Exception {
        lines("SELECT 1 AS a");
        assertThat(ParquetLines.isParquet(Files.readAllBytes(folder.resolve("log.parquet"))))
                .isTrue();
        assertThat(ParquetLines.isParquet(Samples.bytes("PAR"))).isFalse();
        assertThat(ParquetLines.isParquet(Samples.bytes("PARIS 1"))).isFalse();
    }
}
