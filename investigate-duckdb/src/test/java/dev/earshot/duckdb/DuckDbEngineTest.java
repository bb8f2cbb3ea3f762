package dev.earshot.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DuckDbEngineTest {
    @TempDir
    Path folder;

    private DuckDbEngine engine;

    @BeforeEach
    void open() {
        engine = DuckDbEngine.open(new DuckDbEngine.Settings(2, 64L << 20, folder.resolve("it's here")));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void it_says_which_engine_it_is() {
        assertThat(engine.description()).matches("DuckDB v[0-9]+\\.[0-9.]+.*");
    }

    @Test
    void a_page_rule_is_asked_with_its_five_texts_whatever_is_in_them() {
        assertThat(read(
                        "SELECT page_rule('(equals \"path\" \"/é 1\uD83D\uDE00\")', 'GET', 'www.clinic.example', '/é 1\uD83D\uDE00', 'a=ü'),"
                                + " page_rule('(equals \"query\" \"\")', '', '', '', ''),"
                                + " page_rule('(equals \"query\" \"\")', '', '', '', ' '),"
                                + " page_rule('(unknown \"click\")', '1 2 3', '4', '5', '6')"))
                .containsExactly(List.of(2L, 2L, 0L, 1L));
    }

    @Test
    void what_is_written_is_counted_and_can_be_named_and_read() {
        String at = folder.resolve("new/o'clock").toString();

        assertThat(engine.write("SELECT 7 AS n, 'x' AS t -- and so on", at)).isEqualTo(1);

        engine.table("written", at);
        engine.view("twice", "SELECT n + n AS n, t FROM written");
        assertThat(read("SELECT n, t FROM twice")).containsExactly(List.of(14L, "x"));
    }

    @Test
    void nothing_is_written_as_a_table_without_rows() {
        String at = folder.resolve("empty").toString();

        assertThat(engine.write("SELECT CAST(7 AS BIGINT) AS n WHERE false", at))
                .isZero();

        engine.table("written", at);
        assertThat(read("SELECT n FROM written")).isEmpty();
    }

    @Test
    void sums_and_other_wide_numbers_are_read_as_numbers() {
        assertThat(read("SELECT sum(range), count(*), CAST(3 AS INTEGER) FROM range(4)"))
                .containsExactly(List.of(6L, 4L, 3L));
    }

    @Test
    void a_failure_names_its_kind_and_no_value() {
        assertThatThrownBy(() -> read("SELECT CAST('Jane Roe' AS BIGINT)"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("Conversion Error")
                .hasMessageNotContaining("Jane")
                .hasNoCause();
        assertThat(read("SELECT 1")).containsExactly(List.of(1L));
    }

    @Test
    void too_little_memory_says_which_setting_to_change() {
        assertThatThrownBy(() -> read("SELECT length(string_agg(range || 'a long text', ',')) FROM range(9000000)"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("64 MiB of memory")
                .hasMessageContaining("Give more memory or fewer threads than 2");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_says_where_to_make_room() throws IOException {
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.createSymbolicLink(full.resolve("part-0.parquet"), Path.of("/dev/full"));

        assertThatThrownBy(() -> engine.write("SELECT range AS n FROM range(3000000)", full.toString()))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("The disk is full at full")
                .hasMessageContaining("it's here");
    }

    @Test
    void it_loads_nothing_from_elsewhere() {
        assertThatThrownBy(() -> read("INSTALL httpfs")).isInstanceOf(EarshotException.class);
        assertThatThrownBy(() -> read("SELECT * FROM 'https://www.clinic.example/x.parquet'"))
                .isInstanceOf(EarshotException.class);
        assertThatThrownBy(() -> read("SET autoload_known_extensions = true")).isInstanceOf(EarshotException.class);
    }

    private List<List<Object>> read(String select) {
        List<List<Object>> rows = new ArrayList<>();
        engine.read(select, rows::add);
        return rows;
    }
}
