package dev.earshot.investigate.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.investigate.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    private static final String STEP = """
            --> hits10
            SELECT 1
            --> cells20
            SELECT 22
            --> hits20 view
            SELECT 4
            --> told30
            SELECT 333
            """;

    @TempDir
    Path folder;

    private Path outputs;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void outputs() {
        outputs = folder.resolve("outputs");
    }

    @Test
    void outputs_are_written_in_order_marked_and_named() throws IOException {
        FakeEngine engine = run(STEP, "inputs");

        assertThat(engine.written).containsExactly("hits10", "cells20", "told30");
        assertThat(engine.named).containsExactly("hits10", "cells20", "hits20 view", "told30");
        assertThat(names())
                .containsExactly("cells20", "cells20.done", "hits10", "hits10.done", "told30", "told30.done");
        assertThat(told)
                .containsExactly(
                        "1/3 hits10 starts",
                        "1/3 hits10: 8 rows in PT1S",
                        "2/3 cells20 starts",
                        "2/3 cells20: 9 rows in PT1S",
                        "3/3 told30 starts",
                        "3/3 told30: 10 rows in PT1S");
    }

    @Test
    void a_second_run_keeps_everything_and_still_names_it() {
        run(STEP, "inputs");
        told.clear();

        FakeEngine second = run(STEP, "inputs");

        assertThat(second.written).isEmpty();
        assertThat(second.named).containsExactly("hits10", "cells20", "hits20 view", "told30");
        assertThat(told)
                .containsExactly("1/3 hits10: kept 8 rows", "2/3 cells20: kept 9 rows", "3/3 told30: kept 10 rows");
    }

    @Test
    void other_inputs_make_everything_anew() {
        run(STEP, "inputs");

        assertThat(run(STEP, "other inputs").written).containsExactly("hits10", "cells20", "told30");
    }

    @Test
    void an_edited_select_is_made_anew_with_all_after_it_and_nothing_before() {
        run(STEP, "inputs");

        assertThat(run(STEP.replace("SELECT 22", "SELECT 23"), "inputs").written)
                .containsExactly("cells20", "told30");
    }

    @Test
    void an_edited_view_makes_all_after_it_anew() {
        run(STEP, "inputs");

        assertThat(run(STEP.replace("SELECT 4", "SELECT 5"), "inputs").written).containsExactly("told30");
    }

    @Test
    void an_edited_comment_makes_nothing_anew() {
        run(STEP, "inputs");

        assertThat(run(STEP.replace("SELECT 22", "-- why\nSELECT 22"), "inputs").written)
                .isEmpty();
    }

    @Test
    void an_output_without_its_mark_does_not_count_and_neither_does_what_follows() throws IOException {
        run(STEP, "inputs");
        Files.delete(outputs.resolve("cells20.done"));

        assertThat(run(STEP, "inputs").written).containsExactly("cells20", "told30");
    }

    @Test
    void a_mark_without_its_output_does_not_count() throws IOException {
        run(STEP, "inputs");
        Files.delete(outputs.resolve("told30/part-0.parquet"));

        assertThat(run(STEP, "inputs").written).containsExactly("told30");
    }

    @Test
    void a_torn_output_does_not_count() throws IOException {
        run(STEP, "inputs");
        Files.writeString(outputs.resolve("hits10/part-0.parquet"), "SEL");

        assertThat(run(STEP, "inputs").written).containsExactly("hits10", "cells20", "told30");
    }

    @Test
    void a_torn_mark_does_not_count() throws IOException {
        run(STEP, "inputs");
        Path mark = outputs.resolve("told30.done");
        String whole = Files.readString(mark);
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(mark, whole.substring(0, length));
            assertThat(run(STEP, "inputs").written).as("%s characters", length).containsExactly("told30");
        }
    }

    @Test
    void what_a_killed_run_left_half_written_is_thrown_away() throws IOException {
        run(STEP, "inputs");
        Files.delete(outputs.resolve("told30.done"));
        Files.move(outputs.resolve("told30"), outputs.resolve(".tmp.told30"));
        Files.writeString(outputs.resolve(".tmp.told30/part-9.parquet"), "of the run before");

        run(STEP, "inputs");

        assertThat(outputs.resolve("told30")).isDirectoryContaining("glob:**part-0.parquet");
        assertThat(outputs.resolve("told30/part-9.parquet")).doesNotExist();
        assertThat(outputs.resolve(".tmp.told30")).doesNotExist();
    }

    @Test
    void outputs_that_are_no_longer_true_are_gone_before_the_first_is_made_anew() {
        run(STEP, "inputs");

        assertThatThrownBy(() -> run(new FakeEngine("cells20"), STEP.replace("SELECT 22", "SELECT 23"), "inputs"))
                .hasMessage("cells20");
        assertThat(names()).containsExactly("hits10", "hits10.done");
    }

    @Test
    void a_run_that_fails_goes_on_from_its_last_output() {
        assertThatThrownBy(() -> run(new FakeEngine("cells20"), STEP, "inputs")).hasMessage("cells20");
        assertThat(names()).containsExactly("hits10", "hits10.done");

        assertThat(run(STEP, "inputs").written).containsExactly("cells20", "told30");
    }

    @Test
    void a_folder_that_cannot_be_written_is_told_with_what_to_do() throws IOException {
        Files.writeString(outputs, "a file where the folder should be");

        assertThatThrownBy(() -> run(STEP, "inputs"))
                .isInstanceOfAny(EarshotException.class, UncheckedIOException.class);
    }

    private FakeEngine run(String step, String fingerprint) {
        return run(new FakeEngine(""), step, fingerprint);
    }

    private FakeEngine run(FakeEngine engine, String step, String fingerprint) {
        Instant[] now = {Instant.EPOCH};
        InstantSource clock = () -> now[0] = now[0].plusSeconds(1);
        new Runner(engine, new LocalStorage(), outputs.toString(), clock, new Told())
                .run(List.of(StepFile.parse("10_step", step)), fingerprint);
        return engine;
    }

    private List<String> names() {
        try (var files = Files.list(outputs)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Told implements Progress {
        @Override
        public void started(String output, int number, int of) {
            told.add(number + "/" + of + " " + output + " starts");
        }

        @Override
        public void finished(String output, int number, int of, long rows, Duration took) {
            told.add(number + "/" + of + " " + output + ": " + rows + " rows in " + took);
        }

        @Override
        public void kept(String output, int number, int of, long rows) {
            told.add(number + "/" + of + " " + output + ": kept " + rows + " rows");
        }
    }

    /// Writes a SELECT's own text; its length is the number of rows.
    private static final class FakeEngine implements Engine {
        private final String failing;
        private final List<String> written = new ArrayList<>();
        private final List<String> named = new ArrayList<>();

        FakeEngine(String failing) {
            this.failing = failing;
        }

        @Override
        public String description() {
            return "none";
        }

        @Override
        public void table(String name, String folder) {
            named.add(name);
        }

        @Override
        public void view(String name, String select) {
            named.add(name + " view");
        }

        @Override
        public long write(String select, String folder) {
            String name = folder.substring(folder.lastIndexOf('/') + 1).replace(".tmp.", "");
            try {
                Files.createDirectories(Path.of(folder));
                Files.writeString(Path.of(folder, "part-0.parquet"), select);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (name.equals(failing)) {
                throw new IllegalStateException(name);
            }
            written.add(name);
            return select.length();
        }

        @Override
        public void read(String select, Consumer<List<Object>> row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
