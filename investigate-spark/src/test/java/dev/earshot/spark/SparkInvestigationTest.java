package dev.earshot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.Storage;
import dev.earshot.investigate.steps.Case;
import dev.earshot.investigate.steps.Comparison;
import dev.earshot.investigate.steps.RandomCases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkInvestigationTest {
    @TempDir
    Path folder;

    @Test
    void tables_go_in_outputs_come_out_and_a_second_run_keeps_them() {
        try (SparkEngine engine = SparkEngine.open(new SparkEngine.Settings(
                "local[2]",
                "SparkInvestigationTest",
                1,
                Map.of(
                        "spark.local.dir", folder.toString(),
                        "spark.sql.warehouse.dir", folder.resolve("warehouse").toString())))) {
            Comparison comparison = new Comparison(engine, folder.resolve("cases"));
            Case given = RandomCases.of(3, 60);
            String home = comparison.write(given).toString();

            Printed first = investigate(engine, home);
            assertThat(comparison.difference(given)).isEmpty();
            assertThat(first.out).contains("\tall\t\t");
            assertThat(first.err).contains("totals50").doesNotContain("kept");

            Printed second = investigate(engine, home);
            assertThat(second.out).isEqualTo(first.out);
            assertThat(second.err.lines()).allMatch(line -> line.endsWith("kept"));
        }
    }

    private record Printed(String out, String err) {}

    private static Printed investigate(SparkEngine engine, String home) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        SparkInvestigation.investigate(
                engine,
                home + "/in",
                home + "/out",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Printed(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void wrong_arguments_are_usage() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        assertThat(SparkInvestigation.run(
                        new String[] {"one"}, System.out, new PrintStream(err, true, StandardCharsets.UTF_8)))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Usage:");
    }

    @Test
    void files_are_found_by_folder_by_name_and_by_pattern_moved_and_deleted() throws IOException {
        Storage storage = new HadoopStorage(new Configuration());
        String base = folder.resolve("files").toString();
        for (String name : List.of("a.gz", "b.txt", "deep/er/c.gz")) {
            try (OutputStream out = storage.create(base + "/" + name)) {
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }

        assertThat(found(storage, base)).containsExactly("a.gz", "b.txt", "deep/er/c.gz");
        assertThat(found(storage, base + "/b.txt")).containsExactly("b.txt");
        assertThat(found(storage, base + "/*.gz")).containsExactly("a.gz");
        assertThat(found(storage, base + "/**/*.gz")).containsExactly("a.gz", "deep/er/c.gz");
        assertThat(found(storage, base + "/nowhere")).isEmpty();
        assertThat(storage.list(base).getFirst().bytes()).isEqualTo(4);

        storage.move(base + "/deep/er", base + "/else/where");
        try (InputStream in = storage.open(base + "/else/where/c.gz")) {
            assertThat(in.readAllBytes()).asString().isEqualTo("deep/er/c.gz");
        }
        storage.delete(base + "/else");
        assertThat(storage.exists(base + "/else/where/c.gz")).isFalse();
        storage.delete(base + "/else");
    }

    private List<String> found(Storage storage, String pattern) throws IOException {
        String base = folder.resolve("files") + "/";
        return storage.list(pattern).stream()
                .map(file -> file.location().substring(file.location().indexOf(base) + base.length()))
                .toList();
    }
}
