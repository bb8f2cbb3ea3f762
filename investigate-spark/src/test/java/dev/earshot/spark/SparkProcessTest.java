package dev.earshot.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SparkProcessTest {
    private static final String ROW = "SELECT CAST(-7 AS BIGINT) AS number, 'O''Neil, 漢字' AS text,"
            + " page_rule('(equals \"path\" \"/oncology\")', 'GET', 'www.clinic.example', '/oncology', '') AS fired";

    @TempDir
    Path folder;

    @AfterEach
    void deleteLinks() throws IOException {
        SparkHome.delete(folder);
    }

    @Test
    void spark_in_a_process_of_its_own_is_an_engine_like_any_other() throws Exception {
        try (SparkProcess spark = SparkProcess.open(settings(SparkHome.in(folder)))) {
            assertThat(spark.description()).startsWith("Spark 4.2");

            assertThat(spark.write(ROW, folder.resolve("written").toString())).isEqualTo(1);
            spark.table("written", folder.resolve("written").toString());
            assertThatThrownBy(() -> spark.view("mistaken", "SELECT nothing FROM nowhere"))
                    .isInstanceOf(EarshotException.class)
                    .hasMessageContaining("mistaken")
                    .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND")
                    .hasMessageContaining("spark.log");
            spark.view("twice", "SELECT * FROM written UNION ALL SELECT * FROM written");

            List<List<Object>> rows = new ArrayList<>();
            spark.read("SELECT number, text, fired FROM twice", rows::add);
            assertThat(rows).containsExactly(List.of(-7L, "O'Neil, 漢字", 2L), List.of(-7L, "O'Neil, 漢字", 2L));
        }
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .noneMatch(child -> child.info().commandLine().orElse("").contains("SparkEngineServer"));
    }

    @Test
    void a_folder_without_spark_is_said_to_be_one() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> SparkProcess.open(settings(empty)))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("No Spark 4.2 in")
                .hasMessageContaining("SPARK_HOME")
                .extracting("code")
                .isEqualTo(EarshotException.Code.USAGE);
    }

    @Test
    void a_master_that_spark_does_not_know_is_said_to_be_the_reason() throws Exception {
        SparkProcess.Settings settings = new SparkProcess.Settings(
                SparkHome.in(folder), "nonsense", 1, 512, Map.of(), folder.resolve("spark.log"));

        assertThatThrownBy(() -> SparkProcess.open(settings))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("Spark did not start on nonsense");
    }

    private SparkProcess.Settings settings(Path home) {
        return new SparkProcess.Settings(
                home,
                "local[1]",
                1,
                512,
                Map.of(
                        "spark.local.dir", folder.resolve("local").toString(),
                        "spark.sql.warehouse.dir", folder.resolve("warehouse").toString()),
                folder.resolve("spark.log"));
    }
}
