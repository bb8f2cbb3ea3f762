package dev.earshot.breach.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Forms as the charts of Arabic Presentation Forms have them (Unicode 17, U+FB50 and U+FE70).
class ArabicFormsTest {
    @Test
    void a_letter_takes_the_form_of_its_place_in_the_word() {
        assertThat(forms("ببب")).isEqualTo("\uFE91\uFE92\uFE90");
        assertThat(forms("ب")).isEqualTo("\uFE8F");
    }

    @Test
    void a_letter_after_one_that_does_not_join_begins_anew() {
        assertThat(forms("دب")).isEqualTo("\uFEA9\uFE8F");
        assertThat(forms("بدب")).isEqualTo("\uFE91\uFEAA\uFE8F");
    }

    @Test
    void a_space_a_digit_or_a_latin_letter_ends_a_word() {
        assertThat(forms("ب ب")).isEqualTo("\uFE8F \uFE8F");
        assertThat(forms("ب1ب")).isEqualTo("\uFE8F1\uFE8F");
        assertThat(forms("بaب")).isEqualTo("\uFE8Fa\uFE8F");
    }

    @Test
    void lam_and_alef_are_one_letter_also_with_a_mark_between() {
        assertThat(forms("لا")).isEqualTo("\uFEFB\0");
        assertThat(forms("بلا")).isEqualTo("\uFE91\uFEFC\0");
        assertThat(forms("لآ")).isEqualTo("\uFEF5\0");
        assertThat(forms("لَا")).isEqualTo("\uFEFB\u064E\0");
    }

    @Test
    void lam_before_another_letter_stays_a_lam() {
        assertThat(forms("لب")).isEqualTo("\uFEDF\uFE90");
    }

    @Test
    void marks_do_not_keep_letters_apart_and_stay() {
        assertThat(forms("بَب")).isEqualTo("\uFE91\u064E\uFE90");
    }

    @Test
    void a_zero_width_non_joiner_keeps_letters_apart() {
        assertThat(forms("ب\u200Cب")).isEqualTo("\uFE8F\u200C\uFE8F");
    }

    @Test
    void letters_of_persian_and_urdu_join() {
        assertThat(forms("پچگ")).isEqualTo("\uFB58\uFB7D\uFB93");
        assertThat(forms("ٹے")).isEqualTo("\uFB68\uFBAF");
    }

    private static String forms(String text) {
        return new String(ArabicForms.of(text.toCharArray()));
    }
}
