package dev.earshot.breach.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.planning.Languages.Match;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
    private static final Languages OFFERED =
            new Languages(List.of("en", "es", "fr", "zh-Hans", "vi", "tl", "ko", "ru", "ar", "ht"));

    @ParameterizedTest
    @CsvSource({
        "en, en",
        "EN-us, en",
        "eng, en",
        "English (United States), en",
        "es_MX, es",
        "español, es",
        "Espanol, es",
        "Spanish; Castilian, es",
        "spa, es",
        "fre, fr",
        "fra, fr",
        "fr-CA, fr",
        "zh, zh-Hans",
        "chi, zh-Hans",
        "zho, zh-Hans",
        "cmn, zh-Hans",
        "Mandarin, zh-Hans",
        "zh-CN, zh-Hans",
        "Simplified Chinese, zh-Hans",
        "vie, vi",
        "Tiếng Việt, vi",
        "tl, tl",
        "fil, tl",
        "tgl, tl",
        "Tagalog, tl",
        "Filipino, tl",
        "kor, ko",
        "한국어, ko",
        "Russian, ru",
        "ara, ar",
        "ar-EG, ar",
        "hat, ht",
        "Haitian Creole, ht",
        "Kreyòl, ht"
    })
    void a_language_is_known_by_tag_code_or_name(String written, String expected) {
        assertThat(OFFERED.find(written)).isEqualTo(new Languages.Found(Match.SAME, expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-TW", "zh-HK", "zh-Hant", "yue", "Cantonese", "Traditional Chinese"})
    void readers_of_another_script_get_the_nearest(String written) {
        assertThat(OFFERED.find(written)).isEqualTo(new Languages.Found(Match.NEAR, "zh-Hans"));
        assertThat(new Languages(List.of("en", "zh-Hans", "zh-Hant")).find(written))
                .isEqualTo(new Languages.Found(Match.SAME, "zh-Hant"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pt-BR", "Portuguese", "fi", "hmn", "Farsi", "German"})
    void a_language_without_a_template_is_known_but_not_offered(String written) {
        assertThat(OFFERED.find(written)).isEqualTo(new Languages.Found(Match.NOT_OFFERED, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xx", "Klingon", "unknown", "0", "?", "E", "declined", "sign language", "qqqq", "other-es"})
    void what_is_no_language_is_not_guessed(String written) {
        assertThat(OFFERED.find(written)).isEqualTo(new Languages.Found(Match.NOT_KNOWN, ""));
    }
}
