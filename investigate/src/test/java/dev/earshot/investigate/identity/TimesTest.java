package dev.earshot.investigate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private final Times times = new Times(ZoneId.of("America/Los_Angeles"));

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.123456Z, 2026-01-02T03:04:05.123456Z",
        "2026-01-02 03:04:05+02:00, 2026-01-02T01:04:05Z",
        "2026-01-02 03:04:05 -0800, 2026-01-02T11:04:05Z",
        "2026-01-02 03:04:05+00, 2026-01-02T03:04:05Z",
        "2026-01-02 03:04:05 UTC, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05, 2026-01-02T11:04:05Z",
        "2026-01-02 03:04:05.0, 2026-01-02T11:04:05Z",
        "2026-01-02 03:04, 2026-01-02T11:04:00Z",
        "2026-01-02, 2026-01-02T08:00:00Z",
        "20260102, 2026-01-02T08:00:00Z",
        "1/2/2026 3:04:05 PM, 2026-01-02T23:04:05Z",
        "01/02/2026 15:04, 2026-01-02T23:04:00Z",
        "1/2/2026, 2026-01-02T08:00:00Z",
        "1767323045, 2026-01-02T03:04:05Z",
        "1767323045123, 2026-01-02T03:04:05.123Z",
        "1767323045123456, 2026-01-02T03:04:05.123456Z"
    })
    void times_are_read_as_they_are_written(String text, Instant instant) {
        assertThat(times.read(text))
                .hasValueSatisfying(time -> assertThat(Instant.EPOCH.plus(time.micros(), ChronoUnit.MICROS))
                        .isEqualTo(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-30",
                "2026-13-01T00:00:00Z",
                "2/30/2026",
                "13/1/2026 10:00",
                "12345",
                "2026-01-02T25:00:00Z",
                "99999999999999999999",
                "9999-12-31",
                "0001-01-01",
                "2026-01-02T03:04:05+99:00",
                "2026-01-02 PST",
                "2026-01-02T",
                "1/2/26",
                "--",
                "२०२६-०१-०२"
            })
    void what_is_no_time_is_none(String text) {
        assertThat(times.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T01:30:00, true",
        "2026-03-08T02:30:00, true",
        "2026-11-01T00:59:59, false",
        "2026-11-01T02:00:00, false",
        "2026-11-01T01:30:00-08:00, false"
    })
    void a_time_that_clocks_show_twice_or_never_is_doubtful(String text, boolean doubtful) {
        assertThat(times.read(text))
                .hasValueSatisfying(time -> assertThat(time.doubtful()).isEqualTo(doubtful));
    }
}
