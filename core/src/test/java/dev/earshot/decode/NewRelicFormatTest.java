package dev.earshot.decode;

import static dev.earshot.decode.Sample.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// BEL as the agent's `bel-serializer` and the features that use it write it.
class NewRelicFormatTest {
    private static AsSent read(String body) {
        return AsSent.to("new-relic", Sample.post("https://bam.nr-data.net/events/1/abcdef1234", "text/plain", body));
    }

    @Test
    void a_request_of_the_page_tells_its_host_path_and_attributes() {
        AsSent read = read("bel.7;2,3,5k,2s,,,'POST,5k,'api.clinic.example,'/search\\,lumps,a,b,1,'0,!!!"
                + ";5,'enduser.id,'pat@clinic.example;5,'requestBody,'{\"q\":\"breast lump\"};6,'count,3.");
        assertThat(read.values("bel[0].ajax.method")).containsExactly("POST");
        assertThat(read.values("bel[0].ajax.domain")).containsExactly("api.clinic.example");
        assertThat(read.values("bel[0].ajax.path")).containsExactly("/search,lumps");
        assertThat(read.values("bel[0].ajax.enduser.id")).containsExactly("pat@clinic.example");
        assertThat(read.values("bel[0].ajax.requestBody.q")).containsExactly("breast lump");
        assertThat(read.values("bel[0].ajax.count")).containsExactly("3.");
    }

    @Test
    void a_number_repeats_a_string_that_came_before() {
        AsSent read = read("bel.7;2,1,,,,,'GET,5k,'api.clinic.example,'/a,,,1,'0,!!!;5,'user,'pat@clinic.example"
                + ";2,1,,,,,0,5k,1,'/b,,,1,3,!!!;5,4,5");
        assertThat(read.values("bel[1].ajax.method")).containsExactly("GET");
        assertThat(read.values("bel[1].ajax.domain")).containsExactly("api.clinic.example");
        assertThat(read.values("bel[1].ajax.path")).containsExactly("/b");
        assertThat(read.values("bel[1].ajax.user")).containsExactly("pat@clinic.example");
    }

    @Test
    void an_interaction_has_its_own_strings() {
        AsSent read = read(
                "bel.7;1,1,,2s,,,'click,'https://www.clinic.example/care,1,'https://www.clinic.example/book,,1,!!!!'id1,'1,!!"
                        + ";5,'plan,'gold;;1,,5k,5k,,,'submit,'https://www.clinic.example/book,1,1,,2,!!!!'id2,'2,!!;");
        assertThat(read.values("bel[0].interaction.trigger")).containsExactly("click");
        assertThat(read.values("bel[0].interaction.oldUrl")).containsExactly("https://www.clinic.example/care");
        assertThat(read.values("bel[0].interaction.newUrl")).containsExactly("https://www.clinic.example/book");
        assertThat(read.values("bel[0].interaction.plan")).containsExactly("gold");
        assertThat(read.values("bel[1].interaction.initialUrl")).containsExactly("https://www.clinic.example/book");
        assertThat(read.values("bel[1].interaction.newUrl")).containsExactly("https://www.clinic.example/book");
    }

    @Test
    void page_timings_tell_the_page() {
        AsSent read = read("bel.6;e,'load,12,1;5,'pageUrl,'https://www.clinic.example/care");
        assertThat(read.values("bel[0].timing.name")).containsExactly("load");
        assertThat(read.values("bel[0].timing.pageUrl")).containsExactly("https://www.clinic.example/care");
    }

    @Test
    void a_recording_is_read_as_rrwebs() {
        AsSent read = AsSent.to(
                "new-relic",
                Sample.post(
                        "https://bam.nr-data.net/browser/blobs?type=SessionReplay",
                        "",
                        gzip(
                                "[{\"type\":4,\"data\":{\"href\":\"https://www.clinic.example/care\"},\"timestamp\":1795329299690}]")));
        assertThat(read.values("[0].meta.href")).containsExactly("https://www.clinic.example/care");
    }

    @Test
    void other_bodies_are_left_to_the_general_codecs() {
        assertThat(read("{\"ins\":[{\"eventType\":\"PageAction\"}]}").values("ins[0].eventType"))
                .containsExactly("PageAction");
        assertThat(read("belt;1,2").paths()).doesNotContain("bel[0].interaction.attributes");
        assertThat(read("bel.7;").paths()).isEmpty();
        assertThat(read("bel.7;2,1,,,,,'GET,5k,'api.clinic.ex").values("bel[0].ajax.domain"))
                .containsExactly("api.clinic.ex");
    }
}
