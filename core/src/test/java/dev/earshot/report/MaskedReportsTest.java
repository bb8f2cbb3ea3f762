package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.decode.Origin;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Run;
import dev.earshot.persona.Persona;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskedReportsTest {
    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void no_value_of_the_persona_is_in_any_report(ReportFormat format) {
        String report = written(format, ClinicScans.everything(), ClinicScans.MASKED);
        for (String form : formsOfPersona()) {
            assertThat(report.toLowerCase(Locale.ROOT)).doesNotContain(form.toLowerCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"JSON", "HTML"})
    void a_revealed_report_shows_what_was_sent(ReportFormat format) {
        assertThat(written(format, ClinicScans.everything(), ClinicScans.REVEALED))
                .contains(ClinicScans.EMAIL)
                .contains(ClinicScans.EMAIL_SHA256)
                .contains(ClinicScans.MRN)
                .contains(ClinicScans.SEARCH);
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void a_persons_value_in_a_foreign_recording_is_masked_without_a_persona(ReportFormat format) {
        String someone = "desmond.harrowgate@mail.example";
        ScanFixture scan = new ScanFixture().run("har", Run.ConsentMode.UNKNOWN, "");
        scan.page("p", "https://www.clinic.example/welcome/" + someone, "Hello " + someone);
        scan.sendToUnknown("x1", "GET", "https://px.tracker.example/c?e=" + ClinicScans.encoded(someone) + "&n=1")
                .tells(
                        DataElement.EMAIL,
                        Basis.INFERRED,
                        Origin.URL,
                        "query › e",
                        ClinicScans.encoded(someone),
                        someone,
                        "shape of an e-mail address under the key e")
                .end();
        String report = written(format, scan, ClinicScans.MASKED);
        assertThat(report).doesNotContain("desmond").doesNotContain("harrowgate");
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void a_value_in_the_name_of_a_host_is_masked_too(ReportFormat format) {
        ScanFixture scan = ClinicScans.quiet();
        scan.sendToUnknown("x1", "GET", "https://mquennell81.px.tracker.example/c")
                .tells(
                        DataElement.USER_NAME,
                        Basis.PROVEN,
                        Origin.URL,
                        "host",
                        "mquennell81",
                        "mquennell81",
                        "the persona's user name")
                .end();
        assertThat(written(format, scan, ClinicScans.MASKED)).doesNotContain("mquennell81");
        assertThat(written(ReportFormat.JSON, scan, ClinicScans.MASKED)).contains("mq••••••••(11).px.tracker.example");
    }

    @Test
    void what_the_page_is_about_stays_readable() {
        assertThat(written(ReportFormat.HTML, ClinicScans.everything(), ClinicScans.MASKED))
                .contains("/conditions/depression")
                .contains("HIV testing");
    }

    @Test
    void the_bytes_around_a_token_stay_readable_and_the_other_tokens_do_not() {
        String report = written(ReportFormat.HTML, ClinicScans.everything(), ClinicScans.MASKED);
        assertThat(report)
                .contains("verbose=1&amp;data=<mark>")
                .contains("ud[em]=<mark>6b••••••••(64)</mark>&amp;fbp=••••••••");
    }

    @Test
    void only_the_cookie_in_question_is_shown() {
        String report = written(ReportFormat.HTML, ClinicScans.everything(), ClinicScans.MASKED);
        assertThat(report)
                .contains("visitor_email=<mark>")
                .doesNotContain("2b7e151628aed2a6")
                .doesNotContain("theme=dark");
    }

    @Test
    void bytes_that_are_no_text_are_shown_in_hexadecimal() {
        assertThat(written(ReportFormat.HTML, ClinicScans.everything(), ClinicScans.REVEALED))
                .contains("in hexadecimal")
                .contains("1f 8b 08 00");
        assertThat(written(ReportFormat.HTML, ClinicScans.everything(), ClinicScans.MASKED))
                .contains("•• •• ••")
                .doesNotContain("1f 8b 08 00");
    }

    @Test
    void the_users_own_extra_values_are_masked_too() {
        ScanFixture scan = ClinicScans.quiet()
                .persona(new Persona("p-1", java.util.Map.of(), java.util.Map.of("otp", Sensitive.of("zx-471-quill"))))
                .page("p9", "https://www.clinic.example/code/zx-471-quill", "Code ZX-471-QUILL");
        assertThat(written(ReportFormat.JSON, scan, ClinicScans.MASKED).toLowerCase(Locale.ROOT))
                .doesNotContain("zx-471-quill");
    }

    private static List<String> formsOfPersona() {
        List<String> forms = new ArrayList<>();
        ClinicScans.persona()
                .values()
                .values()
                .forEach(values -> values.forEach(value -> {
                    String text = value.reveal();
                    forms.add(text);
                    forms.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
                    forms.add(text.replace(" ", "%20"));
                    forms.add(
                            URLEncoder.encode(URLEncoder.encode(text, StandardCharsets.UTF_8), StandardCharsets.UTF_8));
                    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
                    if (base64.length() > 10) {
                        forms.add(base64.substring(0, base64.length() - 4));
                    }
                }));
        return forms;
    }

    static String written(ReportFormat format, ScanFixture scan, ReportOptions options) {
        StringWriter out = new StringWriter();
        Reports.print(format, scan.result(), scan.capture(), options, out);
        return out.toString();
    }
}
