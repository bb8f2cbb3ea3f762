package dev.earshot.investigate.log;

import static dev.earshot.investigate.log.LogFixture.bytes;
import static dev.earshot.investigate.log.LogFixture.combined;
import static dev.earshot.investigate.log.LogFixture.gzip;
import static dev.earshot.investigate.log.LogFixture.visit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogImportTest {
    @TempDir
    private Path folder;

    private LogFixture logs;

    @BeforeEach
    void logs() {
        logs = new LogFixture(folder);
    }

    @Test
    void a_line_in_combined_becomes_a_row_with_time_page_and_client() {
        logs.write("access.log", visit("10/Mar/2025:13:55:36 -0700", "/find-a-doctor?q=heart"));

        FileAccount account = logs.only();

        assertThat(account.format()).isEqualTo("combined");
        assertThat(account.used()).isEqualTo(1);
        assertThat(account.faults()).isEmpty();
        long ts = Instant.parse("2025-03-10T20:55:36Z").getEpochSecond() * 1_000_000;
        assertThat(logs.rows(Table.PAGES)).hasSize(1);
        long page = (Long) logs.rows(Table.PAGES).getFirst().getFirst();
        assertThat(logs.pages()).containsExactly("GET www.clinic.example/find-a-doctor");
        assertThat(logs.rows(Table.LINES))
                .containsExactly(
                        List.of((1L << 40) + 1, ts, page, 0L, 0L, 0L, ClientKey.of("192.0.2.7", "Mozilla/5.0 (X11)")));
        assertThat(account.firstTs()).isEqualTo(ts);
    }

    @Test
    void a_gzip_of_two_members_is_read_to_its_end() {
        byte[] one = gzip(bytes(visit("10/Mar/2025:13:55:36 +0000", "/a")));
        byte[] two = gzip(bytes(visit("10/Mar/2025:13:55:37 +0000", "/b")));
        byte[] both = java.util.Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        logs.write("named-as-if-plain.log", both);

        assertThat(logs.only().used()).isEqualTo(2);
        assertThat(logs.pages()).containsExactly("GET www.clinic.example/a", "GET www.clinic.example/b");
    }

    @Test
    void each_line_is_used_or_set_aside_by_one_rule() {
        logs.write(
                "access.log",
                visit("10/Mar/2025:13:55:36 +0000", "/a"),
                "not a line of any log",
                visit("31/Dec/2024:23:59:59 +0000", "/a"),
                visit("01/Jan/2026:00:00:00 +0000", "/a"),
                visit("10/Mar/2025:13:55:36 +0000", "/a.css"),
                combined("192.0.2.7", "10/Mar/2025:13:55:36 +0000", "HEAD /a HTTP/1.1", 200, "Mozilla"),
                combined("192.0.2.7", "10/Mar/2025:13:55:36 +0000", "GET /a HTTP/1.1", 404, "Mozilla"),
                combined("192.0.2.7", "10/Mar/2025:13:55:36 +0000", "GET /a HTTP/1.1", 200, "kube-probe/1.30"),
                combined("192.0.2.7", "10/Mar/2025:13:55:36 +0000", "GET /a HTTP/1.1", 200, "Googlebot/2.1"));

        FileAccount account = logs.only();

        assertThat(account.lines()).isEqualTo(9);
        assertThat(account.used()).isEqualTo(1);
        assertThat(account.setAside())
                .isEqualTo(Map.of(
                        SetAside.UNREADABLE, 1L,
                        SetAside.OUTSIDE_PERIOD, 2L,
                        SetAside.NOT_A_PAGE, 1L,
                        SetAside.METHOD, 1L,
                        SetAside.STATUS, 1L,
                        SetAside.HEALTH_CHECK, 1L,
                        SetAside.BOT, 1L));
        assertThat(account.faults()).containsExactly("line 2 could not be read as a request");
    }

    @Test
    void the_same_lines_in_another_packing_are_set_aside_as_a_whole() {
        byte[] lines = bytes(visit("10/Mar/2025:13:55:36 +0000", "/a"), visit("10/Mar/2025:13:55:37 +0000", "/b"));
        logs.write("a.log", lines).write("b.log.gz", gzip(lines)).write("copy/a.log", lines);

        List<FileAccount> accounts = logs.run();

        assertThat(accounts).extracting(FileAccount::used).containsExactly(2L, 0L, 0L);
        assertThat(accounts.get(1).setAside()).isEqualTo(Map.of(SetAside.DUPLICATE_FILE, 2L));
        assertThat(accounts.get(2).setAside()).isEqualTo(Map.of(SetAside.DUPLICATE_FILE, 2L));
        assertThat(logs.rows(Table.LINES)).hasSize(2);
        assertThat(logs.run()).isEqualTo(accounts);
    }

    @Test
    void a_user_name_in_the_log_has_its_key() {
        logs.write(
                "access.log",
                "192.0.2.7 - pat.doe [10/Mar/2025:13:55:36 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"Mozilla\"");
        logs.only();
        assertThat(logs.numbers(Table.LINES, 3)).containsExactly(Key.of(Key.Kind.USER, "pat.doe"));
    }
}
