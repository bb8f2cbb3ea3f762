package dev.earshot.breach.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DutyReportsTest {
    private static final LocalDate AS_OF = LocalDate.parse("2024-04-01");

    private static Facts facts() {
        return Facts.hospital()
                .discovered("2024-02-12")
                .total(1010)
                .living("us-aa", 1000)
                .law(Law.withHipaa(
                        Law.rule("us-aa/residents").days(30),
                        Law.rule("us-aa/done").days(30),
                        Law.rule("us-aa/overruled").days(30),
                        Law.rule("us-bb/residents").days(30)))
                .done("us-aa/done", "2024-03-20")
                .overruled("us-aa/overruled", false, Optional.empty());
    }

    private static String text(boolean all, boolean reasons) {
        StringWriter text = new StringWriter();
        DutyText.print(facts().duties(), AS_OF, all, reasons, new PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_terminal_shows_days_left_citation_confidence_and_counsel() {
        assertThat(text(false, false))
                .contains("DUE         2024-04-12 (Friday)  in 11 days")
                .contains("OVERDUE     2024-03-13 (Wednesday)  19 days ago")
                .contains("DONE LATE   2024-03-13 (Wednesday)  done 2024-03-20")
                .contains("us/164.404-individuals · 45 CFR § 164.404 · verified")
                .contains("OVERRULED", "Overruled by C. Counsel on 2024-03-01: no duty. Reason: read otherwise")
                .contains("Open: \"10 or more individuals\"")
                .endsWith(Board.COUNSEL + System.lineSeparator());
    }

    @Test
    void duties_that_hang_on_unknown_residence_are_one_line_until_all_are_asked_for() {
        assertThat(text(false, false)).contains("1 more duties, of places").doesNotContain("us-bb/residents");
        assertThat(text(true, false)).contains("us-bb/residents", "NOT DUE", "us/164.410-covered-entity");
        assertThat(text(false, false))
                .doesNotContain("us/164.410-covered-entity")
                .contains("not due (not shown)");
    }

    @Test
    void reasons_come_with_the_source() {
        assertThat(text(false, true))
                .contains("- 60 calendar days after discovery on 2024-02-12 (Monday): 2024-04-12 (Friday)")
                .contains("source: ");
    }

    @Test
    void json_has_every_duty_with_its_reasons_and_source() {
        JsonNode top = JsonMapper.shared().readTree(DutyJson.of(facts().duties(), facts().incident(), AS_OF));
        assertThat(top.path("schema").asString()).isEqualTo("earshot-duties/1");
        assertThat(top.path("duties").size()).isEqualTo(facts().duties().size());
        for (JsonNode duty : top.path("duties")) {
            assertThat(duty.path("because").size()).isPositive();
            assertThat(duty.path("sources").size()).isPositive();
            assertThat(duty.path("citation").asString()).isNotEmpty();
            assertThat(duty.path("confidence").asString()).isNotEmpty();
        }
        JsonNode individuals = top.path("duties")
                .valueStream()
                .filter(duty -> duty.path("key").asString().equals("us/164.404-individuals"))
                .findFirst()
                .orElseThrow();
        assertThat(individuals.path("due").asString()).isEqualTo("2024-04-12");
        assertThat(individuals.path("daysLeft").asInt()).isEqualTo(11);
    }

    @Test
    void the_page_shows_a_picture_the_reasons_and_counsel_and_fetches_nothing() {
        String page = DutyPage.of(facts().duties(), facts().incident(), AS_OF);
        assertThat(page)
                .contains("<svg class=\"deadlines\"", "as of 2024-04-01", "discovered 2024-02-12")
                .contains("1 overdue", "45 CFR § 164.404", "outer limit, not a target", "Verify with counsel")
                .contains("us-bb/residents", "Content-Security-Policy")
                .doesNotContain("<script", "src=", "href=\"http");
    }

    @Test
    void markup_in_a_name_has_no_effect_on_the_page() {
        String page = DutyPage.of(
                facts().overruled("us-aa/residents", true, Optional.empty()).duties(), facts().incident(), AS_OF);
        Facts marked = facts();
        Duty duty = marked.duty("us-aa/residents");
        assertThat(page).doesNotContain("<b>");
        Duty evil = new Duty(
                "us-aa/<b>x",
                duty.rule(),
                duty.status(),
                duty.due(),
                duty.dueAt(),
                duty.count(),
                List.of("<b>bold</b>"),
                duty.done(),
                duty.overruled());
        assertThat(DutyPage.of(List.of(evil), marked.incident(), AS_OF))
                .contains("&lt;b&gt;bold")
                .doesNotContain("<b>");
    }

    @Test
    void a_case_without_any_duty_has_a_page_too() {
        assertThat(DutyPage.of(List.of(), facts().incident(), AS_OF)).contains("0 overdue, 0 due");
    }
}
