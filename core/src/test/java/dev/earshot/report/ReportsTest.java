package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportsTest {
    @Test
    void scratch() {
        ScanFixture scan = ClinicScans.everything();
        Reports.write(scan.result(), scan.capture(), ClinicScans.MASKED, Path.of("/tmp/rep/masked"));
        Reports.write(scan.result(), scan.capture(), ClinicScans.REVEALED, Path.of("/tmp/rep/revealed"));
        ScanFixture many = ClinicScans.many(42, 60, 12);
        Reports.write(many.result(), many.capture(), ClinicScans.MASKED, Path.of("/tmp/rep/many"));
        StringWriter out = new StringWriter();
        Reports.print(ReportFormat.TEXT, scan.result(), scan.capture(), ClinicScans.MASKED, out);
        System.out.println(out);
        assertThat(out.toString()).isNotEmpty();
    }
}
