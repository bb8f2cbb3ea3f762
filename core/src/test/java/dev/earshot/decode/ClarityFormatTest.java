package dev.earshot.decode;

import static dev.earshot.decode.Sample.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Bodies as `src/data/encode.ts` and its neighbours in clarity-js 0.8.70 write them.
class ClarityFormatTest {
    private static final String ENVELOPE =
            "[\"0.8.70\",2,0,1200,\"proj1\",\"user1\",\"sess1\",1,0,0,0,\"https://www.clinic.example/care?q=lump\"]";

    private static AsSent read(String analysis, String playback) {
        String json = "{\"e\":" + ENVELOPE + ",\"a\":[" + analysis + "],\"p\":[" + playback + "]}";
        Sample sample = Sample.post("https://k.clarity.ms/collect", "", gzip(json))
                .with("Accept", "application/x-clarity-gzip");
        return AsSent.to("clarity", sample);
    }

    @Test
    void the_envelope_keeps_its_positions() {
        AsSent read = read("", "");
        assertThat(read.values("e[11]")).containsExactly("https://www.clinic.example/care?q=lump");
        assertThat(read.values("e[11]?q")).containsExactly("lump");
        assertThat(read.chain("e[5]")).isEqualTo("body › gzip › json › e › json › [5]");
    }

    @Test
    void typed_text_has_a_name_and_masked_text_another() {
        AsSent read = read(
                "[100,27,12,\"pat@clinic.example\",1],[200,27,13,\"•••• ••••\",1],[300,27,14,\"\",1],"
                        + "[400,42,15,\"radio\",\"HIV test\",\"k3\"],[500,42,16,\"text\",\"••••\",\"k9\"]",
                "");
        assertThat(read.values("a[0].input.value")).containsExactly("pat@clinic.example");
        assertThat(read.values("a[1].input.value")).isEmpty();
        assertThat(read.values("a[1].input.masked")).containsExactly("•••• ••••");
        assertThat(read.values("a[3].change.value")).containsExactly("HIV test");
        assertThat(read.values("a[4].change.masked")).containsExactly("••••");
        assertThat(read.chain("a[0].input.value")).isEqualTo("body › gzip › json › a[0] › input › value");
    }

    @Test
    void a_value_that_only_begins_like_a_mask_was_typed() {
        assertThat(read("[1,27,2,\"**pat\",1]", "").values("a[0].input.value")).containsExactly("**pat");
        assertThat(read("[1,27,2,\"xx\",1]", "").values("a[0].input.value")).containsExactly("xx");
    }

    @Test
    void dimensions_have_the_names_of_the_source() {
        AsSent read = read(
                "[1,1,0,[\"Mozilla/5.0\"],1,[\"https://www.clinic.example/care\"],3,[\"Breast care\",\"Results\"],99,[\"x9\"]]",
                "");
        assertThat(read.values("a[0].dimension.userAgent[0]")).containsExactly("Mozilla/5.0");
        assertThat(read.values("a[0].dimension.url[0]")).containsExactly("https://www.clinic.example/care");
        assertThat(read.values("a[0].dimension.pageTitle[1]")).containsExactly("Results");
        assertThat(read.values("a[0].dimension.99[0]")).containsExactly("x9");
    }

    @Test
    void custom_tags_and_identify_have_the_names_that_the_site_gave() {
        AsSent read = read(
                "[1,34,\"userId\",[\"973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b\"],\"userHint\",[\"pa*@******.*******\"],"
                        + "\"plan\",[\"gold\",\"dental\"],\"pat@clinic.example\",[\"1\"]],[2,24,\"booked\",\"oncology\"],[3,24,\"searched\"]",
                "");
        assertThat(read.values("a[0].variable.userId[0]"))
                .containsExactly("973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b");
        assertThat(read.values("a[0].variable.userHint[0]")).containsExactly("pa*@******.*******");
        assertThat(read.values("a[0].variable.plan[1]")).containsExactly("dental");
        assertThat(read.everything()).contains("pat@clinic.example");
        assertThat(String.join("\n", read.paths())).doesNotContain("pat@clinic.example");
        assertThat(read.values("a[1].custom.name")).containsExactly("booked");
        assertThat(read.values("a[1].custom.value")).containsExactly("oncology");
        assertThat(read.values("a[2].custom.name")).containsExactly("searched");
    }

    @Test
    void a_click_tells_the_text_and_the_link_of_what_was_clicked() {
        AsSent read = read(
                "[9,9,41,10,20,100,200,0,1,0,\"Book a mammogram\",\"https://www.clinic.example/book?x=1\",\"2k.1\",1,0,5,6,\"A\",\"cta\",\"book\",0]",
                "");
        assertThat(read.values("a[0].click.text")).containsExactly("Book a mammogram");
        assertThat(read.values("a[0].click.link")).containsExactly("https://www.clinic.example/book?x=1");
        assertThat(read.values("a[0].click.id")).containsExactly("book");
    }

    @Test
    void the_text_of_the_page_is_one_leaf_and_numbers_in_it_are_leaves_of_their_own() {
        AsSent read = read(
                "",
                "[5,5,1,\"*D\",2,1,\"BODY\",3,2,\"H1\",4,3,\"*T\",\"Your results\",5,2,3,\"P\",\"class=lead\",6,5,"
                        + "\"*T\",\"Breast cancer\",7,5,6,\"B\",8,7,\"*T\",\"MRN 00482913\",9,2,5,\"INPUT\",\"type=text\",\"value=Lindqvist\","
                        + "10,2,9,\"IMG\",\"alt=Oncology ward\",11,2,10,\"STYLE\",\".a{color:red}\"]");
        assertThat(read.values("p[0].page.text")).containsExactly("MRN 00482913", "Your results Breast cancer");
        assertThat(read.values("p[0].page.field")).containsExactly("Lindqvist");
        assertThat(read.values("p[0].page.attributes")).containsExactly("class=lead\ntype=text\nalt=Oncology ward");
        assertThat(read.values("p[0].page.styles")).containsExactly(".a{color:red}");
        assertThat(read.chain("p[0].page.styles")).isEqualTo("body › gzip › json › p[0] › page › styles › gathered");
    }

    @Test
    void a_repeated_token_is_read_where_it_is_repeated() {
        // Position 5 is "*T", position 6 "Asthma": the second node says both again by reference.
        AsSent read = read("", "[5,6,4,3,1,\"*T\",\"Asthma\",7,3,[5,6]]");
        assertThat(read.values("p[0].page.text")).containsExactly("Asthma Asthma");
    }

    @Test
    void a_masked_text_node_is_only_a_length() {
        AsSent read = read("", "[5,5,-4,3,1,\"*T\",\"d\",5,3,4,\"*T\",\"•••••• ••••\",6,3,5,\"*T\",\"Visible\"]");
        assertThat(read.values("p[0].page.text")).containsExactly("Visible");
        assertThat(read.values("p[0].page.masked.text")).containsExactly("d •••••• ••••");
    }

    @Test
    void pointer_moves_are_one_leaf_each() {
        assertThat(read("[1,12,41,10,20,\"\",\"true\"]", "").paths()).endsWith("a[0].pointer");
    }

    @Test
    void a_kind_that_is_not_known_is_opened_as_it_stands() {
        assertThat(read("[1,777,\"pat@clinic.example\"]", "").everything()).contains("pat@clinic.example");
        assertThat(read("\"odd\",7,{\"k\":\"v1\"}", "").values("a[2].k")).containsExactly("v1");
    }

    @Test
    void a_body_that_is_cut_off_gives_what_it_has() {
        String json = "{\"e\":" + ENVELOPE + ",\"a\":[[100,27,12,\"pat@clinic.example\",1],[200,27,13,\"Lindq";
        AsSent read = AsSent.to("clarity", Sample.post("https://k.clarity.ms/collect", "", json));
        assertThat(read.values("a[0].input.value")).containsExactly("pat@clinic.example");
        assertThat(read.values("a[1].input.value")).containsExactly("Lindq");
    }

    @Test
    void another_body_to_the_same_host_is_left_to_the_general_codecs() {
        AsSent read = AsSent.to("clarity", Sample.post("https://k.clarity.ms/collect", "", "{\"a\":[[1,27,2,\"x\"]]}"));
        assertThat(read.paths()).contains("a[0][3]").doesNotContain("a[0].input.value");
    }
}
