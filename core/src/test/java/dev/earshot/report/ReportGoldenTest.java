package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ScanResult;
import dev.earshot.exchange.Capture;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What reports look like, word for word. The files stand in `src/test/resources/dev/earshot/report/golden`. One
/// command
/// rewrites them, and the difference is to be reviewed:
///
///     mvn -Dquick -pl core test -Dtest=ReportGoldenTest -Dgolden=write
class ReportGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/earshot/report/golden");

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"HTML"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_clinic_with_every_kind_of_disclosure(ReportFormat format) throws IOException {
        check("a-clinic-with-every-kind-of-disclosure", format, ClinicScans.everything(), ClinicScans.MASKED);
    }

    @Test
    void a_clinic_that_tells_nobody_anything() throws IOException {
        check("a-clinic-that-tells-nobody-anything", ReportFormat.TEXT, ClinicScans.quiet(), ClinicScans.MASKED);
        check("a-clinic-that-tells-nobody-anything", ReportFormat.MARKDOWN, ClinicScans.quiet(), ClinicScans.MASKED);
    }

    @Test
    void a_clinic_of_which_a_page_was_not_loaded() throws IOException {
        ScanFixture scan = ClinicScans.quietButIncomplete();
        check("a-clinic-of-which-a-page-was-not-loaded", ReportFormat.TEXT, scan, ClinicScans.MASKED);
        check("a-clinic-of-which-a-page-was-not-loaded", ReportFormat.JUNIT, scan, ClinicScans.MASKED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"HTML"},
            mode = EnumSource.Mode.EXCLUDE)
    void an_app_that_nobody_watched(ReportFormat format) throws IOException {
        check("an-app-that-nobody-watched", format, AppScans.filesOnly(), AppScans.NOT_WATCHED, AppScans.MASKED);
    }

    private static void check(String name, ReportFormat format, ScanFixture scan, ReportOptions options)
            throws IOException {
        check(name, format, scan.result(), scan.capture(), options);
    }

    private static void check(
            String name, ReportFormat format, ScanResult result, Capture capture, ReportOptions options)
            throws IOException {
        StringWriter out = new StringWriter();
        Reports.print(format, result, capture, options, out);
        compare(name + "." + ending(format), out.toString());
    }

    static void compare(String file, String actual) throws IOException {
        Path golden = GOLDEN.resolve(file);
        if (System.getProperty("golden", "").equals("write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, actual);
        }
        assertThat(actual).as("%s; -Dgolden=write rewrites it", file).isEqualTo(Files.readString(golden));
    }

    private static String ending(ReportFormat format) {
        return switch (format) {
            case TEXT -> "txt";
            case JSON -> "json";
            case SARIF -> "sarif";
            case JUNIT -> "xml";
            case MARKDOWN -> "md";
            case HTML -> "html";
        };
    }
}
