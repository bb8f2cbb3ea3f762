package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {
    private static final Masking MASKED = Masking.of(ClinicScans.quiet().result(), false);
    private static final Masking REVEALED = Masking.of(ClinicScans.quiet().result(), true);

    @Test
    void the_token_is_marked_among_its_bytes() {
        assertThat(shown("a=1&em=jo%40mail.example&b=2", 7, 17, List.of(), REVEALED))
                .contains("a=1&em=[jo%40mail.example]&b=2");
        assertThat(shown("a=1&em=jo%40mail.example&b=2", 7, 17, List.of(), MASKED))
                .contains("a=1&em=[jo••••••••(17)]&b=2");
    }

    @Test
    void another_disclosure_in_the_same_bytes_is_masked_and_its_neighbours_are_not() {
        Leaf other = leaf(Origin.BODY, "", 25, 4);
        assertThat(shown("em=jo%40mail.example&tel=5550&z=9", 3, 17, List.of(other), MASKED))
                .contains("em=[jo••••••••(17)]&tel=••••••••&z=9");
    }

    @Test
    void a_value_of_the_persona_that_nobody_detected_is_masked_as_well() {
        String body = "em=xx&note=" + ClinicScans.encoded(ClinicScans.SEARCH);
        assertThat(shown(body, 3, 2, List.of(), MASKED).orElseThrow()).doesNotContain("tarnwick");
    }

    @ParameterizedTest
    @CsvSource({"-1,3", "0,0", "3,-2", "0,99", "2147483647,2147483647"})
    void a_place_outside_of_the_bytes_shows_nothing(int start, int length) {
        assertThat(shown("short", start, length, List.of(), MASKED)).isEmpty();
    }

    @Test
    void a_window_does_not_cut_a_character_in_half() {
        String body = "é".repeat(100) + "KEY" + "é".repeat(100);
        String shown = shown(body, 200, 3, List.of(), REVEALED).orElseThrow();
        assertThat(shown).doesNotContain("�").contains("é[KEY]é");
    }

    @Test
    void bytes_that_are_no_text_are_hexadecimal_and_masked_by_the_byte() {
        Exchange exchange = exchange(Bytes.copyOf(new byte[] {0, (byte) 0xff, 0x10, 0x20, 0x30, 0}));
        Leaf token = leaf(Origin.BODY, "", 2, 2);
        assertThat(joined(Excerpt.of(exchange, token, List.of(token), REVEALED)))
                .contains("00 ff [10 20 ]30 00 ");
        assertThat(joined(Excerpt.of(exchange, token, List.of(token), MASKED))).contains("00 ff [•• •• ]30 00 ");
    }

    @Test
    void a_header_or_message_that_is_not_there_shows_nothing() {
        Exchange exchange = exchange(Bytes.utf8("x"));
        assertThat(Excerpt.of(exchange, leaf(Origin.HEADER, "Referer", 0, 1), List.of(), MASKED))
                .isEmpty();
        assertThat(Excerpt.of(exchange, leaf(Origin.COOKIE, "_ga", 0, 1), List.of(), MASKED))
                .isEmpty();
        assertThat(Excerpt.of(exchange, leaf(Origin.MESSAGE, "0", 0, 1), List.of(), MASKED))
                .isEmpty();
        assertThat(Excerpt.of(exchange, leaf(Origin.MESSAGE, "first", 0, 1), List.of(), MASKED))
                .isEmpty();
    }

    @Test
    void of_a_cookie_header_only_the_cookie_in_question_is_shown() {
        Exchange exchange = exchange(Bytes.EMPTY, new Header("Cookie", "sid=abcdef; _ga=GA1.2.33; theme=dark"));
        assertThat(joined(Excerpt.of(exchange, leaf(Origin.COOKIE, "_ga", 16, 8), List.of(), REVEALED)))
                .contains("_ga=[GA1.2.33]");
    }

    private static Optional<String> shown(String body, int start, int length, List<Leaf> others, Masking masking) {
        Exchange exchange = exchange(Bytes.copyOf(body.getBytes(StandardCharsets.UTF_8)));
        return joined(Excerpt.of(exchange, leaf(Origin.BODY, "", start, length), others, masking));
    }

    private static Optional<String> joined(Optional<Excerpt> excerpt) {
        return excerpt.map(found -> found.pieces().stream()
                .map(piece -> piece.marked() ? "[" + piece.text() + "]" : piece.text())
                .collect(Collectors.joining()));
    }

    private static Exchange exchange(Bytes body, Header... headers) {
        return new Exchange(
                "x",
                ScanFixture.START,
                new Request(
                        "POST", "https://px.tracker.example/c", "h2", List.of(headers), Body.whole(body, "text/plain")),
                Optional.empty(),
                List.of(),
                Context.unknown("har"),
                Exchange.Delivery.SENT);
    }

    private static Leaf leaf(Origin origin, String source, int start, int length) {
        return new Leaf(origin, source, List.of(), "k", "k", -1, "v", start, length);
    }
}
