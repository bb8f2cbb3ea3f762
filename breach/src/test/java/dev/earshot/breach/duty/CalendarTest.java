package dev.earshot.breach.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.law.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalendarTest {
    private static final Instant STAMP = Instant.parse("2024-02-13T12:00:00Z");

    private static Facts facts(Law... rules) {
        return Facts.hospital()
                .discovered("2024-02-12")
                .total(9)
                .living("us-aa", 9)
                .law(Law.of(rules));
    }

    private static String calendar(Facts facts, Optional<String> former) {
        return Calendar.of(facts.duties(), facts.incident(), STAMP, former);
    }

    private static List<String> lines(String calendar, String name) {
        return Arrays.stream(calendar.replace("\r\n ", "").split("\r\n", -1))
                .filter(line -> line.startsWith(name))
                .toList();
    }

    @Test
    void a_duty_is_an_all_day_event_on_its_last_day_with_alarms() {
        String calendar = calendar(facts(Law.rule("us-aa/1").days(30)), Optional.empty());
        assertThat(lines(calendar, "DTSTART")).containsExactly("DTSTART;VALUE=DATE:20240313");
        assertThat(lines(calendar, "DTSTAMP")).containsExactly("DTSTAMP:20240213T120000Z");
        assertThat(lines(calendar, "TRIGGER"))
                .containsExactly("TRIGGER:-P13DT15H", "TRIGGER:-P6DT15H", "TRIGGER:-PT15H");
        assertThat(lines(calendar, "STATUS")).containsExactly("STATUS:CONFIRMED");
        assertThat(lines(calendar, "SEQUENCE")).containsExactly("SEQUENCE:0");
        assertThat(lines(calendar, "DESCRIPTION").getFirst())
                .contains("Example Code § 1", "Source: invented", "Verify with counsel");
    }

    @Test
    void hours_are_an_instant_in_utc() {
        Facts facts = facts(Law.rule("eu/1").within(Clock.Event.AWARE, 72, Clock.DayKind.HOURS))
                .living("eu", 1)
                .aware("2024-02-16T15:30:00Z", "Europe/Brussels");
        assertThat(lines(calendar(facts, Optional.empty()), "DTSTART")).containsExactly("DTSTART:20240219T153000Z");
    }

    @Test
    void what_has_no_day_or_is_not_due_is_not_in_the_calendar() {
        String calendar =
                calendar(facts(Law.rule("us-aa/1"), Law.rule("us-bb/1").days(30)), Optional.empty());
        assertThat(calendar).startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n").endsWith("END:VCALENDAR\r\n");
        assertThat(lines(calendar, "BEGIN:VEVENT")).isEmpty();
    }

    @Test
    void a_contingent_duty_is_tentative_and_rings_no_alarm() {
        String calendar = calendar(facts(Law.rule("us-aa/1").days(30)).elements(), Optional.empty());
        assertThat(lines(calendar, "STATUS")).containsExactly("STATUS:TENTATIVE");
        assertThat(lines(calendar, "SUMMARY").getFirst()).startsWith("SUMMARY:Contingent: ");
        assertThat(lines(calendar, "BEGIN:VALARM")).isEmpty();
    }

    @Test
    void a_day_that_moves_keeps_its_event_and_raises_its_sequence() {
        Facts facts = facts(Law.rule("us-aa/1").days(30));
        String first = calendar(facts, Optional.empty());
        assertThat(calendar(facts, Optional.of(first))).isEqualTo(first);
        String second = calendar(facts.discovered("2024-02-10"), Optional.of(first));
        assertThat(lines(second, "UID")).isEqualTo(lines(first, "UID"));
        assertThat(lines(second, "SEQUENCE")).containsExactly("SEQUENCE:1");
        assertThat(lines(second, "DTSTART")).containsExactly("DTSTART;VALUE=DATE:20240311");
    }

    @Test
    void a_duty_that_falls_away_is_cancelled_where_it_stood_and_stays_so() {
        Facts facts = facts(Law.rule("us-aa/1").days(30));
        String first = calendar(facts, Optional.empty());
        String second = calendar(facts.overruled("us-aa/1", false, Optional.empty()), Optional.of(first));
        assertThat(lines(second, "STATUS")).containsExactly("STATUS:CANCELLED");
        assertThat(lines(second, "DTSTART")).isEqualTo(lines(first, "DTSTART"));
        assertThat(lines(second, "SEQUENCE")).containsExactly("SEQUENCE:1");
        String third = calendar(facts, Optional.of(second));
        assertThat(third).isEqualTo(second);
        String fourth = calendar(
                facts.overruled("us-aa/1", true, Optional.of(LocalDate.parse("2024-03-01"))), Optional.of(third));
        assertThat(lines(fourth, "STATUS")).containsExactly("STATUS:CONFIRMED");
        assertThat(lines(fourth, "SEQUENCE")).containsExactly("SEQUENCE:2");
    }

    @Test
    void a_rule_that_the_law_no_longer_has_is_cancelled() {
        String first = calendar(facts(Law.rule("us-aa/1").days(30)), Optional.empty());
        String second = calendar(facts(Law.rule("us-aa/2").days(30)), Optional.of(first));
        assertThat(lines(second, "STATUS")).containsExactly("STATUS:CONFIRMED", "STATUS:CANCELLED");
    }

    @Test
    void no_line_is_longer_than_75_octets_and_none_breaks_a_character() {
        Facts facts = facts(Law.rule("us-aa/1").days(30))
                .overruled("us-aa/1", true, Optional.of(LocalDate.parse("2024-03-01")));
        String calendar = calendar(facts, Optional.empty());
        for (String line : calendar.split("\r\n", -1)) {
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
            assertThat(line).doesNotContain("\uFFFD");
        }
        assertThat(calendar.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(new String(calendar.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(calendar);
    }

    @Test
    void commas_semicolons_and_line_ends_of_a_reason_are_escaped() {
        assertThat(lines(calendar(facts(Law.rule("us-aa/1").days(30)), Optional.empty()), "DESCRIPTION")
                        .getFirst())
                .contains("\\n", "\\,")
                .doesNotContainPattern("[^\\\\][,;]");
    }

    @Test
    void a_former_calendar_that_is_none_is_taken_for_empty() {
        assertThat(calendar(facts(Law.rule("us-aa/1").days(30)), Optional.of("nonsense\nBEGIN:VEVENT\nEND:VEVENT\n")))
                .isEqualTo(calendar(facts(Law.rule("us-aa/1").days(30)), Optional.empty()));
    }
}
