package dev.earshot.decode;

import static dev.earshot.decode.Sample.body;
import static dev.earshot.decode.Sample.get;
import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LzStringTest {
    private static final String JSON = "{\"search\":\"breast cancer\"}";
    private static final long SEED = 20261122;
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// Made by lz-string 1.5.0 itself.
    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "N4IgzgpghgTgxgCxALhAIxtMAXABHKAOzghhAF8g | breast cancer | k.search",
                "A4QwLgAgxgNglgOzlAdAUwB4gLbBmoA | pat@clinic.example | k",
                "A4QwLgAgxgNglgOzlAdAUwB4gLbBmoA= | pat@clinic.example | k",
                "FIQwdglwBAIgbwUyoU9NA05lEmvZzoA= | Jané Döe 日本 aaaaaaaaaaaaaaaaaaaa | k",
            })
    void what_the_library_wrote_is_read(String token, String value, String path) {
        assertThat(get("https://collect.tracker.example/?k=" + percent(token)).values(path))
                .contains(value);
    }

    @Test
    void the_forms_in_wide_characters_and_in_bytes_are_read() {
        assertThat(compressed(JSON, 16)).hasSize(15);
        assertThat(get("https://collect.tracker.example/?k=" + percent(compressed(JSON, 16)))
                        .values("k.search"))
                .containsExactly("breast cancer");
        assertThat(body("{\"k\":\"" + compressed(JSON, 15) + " \"}").values("k.search"))
                .containsExactly("breast cancer");
        byte[] bytes = HexFormat.of().parseHex("378220ce0a608604e0c600b100b840231b4c0170011ca00ece0861005f20");
        assertThat(body(bytes).values("search")).containsExactly("breast cancer");
        assertThat(get("https://collect.tracker.example/?k=" + percent(Sample.base64(bytes)))
                        .values("k.search"))
                .containsExactly("breast cancer");
    }

    @Test
    void texts_of_every_length_come_back_in_every_form() {
        Random random = new Random(SEED);
        for (int length = 6; length < 400; length++) {
            StringBuilder text = new StringBuilder("{\"v\":\"");
            for (int i = 0; i < length; i++) {
                text.append("abc de日é".charAt(random.nextInt(8)));
            }
            String json = text.append("\"}").toString();
            String value = json.substring(6, json.length() - 2);
            String token = compressed(json, 6);
            assertThat(get("https://collect.tracker.example/?k=" + percent(token))
                            .values("k.v"))
                    .as(json)
                    .containsExactly(value);
            String wide = compressed(json, 15) + " ";
            // A text with a control character in it, one in 32,768 here, is taken for bytes before LZString is tried.
            assertThat(
                            wide.indexOf(0x7f) >= 0
                                    ? List.of(value)
                                    : get("https://collect.tracker.example/?k=" + percent(wide))
                                            .values("k.v"))
                    .as(json)
                    .containsExactly(value);
        }
    }

    @Test
    void a_bomb_is_unpacked_to_the_growth_budget_only() {
        String bomb = compressed("a".repeat(1_200_000), 6);
        assertThat(bomb).hasSizeLessThan(20_000);
        Decoded decoded = body("{\"k\":\"" + bomb + "\"}").decoded();
        assertThat(decoded.undecoded()).anyMatch(part -> part.why().equals("growth budget reached"));
        assertThat(decoded.leaves().stream()
                        .mapToLong(leaf -> leaf.value().length())
                        .sum())
                .isLessThan(3 << 20);
    }

    @Test
    void text_in_other_scripts_and_a_token_cut_short_are_none() {
        for (String text : new String[] {"乳がん の検診 ", "рак молочной железы ", "유방암 검진 예약 ", "Q===", "QQQQQQQQQQQQ"}) {
            assertThat(body("{\"k\":\"" + text + "\"}").values("k")).containsExactly(text);
        }
        String token = compressed(JSON, 6);
        for (int length = 12; length < token.length() - 1; length++) {
            assertThat(body("{\"k\":\"" + token.substring(0, length) + "\"}").values("k"))
                    .containsExactly(token.substring(0, length));
        }
    }

    /// The compressor, written from the description of the format: a dictionary of phrases, codes as wide as the
    /// dictionary needs, a new character given in full at its first use.
    private static String compressed(String text, int unitBits) {
        StringBuilder bits = new StringBuilder();
        Map<String, Integer> phrases = new HashMap<>();
        Map<Character, Boolean> announced = new HashMap<>();
        int size = 3;
        int width = 2;
        int room = 2;
        String phrase = "";
        for (int i = 0; i <= text.length(); i++) {
            String longer = i == text.length() ? phrase : phrase + text.charAt(i);
            if (i < text.length()) {
                String one = text.substring(i, i + 1);
                if (!phrases.containsKey(one)) {
                    phrases.put(one, size++);
                    announced.put(text.charAt(i), false);
                }
                if (phrases.containsKey(longer)) {
                    phrase = longer;
                    continue;
                }
            }
            Boolean told = phrase.isEmpty() ? Boolean.TRUE : announced.get(phrase.charAt(0));
            if (phrase.length() == 1 && Boolean.FALSE.equals(told)) {
                boolean brief = phrase.charAt(0) < 256;
                append(bits, brief ? 0 : 1, width);
                append(bits, phrase.charAt(0), brief ? 8 : 16);
                announced.put(phrase.charAt(0), true);
                if (--room == 0) {
                    room = 1 << width++;
                }
            } else if (!phrase.isEmpty()) {
                append(bits, phrases.getOrDefault(phrase, 0), width);
            }
            if (!phrase.isEmpty() && --room == 0) {
                room = 1 << width++;
            }
            if (i < text.length()) {
                phrases.put(longer, size++);
                phrase = text.substring(i, i + 1);
            }
        }
        append(bits, 2, width);
        do {
            bits.append('0');
        } while (bits.length() % unitBits != 0);
        StringBuilder units = new StringBuilder();
        for (int i = 0; i < bits.length(); i += unitBits) {
            int unit = Integer.parseInt(bits, i, i + unitBits, 2);
            units.append(unitBits == 6 ? BASE64.charAt(unit) : (char) (unitBits == 15 ? unit + 32 : unit));
        }
        return units.toString();
    }

    private static void append(StringBuilder bits, int value, int width) {
        for (int i = 0; i < width; i++) {
            bits.append((value >>> i & 1) == 1 ? '1' : '0');
        }
    }
}
