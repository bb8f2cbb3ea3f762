package dev.earshot.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.earshot.element.DataElement;
import dev.earshot.exchange.Exchange;
import dev.earshot.persona.Personas;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final Corpus BEACONS = Corpus.beacons(400);

    @Test
    void all_that_was_planted_and_all_that_a_plain_search_finds_is_proven() {
        Answer answer = Answer.of(BEACONS);
        assertThat(answer.planted()).isGreaterThan(20).isLessThan(60);
        assertThat(answer.plain()).isGreaterThan(10).isLessThanOrEqualTo(answer.planted());
        assertThat(answer.tally().proven()).isGreaterThanOrEqualTo(answer.planted());
    }

    @Test
    void a_planted_value_that_is_not_found_ends_the_measurement() {
        Exchange bare = BEACONS.exchanges().stream()
                .filter(exchange -> !BEACONS.planted().containsKey(exchange.id()))
                .findFirst()
                .orElseThrow();
        Corpus wrong = new Corpus("wrong", List.of(bare), BEACONS.persona(), Map.of(bare.id(), DataElement.EMAIL));
        assertThatIllegalStateException()
                .isThrownBy(() -> Answer.of(wrong))
                .withMessageContaining("email")
                .withMessageContaining("was planted");
    }

    @Test
    void a_plain_search_finds_nothing_of_a_patient_who_was_never_there() {
        PlainSearch other = new PlainSearch(Personas.fresh(8));
        assertThat(BEACONS.exchanges())
                .allSatisfy(exchange -> assertThat(other.in(exchange)).isEmpty());
    }

    @Test
    void several_passes_find_as_much_each_time() {
        WholePath path = new WholePath(BEACONS);
        assertThat(path.passes(BEACONS, 3)).isEqualTo(path.pass(BEACONS).times(3));
    }
}
