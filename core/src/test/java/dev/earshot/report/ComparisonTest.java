package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.decode.Origin;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Run;
import dev.earshot.report.Comparison.Change;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final String HOME = "https://www.clinic.example/";
    private static final String OTHER = "https://www.clinic.example/conditions/hiv";

    @TempDir
    Path folder = Path.of("");

    @Test
    void what_the_later_scan_looked_for_and_did_not_find_is_removed() throws IOException {
        Change change = only(scan(HOME, true), scan(HOME, false));
        assertThat(change).isInstanceOf(Change.Removed.class);
        assertThat(change.row())
                .isEqualTo(new Comparison.Row("Vendor Inc", "search-terms", "public", Basis.DECODED, 1));
    }

    @Test
    void what_is_removed_says_since_when_and_what_shows_it() throws IOException {
        Comparison removed = compared(scan(HOME, true), scan(HOME, false));
        FieldEvidence stopped = field("public", 3, 0);
        Comparison proven = removed.with(List.of(stopped, field("signed-in", 9, 9)));
        assertThat(proven.changes()).singleElement().isInstanceOfSatisfying(Change.Removed.class, change -> {
            assertThat(change.proof().pages()).isEqualTo(1);
            assertThat(change.proof().field()).containsExactly(stopped);
        });
        StringWriter text = new StringWriter();
        proven.print(ReportFormat.TEXT, text);
        assertThat(text.toString())
                .contains("which looked at the 1 page that told it", "; the gateway, which stopped 3 attempts");
    }

    @Test
    void what_the_field_still_lets_through_is_not_removed() throws IOException {
        Comparison doubted = compared(scan(HOME, true), scan(HOME, false)).with(List.of(field("public", 3, 1)));
        assertThat(doubted.changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.NotSeen.class,
                        change -> assertThat(change.reasons())
                                .singleElement()
                                .asString()
                                .contains("LET THROUGH 1"));
        assertThat(doubted.tone()).isEqualTo("incomplete");
    }

    @Test
    void what_the_field_let_through_before_the_later_scan_proves_nothing() throws IOException {
        FieldEvidence old = new FieldEvidence(
                "Vendor Inc", "public", "the gateway", 0, 5, Instant.EPOCH, Instant.parse("1971-01-01T00:00:00Z"));
        assertThat(compared(scan(HOME, true), scan(HOME, false))
                        .with(List.of(old))
                        .changes())
                .singleElement()
                .isInstanceOf(Change.Removed.class);
    }

    private static FieldEvidence field(String zone, long blocked, long letThrough) {
        Instant late = Instant.parse("2099-01-01T00:00:00Z");
        return new FieldEvidence("Vendor Inc", zone, "the gateway", blocked, letThrough, late, late);
    }

    @Test
    void what_is_in_both_stayed() throws IOException {
        assertThat(only(scan(HOME, true), scan(HOME, true))).isInstanceOf(Change.Stayed.class);
    }

    @Test
    void what_is_only_in_the_later_scan_is_new() throws IOException {
        assertThat(only(scan(HOME, false), scan(HOME, true)))
                .isInstanceOfSatisfying(
                        Change.Added.class, added -> assertThat(added.doubts()).isEmpty());
    }

    @Test
    void a_page_that_was_not_visited_again_leaves_its_rows_not_seen() throws IOException {
        assertThat(reasons(scan(HOME, true), scan(OTHER, false)))
                .containsExactly("the later scan did not see the 1 page it was told from");
    }

    @Test
    void a_page_that_failed_the_second_time_leaves_its_rows_not_seen() throws IOException {
        ScanFixture after = new ScanFixture().persona(ClinicScans.persona()).run("ignore", Run.ConsentMode.IGNORE, "");
        after.page("p1", OTHER, "");
        after.page("p2", HOME, "", Page.Outcome.FAILED, "it did not answer");
        assertThat(reasons(scan(HOME, true), after))
                .containsExactly("the later scan did not see the 1 page it was told from");
    }

    @Test
    void an_incomplete_later_scan_removes_nothing() throws IOException {
        ScanFixture after =
                scan(HOME, false).blind(BlindSpot.Kind.WITNESS_FAILED, "", "The network log was not closed.", true);
        assertThat(reasons(scan(HOME, true), after)).containsExactly("the later scan is incomplete: 1 thing not seen");
    }

    @Test
    void a_limit_of_every_browser_does_not_make_a_scan_incomplete() throws IOException {
        ScanFixture after =
                scan(HOME, false).blind(BlindSpot.Kind.BEYOND_THE_BROWSER, "", "What servers pass on.", false);
        assertThat(only(scan(HOME, true), after)).isInstanceOf(Change.Removed.class);
    }

    @Test
    void another_answer_to_the_banner_is_another_scan() throws IOException {
        ScanFixture after = new ScanFixture().persona(ClinicScans.persona()).run("reject", Run.ConsentMode.REJECT, "");
        after.page("p1", HOME, "");
        assertThat(reasons(scan(HOME, true), after)).containsExactly("the later scan made no run with consent: ignore");
    }

    @Test
    void what_was_told_while_signed_in_is_not_removed_by_a_scan_that_never_signed_in() throws IOException {
        ScanFixture before = empty();
        before.page("p1", HOME, "");
        told(before).signedIn().end();
        assertThat(reasons(before, scan(HOME, false)))
                .containsExactly("it was told while signed in, and the later scan was never seen signed in");
    }

    @Test
    void what_a_persona_proved_is_not_removed_by_a_scan_without_one() throws IOException {
        ScanFixture before = empty();
        before.page("p1", HOME, "");
        before.send(
                        "x1",
                        "GET",
                        "https://px.tracker.example/?q=abcdef",
                        ScanFixture.tracker("t", "Vendor Inc", "Tag", "ads"))
                .tells(
                        DataElement.NAME,
                        Basis.PROVEN,
                        Origin.URL,
                        "query › q",
                        "abcdef",
                        "abcdef",
                        "the persona's name")
                .end();
        ScanFixture after = new ScanFixture().run("ignore", Run.ConsentMode.IGNORE, "");
        after.page("p1", HOME, "");
        assertThat(reasons(before, after))
                .contains("it was proven by a synthetic patient, and the later scan had none")
                .anyMatch(reason -> reason.startsWith("the later scan cannot tell: "));
    }

    @Test
    void a_request_to_the_same_vendor_that_could_not_be_read_may_still_hold_it() throws IOException {
        ScanFixture after = empty().page("p1", HOME, "");
        after.send("x2", "POST", "https://px.tracker.example/", ScanFixture.tracker("t", "Vendor Inc", "Tag", "ads"))
                .unread("body", 412)
                .end();
        assertThat(reasons(scan(HOME, true), after))
                .containsExactly("in the later scan 1 request to Vendor Inc had a part that could not be read");
    }

    @Test
    void what_any_request_tells_is_removed_when_no_request_is_made() throws IOException {
        ScanFixture before = empty().page("p1", HOME, "");
        before.sendToUnknown("x1", "GET", "https://px.tracker.example/")
                .tellsByItself()
                .end();
        assertThat(only(before, scan(HOME, false))).isInstanceOf(Change.Removed.class);
    }

    @Test
    void a_new_row_on_a_page_that_was_not_visited_before_may_be_old() throws IOException {
        assertThat(only(scan(OTHER, false), scan(HOME, true)))
                .isInstanceOfSatisfying(
                        Change.Added.class,
                        added -> assertThat(added.doubts())
                                .containsExactly("the earlier scan did not see the 1 page it was told from"));
    }

    @Test
    void what_never_left_was_not_told() throws IOException {
        ScanFixture before = empty();
        before.page("p1", HOME, "");
        told(before).neverLeft().end();
        assertThat(Comparison.of(report("a", before), report("b", scan(HOME, false)))
                        .changes())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"TEXT", "MARKDOWN", "JSON"})
    void a_clinic_that_took_out_a_pixel_and_let_another_in(ReportFormat format) throws IOException {
        String ending = format == ReportFormat.TEXT ? "txt" : format == ReportFormat.JSON ? "json" : "md";
        String printed = printed(format).replace(folder.toString(), "reports");
        ReportGoldenTest.compare("a-clinic-that-took-out-a-pixel-and-let-another-in." + ending, printed);
    }

    @Test
    void the_page_is_well_formed_and_fetches_nothing() throws Exception {
        String page = printed(ReportFormat.HTML);
        assertThat(ReportsTest.xml(page).getDocumentElement().getTagName()).isEqualTo("html");
        assertThat(page).doesNotContain("src=").doesNotContain("href=").contains("default-src &#39;none&#39;");
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"SARIF", "JUNIT"})
    void a_form_that_a_comparison_does_not_have_is_said_so(ReportFormat format) {
        assertThatThrownBy(() -> printed(format))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("--format text, json, md or html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"schema\":\"earshot-report/9\"}", "{\"log\":{}}"})
    void what_is_no_report_is_a_clear_message(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), content);
        assertThatThrownBy(() -> Baseline.of(file))
                .isInstanceOfSatisfying(
                        EarshotException.class, said -> assertThat(said.code()).isEqualTo(EarshotException.Code.USAGE))
                .hasMessageContaining("x.json");
    }

    @Test
    void a_missing_report_is_a_clear_message() {
        assertThatThrownBy(() -> Baseline.of(folder.resolve("nowhere.json")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void only_what_the_baseline_does_not_have_is_new() throws IOException {
        Baseline all = Baseline.of(report("a", ClinicScans.everything()));
        assertThat(all.fingerprints()).hasSize(4);
        assertThat(all.unknown(ClinicScans.everything().result().findings())).isEmpty();
        Baseline some = new Baseline(Set.of("0d9c1f27aa01be44"));
        assertThat(some.unknown(ClinicScans.everything().result().findings())).hasSize(3);
    }

    private String printed(ReportFormat format) throws IOException {
        StringWriter out = new StringWriter();
        Comparison.of(report("before", ClinicScans.everything()), report("after", ClinicScans.withoutThePixel()))
                .print(format, out);
        return out.toString();
    }

    private Comparison compared(ScanFixture before, ScanFixture after) throws IOException {
        return Comparison.of(report("before", before), report("after", after));
    }

    private Change only(ScanFixture before, ScanFixture after) throws IOException {
        List<Change> changes =
                Comparison.of(report("before", before), report("after", after)).changes();
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    private List<String> reasons(ScanFixture before, ScanFixture after) throws IOException {
        assertThat(only(before, after)).isInstanceOf(Change.NotSeen.class);
        return ((Change.NotSeen) only(before, after)).reasons();
    }

    private Path report(String name, ScanFixture scan) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".json"), MaskedReportsTest.written(ReportFormat.JSON, scan, ClinicScans.MASKED));
    }

    private static ScanFixture empty() {
        return new ScanFixture().persona(ClinicScans.persona()).run("ignore", Run.ConsentMode.IGNORE, "");
    }

    private static ScanFixture scan(String url, boolean told) {
        ScanFixture scan = empty().page("p1", url, "");
        if (told) {
            told(scan).end();
        }
        return scan;
    }

    private static ScanFixture.Sent told(ScanFixture scan) {
        return scan.send(
                        "x1",
                        "GET",
                        "https://px.tracker.example/?q=abcdef",
                        ScanFixture.tracker("t", "Vendor Inc", "Tag", "ads"))
                .tells(
                        DataElement.SEARCH_TERMS,
                        Basis.DECODED,
                        Origin.URL,
                        "query › q",
                        "abcdef",
                        "abcdef",
                        "the search");
    }
}
