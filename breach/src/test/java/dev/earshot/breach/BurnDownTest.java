package dev.earshot.breach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.law.Rule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BurnDownTest {
    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    private static final Instant NOW = Instant.parse("2026-12-01T20:00:00Z");

    @Test
    void at_the_rate_so_far_the_rest_is_on_time_or_late() {
        BurnDown slow = new BurnDown(10_000);
        for (int hour = 0; hour < 4; hour++) {
            for (int each = 0; each < 10; each++) {
                slow.hear(sent(NOW.minus(Duration.ofHours(10 - hour))));
            }
        }
        // 10 an hour; 9,960 left: 996 hours, which is 41 days and a half.
        BurnDown.Against against = slow.against(List.of(notice(LocalDate.of(2027, 1, 11))), 9_960, NOW, ZONE)
                .getFirst();
        assertThat(against.done()).hasValue(LocalDate.of(2027, 1, 12));
        assertThat(against.late()).isTrue();
        assertThat(slow.against(List.of(notice(LocalDate.of(2027, 1, 12))), 9_960, NOW, ZONE)
                        .getFirst()
                        .late())
                .isFalse();
    }

    @Test
    void while_nothing_has_left_no_day_is_made_up() {
        BurnDown none = new BurnDown(100);
        List<BurnDown.Against> against = none.against(List.of(notice(LocalDate.of(2027, 1, 11))), 100, NOW, ZONE);
        assertThat(against.getFirst().done()).isEmpty();
        StringWriter out = new StringWriter();
        none.print(against, 100, LocalDate.of(2026, 12, 1), new PrintWriter(out));
        assertThat(out.toString()).contains("nothing has left yet", "41 days until the last day");
    }

    @Test
    void a_bounce_is_not_a_notice_that_left() {
        BurnDown burnDown = new BurnDown(2);
        burnDown.hear(new CaseStory.Delivered(1, "bounced", NOW, ""));
        assertThat(burnDown.against(List.of(notice(LocalDate.of(2027, 1, 11))), 1, NOW, ZONE)
                        .getFirst()
                        .done())
                .isEmpty();
    }

    @Test
    void substitute_notice_is_not_done_by_letters() {
        Duty substitute = duty("us/164.404-substitute-fewer", LocalDate.of(2027, 1, 11));
        assertThat(new BurnDown(1).against(List.of(substitute), 0, NOW, ZONE)).isEmpty();
    }

    private static CaseStory.Delivered sent(Instant at) {
        return new CaseStory.Delivered(1, "sent", at, "");
    }

    private static Duty notice(LocalDate due) {
        return duty("us/164.404-individuals", due);
    }

    private static Duty duty(String id, LocalDate due) {
        Jurisdiction federal = LawLibrary.builtIn().jurisdiction("us").orElseThrow();
        Rule rule = federal.rules().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        return new Duty(
                id,
                rule,
                Duty.Status.DUE,
                Optional.of(due),
                Optional.empty(),
                OptionalLong.of(10_000),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
