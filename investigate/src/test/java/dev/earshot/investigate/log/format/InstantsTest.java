package dev.earshot.investigate.log.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
    private static String read(String text) {
        Instants instants = new Instants();
        byte[] bytes = Samples.bytes(text);
        return instants.read(bytes, 0, bytes.length)
                ? Instant.EPOCH.plus(instants.micros, ChronoUnit.MICROS) + (instants.local ? " local" : "")
                : "unreadable";
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-11-22T10:15:30Z,                2026-11-22T10:15:30Z
            2026-11-22T10:15:30z,                2026-11-22T10:15:30Z
            2026-11-22 10:15:30,                 2026-11-22T10:15:30Z local
            2026-11-22T10:15:30.1Z,              2026-11-22T10:15:30.100Z
            '2026-11-22 10:15:30,123 +0000',     2026-11-22T10:15:30.123Z
            2026-11-22T10:15:30.123456789Z,      2026-11-22T10:15:30.123456Z
            2026-11-22T10:15:30+01:00,           2026-11-22T09:15:30Z
            2026-11-22T10:15:30-0500,            2026-11-22T15:15:30Z
            2026-11-22 10:15:30-05,              2026-11-22T15:15:30Z
            2026-11-22 10:15:30 UTC,             2026-11-22T10:15:30Z
            2026-11-22 10:15:30.5 GMT,           2026-11-22T10:15:30.500Z
            2024-02-29T23:59:60Z,                2024-02-29T23:59:59Z
            22/Nov/2026:10:15:30 +0100,          2026-11-22T09:15:30Z
            [22/Nov/2026:10:15:30 -0600],        2026-11-22T16:15:30Z
            1795341601,                          2026-11-22T10:00:01Z
            1795341601.123,                      2026-11-22T10:00:01.123Z
            1795341601123,                       2026-11-22T10:00:01.123Z
            1795341601123.5,                     2026-11-22T10:00:01.123500Z
            1795341601123456,                    2026-11-22T10:00:01.123456Z
            1795341601123456789,                 2026-11-22T10:00:01.123456Z
            """)
    void an_instant_is_read_in_any_of_the_ways_that_logs_write_it(String text, String expected) {
        assertThat(read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "yesterday",
                "2026",
                "2026-11-22",
                "2026-11-22T",
                "2026-11-22T10:15",
                "2026-11-22T10:15:30.",
                "2026-11-22T10:15:30X",
                "2026-11-22T10:15:30+1",
                "2026-11-22T10:15:30+25:00",
                "2026-11-22T10:15:30+01:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T10:60:00Z",
                "2026-13-22T10:15:30Z",
                "2026-11-31T10:15:30Z",
                "2026-02-29T10:15:30Z",
                "1969-12-31T23:59:59Z",
                "0000-00-00T00:00:00Z",
                "22/Nov/2026",
                "22/nov/2026:10:15:30 +0000",
                "32/Nov/2026:10:15:30 +0000",
                "17953416",
                "1795341601.",
                "1795341601.1x",
                "17953416011234567890",
                "-1795341601",
                "1.7E9",
                "\u0662\u0660\u0662\u0666-11-22T10:15:30Z"
            })
    void what_is_no_instant_is_unreadable(String text) {
        assertThat(read(text)).isEqualTo("unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-2", "2026-11-22Z", "22/11/2026", "2026-11-32", ""})
    void a_day_that_is_none_is_unreadable(String day) {
        byte[] dayBytes = Samples.bytes(day);
        byte[] clock = Samples.bytes("10:15:30");
        assertThat(new Instants().read(dayBytes, 0, dayBytes.length, clock, 0, clock.length))
                .isFalse();
    }
}
