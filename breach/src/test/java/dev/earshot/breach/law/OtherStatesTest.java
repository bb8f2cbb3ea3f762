package dev.earshot.breach.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The states that were read in short, against the table that they were read from.
class OtherStatesTest {
    /// State, days for residents, event, regulator's threshold, its days, its order to residents, agencies' threshold.
    private static final String TABLE = """
            AL | 45 | determined | >1000 | 45 | - | >1000
            AK | - | discovered | none | - | - | >1000
            AZ | 45 | determined | >1000 | 45 | - | >1000
            AR | - | discovered | >1000 | 45 | - | none
            CT | 60 | discovered | any | - | not-later-than | none
            DE | 60 | determined | >500 | - | not-later-than | none
            ID | - | discovered | none | - | - | none
            IN | 45 | discovered | any | - | with | >1000
            IA | - | discovered | >500 | 5 | after | none
            KS | - | discovered | none | - | - | >1000
            KY | - | discovered | none | - | - | >1000
            LA | 60 | discovered | any | 10 | after | none
            ME | 30 | discovered | any | - | with | >1000
            MI | - | discovered | none | - | - | >1000
            MN | - | discovered | none | - | - | >500
            MS | - | discovered | >=100 | - | with | none
            MO | - | discovered | >1000 | - | with | >1000
            MT | - | discovered | any | - | with | any
            NE | - | discovered | any | - | not-later-than | none
            NV | - | discovered | none | - | - | >1000
            NH | - | discovered | any | - | with | >1000
            NJ | - | discovered | any | - | before | >1000
            NM | 45 | discovered | >1000 | 45 | - | >1000
            NC | - | discovered | any | - | with | >1000
            ND | - | discovered | >250 | - | with | none
            OH | 45 | discovered | none | - | - | >1000
            OK | - | discovered | >=500 | 60 | after | none
            PA | - | discovered | >500 | - | with | >500
            RI | 45 | determined | >500 | - | with | >500
            SC | - | discovered | >1000 | - | with | >1000
            SD | 60 | discovered | >250 | 60 | - | any
            TN | 45 | discovered | none | - | - | >1000
            UT | - | discovered | >=500 | - | with | >=1000
            VT | 45 | discovered | any | 14 | - | >1000
            WV | - | discovered | none | - | - | >1000
            WI | 45 | discovered | none | - | - | >=1000
            WY | - | discovered | none | - | - | none
            """;

    static List<List<String>> states() {
        return TABLE.lines()
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("states")
    void each_state_says_what_was_read_of_it(List<String> row) {
        Jurisdiction state = LawLibrary.builtIn().byRegion(row.getFirst(), "US").orElseThrow();
        Rule residents = only(state, Recipient.INDIVIDUALS).orElseThrow();
        assertThat(days(residents)).isEqualTo(row.get(1));
        assertThat(residents.clock().starts().id()).isEqualTo(row.get(2));
        Optional<Rule> regulator = only(state, Recipient.REGULATOR);
        assertThat(regulator.map(OtherStatesTest::threshold).orElse("none")).isEqualTo(row.get(3));
        assertThat(regulator.map(OtherStatesTest::days).orElse("-")).isEqualTo(row.get(4));
        assertThat(regulator
                        .flatMap(rule -> rule.clock().order())
                        .map(order -> order.relation().id())
                        .orElse("-"))
                .isEqualTo(row.get(5));
        assertThat(only(state, Recipient.CONSUMER_REPORTING_AGENCIES)
                        .map(OtherStatesTest::threshold)
                        .orElse("none"))
                .isEqualTo(row.get(6));
    }

    @ParameterizedTest
    @MethodSource("states")
    void no_state_that_was_read_in_short_is_called_verified(List<String> row) {
        Jurisdiction state = LawLibrary.builtIn().byRegion(row.getFirst(), "US").orElseThrow();
        assertThat(state.rules()).noneMatch(rule -> rule.confidence() == Confidence.VERIFIED);
        assertThat(state.rules())
                .allMatch(rule -> rule.notes().stream().anyMatch(note -> note.startsWith("Read only in short")));
    }

    @Test
    void what_a_statute_lists_and_nobody_read_is_contested_and_never_absent() {
        LegalElements elements = LawLibrary.builtIn().elements();
        assertThat(elements.disclosed("listed-information", Set.of("name", "search-terms")))
                .isEqualTo(LegalElements.Answer.CONTESTED);
        assertThat(elements.disclosed("listed-information", Set.of("name", "ssn")))
                .isEqualTo(LegalElements.Answer.YES);
        assertThat(elements.disclosed("listed-information", Set.of("ip-address", "device")))
                .isEqualTo(LegalElements.Answer.NO);
    }

    @Test
    void the_union_the_kingdom_and_canada_are_there() {
        LawLibrary library = LawLibrary.builtIn();
        Set<String> ids = Set.of("FR", "IE", "NO", "GB", "CA").stream()
                .map(country -> library.byRegion("", country).orElseThrow().id())
                .collect(Collectors.toSet());
        assertThat(ids).containsExactlyInAnyOrder("eu", "gb", "ca");
        assertThat(library.byRegion("QC", "CA").orElseThrow().id()).isEqualTo("ca-qc");
        Rule authority = library.jurisdiction("eu").orElseThrow().rules().getFirst();
        assertThat(authority.clock().days()).hasValue(72);
        assertThat(authority.clock().kind()).isEqualTo(Clock.DayKind.HOURS);
    }

    private static Optional<Rule> only(Jurisdiction state, Recipient recipient) {
        return state.rules().stream()
                .filter(rule -> rule.recipient() == recipient)
                .findFirst();
    }

    private static String days(Rule rule) {
        return rule.clock().days().isPresent()
                ? String.valueOf(rule.clock().days().getAsInt())
                : "-";
    }

    private static String threshold(Rule rule) {
        return rule.trigger().thresholds().stream()
                .findFirst()
                .map(threshold -> (threshold.comparator() == Comparator.MORE_THAN ? ">" : ">=") + threshold.number())
                .orElse("any");
    }
}
