package dev.earshot.breach.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.planning.MadeUpInvestigation.Planned;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseholdTest {
    private Map<String, Map<String, Object>> notices = Map.of();

    @BeforeAll
    void plan(@TempDir Path folder) {
        MadeUpInvestigation made = new MadeUpInvestigation(folder);
        child(made, "first");
        child(made, "second", "street", "1 MAIN ST", "guardian", "bo doe");
        child(made, "of another guardian", "guardian", "Cy Doe");
        child(made, "at another address", "street", "2 Main St");
        child(made, "in another town", "city", "Shelbyville");
        child(made, "in another language", "language", "es");
        child(made, "without a guardian", "guardian", "");
        child(made, "without a guardian too", "guardian", "");
        child(made, "without an address", "guardian", "Di Doe", "street", "");
        child(made, "without an address too", "guardian", "Di Doe", "street", "");
        made.exposed("the guardian", "name", "Bo Doe");
        made.exposed("adult of the same name", "name", "Ed Doe")
                .exposed("adult of the same name too", "name", "Ed Doe");
        made.individual("unsure", "cannot-tell", "", "")
                .record("unsure", "birth_date", "2015-01-01", "guardian", "Bo Doe");
        for (int i = 0; i < 30; i++) {
            child(made, "of a home " + i, "guardian", "Springfield Home", "street", "9 Main St");
        }
        PlanningSettings usual = MadeUpInvestigation.settings();
        Planned plan = made.plan(new PlanningSettings(
                usual.statuses(),
                usual.asOf(),
                usual.zone(),
                usual.from(),
                usual.to(),
                usual.channels(),
                usual.electronic(),
                false,
                List.of("en", "es"),
                "en",
                usual.majority(),
                usual.estate(),
                true,
                12,
                usual.suppressed()));
        notices = plan.notices();
    }

    private static void child(MadeUpInvestigation made, String member, String... record) {
        made.exposed(
                member,
                Stream.concat(Stream.of("birth_date", "2015-01-01", "guardian", "Bo Doe"), Stream.of(record))
                        .toArray(String[]::new));
    }

    private long of(String member, String column) {
        Object value = notices.getOrDefault(member, Map.of()).get(column);
        return value instanceof Long number ? number : -1;
    }

    @Test
    void one_letter_tells_one_guardian_at_one_address_of_several_minors() {
        assertThat(of("first", "lead"))
                .isEqualTo(of("second", "lead"))
                .isEqualTo(Math.min(of("first", "id"), of("second", "id")));
    }

    @Test
    void nobody_else_shares_a_letter() {
        for (String member : List.of(
                "of another guardian",
                "at another address",
                "in another town",
                "in another language",
                "without a guardian",
                "without a guardian too",
                "without an address",
                "without an address too",
                "the guardian",
                "adult of the same name",
                "adult of the same name too",
                "unsure")) {
            assertThat(of(member, "lead")).as(member).isEqualTo(of(member, "id"));
        }
    }

    @Test
    void each_minor_of_a_letter_has_a_notice_with_the_name() {
        assertThat(notices.getOrDefault("first", Map.of())).containsEntry("patient", "Ana Doe first");
        assertThat(notices.getOrDefault("second", Map.of())).containsEntry("patient", "Ana Doe second");
    }

    @Test
    void a_home_of_thirty_gets_letters_of_twelve_at_most() {
        Map<Long, Long> letters = IntStream.range(0, 30)
                .mapToObj(i -> of("of a home " + i, "lead"))
                .collect(java.util.stream.Collectors.groupingBy(lead -> lead, java.util.stream.Collectors.counting()));
        assertThat(letters.values()).containsExactlyInAnyOrder(12L, 12L, 6L);
    }
}
