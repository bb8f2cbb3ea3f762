package dev.earshot.breach.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HolidaysTest {
    private final LawLibrary library = LawLibrary.builtIn();

    @Test
    void the_federal_holidays_of_2026_are_those_that_courts_publish() {
        assertThat(library.holidays().in(2026, jurisdiction("us")))
                .extracting(LocalDate::toString)
                .containsExactly(
                        "2026-01-01",
                        "2026-01-19",
                        "2026-02-16",
                        "2026-05-25",
                        "2026-06-19",
                        "2026-07-03",
                        "2026-09-07",
                        "2026-10-12",
                        "2026-11-11",
                        "2026-11-26",
                        "2026-12-25");
    }

    @Test
    void a_new_years_day_on_a_saturday_is_observed_in_the_year_before() {
        assertThat(LocalDate.parse("2028-01-01").getDayOfWeek()).isEqualTo(DayOfWeek.SATURDAY);
        assertThat(library.holidays().in(2027, jurisdiction("us"))).contains(LocalDate.parse("2027-12-31"));
        assertThat(library.holidays().in(2028, jurisdiction("us")))
                .doesNotContain(LocalDate.parse("2028-01-01"), LocalDate.parse("2028-12-31"));
    }

    @Test
    void juneteenth_is_a_federal_holiday_from_2021_on() {
        assertThat(library.holidays().in(2020, jurisdiction("us"))).doesNotContain(LocalDate.parse("2020-06-19"));
        assertThat(library.holidays().in(2021, jurisdiction("us"))).contains(LocalDate.parse("2021-06-18"));
    }

    @ParameterizedTest
    @CsvSource({
        "us, 2026-07-03, true",
        "us-ca, 2026-07-03, false",
        "us-ny, 2026-07-03, false",
        "us-ca, 2023-11-10, true",
        "us-ny, 2023-11-10, false",
        "us-ca, 2027-07-05, true",
        "us-ny, 2027-07-05, true",
        "us-ca, 2026-10-12, false",
        "us-ny, 2026-10-12, true",
        "us-ny, 2026-02-12, false",
        "us-ny, 2026-11-03, false",
        "us-ia, 2026-06-19, false",
        "us-ia, 2026-10-12, false",
        "us-ia, 2026-07-03, true",
        "us-vt, 2026-06-19, false",
        "us-vt, 2026-10-12, true",
        "us-vt, 2026-03-03, false"
    })
    void states_shift_their_holidays_as_their_own_law_says(String jurisdiction, LocalDate day, boolean holiday) {
        assertThat(library.holidays()
                        .in(day.getYear(), jurisdiction(jurisdiction))
                        .contains(day))
                .isEqualTo(holiday);
    }

    @ParameterizedTest
    @CsvSource({
        "lincoln, 2023-02-13",
        "ny-election-day, 2027-11-02",
        "ny-election-day, 2026-11-03",
        "ca-native-american-day, 2026-09-25",
        "day-after-thanksgiving, 2026-11-27",
        "vt-town-meeting-day, 2026-03-03",
        "vt-bennington-battle-day, 2026-08-17",
        "il-casimir-pulaski, 2026-03-02"
    })
    void state_holidays_fall_where_their_rule_says(String name, LocalDate day) {
        assertThat(library.holidays().in(day.getYear(), List.of(name))).containsExactly(day);
    }

    @Test
    void no_observed_holiday_of_a_jurisdiction_moves_to_a_sunday() {
        for (Jurisdiction jurisdiction : library.jurisdictions()) {
            for (int year = 2020; year < 2060; year++) {
                assertThat(library.holidays().in(year, jurisdiction))
                        .noneMatch(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: { name: X, day: 13-01, source: s, confidence: secondary }",
                "x: { name: X, weekday: monday, source: s, confidence: secondary }",
                "x: { name: X, weekday: moonday, nth: 1, month: may, source: s, confidence: secondary }",
                "x: { name: X, weekday: monday, nth: 5, month: may, source: s, confidence: secondary }",
                "x: { name: X, weekday: monday, nth: 0, month: may, source: s, confidence: secondary }",
                "x: { name: X, day: 12-25, observed: tuesday, source: s, confidence: secondary }",
                "x: { name: X, day: 12-25, source: t, confidence: secondary }",
                "x: { name: X, day: 12-25, confidence: secondary }",
                "x: { day: 12-25, source: s, confidence: secondary }"
            })
    void a_mistake_in_a_holiday_is_told(String holiday, @TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("holidays.yaml"),
                "sources: { s: { text: a statute, read: 2026-11-22 } }\nholidays:\n  " + holiday + "\n");

        assertThatThrownBy(() -> library.with(folder))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("holidays.yaml has a mistake:\n  line 3");
    }

    private Jurisdiction jurisdiction(String id) {
        return library.jurisdiction(id).orElseThrow();
    }
}
