package dev.earshot.investigate.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepFileTest {
    @Test
    void a_step_is_a_list_of_named_selects() {
        StepFile step = StepFile.parse("10_hits", """
                -- What it is.

                --> hits10 view
                SELECT 1
                  -- an aside
                FROM lines

                --> pages10
                SELECT 2
                """);

        assertThat(step.outputs())
                .containsExactly(
                        new StepFile.Output("hits10", true, "SELECT 1\nFROM lines"),
                        new StepFile.Output("pages10", false, "SELECT 2"));
    }

    @Test
    void line_ends_of_another_system_are_the_same_step() {
        assertThat(StepFile.parse("x", "--> hits10\r\nSELECT 1\r\nFROM x\r\n"))
                .isEqualTo(StepFile.parse("x", "--> hits10\nSELECT 1\nFROM x\n"));
    }

    @Test
    void what_is_not_of_a_step_is_refused_with_its_line() {
        assertThatThrownBy(() -> StepFile.parse("10_hits", "--\nSELECT 1\n")).hasMessageContaining("10_hits, line 2");
        assertThatThrownBy(() -> StepFile.parse("10_hits", "--> hits10 table\nSELECT 1\n"))
                .hasMessageContaining("10_hits, line 1");
        assertThatThrownBy(() -> StepFile.parse("10_hits", "--> hits10\nSELECT 1\n--> hits10\nSELECT 2\n"))
                .hasMessageContaining("10_hits, line 3");
        assertThatThrownBy(() -> StepFile.parse("10_hits", "--> ../up10\nSELECT 1\n"))
                .hasMessageContaining("10_hits, line 1");
        assertThatThrownBy(() -> StepFile.parse("10_hits", "--> hits10\n-- nothing\n"))
                .hasMessageContaining("hits10 has no SELECT");
    }

    @Test
    void the_five_steps_are_there_with_every_output_of_the_definition_once() {
        List<String> names = Steps.all().stream()
                .flatMap(step -> step.outputs().stream())
                .map(StepFile.Output::name)
                .toList();

        assertThat(Steps.all()).hasSize(5);
        assertThat(names)
                .contains("hits10", "hits20", "pages30", "live30", "exposures30", "persons40", "named40", "seen40")
                .contains("resolved40", "unidentified40", "exposures50", "individuals50", "totals50");
        Set<String> distinct = new HashSet<>(names);
        assertThat(distinct).hasSameSizeAs(names);
    }

    /// They are written alike on the engines, but don't mean the same, or are known to one only.
    @Test
    void no_step_uses_what_engines_read_differently() {
        assertThat(Steps.all())
                .flatExtracting(StepFile::outputs)
                .extracting(StepFile.Output::sql)
                .allSatisfy(sql -> assertThat(sql.toLowerCase(java.util.Locale.ROOT))
                        .doesNotContain(";", "\"", "\\", "[", " div ", "//", "first(", "any_value", "hash(", " concat(")
                        .doesNotContain("interval", "decimal", "double", "substring", "split(", "lower(", "upper("));
    }
}
