package dev.earshot.investigate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What every engine must do: give the reference's answer, to the byte once sorted, for golden and for random cases.
///
/// Cases go in together where they can, since an engine takes about as long for one as for a hundred. When an answer
/// differs, its cases go in one by one, so that the message names the one.
@TestInstance(Lifecycle.PER_CLASS)
public abstract class EngineContract {
    private Engine engine;
    private Comparison comparison;

    protected abstract Engine open(Path folder);

    /// How many random cases. [RandomCases#TOGETHER] of them go in together.
    protected abstract int randomCases();

    /// How many batches of cases, the greatest ones; and one more, in which every table is empty.
    protected int batches() {
        return Integer.MAX_VALUE;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        engine = open(folder.resolve("engine"));
        comparison = new Comparison(engine, folder.resolve("cases"));
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void an_engine_says_what_it_is() {
        assertThat(engine.description()).matches("[A-Z][A-Za-z]+ v?[0-9].*");
    }

    @Test
    void what_is_written_is_counted_and_there_even_if_it_is_nothing(@TempDir Path out) {
        String seven = "SELECT CAST(7 AS BIGINT) AS number, 'seven' AS text";
        String none = seven + " WHERE 1 = 0";

        assertThat(engine.write(
                        seven + " UNION ALL " + seven, out.resolve(".tmp.seven").toString()))
                .isEqualTo(2);
        assertThat(engine.write(none, out.resolve(".tmp.none").toString())).isZero();

        engine.table("seven", out.resolve(".tmp.seven").toString());
        engine.table("none", out.resolve(".tmp.none").toString());
        List<List<Object>> rows = new ArrayList<>();
        engine.read("SELECT number, text FROM seven UNION ALL SELECT number, text FROM none", rows::add);
        assertThat(rows).containsExactly(List.of(7L, "seven"), List.of(7L, "seven"));
    }

    @Test
    void golden_cases_give_what_the_reference_gives() {
        check(Corpus.cases());
    }

    @Test
    void tables_without_rows_give_what_the_reference_gives() {
        check(List.of(new Case("nothing at all")));
    }

    @Test
    void random_cases_give_what_the_reference_gives() {
        check(LongStream.range(0, randomCases())
                .mapToObj(seed -> RandomCases.of(seed, 12))
                .toList());
    }

    @Test
    void a_greater_random_case_gives_what_the_reference_gives() {
        check(List.of(RandomCases.of(20_261_122, 400)));
    }

    @Test
    void another_language_and_time_zone_give_the_same() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            check(List.of(RandomCases.of(7, 150)));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private void check(List<Case> cases) {
        List<StepFile> steps = Steps.all();
        List<String> differences = new ArrayList<>();
        for (Case batch : Case.together(cases).stream().limit(batches()).toList()) {
            Optional<String> difference = comparison.difference(batch, steps);
            if (difference.isPresent()) {
                List<String> alone = cases.stream()
                        .filter(each -> batch.name().contains(each.name()))
                        .flatMap(each -> comparison.difference(each, steps).stream())
                        .toList();
                differences.addAll(alone.isEmpty() ? List.of("Only together: " + difference.get()) : alone);
            }
        }
        assertThat(differences).isEmpty();
    }
}
