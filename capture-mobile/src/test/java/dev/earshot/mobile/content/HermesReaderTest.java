package dev.earshot.mobile.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Sign;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HermesReaderTest {
    private static final String LONG = "https://api.segment.io/v1/" + "x".repeat(300);

    @ParameterizedTest
    @CsvSource({"59, 16", "84, 16", "96, 16", "98, 12"})
    void texts_without_separators_are_told_apart_in_every_known_layout(int version, int functionHeaderBytes) {
        byte[] file =
                new HermesFile(version, functionHeaderBytes, "logEvent", "appointment", "預約", LONG, "identify").bytes();

        Told told = Told.by(new HermesReader(), "assets/index.android.bundle", file);

        // Three characters are the shortest text told.
        assertThat(told.names(Sign.SCRIPT_TEXT)).containsExactly("logEvent", "appointment", LONG, "identify");
        assertThat(told.names(Sign.FRAMEWORK)).containsExactly("React Native (Hermes)");
        assertThat(told.blindSpots()).isEmpty();
    }

    @Test
    void a_text_is_told_with_its_place() {
        byte[] file = new HermesFile(96, 16, "first", "second").bytes();

        Told.Found second = Told.by(new HermesReader(), "main.jsbundle", file)
                .all(Sign.SCRIPT_TEXT)
                .get(1);

        assertThat(new String(
                        Arrays.copyOfRange(file, (int) second.offset(), (int) second.offset() + 6),
                        StandardCharsets.UTF_8))
                .isEqualTo("second");
    }

    @Test
    void a_layout_that_does_not_add_up_is_said_and_not_guessed() {
        byte[] file = new HermesFile(200, 24, "logEvent", "identify").bytes();

        Told told = Told.by(new HermesReader(), "main.jsbundle", file);

        assertThat(told.names(Sign.SCRIPT_TEXT)).isEmpty();
        assertThat(told.blindSpots())
                .singleElement()
                .satisfies(spot -> assertThat(spot.kind()).isEqualTo(BlindSpot.Kind.CODE_HIDDEN))
                .satisfies(spot -> assertThat(spot.what()).contains("version 200"));
    }

    @Test
    void a_file_cut_anywhere_ends_in_texts_or_in_a_blind_spot() {
        byte[] file = new HermesFile(96, 16, "logEvent", "identify", LONG).bytes();
        for (int length = 0; length < file.length; length++) {
            Told told = Told.by(new HermesReader(), "main.jsbundle", Arrays.copyOf(file, length));
            assertThat(told.names(Sign.SCRIPT_TEXT)).isEmpty();
            assertThat(told.blindSpots()).hasSize(length < 128 ? 0 : 1);
        }
    }

    @Test
    void plain_javascript_is_not_hermes() {
        Told told = Told.by(new HermesReader(), "index.android.bundle", "var hermes = 'x';".repeat(20));

        assertThat(told.names(Sign.FRAMEWORK)).isEmpty();
    }

    @Test
    void a_long_text_is_told_in_pieces_and_a_table_that_repeats_it_costs_no_more() {
        String page = "x".repeat(5_000) + "https://api.segment.io/v1/b" + "x".repeat(5_000);
        byte[] file = new HermesFile(96, 16, page, "identify").bytes();

        assertThat(Told.by(new HermesReader(), "main.jsbundle", file).names(Sign.SCRIPT_TEXT))
                .anyMatch(text -> text.contains("https://api.segment.io/v1/b"))
                .contains("identify");

        String[] texts = new String[2_000];
        Arrays.fill(texts, page);
        int told = Told.by(
                        new HermesReader(),
                        "main.jsbundle",
                        new HermesFile(96, 16, texts).sharingOne().bytes())
                .names(Sign.SCRIPT_TEXT)
                .size();
        assertThat(told).isLessThan(100);
    }
}
