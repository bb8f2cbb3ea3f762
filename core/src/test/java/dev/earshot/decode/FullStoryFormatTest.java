package dev.earshot.decode;

import static dev.earshot.decode.Sample.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bundles with the kinds that the vendor's script numbers, and with arguments as recorded requests show them.
class FullStoryFormatTest {
    private static final String URL =
            "https://rs.fullstory.com/rec/bundle/v2?OrgId=ORG1&UserId=u1&SessionId=s1&PageId=p1&Seq=1&ContentEncoding=gzip";
    private static final String FRAME =
            "{\"Kind\":25,\"Args\":[\"https://www.clinic.example/care?q=lump\",\"<!DOCTYPE html>\",\"https://www.clinic.example/\",\"https://search.example/?q=breast\"],\"When\":7}";
    private static final String DOCUMENT =
            "{\"Kind\":2,\"Args\":[-1,-1,[\"<#document\",\"[\",\"<HTML\",\":lang\",\"en\",1,\"<H1\",1,\"<#text\",\"Your results,\",\"]\","
                    + "\"<STYLE\",[7,2],\".a{}\",10,\"<INPUT\",\":type\",\"text\",\":value\",\"Harbour Street 12\","
                    + "\"<P\",1,8,\"MRN 00482913\",10,\"<P\",1,8,\"Breast cancer\",10]],\"When\":640}";

    private static AsSent read(String... events) {
        String json = "{\"When\":7,\"Seq\":1,\"Evts\":[" + String.join(",", events) + "]}";
        return AsSent.to("fullstory", Sample.post(URL, "text/plain", gzip(json)));
    }

    @Test
    void the_page_and_where_the_visitor_came_from_have_names() {
        AsSent read = read(FRAME);
        assertThat(read.values("Evts[0].frameBase.url")).containsExactly("https://www.clinic.example/care?q=lump");
        assertThat(read.values("Evts[0].frameBase.url?q")).containsExactly("lump");
        assertThat(read.values("Evts[0].frameBase.referrer")).containsExactly("https://search.example/?q=breast");
        assertThat(read.chain("Evts[0].frameBase.base")).isEqualTo("body › gzip › json › Evts[0] › frameBase › base");
        assertThat(read.values("Seq")).contains("1");
    }

    @Test
    void a_changed_value_is_typed_text_unless_it_is_masked() {
        AsSent read = read(
                "{\"Kind\":18,\"Args\":[12,\"night sweats\",true],\"When\":1}",
                "{\"Kind\":18,\"Args\":[13,\"xxxxxx\",true],\"When\":2}");
        assertThat(read.values("Evts[0].valueChange.text")).containsExactly("night sweats");
        assertThat(read.values("Evts[1].valueChange.masked")).containsExactly("xxxxxx");
        assertThat(read.values("Evts[1].valueChange.text")).isEmpty();
    }

    @Test
    void user_variables_and_events_are_opened() {
        AsSent read = read(
                "{\"Kind\":8193,\"Args\":[\"user\",\"{\\\"uid\\\":\\\"member-4711\\\",\\\"email\\\":\\\"pat@clinic.example\\\"}\"],\"When\":1}",
                "{\"Kind\":8197,\"Args\":[\"Booked\",\"{\\\"specialty_str\\\":\\\"oncology\\\"}\"],\"When\":2}",
                "{\"Kind\":63,\"Args\":[\"POST\",\"https://api.clinic.example/search?q=lump\",200],\"When\":3}");
        assertThat(read.values("Evts[0].setVar[1].uid")).containsExactly("member-4711");
        assertThat(read.values("Evts[0].setVar[1].email")).containsExactly("pat@clinic.example");
        assertThat(read.values("Evts[1].event[0]")).containsExactly("Booked");
        assertThat(read.values("Evts[1].event[1].specialty_str")).containsExactly("oncology");
        assertThat(read.values("Evts[2].request[1]?q")).containsExactly("lump");
    }

    @Test
    void the_text_of_the_page_is_put_together_from_what_is_repeated() {
        AsSent read = read(DOCUMENT);
        assertThat(read.values("Evts[0].page.text")).containsExactly("MRN 00482913", "Your results, Breast cancer");
        assertThat(read.values("Evts[0].page.field")).containsExactly("Harbour Street 12");
        assertThat(read.values("Evts[0].page.styles")).containsExactly(".a{}");
        assertThat(read.values("Evts[0].page.attributes")).containsExactly("lang=en\ntype=text");
    }

    @Test
    void a_later_event_repeats_what_an_earlier_one_listed() {
        AsSent read = read(
                DOCUMENT,
                "{\"Kind\":2,\"Args\":[27,-1,[\"<DIV\",1,8,\"Biopsy on 14 May\",10]],\"When\":1178}",
                "{\"Kind\":6,\"Args\":[30,\"Result: benign\"],\"When\":1180}");
        assertThat(read.values("Evts[1].page.text")).containsExactly("Biopsy on 14 May");
        assertThat(read.values("Evts[2].page.text")).containsExactly("Result: benign");
    }

    @Test
    void a_bundle_without_the_document_tells_its_own_texts_only() {
        AsSent read = read("{\"Kind\":2,\"Args\":[27,-1,[\"<DIV\",1,8,\"Biopsy on 14 May\",10,[1,9]]],\"When\":1178}");
        assertThat(read.values("Evts[0].page.text")).containsExactly("Biopsy on 14 May");
    }

    @Test
    void moves_are_one_leaf_and_come_last() {
        AsSent read = read("{\"Kind\":9,\"Args\":[12445,34,321],\"When\":1}", FRAME);
        assertThat(read.values("Evts[0].measure")).containsExactly("[12445,34,321]");
        assertThat(read.paths()).endsWith("Evts[0].measure");
    }

    @Test
    void another_body_is_left_to_the_general_codecs() {
        Sample page = Sample.post(
                "https://rs.fullstory.com/rec/page",
                "text/plain",
                "{\"OrgId\":\"ORG1\",\"Url\":\"https://www.clinic.example/care\"}");
        assertThat(AsSent.to("fullstory", page).values("Url")).containsExactly("https://www.clinic.example/care");
        assertThat(read("{\"Kind\":\"x\",\"Args\":[\"pat@clinic.example\"]}", "7")
                        .everything())
                .contains("pat@clinic.example");
    }

    @Test
    @Timeout(20)
    void a_run_that_repeats_itself_for_ever_ends() {
        String runs = "[0,9999999],".repeat(1000);
        AsSent read = read(
                "{\"Kind\":2,\"Args\":[-1,-1,[\"<#document\",\"<#text\",\"a b c d e f\"," + runs + "1]],\"When\":1}");
        assertThat(read.decoded().leaves()).hasSizeLessThan(Opening.LEAVES);
    }
}
