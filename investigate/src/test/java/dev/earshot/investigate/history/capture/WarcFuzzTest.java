package dev.earshot.investigate.history.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.Windows;
import java.time.Instant;
import java.util.Map;

/// Whatever is in a file, it is read or told; rules of what is read can be read again.
class WarcFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void an_archive(byte[] file) {
        check(file);
    }

    @FuzzTest(maxDuration = "2m")
    void a_page(byte[] html) {
        check(new Archive()
                .answer(
                        "https://www.clinic.example/",
                        "2021-03-01T10:00:00Z",
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
                        html)
                .plain());
    }

    @FuzzTest(maxDuration = "2m")
    void an_answer(byte[] answer) {
        HttpAnswer.of(answer, true).ifPresent(its -> {
            if (its.body().length > WarcFile.LONGEST) {
                throw new AssertionError("A body is larger than the most that is read");
            }
        });
    }

    private static void check(byte[] file) {
        WarcHistory reader = new WarcHistory();
        HistoryReading first = reader.read(new HistoryFile("a.warc", "ab", Bytes.copyOf(file), Map.of()));
        if (first.faults().isEmpty() && first.notices().isEmpty()) {
            throw new AssertionError("Nothing is said of the file");
        }
        HistoryReading rest = reader.finish();
        rest.versions()
                .forEach(version -> version.tags().forEach(tag -> {
                    String text = tag.pages().text();
                    if (!PageRules.parse(text).text().equals(text)) {
                        throw new AssertionError("A rule is read as another one");
                    }
                }));
        Windows.of(rest.versions(), Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2022-01-01T00:00:00Z"));
    }
}
