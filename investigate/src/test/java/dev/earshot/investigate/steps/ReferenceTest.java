package dev.earshot.investigate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.steps.Case.Expected;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {
    static Stream<Case> cases() {
        return Corpus.cases().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_reference_gives_what_the_golden_cases_say_by_hand(Case given) {
        Map<String, Output> outputs = Reference.run(given);

        assertThat(given.expected).as(given.name()).isNotEmpty();
        for (Expected expected : given.expected) {
            assertThat(output(outputs, expected.output()).only(expected.columns()))
                    .as("%s: %s (%s)", given.name(), expected.output(), expected.columns())
                    .isEqualTo(expected.rows());
        }
    }

    @Test
    void golden_cases_have_names_of_their_own() {
        assertThat(Corpus.cases()).extracting(Case::name).doesNotHaveDuplicates();
    }

    @Test
    void cases_put_together_do_not_meet() {
        List<Case> cases = Corpus.cases();

        assertThat(Case.together(cases).stream()
                        .mapToInt(each -> output(Reference.run(each), "exposures50")
                                .rows()
                                .size())
                        .sum())
                .isEqualTo(cases.stream()
                        .mapToInt(each -> output(Reference.run(each), "exposures50")
                                .rows()
                                .size())
                        .sum());
    }

    @Test
    void random_cases_meet_every_branch_of_the_steps_often() {
        Map<String, Integer> cases = new TreeMap<>();
        for (long seed = 0; seed < 300; seed++) {
            Map<String, Output> outputs = Reference.run(RandomCases.of(seed, 40));
            Set<String> met = new TreeSet<>();
            outputs.values().stream()
                    .filter(output -> !output.rows().isEmpty())
                    .forEach(output -> met.add(output.name()));
            met.addAll(output(outputs, "individuals50").only("status,reasons"));
            met.addAll(output(outputs, "exposures50").only("certainty,doubts"));
            output(outputs, "individuals50").only("listed").forEach(listed -> met.add("listed " + listed));
            met.forEach(each -> cases.merge(each, 1, Integer::sum));
        }

        assertThat(cases)
                .hasEntrySatisfying("exposures50", count -> assertThat(count).isGreaterThan(150))
                .hasEntrySatisfying("unidentified40", count -> assertThat(count).isGreaterThan(150))
                .containsKeys(
                        "exposed certain-exposure",
                        "not-exposed no-visit",
                        "not-exposed visited-nothing-told",
                        "cannot-tell logs-missing",
                        "cannot-tell possible-exposure:identity,logs-missing",
                        "certain -",
                        "possible identity",
                        "possible trigger",
                        "possible window",
                        "possible identity,trigger,window",
                        "listed 0",
                        "listed 1");
    }

    private static Output output(Map<String, Output> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }
}
