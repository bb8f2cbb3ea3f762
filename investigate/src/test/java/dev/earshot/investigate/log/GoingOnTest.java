package dev.earshot.investigate.log;

import static dev.earshot.investigate.log.LogFixture.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.Progress;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second run over the same folder.
class GoingOnTest {
    private static final String TIME = "10/Mar/2025:13:55:36 +0000";

    @TempDir
    private Path folder;

    private LogFixture logs;
    private final Watched storage = new Watched();

    @BeforeEach
    void logs() {
        logs = new LogFixture(folder);
        for (int i = 0; i < 5; i++) {
            logs.write(i + ".log", visit(TIME, "/" + i), visit(TIME, "/other"));
        }
    }

    @Test
    void what_is_finished_is_not_read_again() {
        List<FileAccount> first = run();
        storage.written.clear();
        assertThat(run()).isEqualTo(first);
        assertThat(storage.written).isEmpty();
    }

    @Test
    void a_run_that_was_killed_goes_on_from_its_last_finished_file() {
        List<FileAccount> unbroken = run();
        List<List<Object>> rows = logs.rows(Table.LINES);
        delete("files/00000003.json");
        delete("files/00000004.json");
        delete("pages/00000004.parquet");
        storage.written.clear();
        assertThat(run()).isEqualTo(unbroken);
        assertThat(logs.rows(Table.LINES)).isEqualTo(rows);
        assertThat(storage.written)
                .allMatch(location -> location.contains("00000003") || location.contains("00000004"))
                .hasSize(6);
    }

    @Test
    void a_failure_of_the_disk_ends_the_run_and_what_was_finished_stays() {
        storage.failOn = "lines/.00000004";
        assertThatThrownBy(this::run).isInstanceOf(EarshotException.class).hasMessageContaining("the disk is full");
        storage.failOn = "";
        assertThat(run()).hasSize(5);
        assertThat(logs.rows(Table.LINES)).hasSize(10);
    }

    @Test
    void a_torn_mark_is_no_mark() throws IOException {
        List<FileAccount> first = run();
        Files.writeString(folder.resolve("out/files/00000002.json"), "{\"number\": 2, \"lin");
        Files.writeString(folder.resolve("out/files/00000003.json"), "{\"basis\": 7}");
        Files.writeString(folder.resolve("out/files/00000004.json"), "{\"setAside\": {\"NO_SUCH_RULE\": 1}}");
        assertThat(run()).isEqualTo(first);
    }

    @Test
    void another_rule_zone_format_or_parameter_reads_everything_again() {
        run();
        List<Runnable> changes = List.of(
                () -> logs.parameters = Set.of("q"),
                () -> logs.zone = ZoneId.of("Europe/Paris"),
                () -> logs.format = Optional.of("combined"),
                () -> logs.host = Optional.of("www.clinic.example"),
                () -> logs.sessionCookie = Optional.of("sid"),
                () -> logs.trustedProxies = List.of("192.0.2.0/24"),
                () -> logs.correction = Duration.ofSeconds(1),
                () -> logs.hosts = List.of("*.clinic.example"),
                () -> logs.from = logs.from.plusSeconds(1),
                () -> logs.rules = LogFixture.bots("clinic"));
        for (Runnable change : changes) {
            change.run();
            storage.written.clear();
            run();
            assertThat(storage.written).hasSize(15);
        }
    }

    @Test
    void a_rule_that_lines_do_not_depend_on_reads_nothing_again() {
        run();
        storage.written.clear();
        logs.rules = LogFixture.visitGap(Duration.ofMinutes(5));
        run();
        assertThat(storage.written).isEmpty();
    }

    @Test
    void a_file_that_changed_is_read_again_and_one_that_went_leaves_nothing() throws IOException {
        run();
        logs.write("0.log", visit(TIME, "/changed"));
        assertThat(run()).hasSize(5);
        assertThat(logs.pages()).contains("GET www.clinic.example/changed").doesNotContain("GET www.clinic.example/0");
        Files.delete(folder.resolve("logs/1.log"));
        assertThat(run()).hasSize(4);
        assertThat(logs.pages()).doesNotContain("GET www.clinic.example/1");
        assertThat(logs.rows(Table.LINES)).hasSize(7);
    }

    @Test
    void a_file_that_was_moved_is_not_read_again_and_is_where_it_is_now() throws IOException {
        run();
        storage.written.clear();
        Files.move(folder.resolve("logs/2.log"), folder.resolve("logs/moved.log"));
        assertThat(run()).extracting(FileAccount::location).anyMatch(location -> location.endsWith("/moved.log"));
        assertThat(storage.written).isEmpty();
    }

    @Test
    void a_file_that_is_still_written_to_is_read_as_far_as_it_was_hashed() {
        storage.growing = "0.log";
        List<FileAccount> accounts = run();
        assertThat(accounts.stream().mapToLong(FileAccount::lines).sum()).isEqualTo(10);
    }

    @Test
    void a_plan_whose_files_are_not_there_is_a_mistake() {
        LogFixture nothing = new LogFixture(folder.resolve("elsewhere"));
        assertThatThrownBy(nothing::run).isInstanceOf(EarshotException.class).hasMessageContaining("line 7");
    }

    private List<FileAccount> run() {
        return new LogImport(storage, LogFormats.all(), 2, Progress.NONE).run(logs.plan(), logs.parameters, logs.out());
    }

    private void delete(String name) {
        try {
            Files.delete(folder.resolve("out").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Watched implements Storage {
        private final LocalStorage disk = new LocalStorage();
        private final List<String> written = Collections.synchronizedList(new ArrayList<>());
        private String failOn = "";
        private String growing = "";

        @Override
        public List<Stored> list(String pattern) throws IOException {
            return disk.list(pattern);
        }

        @Override
        public InputStream open(String location) throws IOException {
            if (growing.isEmpty() || !location.endsWith("/" + growing)) {
                return disk.open(location);
            }
            // Whoever opens it finds it longer than whoever opened it before.
            InputStream opened = disk.open(location);
            byte[] lines = opened.readAllBytes();
            opened.close();
            Files.write(Path.of(location), LogFixture.bytes(visit(TIME, "/late")), StandardOpenOption.APPEND);
            return new ByteArrayInputStream(lines);
        }

        @Override
        public OutputStream create(String location) throws IOException {
            if (!failOn.isEmpty() && location.contains(failOn)) {
                throw new IOException("the disk is full");
            }
            written.add(location);
            return disk.create(location);
        }

        @Override
        public void move(String from, String to) throws IOException {
            disk.move(from, to);
        }

        @Override
        public void delete(String location) throws IOException {
            disk.delete(location);
        }

        @Override
        public boolean exists(String location) {
            return disk.exists(location);
        }
    }
}
