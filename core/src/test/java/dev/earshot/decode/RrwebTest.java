package dev.earshot.decode;

import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/// Events as rrweb 2.2.2 makes them, alone, in what vendors put around them, and packed.
class RrwebTest {
    private static final String META =
            "{\"type\":4,\"data\":{\"href\":\"https://www.clinic.example/care?q=lump\",\"width\":780},\"timestamp\":1795329299690}";
    private static final String SNAPSHOT =
            "{\"type\":2,\"data\":{\"node\":{\"type\":0,\"childNodes\":[{\"type\":2,\"tagName\":\"head\",\"attributes\":{},\"childNodes\":["
                    + "{\"type\":2,\"tagName\":\"style\",\"attributes\":{\"_cssText\":\".a{}\"},\"childNodes\":[{\"type\":3,\"textContent\":\".b{}\",\"id\":3}],\"id\":2},"
                    + "{\"type\":3,\"textContent\":\"\\n\",\"id\":9},"
                    + "{\"type\":2,\"tagName\":\"h1\",\"attributes\":{\"class\":\"lead\"},\"childNodes\":[{\"type\":3,\"textContent\":\"Your results,\",\"id\":5},"
                    + "{\"type\":2,\"tagName\":\"b\",\"attributes\":{},\"childNodes\":[{\"type\":3,\"textContent\":\"Pat\",\"id\":7}],\"id\":6},"
                    + "{\"type\":3,\"textContent\":\"Example\",\"id\":8}],\"id\":4},"
                    + "{\"type\":2,\"tagName\":\"p\",\"attributes\":{},\"childNodes\":[{\"type\":3,\"textContent\":\"MRN 00482913\",\"id\":11}],\"id\":10},"
                    + "{\"type\":2,\"tagName\":\"input\",\"attributes\":{\"type\":\"text\",\"value\":\"Harbour Street 12\"},\"childNodes\":[],\"id\":12},"
                    + "{\"type\":2,\"tagName\":\"button\",\"attributes\":{\"value\":\"go\"},\"childNodes\":[],\"id\":13}],\"id\":1}]},"
                    + "\"initialOffset\":{\"left\":0,\"top\":0}},\"timestamp\":1795329299735}";

    private static String typed(int field, String text) {
        return "{\"type\":3,\"data\":{\"source\":5,\"text\":\"" + text + "\",\"isChecked\":false,\"id\":" + field
                + "},\"timestamp\":1795329305345}";
    }

    private static AsSent read(String json) {
        return new AsSent(Sample.body(json).decoded());
    }

    private static String latin(byte[] packed) {
        return new JsonMapper().writeValueAsString(new String(packed, StandardCharsets.ISO_8859_1));
    }

    @Test
    void the_address_typed_text_and_page_text_have_names() {
        AsSent read = read("[" + META + "," + SNAPSHOT + "," + typed(12, "night sweats") + "]");
        assertThat(read.values("[0].meta.href")).containsExactly("https://www.clinic.example/care?q=lump");
        assertThat(read.values("[0].meta.href?q")).containsExactly("lump");
        assertThat(read.values("[1].page.text")).containsExactly("MRN 00482913", "Your results, Pat Example");
        assertThat(read.values("[1].page.field")).containsExactly("Harbour Street 12");
        assertThat(read.values("[1].page.attributes")).containsExactly("class=lead\ntype=text\nvalue=go");
        assertThat(read.values("[1].page.styles")).containsExactly(".a{}\n.b{}");
        assertThat(read.values("[2].input.text")).containsExactly("night sweats");
        assertThat(read.chain("[2].input.text")).isEqualTo("body › json › [2] › input › text");
    }

    @Test
    void masked_text_has_a_name_of_its_own() {
        AsSent read = read("[" + META + "," + typed(1, "*****") + "," + typed(2, "*a*") + "]");
        assertThat(read.values("[1].input.masked")).containsExactly("*****");
        assertThat(read.values("[1].input.text")).isEmpty();
        assertThat(read.values("[2].input.text")).containsExactly("*a*");
    }

    @Test
    void what_grows_letter_by_letter_is_told_once_and_what_was_deleted_is_kept() {
        AsSent read = read("["
                + String.join(
                        ",",
                        META,
                        typed(1, "l"),
                        typed(1, "lu"),
                        typed(2, "p"),
                        typed(1, "lump"),
                        typed(1, "l"),
                        typed(1, "lipoma"),
                        typed(2, "pat"))
                + "]");
        assertThat(read.valuesAt(".input.text")).containsExactly("lump", "lipoma", "pat");
    }

    @Test
    void a_mutation_tells_the_text_that_came_later() {
        AsSent read = read(
                "[" + META
                        + ",{\"type\":3,\"data\":{\"source\":0,\"texts\":[{\"id\":4,\"value\":\"Biopsy on 14 May\"}],"
                        + "\"attributes\":[{\"id\":5,\"attributes\":{\"value\":\"Lindqvist\",\"style\":{\"color\":\"red\"}}}],\"removes\":[],"
                        + "\"adds\":[{\"parentId\":1,\"nextId\":null,\"node\":{\"type\":3,\"textContent\":\"Asthma\",\"id\":9}}]},\"timestamp\":1795329299735}]");
        assertThat(read.values("[1].page.text")).containsExactly("Biopsy on 14 May Asthma");
        assertThat(read.values("[1].page.field")).containsExactly("Lindqvist");
    }

    @Test
    void custom_events_and_console_lines_are_opened() {
        AsSent read = read(
                "[" + META
                        + ",{\"type\":5,\"data\":{\"tag\":\"identify\",\"payload\":{\"email\":\"pat@clinic.example\"}},\"timestamp\":1795329302681}"
                        + ",{\"type\":6,\"data\":{\"plugin\":\"rrweb/console@1\",\"payload\":{\"level\":\"log\",\"payload\":[\"\\\"member 4711\\\"\"]}},\"timestamp\":1795329302682}]");
        assertThat(read.values("[1].custom.payload.email")).containsExactly("pat@clinic.example");
        assertThat(read.values("[2].plugin.payload.payload[0]")).containsExactly("member 4711");
    }

    @Test
    void a_list_inside_another_document_is_found_and_the_rest_of_it_too() {
        AsSent read = read("{\"session\":\"s1\",\"user\":{\"email\":\"pat@clinic.example\"},\"events\":[" + META + ","
                + typed(1, "lump") + "],\"n\":[1,2]}");
        assertThat(read.values("user.email")).containsExactly("pat@clinic.example");
        assertThat(read.values("events[0].meta.href")).containsExactly("https://www.clinic.example/care?q=lump");
        assertThat(read.values("events[1].input.text")).containsExactly("lump");
        assertThat(read.values("n[1]")).containsExactly("2");
        AsSent posthog = read("[{\"event\":\"$snapshot\",\"properties\":{\"token\":\"phc_1\",\"$snapshot_data\":["
                + typed(1, "lump") + "],\"distinct_id\":\"member-4711\"}}]");
        assertThat(posthog.values("[0].properties.$snapshot_data[0].input.text"))
                .containsExactly("lump");
        assertThat(posthog.values("[0].properties.distinct_id")).containsExactly("member-4711");
        assertThat(posthog.decoded().leaves())
                .allSatisfy(leaf -> assertThat(leaf.event()).isEqualTo(leaf.origin() == Origin.BODY ? 0 : -1));
    }

    @Test
    void events_as_strings_are_opened() {
        String quoted =
                new JsonMapper().writeValueAsString(META) + "," + new JsonMapper().writeValueAsString(typed(1, "lump"));
        AsSent read = read("{\"version\":1,\"events\":[" + quoted + "]}");
        assertThat(read.values("events[0].meta.href")).containsExactly("https://www.clinic.example/care?q=lump");
        assertThat(read.values("events[1].input.text")).containsExactly("lump");
    }

    @Test
    void events_packed_by_rrwebs_packer_are_opened() {
        String packed = latin(zlib(bytes(META))) + "," + latin(zlib(bytes(typed(1, "lump"))));
        AsSent read = read("{\"events\":[" + packed + "]}");
        assertThat(read.values("events[1].input.text")).containsExactly("lump");
        assertThat(read.chain("events[1].input.text"))
                .isEqualTo("body › json › events[1] › zlib › json › input › text");
    }

    @Test
    void the_members_that_posthog_packs_are_opened() {
        String node = SNAPSHOT.substring(SNAPSHOT.indexOf("\"data\":") + 7, SNAPSHOT.lastIndexOf(",\"timestamp\""));
        String snapshot =
                "{\"type\":2,\"data\":" + latin(gzip(node)) + ",\"cv\":\"2024-10\",\"timestamp\":1795329637432}";
        String mutation = "{\"type\":3,\"data\":{\"source\":0,\"texts\":"
                + latin(gzip("[{\"id\":4,\"value\":\"Biopsy on 14 May\"}]")) + ",\"attributes\":" + latin(gzip("[]"))
                + ",\"removes\":" + latin(gzip("[]")) + ",\"adds\":"
                + latin(gzip("[{\"parentId\":1,\"node\":{\"type\":3,\"textContent\":\"MRN 77120045\",\"id\":9}}]"))
                + "},\"cv\":\"2024-10\",\"timestamp\":1795329637433}";
        AsSent read = read("[" + snapshot + "," + mutation + "]");
        assertThat(read.values("[0].page.text")).containsExactly("MRN 00482913", "Your results, Pat Example");
        assertThat(read.values("[0].page.field")).containsExactly("Harbour Street 12");
        assertThat(read.chain("[0].page.field")).isEqualTo("body › json › [0] › gzip › json › page › field");
        assertThat(read.values("[1].page.text")).containsExactly("MRN 77120045", "Biopsy on 14 May");
    }

    @Test
    void datadogs_changes_tell_texts_by_their_role() {
        AsSent read = read(
                "{\"records\":[{\"data\":{\"height\":437,\"href\":\"https://www.clinic.example/care\"},\"type\":4,\"timestamp\":1795329383392},"
                        + "{\"data\":{\"has_focus\":true},\"type\":6,\"timestamp\":1795329383392},"
                        + "{\"data\":[[11,[1,\"#document\",\"DIV\"],[3,\"en\"],[4,\"Breast care\",\"Results\"],[5,\"Harbour Street 12\",\"***\"],[7,\"/img/ward.png\"]],[1,[null,0]]],"
                        + "\"format\":1,\"type\":2,\"timestamp\":1795329383392},"
                        + "{\"data\":[[11,[5,\"l\"]],[12,[31,79]]],\"type\":12,\"timestamp\":1795329389057},"
                        + "{\"data\":[[11,[5,\"lump\"]],[12,[31,80]]],\"type\":12,\"timestamp\":1795329389063}],\"session\":{\"id\":\"s-1\"}}");
        assertThat(read.values("records[0].meta.href")).containsExactly("https://www.clinic.example/care");
        assertThat(read.values("records[2].page.text")).containsExactly("Breast care Results");
        assertThat(read.values("records[2].input.text")).containsExactly("Harbour Street 12");
        assertThat(read.values("records[2].input.masked")).containsExactly("***");
        assertThat(read.values("records[2].page.attributes")).containsExactly("attribute=en\nurl=/img/ward.png");
        assertThat(read.values("records[3].input.text")).isEmpty();
        assertThat(read.values("records[4].input.text")).containsExactly("lump");
        assertThat(read.values("session.id")).containsExactly("s-1");
    }

    @Test
    void what_only_resembles_an_event_is_left_alone() {
        assertThat(read("[{\"type\":4,\"data\":{\"href\":\"https://www.clinic.example/\"},\"name\":\"no time here\"}]")
                        .paths())
                .contains("[0].data.href");
        assertThat(
                        read("[{\"type\":\"track\",\"data\":{\"text\":\"lump\"},\"timestamp\":1795329383392,\"pad\":\"paddingpadding\"}]")
                                .paths())
                .contains("[0].data.text");
        AsSent records = read(
                "[{\"type\":2,\"data\":{\"phone\":5551234567,\"n\":\"x\"},\"timestamp\":1795329383392},{\"type\":3,\"data\":{\"phone\":5551234568},\"timestamp\":1}]");
        assertThat(records.everything()).contains("5551234567").contains("5551234568");
        assertThat(
                        read("{\"type\":2,\"tagName\":\"div\",\"attributes\":{\"id\":\"pat@clinic.example\"},\"childNodes\":[]}")
                                .paths())
                .contains("attributes.id");
    }

    @Test
    void a_recording_that_is_cut_off_gives_what_it_has() {
        String json = "[" + META + "," + typed(1, "lump") + "," + SNAPSHOT;
        AsSent read = read(json.substring(0, json.length() - 400));
        assertThat(read.values("[1].input.text")).containsExactly("lump");
        assertThat(read.everything()).contains("Your results");
    }

    @Test
    @Timeout(20)
    void a_page_of_five_megabytes_leaves_room_for_what_was_typed_after_it() {
        StringBuilder page = new StringBuilder(6 << 20)
                .append("[")
                .append(META)
                .append(",{\"type\":2,\"data\":{\"node\":{\"type\":0,\"childNodes\":[");
        for (int i = 0; page.length() < 5 << 20; i++) {
            page.append(i == 0 ? "" : ",")
                    .append("{\"type\":2,\"tagName\":\"p\",\"attributes\":{\"class\":\"row r")
                    .append(i)
                    .append("\"},\"childNodes\":[")
                    .append("{\"type\":3,\"textContent\":\"Result 0048")
                    .append(i + 100_000)
                    .append("\",\"id\":")
                    .append(i)
                    .append("}],\"id\":1}");
        }
        page.append("]}},\"timestamp\":1795329299735},")
                .append(typed(7, "pat@clinic.example"))
                .append("]");
        String json = page.toString();
        for (Sample sample : new Sample[] {Sample.body(json), Sample.body(gzip(json))}) {
            AsSent read = AsSent.to("rrweb", sample);
            assertThat(read.values("[2].input.text")).containsExactly("pat@clinic.example");
            assertThat(read.values("[0].meta.href")).hasSize(1);
            assertThat(read.decoded().leaves()).hasSizeLessThan(Opening.LEAVES);
            assertThat(read.everything()).contains("Result 0048100001").contains("Result 0048120000");
            assertThat(read.decoded().undecoded()).isEmpty();
        }
    }

    @Test
    @Timeout(20)
    void lists_in_lists_cost_a_bounded_amount() {
        String nested = "{\"a\":[{\"type\":1,\"data\":".repeat(20_000) + META + "}]}".repeat(20_000);
        assertThat(Sample.body(nested).decoded().leaves()).hasSizeLessThan(Opening.LEAVES + 10);
        assertThat(Sample.body("[{\"type\":1,".repeat(200_000)).decoded().leaves())
                .hasSizeLessThan(Opening.LEAVES + 10);
    }
}
