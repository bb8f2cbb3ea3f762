package dev.earshot.decode;

import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YandexFormatTest {
    private static AsSent watch(String browserInfo) {
        return AsSent.to(
                "yandex",
                Sample.get("https://mc.yandex.ru/watch/10000001?wmode=7&page-url="
                        + percent("https://www.clinic.example/care?q=lump") + "&charset=utf-8&browser-info="
                        + percent(browserInfo)));
    }

    @Test
    void the_title_and_the_visitor_are_told_between_colons() {
        AsSent watch = watch(
                "pv:1:vf:cstsejp:la:en-US:u:1724415537121602245:w:1905x927:ds:0,0,492,,1:t:Breast care: results | Clinic");
        assertThat(watch.values("browser-info.t")).containsExactly("Breast care: results | Clinic");
        assertThat(watch.values("browser-info.u")).containsExactly("1724415537121602245");
        assertThat(watch.values("browser-info.la")).containsExactly("en-US");
        assertThat(watch.values("browser-info.ds")).containsExactly("0,0,492,,1");
        assertThat(watch.values("page-url?q")).containsExactly("lump");
        assertThat(watch.chain("browser-info.t")).isEqualTo("url › query › browser-info › percent › list › t");
    }

    @Test
    void an_empty_value_does_not_shift_the_others() {
        assertThat(watch("pv:1:fp::la:en").values("browser-info.la")).containsExactly("en");
    }

    @Test
    void what_is_no_such_list_stays_whole() {
        assertThat(watch("a longer text: with a colon").values("browser-info"))
                .containsExactly("a longer text: with a colon");
        assertThat(watch("a longer text: with a colon").decoded().leaves())
                .noneMatch(leaf -> leaf.path().startsWith("browser-info."));
    }
}
