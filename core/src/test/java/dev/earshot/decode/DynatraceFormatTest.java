package dev.earshot.decode;

import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Beacons in the shape that recorded ones have.
class DynatraceFormatTest {
    private static AsSent read(String beacon) {
        return AsSent.to(
                "dynatrace",
                Sample.post(
                        "https://www.clinic.example/rb_bf12345abc?type=js3&svrid=2&flavor=post",
                        "text/plain;charset=UTF-8",
                        beacon));
    }

    private static String actions(String actions) {
        return "$a=" + percent(actions)
                + "$rId=RID_1$rpId=2$url=https%3A%2F%2Fwww.clinic.example%2Fcare%3Fq%3Dlump$title=Breast%20care%20%7C%20Clinic$time=1700000000000";
    }

    @Test
    void the_page_and_its_title_have_names() {
        AsSent read = read(actions("1|1|_load_|_load_|-|1700000000000|0|-1"));
        assertThat(read.values("$url")).containsExactly("https://www.clinic.example/care?q=lump");
        assertThat(read.values("$url?q")).containsExactly("lump");
        assertThat(read.values("$title")).containsExactly("Breast care | Clinic");
    }

    @Test
    void an_action_tells_the_text_of_what_was_clicked_and_the_requests_it_made() {
        AsSent read = read(
                actions(
                        "1|29|Book a mammogram|C|x|1730319389789|1730319390017|dn|467|xu|/api/appointments?mrn=00482913|svtrg|1,"
                                + "2|30|x|xhr|x|1730319389789|1730319390017|dn|12|xu|https://api.clinic.example/search?q=breast+lump|rc|200"));
        assertThat(read.values("$a[0].name")).containsExactly("Book a mammogram");
        assertThat(read.values("$a[0].kind")).containsExactly("C");
        assertThat(read.values("$a[0].xu")).containsExactly("/api/appointments?mrn=00482913");
        assertThat(read.values("$a[1].xu?q")).containsExactly("breast lump");
        assertThat(read.values("$a[1].rc")).containsExactly("200");
        assertThat(read.chain("$a[0].name")).isEqualTo("body › $a › percent › actions › [0] › name");
    }

    @Test
    void bars_and_semicolons_in_a_field_are_put_back() {
        assertThat(read(actions("1|2|Results^p Pat^sLab|C|-|1|2|dn|1")).values("$a[0].name"))
                .containsExactly("Results| Pat;Lab");
        assertThat(read(actions("1|2|5^x2|C|-|1|2|dn|1")).values("$a[0].name")).containsExactly("5^x2");
    }

    @Test
    void a_beacon_cut_in_an_action_gives_what_it_has() {
        assertThat(read("$a=" + percent("1|2|Book a mam")).values("$a[0].name")).containsExactly("Book a mam");
    }

    @Test
    void another_body_is_left_to_the_general_codecs() {
        assertThat(read("{\"$a\":\"1|2\"}").values("$a")).containsExactly("1|2");
        assertThat(read("price $5, no beacon").paths()).doesNotContain("$5");
    }
}
