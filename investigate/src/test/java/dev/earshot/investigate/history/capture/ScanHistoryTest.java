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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScanHistoryTest {
    private static final String REPORT = """
            {"schema": "earshot-report/1",
             "scan": {"startedAt": "2026-03-01T10:00:00Z", "target": ["https://www.clinic.example/"],
               "pages": [{"url": "https://www.clinic.example/", "outcome": "loaded"},
                         {"url": "https://www.clinic.example/search?q=knee", "outcome": "loaded"},
                         {"url": "https://www.clinic.example/contact", "outcome": "loaded"},
                         {"url": "https://www.clinic.example/broken", "outcome": "failed"}]},
             "transmissions": [
               {"exchange": "e1", "pageUrl": "https://www.clinic.example/", "delivery": "sent", "consent": "refused"},
               {"exchange": "e2", "pageUrl": "https://www.clinic.example/search?q=knee", "delivery": "sent",
                "consent": "before-choice"},
               {"exchange": "e3", "pageUrl": "https://www.clinic.example/contact", "delivery": "attempted"},
               {"exchange": "e4", "pageUrl": "https://www.clinic.example/contact", "delivery": "sent",
                "consent": "accepted"}],
             "disclosures": [
               {"exchange": "e1", "vendor": "Meta Platforms, Inc.", "tracker": "meta-pixel",
                "element": "page-visited", "basis": "decoded"},
               {"exchange": "e2", "vendor": "Meta Platforms, Inc.", "tracker": "meta-pixel",
                "element": "search-terms", "basis": "proven"},
               {"exchange": "e2", "vendor": "Meta Platforms, Inc.", "tracker": "meta-pixel", "element": "email",
                "basis": "proven"},
               {"exchange": "e3", "vendor": "Meta Platforms, Inc.", "tracker": "meta-pixel",
                "element": "page-visited", "basis": "decoded"},
               {"exchange": "e4", "vendor": "Google LLC", "tracker": "", "element": "ip-address",
                "basis": "inherent"}]}""";

    @Test
    void a_page_where_it_was_told_fires_and_a_visited_page_where_it_was_not_does_not() {
        HeldTag tag = tag("Meta Platforms, Inc.", DataElement.PAGE_VISITED);

        assertThat(fires(tag, "/", "")).isEqualTo(2);
        assertThat(fires(tag, "/contact", "")).isZero();
    }

    @Test
    void a_page_that_the_scan_did_not_visit_is_undetermined() {
        HeldTag tag = tag("Meta Platforms, Inc.", DataElement.PAGE_VISITED);

        assertThat(fires(tag, "/oncology", "")).isEqualTo(1);
        assertThat(fires(tag, "/broken", "")).isEqualTo(1);
        assertThat(PageRules.fires(tag.pages().text(), "GET", "other.clinic.example", "/", ""))
                .isZero();
    }

    @Test
    void search_terms_need_a_query_with_the_parameter_that_held_them() {
        HeldTag tag = tag("Meta Platforms, Inc.", DataElement.SEARCH_TERMS);

        assertThat(fires(tag, "/search", "q=hip")).isEqualTo(2);
        assertThat(fires(tag, "/search", "")).isZero();
    }

    @Test
    void what_a_visitor_has_to_type_is_never_certain() {
        HeldTag tag = tag("Meta Platforms, Inc.", DataElement.EMAIL);

        assertThat(fires(tag, "/search", "q=hip")).isEqualTo(1);
        assertThat(fires(tag, "/", "")).isZero();
    }

    @Test
    void what_was_told_only_after_consent_is_not_certain() {
        assertThat(fires(tag("Google LLC", DataElement.IP_ADDRESS), "/contact", ""))
                .isEqualTo(1);
    }

    @Test
    void the_scan_saw_it_at_the_time_it_started() {
        assertThat(version().moments()).singleElement().satisfies(moment -> {
            assertThat(moment.when()).isEqualTo(ContainerVersion.When.SEEN);
            assertThat(moment.at()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
        });
    }

    @Test
    void a_scan_that_did_not_visit_a_page_does_not_clear_it_of_what_another_scan_saw() {
        String later = """
                {"schema": "earshot-report/1",
                 "scan": {"startedAt": "2026-04-01T10:00:00Z", "target": ["https://www.clinic.example/"],
                   "pages": [{"url": "https://www.clinic.example/contact", "outcome": "loaded"}]},
                 "transmissions": [], "disclosures": []}""";
        ContainerVersion second = versions(REPORT, later).getLast();
        HeldTag tag = second.tags().stream()
                .filter(each -> each.elements().containsKey(DataElement.PAGE_VISITED))
                .findFirst()
                .orElseThrow();

        assertThat(fires(tag, "/", "")).isEqualTo(1);
        assertThat(fires(tag, "/contact", "")).isZero();
    }

    @Test
    void another_file_is_a_fault_and_no_exception() {
        assertThat(read("{\"schema\": \"other\"}").faults()).hasSize(1);
        assertThat(read("not JSON").faults()).hasSize(1);
        assertThat(read("{\"schema\": \"earshot-report/1\"}").faults()).hasSize(1);
    }

    private static int fires(HeldTag tag, String path, String query) {
        return PageRules.fires(tag.pages().text(), "GET", "www.clinic.example", path, query);
    }

    private static HeldTag tag(String vendor, DataElement element) {
        return version().tags().stream()
                .filter(tag -> tag.vendor().equals(vendor) && tag.elements().containsKey(element))
                .findFirst()
                .orElseThrow();
    }

    private static ContainerVersion version() {
        return versions(REPORT).getFirst();
    }

    private static List<ContainerVersion> versions(String... reports) {
        ScanHistory history = new ScanHistory();
        for (String report : reports) {
            history.read(new HistoryFile("report.json", "", Bytes.utf8(report), Map.of()));
        }
        return history.finish().versions();
    }

    private static HistoryReading read(String report) {
        return new ScanHistory().read(new HistoryFile("report.json", "", Bytes.utf8(report), Map.of()));
    }
}
