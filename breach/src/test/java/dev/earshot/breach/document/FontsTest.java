package dev.earshot.breach.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.util.LocaleData;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FontsTest {
    private final Fonts fonts = Fonts.shipped();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "en", "es", "fr", "zh-Hans", "zh-Hant", "vi", "fil", "ko", "ru", "ar", "ht", "fa", "ur", "he", "hy",
                "ka", "el", "pl", "uk"
            })
    void every_letter_that_a_language_is_written_with_prints(String language) {
        List<String> missing = new ArrayList<>();
        LocaleData.getExemplarSet(ULocale.forLanguageTag(language), 0)
                .forEach(letter -> fonts.unprintable(letter).forEach(character -> missing.add(character.toString())));

        assertThat(missing).isEmpty();
    }

    @Test
    void a_character_that_no_font_has_is_told_with_its_code_and_script() {
        assertThat(fonts.unprintable("Ana \uD83E\uDD84 Ana \uD83E\uDD84").stream()
                        .map(Object::toString))
                .containsExactly("U+1F984 (Common)");
    }

    @Test
    void a_script_that_needs_shaping_which_is_not_there_is_told_even_if_a_font_has_its_letters() {
        assertThat(fonts.unprintable("ກ").stream().map(Object::toString)).containsExactly("U+0E81 (Lao)");
        assertThat(fonts.unprintable("क")).isNotEmpty();
        assertThat(fonts.unprintable("สวัสดี")).isNotEmpty();
    }

    @Test
    void an_arabic_letter_without_the_forms_that_it_takes_in_a_word_is_told() {
        assertThat(fonts.unprintable("\u0750")).isNotEmpty();
    }

    @Test
    void a_control_character_is_told_and_what_only_steers_text_is_not() {
        assertThat(fonts.unprintable("a\u0007")).isNotEmpty();
        assertThat(fonts.unprintable("a\u200E\u00AD\u200B\uFE0F\tb\nc")).isEmpty();
    }

    @Test
    void a_letter_written_as_base_and_mark_is_the_same_as_one_letter() {
        assertThat(fonts.unprintable("Nguye\u0302\u0303n")).isEmpty();
    }
}
