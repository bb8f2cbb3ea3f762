package dev.earshot.investigate.history.gtm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.Windows;
import java.time.Instant;
import java.util.Map;

/// What is no container is a fault in words; what is one makes rules that can be read again.
class GtmFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void an_export(byte[] file) {
        check(new GtmReader().read(new HistoryFile("a.json", "ab", Bytes.copyOf(file), Map.of())));
    }

    @FuzzTest(maxDuration = "2m")
    void a_served_container(byte[] file) {
        check(new GtmScriptReader()
                .read(new HistoryFile(
                        "GTM-AAAAAA.js", "ab", Bytes.copyOf(file), Map.of("seen", "2021-01-01T00:00:00Z"))));
    }

    private static void check(HistoryReading reading) {
        reading.versions()
                .forEach(version -> version.tags().forEach(tag -> {
                    if (!PageRules.parse(tag.pages().text())
                            .text()
                            .equals(tag.pages().text())) {
                        throw new AssertionError("A rule is read as another one");
                    }
                }));
        Windows.of(reading.versions(), Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2022-01-01T00:00:00Z"));
    }
}
