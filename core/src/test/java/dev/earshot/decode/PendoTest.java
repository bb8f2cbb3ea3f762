package dev.earshot.decode;

import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Pendo's `jzb`: JSON, zlib, base64 for addresses. The general codecs open it.
class PendoTest {
    private static final String EVENTS =
            "[{\"type\":\"load\",\"visitor_id\":\"pat@clinic.example\",\"account_id\":\"clinic\",\"url\":\"https://www.clinic.example/care?q=lump\","
                    + "\"props\":{\"load_time\":3}},{\"type\":\"click\",\"visitor_id\":\"pat@clinic.example\","
                    + "\"props\":{\"target\":{\"tagName\":\"BUTTON\",\"textContent\":\"Book a mammogram\"}}}]";

    private static String jzb(String json) {
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(zlib(bytes(json)));
    }

    @Test
    void the_events_in_an_address_are_opened() {
        AsSent read = AsSent.to(
                "", Sample.get("https://data.pendo.io/data/ptm.gif/key1?v=2.3&ct=1700000000000&jzb=" + jzb(EVENTS)));
        assertThat(read.values("jzb[0].visitor_id")).containsExactly("pat@clinic.example");
        assertThat(read.values("jzb[0].url?q")).containsExactly("lump");
        assertThat(read.values("jzb[1].props.target.textContent")).containsExactly("Book a mammogram");
        assertThat(read.chain("jzb[1].type")).isEqualTo("url › query › jzb › base64 › zlib › json › [1] › type");
    }

    @Test
    void the_events_of_a_body_are_opened() {
        AsSent read = AsSent.to(
                "",
                Sample.post(
                        "https://data.pendo.io/data/ptm.gif/key1?v=2.3",
                        "text/plain",
                        "{\"events\":\"" + jzb(EVENTS) + "\",\"browser_time\":1}"));
        assertThat(read.values("events[0].visitor_id")).containsExactly("pat@clinic.example");
        assertThat(read.values("events[1].props.target.textContent")).containsExactly("Book a mammogram");
    }

    @Test
    void a_token_that_only_looks_so_stays_a_token() {
        AsSent read = AsSent.to("", Sample.get("https://data.pendo.io/data/ptm.gif/key1?jzb=eJzVdVoCMHn0jzbXYZ"));
        assertThat(read.values("jzb")).containsExactly("eJzVdVoCMHn0jzbXYZ");
    }
}
