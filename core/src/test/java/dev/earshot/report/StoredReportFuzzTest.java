package dev.earshot.report;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A report that can't be compared is refused in words.
class StoredReportFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_report(byte[] file) throws IOException {
        Path json = Files.createTempFile("report", ".json");
        try {
            Files.write(json, file);
            StoredReport.read(json);
        } catch (EarshotException refused) {
            // The answer to what is no report.
        } finally {
            Files.delete(json);
        }
    }
}
