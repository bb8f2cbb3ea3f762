package dev.earshot.investigate.log.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Whatever a file holds, no format throws, and what one finds in a line lies within its bytes.
class LogFormatsFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void lines_of_any_bytes(byte[] file) {
        List<byte[]> lines = lines(file);
        for (String id : Samples.ids()) {
            LogFormat format = Samples.format(id);
            int sure = format.recognises(lines);
            if (sure < 0 || sure > 100) {
                throw new AssertionError(id + " is " + sure + " sure");
            }
            LineReader reader = format.reader();
            for (byte[] line : lines) {
                LogLine read = new LogLine();
                if (reader.read(line, 0, line.length, read) == LineReader.Reading.REQUEST
                        && (read.method.isEmpty() || read.path.isEmpty() || read.path.to > read.path.bytes.length)) {
                    throw new AssertionError(id + " reads a request without method or path");
                }
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void records_of_any_bytes(byte[] file) throws IOException {
        JsonRecords.lines(new ByteArrayInputStream(file)).readAllBytes();
    }

    private static List<byte[]> lines(byte[] file) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= file.length; at++) {
            if (at == file.length || file[at] == '\n') {
                lines.add(java.util.Arrays.copyOfRange(file, start, at));
                start = at + 1;
            }
        }
        return lines;
    }
}
