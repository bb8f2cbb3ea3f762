package dev.earshot.guard.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportReaderTest {
    private static final String BLINK = """
            {"csp-report":{"document-uri":"https://www.clinic.example/portal?mrn=4711","referrer":"https://search.example/?q=hiv",
            "violated-directive":"script-src-elem","effective-directive":"script-src-elem","original-policy":"default-src 'self'; report-uri /r",
            "disposition":"enforce","blocked-uri":"https://vendor.example/tag.js","line-number":12,"column-number":7,
            "source-file":"https://www.clinic.example/app.js","status-code":200,"script-sample":"alert(1)"}}""";

    @Test
    void what_blink_sends_by_report_uri() {
        RawReport report = one(BLINK);
        assertThat(report.kind()).isEqualTo(RawReport.Kind.VIOLATION);
        assertThat(report.document).isEqualTo("https://www.clinic.example/portal?mrn=4711");
        assertThat(report.blocked).isEqualTo("https://vendor.example/tag.js");
        assertThat(report.effectiveDirective).isEqualTo("script-src-elem");
        assertThat(report.line).isEqualTo("12");
        assertThat(report.disposition).isEqualTo("enforce");
    }

    @Test
    void what_the_reporting_api_sends_with_other_types_beside() {
        List<RawReport> reports = read("""
                [{"age":53531,"body":{"blockedURL":"inline","columnNumber":39,"disposition":"report",
                "documentURL":"https://www.clinic.example/","effectiveDirective":"script-src-elem","lineNumber":121,
                "originalPolicy":"x","referrer":"","sample":"console","sourceFile":"https://www.clinic.example/","statusCode":200},
                "type":"csp-violation","url":"https://www.clinic.example/","user_agent":"Mozilla/5.0 Chrome/127.0.0.0"},
                {"type":"deprecation","age":1,"url":"https://www.clinic.example/","body":{"id":"x","message":"y"}}]""").reports();
        assertThat(reports)
                .extracting(RawReport::kind)
                .containsExactly(RawReport.Kind.VIOLATION, RawReport.Kind.OTHER_TYPE);
        assertThat(reports.getFirst().blocked).isEqualTo("inline");
        assertThat(reports.getFirst().age).isEqualTo("53531");
        assertThat(reports.getFirst().userAgent).contains("Chrome");
    }

    @Test
    void what_the_browser_guard_sends() {
        RawReport report = one("""
                [{"zone":"portal","use":"connect","host":"vendor.example","path":"/collect","verdict":"blocked",
                "rule":"no-portal-to-advertising","page":"/portal"}]""");
        assertThat(report.kind()).isEqualTo(RawReport.Kind.GUARD);
        assertThat(report.host).isEqualTo("vendor.example");
        assertThat(report.zone).isEqualTo("portal");
    }

    /// WebKit and old Firefox: no disposition, no effective directive, the directive with its values.
    @Test
    void what_older_browsers_send() {
        RawReport report = one("""
                {"csp-report":{"document-uri":"https://www.clinic.example/","referrer":"",
                "violated-directive":"img-src 'self' data:","blocked-uri":"https://vendor.example"}}""");
        assertThat(report.kind()).isEqualTo(RawReport.Kind.VIOLATION);
        assertThat(report.violatedDirective).isEqualTo("img-src 'self' data:");
        assertThat(report.disposition).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cspReport\":{\"blockedUri\":\"https://vendor.example\"}}",
                "{\"csp_report\":{\"blocked_uri\":\"https://vendor.example\"}}",
                "{\"blocked-uri\":\"https://vendor.example\"}",
                "{\"type\":\"csp-violation\",\"body\":{\"blockedURL\":\"https://vendor.example\"}}",
                "\uFEFF{\"csp-report\":{\"blocked-uri\":\"https://vendor.example\"}}",
                "{\"csp-report\":{\"blocked-uri\":\"https://vendor.example\"}}\u0000<html>garbage}",
                "{\"csp-report\":{\"blocked-uri\":\"https:\\/\\/vendor.example\"}}",
                "{\"csp-report\":{\"blocked-uri\":\"\\u0068ttps://vendor.example\",}}",
                " \n[ {\"csp-report\" : {\"blocked-uri\" : \"https://vendor.example\"} } ]",
                "{\"x\":[[{\"y\":\"}\\\"\"}]],\"csp-report\":{\"a\":{\"b\":[1,2]},\"blocked-uri\":\"https://vendor.example\"}}"
            })
    void spellings_wrappings_and_garbage_behind(String json) {
        RawReport report = one(json);
        assertThat(report.blocked).isEqualTo("https://vendor.example");
        assertThat(report.kind()).isEqualTo(RawReport.Kind.VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "\"x\"",
                "17",
                "<html>",
                "[1,2]",
                "{\"blocked\":\"x\"}",
                "[{\"verdict\":\"blocked\"}]",
                "{\"csp-report\":",
                "{\"csp-report\":\"x\"}"
            })
    void what_is_no_report(String json) {
        assertThat(read(json).reports()).allMatch(report -> report.kind() == RawReport.Kind.NOTHING_KNOWN);
    }

    @Test
    void what_was_whole_before_a_break_is_kept() {
        ReportReader.Reading reading = read("[" + BLINK + "," + BLINK.substring(0, 100));
        assertThat(reading.reports()).hasSize(1);
        assertThat(reading.broken()).isTrue();
    }

    @Test
    void null_says_nothing() {
        assertThat(one("{\"csp-report\":{\"blocked-uri\":null,\"source-file\":null}}").blocked)
                .isEmpty();
    }

    @Test
    void more_reports_than_are_read_are_counted() {
        ReportReader.Reading reading = ReportReader.read(
                ("[" + "{\"type\":\"crash\"},".repeat(9) + "{}]").getBytes(StandardCharsets.UTF_8), 4);
        assertThat(reading.reports()).hasSize(4);
        assertThat(reading.over()).isEqualTo(6);
    }

    @Test
    void nesting_without_end_is_given_up() {
        assertThat(read("{\"a\":" + "[".repeat(100_000)).broken()).isTrue();
        assertThat(read("[".repeat(100_000)).broken()).isTrue();
    }

    @Test
    void a_value_of_any_length_is_cut() {
        RawReport report =
                one("{\"csp-report\":{\"blocked-uri\":\"https://vendor.example/" + "é\\u00e9".repeat(5000) + "\"}}");
        assertThat(report.blocked.length()).isLessThanOrEqualTo(1024);
        assertThat(report.blocked).startsWith("https://vendor.example/éé");
    }

    /// Whatever Jackson reads as an object of texts, it reads the same.
    @Test
    void it_reads_what_jackson_reads() {
        Random random = new Random(20261120);
        String letters = "ab\"\\/\b\f\n\r\t\u0001é\u20ac{}[],: ";
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            JsonNode written = JsonMapper.shared()
                    .createObjectNode()
                    .put("noise", text.toString())
                    .put("blocked-uri", text.toString())
                    .put("line-number", random.nextInt());
            RawReport report = one(JsonMapper.shared().writeValueAsString(written));
            assertThat(report.blocked).as("seed 20261120, round %d", round).isEqualTo(text.toString());
            assertThat(report.line).isEqualTo(written.path("line-number").asString());
        }
    }

    private static ReportReader.Reading read(String json) {
        return ReportReader.read(json.getBytes(StandardCharsets.UTF_8), 50);
    }

    private static RawReport one(String json) {
        assertThat(read(json).reports()).hasSize(1);
        return read(json).reports().getFirst();
    }
}
