package dev.earshot.breach.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingLevelTest {
    @ParameterizedTest
    @CsvSource({
        "cat,1",
        "the,1",
        "are,1",
        "time,1",
        "times,1",
        "used,1",
        "named,1",
        "looked,1",
        "sent,1",
        "people,2",
        "table,2",
        "little,2",
        "wanted,2",
        "needed,2",
        "boxes,2",
        "changes,2",
        "notices,3",
        "services,3",
        "pages,2",
        "create,2",
        "idea,3",
        "radio,3",
        "lion,2",
        "diet,2",
        "science,2",
        "quiet,2",
        "nation,2",
        "action,2",
        "information,4",
        "companies,3",
        "company,3",
        "website,2",
        "security,4",
        "patient,2",
        "your,1",
        "you,1",
        "doing,2",
        "being,2",
        "seeing,2",
        "special,2",
        "medical,3",
        "agency,3",
        "February,4",
        "happened,2",
        "asked,1",
        "account,2",
        "free,1",
        "guardian,3",
        "representative,5",
        "statement,2",
        "useful,2",
        "you're,1",
        "person's,2",
    })
    void english_syllables(String word, int syllables) {
        assertThat(ReadingLevel.english(word)).as(word).isEqualTo(syllables);
    }

    @ParameterizedTest
    @CsvSource({
        "sol,1", "casa,2", "aviso,3", "información,4", "datos,2", "día,2", "países,3", "aéreo,4", "ciudad,2", "bueno,2",
        "cuidado,3", "que,1", "guerra,2", "pingüino,3", "ley,1", "muy,1", "leer,2", "creer,2", "poeta,3", "baúl,2",
        "aire,2", "usted,2", "compañía,4", "leyes,2", "yo,1", "oír,2", "enviaron,3", "paciente,3", "seguridad,4",
    })
    void spanish_syllables(String word, int syllables) {
        assertThat(ReadingLevel.spanish(word)).as(word).isEqualTo(syllables);
    }

    @Test
    void a_childs_sentence_is_below_the_first_grade() {
        // 6 words, 6 syllables.
        assertThat(grade("The cat sat on the mat.")).isEqualTo(0.39 * 6 + 11.8 - 15.59, within(0.001));
    }

    @Test
    void the_gettysburg_address_opens_far_above_a_letter() {
        // 30 words; 49 syllables by hand.
        assertThat(grade(
                        "Four score and seven years ago our fathers brought forth upon this continent, a new nation, conceived in"
                                + " liberty, and dedicated to the proposition that all men are created equal."))
                .isEqualTo(0.39 * 30 + 11.8 * 49 / 30 - 15.59, within(0.001));
    }

    @Test
    void addresses_and_numbers_are_no_words_and_end_no_sentence() {
        assertThat(ReadingLevel.sentences("Go to https://www.clinic.example/a.b now. Call 1-800-555-0199 (TTY: 711)."))
                .hasSize(2);
        assertThat(ReadingLevel.sentences("Write to me@clinic.example. Go on.")).hasSize(2);
    }

    @Test
    void spanish_has_a_scale_of_its_own() {
        ReadingLevel level = ReadingLevel.of(ReadingLevel.sentences("El sol sale. La casa es roja."), Locale.of("es"))
                .orElseThrow();
        // 7 words, 10 syllables, 2 sentences.
        assertThat(level.scale()).isEqualTo(ReadingLevel.Scale.INFLESZ);
        assertThat(level.score()).isEqualTo(206.835 - 62.3 * 10 / 7 - 3.5, within(0.001));
        assertThat(level.hard()).isFalse();
    }

    @Test
    void other_languages_and_empty_letters_are_not_measured() {
        assertThat(ReadingLevel.of(List.of("Un mot."), Locale.FRENCH)).isEmpty();
        assertThat(ReadingLevel.of(new Document("x", Locale.ENGLISH, List.of())))
                .isEmpty();
    }

    @Test
    void items_of_a_list_and_headings_do_not_make_a_letter_look_easy() {
        Block hard = new Block.Paragraph(List.of(
                new Span.Text("Unauthorized individuals obtained confidential documentation concerning care.", false)));
        List<Span> easy = List.of(new Span.Text("name", false));
        ReadingLevel alone = ReadingLevel.of(new Document("x", Locale.ENGLISH, List.of(hard)))
                .orElseThrow();
        ReadingLevel among = ReadingLevel.of(new Document(
                        "x",
                        Locale.ENGLISH,
                        List.of(new Block.Heading(1, easy), hard, new Block.Listing(false, List.of(easy, easy, easy)))))
                .orElseThrow();
        assertThat(among).isEqualTo(alone);
        assertThat(alone.hard()).isTrue();
    }

    /// Without the lines on language assistance, which are in other languages.
    @ParameterizedTest
    @CsvSource({"trackers,en", "mailbox,en", "trackers,es", "mailbox,es"})
    void the_built_in_templates_are_not_hard_to_read(String kind, String language) {
        ReadingLevel level = ReadingLevel.of(Letters.composer(
                                Letters.incident(kind, Set.of("name", "mrn"), Set.of("ssn")), Templates.builtIn())
                        .sample(new ContentCheck.Audience("us-ca", language, Role.SELF, "cannot-tell"))
                        .document())
                .orElseThrow();
        assertThat(level.hard()).as(level.toString()).isFalse();
        // Above what a mistake in counting, such as words of other scripts, would give.
        assertThat(level.score()).as(level.toString()).isBetween(4.0, 90.0);
    }

    private static double grade(String text) {
        return ReadingLevel.of(ReadingLevel.sentences(text), Locale.ENGLISH)
                .orElseThrow()
                .score();
    }
}
