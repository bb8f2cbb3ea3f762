package dev.earshot.breach.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.filing.DeletionDemand.State;
import dev.earshot.breach.filing.DeletionDemand.Step;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

    @Test
    void a_demand_goes_from_drafted_over_sent_and_refused_to_certified() {
        DeletionDemand demand = demand(State.SENT, State.ANSWERED, State.REFUSED, State.SENT, State.CERTIFIED);

        assertThat(demand.state()).isEqualTo(State.CERTIFIED);
        assertThat(demand.sent()).hasValue(MONDAY.plusDays(1));
    }

    @ParameterizedTest
    @CsvSource({"DRAFTED, CERTIFIED", "DRAFTED, ANSWERED", "DRAFTED, REFUSED", "SENT, DRAFTED", "CERTIFIED, SENT"})
    void what_cannot_follow_is_refused_with_what_can(State from, State to) {
        DeletionDemand demand = switch (from) {
            case DRAFTED -> demand();
            case SENT -> demand(State.SENT);
            case CERTIFIED -> demand(State.SENT, State.CERTIFIED);
            case ANSWERED, REFUSED -> demand(State.SENT, from);
        };

        assertThatThrownBy(() -> demand.then(new Step(to, MONDAY.plusYears(1), "Robin", "")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("Northwind Ads, Inc. is " + from.id());
    }

    @Test
    void a_step_is_not_recorded_before_the_one_before_it() {
        assertThatThrownBy(() -> demand().then(new Step(State.SENT, MONDAY.minusDays(1), "Robin", "")))
                .hasMessageContaining("2026-03-01 is before that");
    }

    @Test
    void a_demand_comes_back_from_the_bodies_of_its_journal_entries() {
        DeletionDemand drafted = demand();
        DeletionDemand sent = drafted.then(new Step(State.SENT, MONDAY, "Robin", "by courier"));

        assertThat(DeletionDemand.of(List.of(drafted.body(), sent.body()))).isEqualTo(sent);
        assertThatThrownBy(() ->
                        DeletionDemand.of(List.of(Map.of("recipient", "X", "state", "lost", "when", "2026-03-02"))))
                .isInstanceOf(EarshotException.class);
    }

    @Test
    void a_posting_stays_for_ninety_full_days() {
        SubstituteClock clock = new SubstituteClock(LocalDate.of(2026, 3, 4));

        assertThat(clock.through()).isEqualTo("2026-06-02");
        assertThat(clock.runsOn(LocalDate.of(2026, 3, 3))).isFalse();
        assertThat(clock.runsOn(LocalDate.of(2026, 3, 4))).isTrue();
        assertThat(clock.runsOn(LocalDate.of(2026, 6, 2))).isTrue();
        assertThat(clock.runsOn(LocalDate.of(2026, 6, 3))).isFalse();
        assertThat(new SubstituteClock(LocalDate.of(2027, 12, 15)).through()).isEqualTo("2028-03-14");
    }

    @Test
    void a_proof_of_a_file_that_is_not_there_is_refused() {
        assertThatThrownBy(() ->
                        Proof.of("us/164.408-500", MONDAY, "Robin", Optional.empty(), Path.of("no-such-receipt.pdf")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("Name a file that exists");
    }

    @Test
    void a_proof_is_bound_by_a_whole_hash() {
        assertThatThrownBy(() -> new Proof("d", MONDAY, "Robin", Optional.empty(), "f", "abc"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DeletionDemand demand(State... states) {
        DeletionDemand demand = DeletionDemand.drafted("Northwind Ads, Inc.", MONDAY, "Robin");
        for (int at = 0; at < states.length; at++) {
            demand = demand.then(new Step(states[at], MONDAY.plusDays(at + 1L), "Robin", ""));
        }
        return demand;
    }
}
