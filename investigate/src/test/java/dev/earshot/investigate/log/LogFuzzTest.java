package dev.earshot.investigate.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.EarshotException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Any bytes are a log, or told not to be one.
class LogFuzzTest {
    private static final PatternLanguage LANGUAGE = new PatternLanguage(Map.of(), "");

    @FuzzTest(maxDuration = "2m")
    void what_is_packed(byte[] bytes) throws IOException {
        Lines lines = new Lines(Unpacked.of(new ByteArrayInputStream(bytes)));
        long length = 0;
        while (lines.next()) {
            length += lines.to() - lines.from();
        }
        assertThat(length).isNotNegative();
    }

    @FuzzTest(maxDuration = "2m")
    void a_line(byte[] bytes) {
        for (LogFormat format : LogFormats.all()) {
            LogLine line = new LogLine();
            LineReader reader = format.reader();
            if (reader.read(bytes, 0, bytes.length, line) == LineReader.Reading.REQUEST) {
                assertThat(line.method.length()).isNotNegative();
                assertThat(Pages.canonical(PatternLanguageTest.describe(line).getBytes(StandardCharsets.UTF_8))[0])
                        .isEqualTo((byte) '/');
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void a_format_that_is_written_out(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        try {
            PatternReader reader = new PatternReader(LANGUAGE.read(end < 0 ? text : text.substring(0, end)));
            byte[] rest = text.substring(end + 1).getBytes(StandardCharsets.UTF_8);
            assertThat(reader.read(rest, 0, rest.length, new LogLine())).isNotNull();
        } catch (EarshotException mistake) {
            assertThat(mistake.code()).isEqualTo(EarshotException.Code.USAGE);
        }
    }

    @FuzzTest(maxDuration = "2m")
    void a_path(byte[] bytes) {
        byte[] path = Pages.canonical(bytes);
        assertThat(Pages.canonical(path)).isEqualTo(path);
        for (byte value : path) {
            assertThat(value).isGreaterThan((byte) ' ').isLessThan((byte) 127);
        }
    }

    @FuzzTest(maxDuration = "2m")
    void an_address(byte[] bytes) {
        Address address = new Address();
        if (address.read(bytes, 0, bytes.length)) {
            byte[] canonical = new byte[16];
            assertThat(address.canonical(canonical)).isIn(4, 16);
        }
    }
}
