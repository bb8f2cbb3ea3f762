package dev.earshot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.Exchange;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgingTest {
    @Test
    void judging_the_same_traffic_twice_finds_the_same() throws Exception {
        assertThat(Judging.measure(2, 40)).contains("40 exchanges").contains("of matching alone");
    }

    @Test
    void the_same_seed_gives_the_same_traffic() {
        Persona persona = Personas.fresh(7);
        List<String> once = urls(Traffic.of(50, 3, persona).exchanges());
        assertThat(urls(Traffic.of(50, 3, persona).exchanges())).isEqualTo(once);
        assertThat(urls(Traffic.of(50, 4, persona).exchanges())).isNotEqualTo(once);
    }

    @Test
    void the_middle_of_an_even_count_lies_between_two() {
        Spread spread = Spread.of(List.of(4.0, 1.0, 3.0, 2.0));
        assertThat(spread.median()).isEqualTo(2.5);
        assertThat(spread.lower()).isEqualTo(1.75);
        assertThat(spread.upper()).isEqualTo(3.25);
    }

    private static List<String> urls(List<Exchange> exchanges) {
        return exchanges.stream().map(exchange -> exchange.request().url()).toList();
    }
}
