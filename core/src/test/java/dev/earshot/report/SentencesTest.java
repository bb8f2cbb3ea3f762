package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ScanResult;
import dev.earshot.decode.Origin;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Run;
import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void a_vendor_is_told_pages_and_a_hashed_address_in_one_sentence() {
        assertThat(told(ClinicScans.everything(), "Meta Platforms, Inc."))
                .isEqualTo("Meta Platforms, Inc. was told the addresses of 4 pages, among them pages about health"
                        + " (“Depression: symptoms and help”, “Search results for hi••••••••(21)” and “HIV testing”),"
                        + " how the pages were used, the e-mail address as a SHA-256 hash and a cookie or client"
                        + " identifier, through Meta Pixel.");
    }

    @Test
    void what_is_only_inferred_is_said_to_appear_so() {
        assertThat(told(ClinicScans.everything(), "broker.example"))
                .isEqualTo("broker.example appears to have been told a cookie or client identifier, through"
                        + " sync.broker.example.");
        assertThat(told(ClinicScans.everything(), "Mixpanel, Inc."))
                .endsWith("It also appears to have been told the phone number.");
    }

    @Test
    void a_vendor_that_was_only_sent_a_request_was_told_nothing_more() {
        assertThat(told(ClinicScans.everything(), "widget.example"))
                .isEqualTo("widget.example was contacted through cdn.widget.example; only what any request tells was"
                        + " seen.");
    }

    @Test
    void a_request_that_never_left_told_nobody_anything() {
        ScanFixture scan = new ScanFixture().run("ignore", Run.ConsentMode.IGNORE, "");
        scan.page("p1", "https://www.clinic.example/", "");
        scan.send(
                        "x1",
                        "GET",
                        "https://px.tracker.example/?q=abcdef",
                        ScanFixture.tracker("t", "Vendor Inc", "Tag", "ads"))
                .neverLeft()
                .tells(
                        DataElement.SEARCH_TERMS,
                        Basis.DECODED,
                        Origin.URL,
                        "query › q",
                        "abcdef",
                        "abcdef",
                        "the search")
                .end();
        assertThat(told(scan, "Vendor Inc"))
                .isEqualTo(
                        "Vendor Inc was contacted through Tag; nothing about the visitor was seen in what was sent.");
        assertThat(MaskedReportsTest.written(ReportFormat.HTML, scan, ClinicScans.MASKED))
                .contains("Tried and not sent: the page asked for 1 more request that never left.");
    }

    @Test
    void one_event_told_to_two_endpoints_is_one_event() {
        ScanFixture scan = ClinicScans.everything();
        Telling telling = new Telling(scan.result(), scan.capture(), ClinicScans.MASKED);
        Account.ToVendor google = vendor(telling, "Google LLC");
        assertThat(google.fanOut()).isEqualTo(new Account.FanOut(9, 5, 2));
        assertThat(telling.sentences().fanOut(google))
                .isEqualTo("5 events were told in 9 requests: the same event went to up to 2 endpoints of this vendor"
                        + " and counts once.");
    }

    @Test
    void what_left_before_a_choice_and_in_spite_of_a_refusal_is_counted_apart() {
        ScanFixture scan = ClinicScans.everything();
        Telling telling = new Telling(scan.result(), scan.capture(), ClinicScans.MASKED);
        assertThat(telling.sentences().consent(vendor(telling, "Meta Platforms, Inc.")))
                .isEqualTo("5 requests left before any consent choice and 1 request left in spite of a refusal.");
    }

    @Test
    void bases_are_never_mixed_in_one_word() {
        ScanFixture scan = ClinicScans.everything();
        Telling telling = new Telling(scan.result(), scan.capture(), ClinicScans.MASKED);
        assertThat(telling.sentences().basis(vendor(telling, "Google LLC")))
                .isEqualTo("decoded for signed-in state, page visited and cookie or client identifier; inferred for"
                        + " medical record number");
    }

    @Test
    void a_vendor_with_a_violation_comes_before_one_with_a_stronger_basis() {
        ScanResult result = ClinicScans.everything().result();
        assertThat(Account.of(result).vendors().stream()
                        .map(Account.ToVendor::vendor)
                        .toList())
                .containsExactly(
                        "Meta Platforms, Inc.",
                        "Helpline Software Ltd",
                        "Microsoft Corporation",
                        "Mixpanel, Inc.",
                        "Google LLC",
                        "broker.example",
                        "widget.example");
    }

    private static String told(ScanFixture scan, String vendor) {
        Telling telling = new Telling(scan.result(), scan.capture(), ClinicScans.MASKED);
        return telling.sentences().told(vendor(telling, vendor));
    }

    private static Account.ToVendor vendor(Telling telling, String name) {
        return telling.account().vendors().stream()
                .filter(to -> to.vendor().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
