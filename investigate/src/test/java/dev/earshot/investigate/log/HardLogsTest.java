package dev.earshot.investigate.log;

import static dev.earshot.investigate.log.LogFixture.bytes;
import static dev.earshot.investigate.log.LogFixture.gzip;
import static dev.earshot.investigate.log.LogFixture.visit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.Progress;
import dev.earshot.investigate.log.format.Formats;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.ParquetTable;
import dev.earshot.investigate.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs that are broken in one way or another: all that can be read is, and the rest is told.
class HardLogsTest {
    private static final String TIME = "10/Mar/2025:13:55:36 +0000";

    @TempDir
    private Path folder;

    private LogFixture logs;

    @BeforeEach
    void logs() {
        logs = new LogFixture(folder);
    }

    @Test
    void a_cut_gzip_keeps_its_complete_lines_and_not_its_last() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(visit(TIME, "/" + i * 7919L * i)).append('\n');
        }
        byte[] whole = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
        logs.write("access.log.gz", Arrays.copyOf(whole, whole.length / 2));
        FileAccount account = logs.only();
        assertThat(account.used()).isGreaterThan(1000).isEqualTo(account.lines() - 1);
        assertThat(account.setAside()).isEqualTo(Map.of(SetAside.UNREADABLE, 1L));
        assertThat(account.faults()).contains("it ends in the middle of gzip member 1");
        assertThat(logs.rows(Table.LINES)).hasSize((int) account.used());
    }

    @Test
    void a_last_line_without_an_end_is_a_line() {
        logs.write("access.log", (visit(TIME, "/a") + "\r\n" + visit(TIME, "/b")).getBytes(StandardCharsets.UTF_8));
        assertThat(logs.only().used()).isEqualTo(2);
    }

    @Test
    void a_line_of_many_megabytes_is_one_unreadable_line() {
        byte[] one = bytes(visit(TIME, "/a"));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(one);
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'x');
        for (int i = 0; i < 5; i++) {
            file.writeBytes(megabyte);
        }
        file.write('\n');
        file.writeBytes(one);
        logs.write("access.log.gz", gzip(file.toByteArray()));
        FileAccount account = logs.only();
        assertThat(account.lines()).isEqualTo(3);
        assertThat(account.used()).isEqualTo(2);
        assertThat(account.faults()).containsExactly("line 2 could not be read as a request");
    }

    @Test
    void a_field_of_nearly_a_megabyte_is_read() {
        logs.write("access.log", visit(TIME, "/" + "a".repeat(1_000_000)), visit(TIME, "/" + "%c3/".repeat(200_000)));
        assertThat(logs.only().used()).isEqualTo(2);
    }

    @Test
    void nul_bytes_and_broken_utf_8_stay_in_their_line() {
        logs.write(
                "access.log",
                ("\0\0\0\0\n" + visit(TIME, "/\u00ff\u00fe\0") + "\n"
                                + visit(TIME, "/b").replace("Mozilla", "\u00c3("))
                        .getBytes(StandardCharsets.ISO_8859_1));
        FileAccount account = logs.only();
        assertThat(account.used()).isEqualTo(2);
        assertThat(account.faults()).containsExactly("line 1 could not be read as a request");
        assertThat(logs.pages()).containsExactly("GET www.clinic.example/%FF%FE%00", "GET www.clinic.example/b");
    }

    @Test
    void utf_16_is_said_and_nothing_of_it_is_used() {
        logs.write("access.log", ("\ufeff" + visit(TIME, "/a") + "\n").getBytes(StandardCharsets.UTF_16LE));
        FileAccount account = logs.only();
        assertThat(account.used()).isZero();
        assertThat(account.setAside()).containsOnlyKeys(SetAside.UNREADABLE);
        assertThat(account.faults()).contains("it is UTF-16: none of it was read; store it as UTF-8");
    }

    @Test
    void a_byte_order_mark_of_utf_8_is_passed_over() {
        logs.write("access.log", ("\ufeff" + visit(TIME, "/a")).getBytes(StandardCharsets.UTF_8));
        assertThat(logs.only().used()).isEqualTo(1);
    }

    @Test
    void an_empty_file_has_no_lines() {
        logs.write("access.log", new byte[0]).write("second.log", gzip(new byte[0]));
        assertThat(logs.run())
                .allSatisfy(account -> assertThat(account.lines()).isZero())
                .allSatisfy(account -> assertThat(account.faults()).isEmpty());
        assertThat(logs.rows(Table.LINES)).isEmpty();
    }

    @Test
    void a_file_that_is_no_log_is_said_to_be_none() {
        logs.write("notes.txt", "Dear colleague,", "please find the logs attached.", "", "Pat");
        FileAccount account = logs.only();
        assertThat(account.format()).isEqualTo("none");
        assertThat(account.setAside()).isEqualTo(Map.of(SetAside.UNREADABLE, 3L, SetAside.DIRECTIVE, 1L));
        assertThat(account.faults())
                .containsExactly(
                        "none of the known formats fits its first lines; state its format in the plan",
                        "lines 1, 2, 4 could not be read as a request");
    }

    @Test
    void a_format_that_changes_within_a_file_is_followed_and_said() {
        String common = "192.0.2.7 - - [" + TIME + "] \"GET /common HTTP/1.1\" 200 5";
        logs.write("access.log", visit(TIME, "/1"), visit(TIME, "/2"), common, common, visit(TIME, "/3"), "garbage");
        FileAccount account = logs.only();
        assertThat(account.used()).isEqualTo(5);
        assertThat(account.faults())
                .containsExactly(
                        "line 6 could not be read as a request",
                        "lines 3, 4 read as another format: nginx/Apache common");
    }

    @Test
    void a_stated_format_is_not_guessed_around() {
        logs.format = Optional.of("common");
        logs.write("access.log", "192.0.2.7 - - [" + TIME + "] \"GET / HTTP/1.1\" 200 5", visit(TIME, "/1"));
        FileAccount account = logs.only();
        assertThat(account.used()).isEqualTo(1);
        assertThat(account.setAside()).isEqualTo(Map.of(SetAside.UNREADABLE, 1L));
    }

    @Test
    void a_clock_that_jumps_changes_nothing() {
        logs.write(
                "access.log",
                visit("10/Mar/2025:13:55:36 +0000", "/1"),
                visit("01/Jan/1970:00:00:00 +0000", "/2"),
                visit("31/Dec/9999:23:59:59 -1200", "/3"),
                visit("10/Mar/2025:13:55:35 +0000", "/4"));
        FileAccount account = logs.only();
        assertThat(account.used()).isEqualTo(2);
        assertThat(account.lastTs() - account.firstTs()).isEqualTo(1_000_000);
    }

    @Test
    void many_unreadable_lines_are_counted_and_the_first_are_placed() {
        String[] lines = new String[1000];
        Arrays.setAll(lines, i -> i % 2 == 0 ? visit(TIME, "/" + i) : "garbage " + i);
        logs.write("access.log", lines);
        FileAccount account = logs.only();
        assertThat(account.setAside()).isEqualTo(Map.of(SetAside.UNREADABLE, 500L));
        assertThat(account.faults())
                .isEqualTo(List.of("lines 2, 4, 6, 8, 10 and 495 more could not be read as a request"));
    }

    @Test
    void records_of_json_that_are_no_lines_are_numbered_as_records() throws IOException {
        String record = "{\"at\": \"2025-03-10T13:55:36Z\",\n \"verb\": \"GET\", \"uri\": \"/%s\"}";
        logs.format = Optional.of("json");
        logs.fields = Map.of("time", "at", "method", "verb", "path", "uri");
        String array = "[" + String.format(record, "a") + ",\n" + String.format(record, "b") + "]\n";
        logs.write("array.json.gz", gzip(array.getBytes(StandardCharsets.UTF_8)));
        FileAccount account = all().getFirst();
        assertThat(account.used()).isEqualTo(2);
        assertThat(logs.numbers(Table.LINES, 0)).containsExactly((1L << 40) + 1, (1L << 40) + 2);
        assertThat(logs.pages()).containsExactly("GET www.clinic.example/a", "GET www.clinic.example/b");
        assertThat(LogLines.at(new LocalStorage(), account.location(), List.of(2L))
                        .get(2L))
                .asString(StandardCharsets.UTF_8)
                .contains("/b");
    }

    @Test
    void the_rows_of_parquet_are_lines_and_a_broken_file_of_it_is_told() throws IOException {
        logs.format = Optional.of("json");
        logs.fields = Map.of("time", "at", "method", "verb", "path", "uri");
        List<Column> columns = List.of(
                new Column("at", Column.Type.TEXT, ""),
                new Column("verb", Column.Type.TEXT, ""),
                new Column("uri", Column.Type.TEXT, ""));
        Path file = folder.resolve("logs/rows.parquet");
        try (ParquetTable rows = new ParquetTable(columns, new LocalStorage(), file.toString())) {
            for (String path : List.of("/a", "/b", "/c")) {
                rows.set(0, "2025-03-10T13:55:36Z").set(1, "GET").set(2, path).endRow();
            }
            rows.finish();
        }
        assertThat(all().getFirst().used()).isEqualTo(3);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThat(all().getFirst().faults()).containsExactly("its records can't be read to their end");
    }

    private List<FileAccount> all() {
        return new LogImport(new LocalStorage(), Formats::all, 1, Progress.NONE)
                .run(logs.plan(), logs.parameters, logs.out());
    }
}
