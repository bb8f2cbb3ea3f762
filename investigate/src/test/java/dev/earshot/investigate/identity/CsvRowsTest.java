package dev.earshot.investigate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    @Test
    void quotes_hold_delimiters_line_ends_and_doubled_quotes() throws IOException {
        assertThat(rows("a,b\n\"x,\"\"y\"\"\",\"1\r\n2\"\nz,\n")).containsExactly("2 [x,\"y\"|1\r\n2]", "4 [z|]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\nx,y\nz,w", "a,b\r\nx,y\r\nz,w\r\n", "a,b\rx,y\rz,w\r", "\uFEFFa,b\nx,y\n\n\nz,w\n"})
    void lines_end_in_any_way(String csv) throws IOException {
        assertThat(rows(csv)).extracting(row -> row.substring(2)).containsExactly("[x|y]", "[z|w]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b\nx,1;y\n", "a\tb\nx,1\ty\n", "a|b\nx,1|y\n"})
    void the_delimiter_is_found_in_the_header(String csv) throws IOException {
        assertThat(rows(csv)).containsExactly("2 [x,1|y]");
    }

    @Test
    void a_quote_that_is_not_closed_costs_its_own_line_only() throws IOException {
        assertThat(rows("a,b\n\"x,y\nz,w\n")).containsExactly("2 MALFORMED", "3 [z|w]");
    }

    @Test
    void text_after_a_closing_quote_is_malformed() throws IOException {
        assertThat(rows("a,b\n\"x\"1,y\nz,w\n")).containsExactly("2 MALFORMED", "3 [z|w]");
    }

    @Test
    void a_quote_within_a_text_without_quotes_is_a_character() throws IOException {
        assertThat(rows("a,b\n5\" pipe,y\n")).containsExactly("2 [5\" pipe|y]");
    }

    @Test
    void rows_of_other_width_than_the_header_are_not_guessed_at() throws IOException {
        assertThat(rows("a,b\nx\nx,y,z\nx,y\n")).containsExactly("2 COLUMNS", "3 COLUMNS", "4 [x|y]");
    }

    @Test
    void a_field_of_two_megabytes_is_malformed_and_the_next_row_is_read() throws IOException {
        assertThat(rows("a,b\n" + "x".repeat(3 << 20) + ",y\nz,w\n")).containsExactly("2 MALFORMED", "3 [z|w]");
    }

    @Test
    void rows_do_not_depend_on_how_the_bytes_arrive() throws IOException {
        StringBuilder csv = new StringBuilder("a,b\r\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append('"').append(i).append("\"\"\",").append("é\r\n");
        }
        List<String> rows = rows(csv.toString());
        assertThat(rows).hasSize(20_000).contains("20001 [19999\"|é]");
    }

    @Test
    void one_column_may_be_two_fields() throws IOException {
        assertThat(rows("m\nx\n", Map.of("a", "m", "b", "m"))).containsExactly("2 [x|x]");
    }

    private static List<String> rows(String csv) throws IOException {
        return rows(csv, Map.of());
    }

    private static List<String> rows(String csv, Map<String, String> plan) throws IOException {
        List<String> rows = new ArrayList<>();
        Row row = new Row(2);
        try (CsvRows csvRows = new CsvRows(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), List.of("a", "b"), plan, 0)) {
            for (RowReader.Read read = csvRows.next(row); read != RowReader.Read.END; read = csvRows.next(row)) {
                rows.add(row.line + " "
                        + (read == RowReader.Read.ROW ? "[" + row.text(0) + "|" + row.text(1) + "]" : read));
            }
        }
        return rows;
    }
}
