package dev.earshot.guard.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
    static Stream<Arguments> what_stays() {
        return Samples.of("stays.txt").entrySet().stream()
                .map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }

    static Stream<Arguments> what_loads() {
        return Samples.of("loads.txt").entrySet().stream()
                .map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("what_stays")
    void nothing_is_taken_from(String name, String page) {
        assertThat(Pages.rewritten(page)).isEqualTo(page);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("what_loads")
    void something_is_taken_from(String name, String page) {
        HtmlRewriter rewriter = Pages.rewriter(Pages.RULES, "", "");
        assertThat(Pages.whole(rewriter, page)).isNotEqualTo(page);
        assertThat(rewriter.doubt()).isEmpty();
    }

    @Test
    void near_misses_and_matches_are_many() {
        assertThat(Samples.of("loads.txt")).hasSizeGreaterThanOrEqualTo(80);
        assertThat(Samples.of("stays.txt")).hasSizeGreaterThanOrEqualTo(60);
    }
}
