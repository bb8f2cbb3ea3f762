package dev.earshot.investigate.history.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.element.DataElement;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HarHistoryTest {
    private static final String META = "Meta Platforms, Inc.";
    private static final String HOME = "https://www.clinic.example/";
    private static final String PIXEL =
            "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Foncology";
    private static final String GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABCDEF";
    private static final String CODE = """
            var data = {"resource": {"version":"7","macros":[{"function":"__e"}],
              "tags":[{"function":"__html","vtp_html":"fbq('track','PageView')","tag_id":4}],
              "predicates":[{"function":"_eq","arg0":["macro",0],"arg1":"gtm.js"}],
              "rules":[[["if",0],["add",0]]]}};""";

    @Test
    void a_recorded_beacon_told_on_its_page_and_other_recorded_pages_did_not_tell() {
        HistoryReading reading = read(recording());

        assertThat(reading.faults()).isEmpty();
        HeldTag tag = tag(reading, META);
        assertThat(fires(tag, "/oncology")).isEqualTo(2);
        assertThat(fires(tag, "/")).isZero();
        assertThat(fires(tag, "/contact")).isEqualTo(1);
    }

    @Test
    void the_recording_saw_it_when_it_started_on_the_hosts_of_the_source() {
        ContainerVersion version = read(recording()).versions().getLast();

        assertThat(version.container()).isEqualTo("site www.clinic.example");
        assertThat(version.moments()).singleElement().satisfies(moment -> {
            assertThat(moment.when()).isEqualTo(ContainerVersion.When.SEEN);
            assertThat(moment.at()).isEqualTo(Instant.parse("2021-03-01T10:00:00Z"));
        });
    }

    @Test
    void the_provider_itself_is_no_recipient() {
        assertThat(read(recording()).versions().getLast().tags())
                .isNotEmpty()
                .noneMatch(tag -> tag.vendor().contains("clinic"));
    }

    @Test
    void a_packed_recording_says_the_same() {
        assertThat(read(Archive.gzip(Archive.bytes(recording()))).versions().toString())
                .isEqualTo(read(recording()).versions().toString());
    }

    @Test
    void a_container_in_a_recording_is_seen_when_its_entry_was() {
        for (String content : List.of(
                "\"mimeType\":\"application/javascript\",\"text\":" + json(CODE),
                "\"text\":\"" + Base64.getEncoder().encodeToString(Archive.bytes(CODE))
                        + "\",\"encoding\":\"base64\",\"mimeType\":\"application/javascript\"",
                "\"mimeType\":\"\",\"text\":" + json(CODE))) {
            HistoryReading reading =
                    read(har(page("p1", HOME) + "," + page("p2", HOME + "oncology"), entry("p1", GTM, 200, content)));

            assertThat(reading.faults()).as(content).isEmpty();
            assertThat(reading.versions()).as(content).anySatisfy(version -> {
                assertThat(version.container()).isEqualTo("GTM-ABCDEF");
                assertThat(version.version()).isEqualTo("7");
                assertThat(version.moments())
                        .singleElement()
                        .satisfies(moment -> assertThat(moment.at()).isEqualTo(Instant.parse("2021-03-01T10:00:02Z")));
                assertThat(version.tags()).extracting(HeldTag::vendor).contains(META);
            });
        }
    }

    @Test
    void a_container_that_was_not_kept_or_not_served_or_is_no_script_is_none() {
        String script = "\"mimeType\":\"application/javascript\"";
        for (String entry : List.of(
                entry("p1", GTM, 200, script),
                entry("p1", GTM, 304, script + ",\"text\":\"\""),
                entry("p1", GTM, 404, script + ",\"text\":" + json(CODE)),
                entry("p1", HOME + "code.txt", 200, "\"mimeType\":\"text/plain\",\"text\":" + json(CODE)),
                entry("p1", HOME + "main.js", 200, script + ",\"text\":\"var a = 1;\""))) {
            HistoryReading reading = read(har(page("p1", HOME), entry));

            assertThat(reading.versions())
                    .as(entry)
                    .extracting(ContainerVersion::container)
                    .containsExactly("site www.clinic.example");
            assertThat(reading.faults()).as(entry).isEmpty();
        }
    }

    @Test
    void a_container_that_cannot_be_read_is_a_fault_and_the_rest_counts() {
        String broken = entry("p1", GTM, 200, "\"mimeType\":\"application/javascript\",\"text\":\"no container\"");
        String notBase64 =
                entry("p1", GTM, 200, "\"mimeType\":\"application/javascript\",\"text\":\"a\",\"encoding\":\"base64\"");

        for (String entry : List.of(broken, notBase64)) {
            HistoryReading reading = read(har(page("p1", HOME), entry));
            assertThat(reading.faults()).as(entry).hasSize(1);
            assertThat(reading.versions()).as(entry).hasSize(1);
        }
    }

    @Test
    void a_recording_that_is_cut_off_says_so() {
        String whole = recording();
        HistoryReading reading = read(whole.substring(0, whole.length() - 40));

        assertThat(reading.faults()).isNotEmpty();
    }

    @Test
    void a_recording_without_a_date_is_a_fault_and_no_version() {
        HistoryReading reading = read("""
                {"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":"https://www.clinic.example/"},
                 "response":{"status":200}}]}}""");

        assertThat(reading.versions()).isEmpty();
        assertThat(reading.faults()).isNotEmpty();
    }

    @Test
    void what_is_no_recording_is_a_fault() {
        for (String other : List.of("", "[]", "{}", "not JSON", "{\"log\":{}}", "{\"log\":[1]}", "[[[[")) {
            HistoryReading reading = read(other);
            assertThat(reading.versions()).as(other).isEmpty();
            assertThat(reading.faults()).as(other).isNotEmpty();
        }
        assertThat(read(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1}).faults()).isNotEmpty();
        assertThat(read(new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0}).faults()).isNotEmpty();
    }

    @Test
    void a_recording_cut_anywhere_is_told_and_never_thrown() {
        byte[] whole = Archive.bytes(recording());
        for (int length = 0; length < whole.length - 2; length += 23) {
            assertThat(read(java.util.Arrays.copyOf(whole, length)).faults())
                    .as("of %d bytes", length)
                    .isNotEmpty();
        }
    }

    private static String recording() {
        return har(
                page("p1", HOME) + "," + page("p2", HOME + "oncology"),
                entry("p1", HOME, 200, "\"mimeType\":\"text/html\""),
                entry("p2", HOME + "oncology", 200, "\"mimeType\":\"text/html\""),
                entry("p2", PIXEL, 200, "\"mimeType\":\"image/gif\""));
    }

    private static String har(String pages, String... entries) {
        return "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"test\",\"version\":\"1\"},\"pages\":[" + pages
                + "],\"entries\":[" + String.join(",", entries) + "]}}";
    }

    private static String page(String id, String url) {
        return "{\"id\":\"" + id + "\",\"title\":\"" + url
                + "\",\"startedDateTime\":\"2021-03-01T10:00:00.000Z\",\"pageTimings\":{}}";
    }

    private static String entry(String page, String url, int status, String content) {
        String second = page.equals("p1") && !url.equals(GTM) ? "00" : "02";
        return "{\"pageref\":\"" + page + "\",\"startedDateTime\":\"2021-03-01T10:00:" + second
                + ".000Z\",\"request\":{\"method\":\"GET\",\"url\":\"" + url
                + "\",\"headers\":[]},\"response\":{\"status\":" + status + ",\"headers\":[],\"content\":{" + content
                + "}}}";
    }

    private static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static HistoryReading read(String har) {
        return read(Archive.bytes(har));
    }

    private static HistoryReading read(byte[] har) {
        HarHistory history = new HarHistory();
        HistoryReading reading =
                history.read(new HistoryFile("a.har", "ab", Bytes.copyOf(har), Map.of("hosts", "www.clinic.example")));
        return new HistoryReading(
                Stream.concat(reading.versions().stream(), history.finish().versions().stream())
                        .toList(),
                reading.faults(),
                reading.notices());
    }

    private static HeldTag tag(HistoryReading reading, String vendor) {
        return new ArrayList<>(reading.versions().getLast().tags())
                .stream()
                        .filter(tag ->
                                tag.vendor().equals(vendor) && tag.elements().containsKey(DataElement.IP_ADDRESS))
                        .findFirst()
                        .orElseThrow();
    }

    private static int fires(HeldTag tag, String path) {
        return PageRules.fires(tag.pages().text(), "GET", "www.clinic.example", path, "");
    }
}
