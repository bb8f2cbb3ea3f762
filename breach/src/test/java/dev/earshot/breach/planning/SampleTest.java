package dev.earshot.breach.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import dev.earshot.duckdb.DuckDbEngine;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleTest {
    private MadeUpInvestigation made = new MadeUpInvestigation(Path.of(""));
    private Path plan = Path.of("");

    @BeforeAll
    void plan(@TempDir Path folder) {
        made = new MadeUpInvestigation(folder);
        for (int i = 0; i < 40; i++) {
            made.exposed("adult " + i);
        }
        made.exposed("in Texas", "state", "TX", "postal_code", "75001")
                .exposed("by e-mail", "channel", "email", "email", "a@patient.example")
                .exposed("dead", "deceased", "yes")
                .exposed("without a way", "street", "", "state", "NY")
                .exposed("child", "birth_date", "2015-01-01", "guardian", "Bo Doe")
                .exposed("child too", "birth_date", "2015-01-01", "guardian", "Bo Doe")
                .individual("unsure", "cannot-tell", "", "")
                .record("unsure");
        plan = made.plan(MadeUpInvestigation.settings()).folder();
    }

    private List<List<Notice>> sample(int most) {
        try (DuckDbEngine engine = made.engine(1)) {
            return Sample.of(engine, plan, most);
        }
    }

    @Test
    void few_letters_show_every_state_role_status_and_channel() {
        List<List<Notice>> sample = sample(6);
        Set<String> seen = new HashSet<>();
        for (List<Notice> letter : sample) {
            Notice lead = letter.getFirst();
            seen.addAll(List.of(
                    lead.jurisdiction(),
                    lead.role().id(),
                    lead.status(),
                    lead.channels().getFirst().id()));
            seen.add(letter.size() > 1 ? "several" : "one");
        }
        assertThat(sample).hasSize(6);
        assertThat(seen)
                .contains(
                        "us-ca",
                        "us-tx",
                        "self",
                        "guardian",
                        "next-of-kin",
                        "exposed",
                        "cannot-tell",
                        "email",
                        "print",
                        "one",
                        "several");
    }

    @Test
    void a_letter_comes_with_all_that_it_tells_of() {
        List<Notice> letter = sample(6).stream()
                .filter(notices -> notices.getFirst().role() == Role.GUARDIAN)
                .findFirst()
                .orElseThrow();
        assertThat(letter)
                .hasSize(2)
                .allMatch(notice -> notice.lead() == letter.getFirst().id());
        assertThat(letter.getFirst().id()).isEqualTo(letter.getFirst().lead());
    }

    @Test
    void more_letters_come_from_all_over_the_plan_and_none_twice() {
        List<Long> leads =
                sample(20).stream().map(letter -> letter.getFirst().id()).toList();
        assertThat(leads).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void nobody_without_a_way_is_in_it() {
        assertThat(sample(1000))
                .allMatch(letter -> !letter.getFirst().channels().isEmpty());
    }

    @Test
    void a_sample_of_none_is_empty_and_of_one_is_of_the_most_frequent_kind() {
        assertThat(sample(0)).isEmpty();
        assertThat(sample(1))
                .hasSize(1)
                .allMatch(letter -> letter.getFirst().jurisdiction().equals("us-ca"));
    }

    @Test
    void the_same_plan_gives_the_same_sample() {
        assertThat(sample(10)).isEqualTo(sample(10));
    }
}
