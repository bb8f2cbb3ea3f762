package dev.earshot.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Progress;
import dev.earshot.investigate.steps.Runner;
import dev.earshot.investigate.steps.Steps;
import dev.earshot.investigate.table.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A run that is killed, as by `kill -9`, is taken up by the next.
class KillTest {
    /// Rows enough that no output is made at once.
    private static final Map<Table, String> INPUTS = Map.of(
            Table.PARAMS, "SELECT 0 AS from_ts, 1000000000 AS to_ts, 1000 AS gap",
            Table.PAGES,
                    "SELECT range AS page, 'GET' AS method, 'www.clinic.example' AS host, '/p' || range AS path, '' AS query"
                            + " FROM range(100)",
            Table.WINDOWS,
                    "SELECT 'w' || range AS window_id, 'Vendor ' || range AS vendor, 'Pixel' AS tracker,"
                            + " range * 10000000 AS from_ts, range * 10000000 + 500000000 AS to_ts, '(all)' AS rule,"
                            + " 'certain' AS certainty FROM range(10)",
            Table.CARRIED, "SELECT 'w' || range AS window_id, 'page-address' AS element, '' AS basis FROM range(10)",
            Table.GAPS, "SELECT 5 AS from_ts, 9 AS to_ts",
            Table.MEMBERS,
                    "SELECT range + 1 AS person, 'm' || range AS member_id, 0 AS merged_into, range AS since_ts,"
                            + " 999999999 AS until_ts, 'CA' AS state, 'US' AS country, '' AS updated FROM range(5000)",
            Table.LINKS,
                    "SELECT range AS link, 'session' AS kind, range + 1 AS link_key, 0 AS from_ts, 900000000 AS to_ts,"
                            + " range % 5000 + 1 AS person, 'certain' AS certainty FROM range(15000)",
            Table.LINES,
                    "SELECT range AS hit, range * 7919 % 1000000000 AS ts, range % 100 AS page, 0 AS user_key,"
                            + " CASE WHEN range % 5 = 0 THEN 0 ELSE range % 30000 + 1 END AS session_key, 0 AS trace_key,"
                            + " range % 3000 + 1 AS client_key FROM range(60000)");

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void the_run_after_a_kill_keeps_what_was_whole_and_ends_as_if_unbroken() throws Exception {
        write();
        killAt("exposures50");

        Kept progress = new Kept();
        run(folder, "broken", progress);
        run(folder, "unbroken", Progress.NONE);

        assertThat(progress.kept).contains("cells20", "told30", "told50").doesNotContain("totals50");
        assertThat(progress.made).contains("totals50").doesNotContain("told50");
        assertThat(answers("broken")).isEqualTo(answers("unbroken")).hasSizeGreaterThan(10_000);
    }

    private void killAt(String output) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = run.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(output)) {
                    break;
                }
            }
        } finally {
            run.destroyForcibly().waitFor();
        }
    }

    /// The process that is killed. It tells each output before it makes it.
    static final class Killed {
        private Killed() {}

        public static void main(String[] args) {
            run(Path.of(args[0]), "broken", new Progress() {
                @Override
                @SuppressWarnings("SystemOut")
                public void started(String output, int number, int of) {
                    System.out.println(output);
                    System.out.flush();
                }
            });
        }
    }

    private void write() {
        try (DuckDbEngine engine = engine(folder, "write")) {
            for (Table table : INPUTS.keySet()) {
                engine.write(INPUTS.get(table), inputs(folder, table));
            }
        }
    }

    private static void run(Path folder, String name, Progress progress) {
        try (DuckDbEngine engine = engine(folder, name)) {
            run(engine, folder, name, progress);
        }
    }

    private static void run(DuckDbEngine engine, Path folder, String name, Progress progress) {
        for (Table table : INPUTS.keySet()) {
            engine.table(table.id(), inputs(folder, table));
        }
        new Runner(
                        engine,
                        new LocalStorage(),
                        folder.resolve(name).toString(),
                        InstantSource.fixed(Instant.EPOCH),
                        progress)
                .run(Steps.all(), "inputs");
    }

    private List<List<Object>> answers(String name) {
        List<List<Object>> rows = new ArrayList<>();
        try (DuckDbEngine engine = engine(folder, name)) {
            run(engine, folder, name, Progress.NONE);
            engine.read("SELECT * FROM individuals50 ORDER BY person", rows::add);
            engine.read("SELECT * FROM exposures50 ORDER BY person, window_id, element", rows::add);
            engine.read("SELECT * FROM unidentified40 ORDER BY by_session, visitor, visit, window_id", rows::add);
            engine.read("SELECT * FROM totals50 ORDER BY status, dimension, value", rows::add);
        }
        return rows;
    }

    private static String inputs(Path folder, Table table) {
        return folder.resolve("inputs").resolve(table.id()).toString();
    }

    private static DuckDbEngine engine(Path folder, String name) {
        return DuckDbEngine.open(new DuckDbEngine.Settings(2, 512L << 20, folder.resolve("spill-" + name)));
    }

    private static final class Kept implements Progress {
        private final List<String> kept = new ArrayList<>();
        private final List<String> made = new ArrayList<>();

        @Override
        public void kept(String output, int number, int of, long rows) {
            kept.add(output);
        }

        @Override
        public void finished(String output, int number, int of, long rows, Duration took) {
            made.add(output);
        }
    }
}
