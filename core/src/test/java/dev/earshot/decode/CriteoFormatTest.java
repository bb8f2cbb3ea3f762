package dev.earshot.decode;

import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Written from public decoders of Criteo's tag.
class CriteoFormatTest {
    private static final String HASH = "5b2c4b9f0e1d3c6a7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6";
    private static final String OTHER = "0e1d3c6a7f8091a2b3c4d5e65b2c4b9f";

    private static AsVendor event(String... events) {
        StringBuilder url = new StringBuilder("https://sslwidget.criteo.com/event?a=7685&v=5.23.0");
        for (int i = 0; i < events.length; i++) {
            url.append("&p").append(i).append('=').append(percent(events[i]));
        }
        return AsVendor.decoded("criteo", Sample.get(url.toString()));
    }

    @Test
    void each_hashed_address_of_a_list_is_a_member() {
        AsVendor read = event("e=ce&m=" + percent("[" + HASH + "," + OTHER + "]") + "&h=sha256", "e=dis");
        assertThat(read.values("p0.m[0]")).containsExactly(HASH);
        assertThat(read.values("p0.m[1]")).containsExactly(OTHER);
        assertThat(read.roles("p0.m[1]")).containsExactly("hash.email");
        assertThat(read.roles("p0.h")).containsExactly("protocol");
        assertThat(read.values("p1.e")).containsExactly("dis");
    }

    @Test
    void an_address_in_the_clear_is_told_as_such() {
        AsVendor read = event("e=ce&m=" + percent("[pat@mail.example]"), "e=ce&m=" + percent("sam@mail.example"));
        assertThat(read.values("p0.m[0]")).containsExactly("pat@mail.example");
        assertThat(read.roles("p0.m[0]")).containsExactly("plain.email");
        assertThat(read.roles("p1.m")).containsExactly("plain.email");
    }

    @Test
    void products_are_members_with_their_price_and_quantity() {
        AsVendor read = event("e=vb&p=" + percent("[i=MRI-1&pr=120&q=1,i=CT-2&pr=80&q=2]"));
        assertThat(read.values("p0.p[0].i")).containsExactly("MRI-1");
        assertThat(read.values("p0.p[1].i")).containsExactly("CT-2");
        assertThat(read.values("p0.p[1].q")).containsExactly("2");
        assertThat(read.roles("p0.p[0].i")).containsExactly("product");
        assertThat(read.paths()).noneMatch(path -> path.startsWith("p0.p."));
    }

    @Test
    void products_may_be_escaped_once_more() {
        AsVendor read = event("e=vc&id=o-7&p=" + percent("[i%3DMRI-1%26pr%3D120%26q%3D1]"));
        assertThat(read.values("p0.p[0].i")).containsExactly("MRI-1");
        assertThat(read.roles("p0.id")).containsExactly("order.id");
    }

    @Test
    void products_may_be_ids_alone() {
        AsVendor read = event("e=vl&p=" + percent("[MRI-1,CT-2]"), "e=vp&p=MRI-1");
        assertThat(read.values("p0.p[1]")).containsExactly("CT-2");
        assertThat(read.values("p1.p")).containsExactly("MRI-1");
        assertThat(read.paths()).doesNotContain("p1.p[0]");
    }

    @Test
    void brackets_elsewhere_are_no_list() {
        AsVendor read = AsVendor.decoded(
                "criteo",
                Sample.get("https://sslwidget.criteo.com/event?a=7685&pu=" + percent("[a,b]") + "&p0="
                        + percent("e=vl&p=[]&kw=[x,y]")));
        assertThat(read.paths()).noneMatch(path -> path.endsWith("]"));
    }
}
