package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import dev.earshot.ScanResult;
import dev.earshot.app.App;
import dev.earshot.app.ClinicApp;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Attestation;
import dev.earshot.exchange.BlindSpot;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AppReportTest {
    private static final String TESTER = "quentin.tester@clinic.example";

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void a_test_person_in_the_code_is_masked_until_revealed(ReportFormat format) {
        assertThat(written(format, AppScans.filesOnly(), AppScans.MASKED)).doesNotContain("quentin");
        // Where a format has no evidence of the call, there is nothing to reveal.
        if (format == ReportFormat.HTML || format == ReportFormat.JSON || format == ReportFormat.TEXT) {
            assertThat(written(format, AppScans.filesOnly(), AppScans.REVEALED)).contains(TESTER);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ask@clinic.example                     | as••••••••(18)
            call (555) 013-4821 now                | call (5••••••••(14) now
            555-013-4821                           | 55••••••••(12)
            +15550134821                           | +1••••••••(12)
            5550134821                             | 55••••••••(10)
            078-05-1120                            | 07••••••••(11)
            https://key@o1.ingest.sentry.example/2 | https://key@o1.ingest.sentry.example/2
            17.0.0                                 | 17.0.0
            1484659991568333                       | 1484659991568333
            com.mixpanel.android                   | com.mixpanel.android
            2026-03-01                             | 2026-03-01
            hiv_test_booked                        | hiv_test_booked
            @style/Theme.Clinic                    | @style/Theme.Clinic
            """)
    void what_looks_like_a_person_is_masked_and_nothing_else(String text, String shown) {
        assertThat(Masking.of(AppScans.filesOnly(), false).written(text)).isEqualTo(shown);
    }

    @Test
    void the_json_is_as_its_schema_says_and_every_field_is_documented() throws IOException {
        Baseline baseline = new Baseline(Set.of("0d9c1f27aa01be44"));
        String json = written(ReportFormat.JSON, AppScans.filesOnly(), AppScans.MASKED.since(baseline));
        assertThat(ReportsTest.reportSchema(true).validate(json, InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void the_sarif_is_valid_and_points_into_the_file() throws IOException {
        Baseline baseline = new Baseline(Set.of("0d9c1f27aa01be44"));
        String sarif = written(ReportFormat.SARIF, AppScans.filesOnly(), AppScans.MASKED.since(baseline));
        assertThat(ReportsTest.sarifSchema().validate(sarif, InputFormat.JSON)).isEmpty();
        assertThat(Json.MAPPER
                        .readTree(sarif)
                        .at("/runs/0/results/0/locations/0/physicalLocation/region/byteOffset")
                        .asInt())
                .isEqualTo(0x4620);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clinic.apk!classes2.dex      | clinic.apk!classes2.dex
            My Clinic.ipa!Payload/a#b    | My%20Clinic.ipa!Payload/a%23b
            c:d.apk                      | c%3Ad.apk
            größe.apk                    | gr%C3%B6%C3%9Fe.apk
            """)
    void a_file_is_named_by_a_reference_that_every_reader_takes(String path, String uri) {
        assertThat(AppSarif.uri(path)).isEqualTo(uri);
    }

    @Test
    void junit_counts_what_it_holds_and_fails_for_what_is_forbidden() throws Exception {
        org.w3c.dom.Element suites = ReportsTest.xml(written(ReportFormat.JUNIT, AppScans.filesOnly(), AppScans.MASKED))
                .getDocumentElement();
        assertThat(suites.getElementsByTagName("testcase").getLength())
                .isEqualTo(Integer.parseInt(suites.getAttribute("tests")));
        assertThat(suites.getElementsByTagName("failure").getLength()).isEqualTo(5);
        assertThat(suites.getElementsByTagName("error").getLength()).isZero();
    }

    @Test
    void where_nobody_watched_nothing_is_said_to_be_not_sent() {
        ScanResult result = AppScans.filesOnly();
        assertThat(result.answers()).extracting(Answer::verdict).containsOnly(Answer.Verdict.CANNOT_TELL);
        assertThat(result.attestation()
                        .absenceOf(Attestation.ACCOUNT_DATA, Optional.empty())
                        .carried())
                .isFalse();
        assertThat(result.incomplete()).isFalse();
        assertThat(written(ReportFormat.HTML, result, AppScans.MASKED))
                .contains("Nobody watched what the app sends.")
                .doesNotContain("No third party was seen to be told anything");
    }

    @Test
    void an_app_without_a_violation_is_clean_only_as_far_as_its_files_show() {
        ScanResult result =
                AppScans.examiner().examine(AppScans.NOT_WATCHED, List.of(ClinicApp.with(List.of(ClinicApp.braze()))));
        Verdict verdict = Verdict.of(result, AppScans.MASKED);
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.CLEAN);
        assertThat(verdict.sentence())
                .isEqualTo("No violation of the policy shows in the files of the app; what is sent was not watched.");
        assertThat(verdict.meaning()).contains("which was not watched");
    }

    @Test
    void a_file_that_could_not_be_read_makes_the_scan_incomplete() {
        App app = ClinicApp.with(List.of());
        App broken = new App(
                app.platform(),
                "",
                "",
                "",
                "",
                app.files(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new BlindSpot(
                        BlindSpot.Kind.FILE_NOT_READ, "clinic.apk!classes.dex", "Its header lies.", true)));
        ScanResult result = AppScans.examiner().examine(AppScans.NOT_WATCHED, List.of(broken));
        assertThat(result.incomplete()).isTrue();
        assertThat(Verdict.of(result, AppScans.MASKED).outcome()).isEqualTo(Verdict.Outcome.INCOMPLETE);
        for (ReportFormat format : ReportFormat.values()) {
            assertThat(written(format, result, AppScans.MASKED)).contains("Its header lies.");
        }
    }

    @Test
    void a_violation_that_the_baseline_has_is_known_and_a_new_one_counts(@TempDir Path folder) throws IOException {
        ScanResult before =
                AppScans.examiner().examine(AppScans.NOT_WATCHED, List.of(ClinicApp.with(List.of(ClinicApp.meta()))));
        Path report = folder.resolve("report.json");
        Files.writeString(report, written(ReportFormat.JSON, before, AppScans.MASKED));
        Baseline baseline = Baseline.of(report);
        assertThat(before.violations()).isNotEmpty().allMatch(baseline::has);
        ScanResult after = AppScans.filesOnly();
        Set<String> fresh = new HashSet<>(after.violations());
        fresh.removeAll(baseline.fingerprints());
        Verdict verdict = Verdict.of(after, AppScans.MASKED.since(baseline));
        assertThat(verdict.known()).isEqualTo(1);
        assertThat(verdict.violations()).isEqualTo(4).isEqualTo(fresh.size());
        assertThat(verdict.sentence()).contains("4 new violations, with 2 vendors");
    }

    @Test
    void the_picture_fills_a_field_for_each_rung_that_is_shown() {
        String drawn = LadderPicture.of(ClinicApp.app().sdks(), sdk -> "bad");
        int shown = ClinicApp.app().sdks().stream()
                .mapToInt(sdk ->
                        (int) List.of(Rung.values()).stream().filter(sdk::shows).count())
                .sum();
        assertThat(count("class=\"rung bad\"", drawn)).isEqualTo(shown).isEqualTo(21);
        assertThat(count("class=\"rung off\"", drawn)).isEqualTo(1);
        assertThat(count("class=\"rung ", drawn)).isEqualTo(6 * 7);
        assertThat(drawn).contains("renamed");
    }

    @Test
    void traffic_alone_fills_its_own_rungs_and_not_those_that_the_files_hide() {
        HeldSdk hidden = ClinicApp.amplitude()
                .seen(Rung.SEEN_SENDING, ClinicApp.amplitude().traces());
        assertThat(List.of(Rung.values()).stream().filter(hidden::shows))
                .containsExactly(Rung.REFERENCED, Rung.SEEN_SENDING);
    }

    @Test
    void a_page_of_an_app_runs_no_script_but_its_own_and_loads_nothing() {
        String page = written(ReportFormat.HTML, AppScans.filesOnly(), AppScans.MASKED);
        assertThat(page).doesNotContain("src=\"http").doesNotContain("href=\"http");
        Matcher hrefs = Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
        while (hrefs.find()) {
            assertThat(page).contains("id=\"" + hrefs.group(1) + "\"");
        }
    }

    @Test
    void an_app_that_names_itself_in_markup_does_not_become_markup() {
        App app = ClinicApp.app();
        App hostile = new App(
                app.platform(),
                "<script>alert(1)</script>",
                app.version(),
                app.build(),
                "<img src=x onerror=alert(1)>",
                app.files(),
                app.frameworks(),
                List.of(ClinicApp.sdk("x", "<b>bold</b>", "\"><i>", "analytics").build()),
                app.permissions(),
                app.endpoints(),
                app.webViews(),
                app.deepLinks(),
                app.declarations(),
                app.mismatches(),
                app.blindSpots());
        String page = written(
                ReportFormat.HTML,
                AppScans.examiner().examine(AppScans.NOT_WATCHED, List.of(hostile)),
                AppScans.MASKED);
        assertThat(page)
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x")
                .doesNotContain("<b>bold");
    }

    @Test
    void a_baseline_of_something_else_is_refused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{}");
        assertThatThrownBy(() -> Baseline.of(file)).hasMessageContaining("not a report of Earshot");
    }

    private static int count(String part, String whole) {
        return whole.split(Pattern.quote(part), -1).length - 1;
    }

    static String written(ReportFormat format, ScanResult result, ReportOptions options) {
        StringWriter out = new StringWriter();
        Reports.print(format, result, AppScans.NOT_WATCHED, options, out);
        return out.toString();
    }
}
