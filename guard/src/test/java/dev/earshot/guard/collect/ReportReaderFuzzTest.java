package dev.earshot.guard.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Any delivery is read to an end, and whatever is in it is counted or is nothing.
class ReportReaderFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void any_bytes_end_and_cost_no_more_than_they_are(byte[] bytes) {
        ReportReader.Reading reading = ReportReader.read(bytes, 50);
        assertThat(reading.reports()).hasSizeLessThanOrEqualTo(50);
        Understanding understanding =
                new Understanding(CollectorSettings.of(Set.of("www.clinic.example"), Path.of("unused")));
        for (RawReport report : reading.reports()) {
            Event event = understanding.read(report, "");
            Noise.bundled().of(event);
            understanding.counted(event);
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(bytes);
            if (json.isObject()) {
                assertThat(reading.broken()).isFalse();
            }
        } catch (JacksonException notJson) {
            // Then anything goes that ends.
        }
    }
}
