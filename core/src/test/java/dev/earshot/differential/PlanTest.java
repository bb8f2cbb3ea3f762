package dev.earshot.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who visits when.
class PlanTest {
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11, 12})
    void nobody_comes_twice_in_a_row_and_persons_and_searches_cross(int runs) {
        for (int persons = 2; persons <= 4; persons++) {
            List<Plan.Turn> turns = Plan.of(runs, persons, 4, 11);
            assertThat(turns).hasSize(runs);
            for (int run = 1; run < runs; run++) {
                assertThat(turns.get(run).person())
                        .isNotEqualTo(turns.get(run - 1).person());
            }
            assertThat(groups(turns, Plan.Turn::person)).isNotEqualTo(groups(turns, Plan.Turn::search));
            Map<Object, Integer> pairs = groups(turns, Function.identity());
            assertThat(groups(turns, Plan.Turn::person).values())
                    .filteredOn(group -> Integer.bitCount(group) > 1)
                    .as("who comes again searches for something else too")
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(pairs.values());
        }
    }

    @Test
    void ten_runs_are_enough_for_proof_of_each_kind_among_thirty_values() {
        for (long seed = 1; seed <= 5; seed++) {
            List<Plan.Turn> turns = Plan.of(10, 4, 4, seed);
            List<Function<Plan.Turn, ?>> factors = List.of(Plan.Turn::person, Plan.Turn::search, turn -> turn);
            assertThat(factors)
                    .allSatisfy(
                            factor -> assertThat(30 / divisions(turns, factor)).isLessThan(Differential.LEVEL));
        }
    }

    @Test
    void six_runs_prove_nothing_and_seven_can_where_nothing_is_searched_for() {
        assertThat(1 / divisions(Plan.of(6, 4, 1, 1), Plan.Turn::person)).isGreaterThan(Differential.LEVEL);
        assertThat(Plan.enough(4, 1)).contains(7);
        assertThat(Plan.enough(4, 8)).contains(8);
        assertThat(Plan.enough(2, 1_000_000)).isEmpty();
    }

    @Test
    void the_same_seed_gives_the_same_plan() {
        assertThat(Plan.of(8, 4, 4, 3)).isEqualTo(Plan.of(8, 4, 4, 3)).isNotEqualTo(Plan.of(8, 4, 4, 4));
    }

    private static double divisions(List<Plan.Turn> turns, Function<Plan.Turn, ?> label) {
        return Divisions.count(
                groups(turns, label).values().stream().map(Integer::bitCount).toList());
    }

    private static Map<Object, Integer> groups(List<Plan.Turn> turns, Function<Plan.Turn, ?> label) {
        Map<Object, Integer> groups = new HashMap<>();
        for (int run = 0; run < turns.size(); run++) {
            groups.merge(label.apply(turns.get(run)), 1 << run, (a, b) -> a | b);
        }
        return groups;
    }
}
