package dev.earshot.breach.duty;

import static dev.earshot.breach.law.Clock.DayKind.BUSINESS;
import static dev.earshot.breach.law.Clock.DayKind.CALENDAR;
import static dev.earshot.breach.law.Clock.DayKind.HOURS;
import static dev.earshot.breach.law.Clock.Event.AWARE;
import static dev.earshot.breach.law.Clock.Event.DETECTED;
import static dev.earshot.breach.law.Clock.Event.DETERMINED;
import static dev.earshot.breach.law.Clock.Event.DISCOVERED;
import static dev.earshot.breach.law.Clock.Event.OTHER_DUTY_DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock.Order.Relation;
import dev.earshot.breach.law.Comparator;
import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.HipaaEffect;
import dev.earshot.breach.law.Recipient;
import dev.earshot.breach.law.Threshold.Scope;
import dev.earshot.breach.law.Trigger.HarmTest.Effect;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ObligationsTest {
    private static final String RULE = "us-aa/1";
    private static final String OTHER = "us-aa/2";

    private static Facts facts(Law... rules) {
        return Facts.hospital()
                .discovered("2024-02-12")
                .total(1000)
                .living("us-aa", 1000)
                .law(Law.of(rules));
    }

    private static Law rule() {
        return Law.rule(RULE);
    }

    private static void assertBecause(Duty duty, String part) {
        assertThat(duty.because()).anySatisfy(sentence -> assertThat(sentence).contains(part));
    }

    // Which version

    @ParameterizedTest
    @CsvSource({"2025-12-30, DUE -", "2025-12-31, DUE -", "2026-01-01, DUE 2026-01-31", "2026-01-02, DUE 2026-02-01"})
    void the_day_of_discovery_picks_the_version(String discovered, String due) {
        assertThat(facts(rule().to("2025-12-31"), rule().from("2026-01-01").days(30))
                        .discovered(discovered)
                        .says(RULE))
                .isEqualTo(due);
    }

    @Test
    void a_clock_that_runs_from_determination_goes_by_the_law_of_that_day() {
        Facts facts = facts(
                        rule().within(DETERMINED, 60, CALENDAR).to("2025-12-31"),
                        rule().within(DETERMINED, 30, CALENDAR).from("2026-01-01"))
                .discovered("2025-12-20");
        assertThat(facts.determined("2025-12-31").says(RULE)).isEqualTo("DUE 2026-03-01");
        assertThat(facts.determined("2026-01-01").says(RULE)).isEqualTo("DUE 2026-01-31");
    }

    @Test
    void a_law_that_changes_soon_after_is_said() {
        assertBecause(
                facts(rule().to("2025-12-31"), rule().from("2026-01-01").days(30))
                        .discovered("2025-12-20")
                        .duty(RULE),
                "The law changed on 2026-01-01");
        assertThat(facts(rule().to("2025-12-31"), rule().from("2026-01-01").days(30))
                        .discovered("2025-06-20")
                        .duty(RULE)
                        .because())
                .noneSatisfy(sentence -> assertThat(sentence).contains("The law changed"));
    }

    @Test
    void what_follows_a_notice_goes_by_the_law_of_the_notice() {
        Facts facts = facts(
                        rule().to("2025-12-31"),
                        rule().from("2026-01-01").days(30),
                        Law.rule(OTHER)
                                .starts(OTHER_DUTY_DONE)
                                .order(Relation.AFTER, RULE)
                                .to("2025-12-31"),
                        Law.rule(OTHER)
                                .within(OTHER_DUTY_DONE, 15, CALENDAR)
                                .order(Relation.AFTER, RULE)
                                .from("2026-01-01"))
                .discovered("2025-12-20")
                .done(RULE, "2026-01-10");
        assertThat(facts.says(OTHER)).isEqualTo("DUE -");
        assertThat(facts.discovered("2026-01-01").says(OTHER)).isEqualTo("DUE 2026-01-25");
    }

    @Test
    void before_its_first_version_there_is_no_duty_and_one_that_comes_soon_is_named() {
        Facts facts = facts(rule().from("2024-02-13").days(30));
        assertThat(facts.says(RULE)).isEqualTo("NOT_DUE -");
        assertBecause(facts.duty(RULE), "One came into force soon after, on 2024-02-13");
        assertThat(facts.discovered("2024-02-13").says(RULE)).isEqualTo("DUE 2024-03-14");
    }

    @Test
    void versions_whose_clocks_start_on_different_days_leave_no_gap_between_them() {
        Facts facts = facts(
                        rule().within(DETERMINED, 60, CALENDAR).to("2025-12-31"),
                        rule().days(30).from("2026-01-01"))
                .discovered("2025-12-20")
                .determined("2026-01-05");
        assertThat(facts.duty(RULE).status()).isNotEqualTo(Duty.Status.NOT_DUE);
    }

    // Whom it binds

    @Test
    void whoever_is_no_government_does_business() {
        assertThat(facts(rule().days(30)).says(RULE)).startsWith("DUE");
        assertThat(facts(rule().days(30)).kinds(Entity.Kind.GOVERNMENT).says(RULE))
                .startsWith("NOT_DUE");
        assertThat(facts(rule().days(30).binds(Entity.Kind.INFORMATION_BROKER)).says(RULE))
                .startsWith("NOT_DUE");
    }

    // What was disclosed

    @Test
    void a_listed_element_counts_with_a_name_only() {
        assertThat(facts(rule().days(30)).elements("ssn", "name").says(RULE)).isEqualTo("DUE 2024-03-13");
        assertThat(facts(rule().days(30)).elements("ssn").notInvolved("name").says(RULE))
                .isEqualTo("NOT_DUE -");
        assertThat(facts(rule().days(30)).elements("name", "ip-address").says(RULE))
                .isEqualTo("NOT_DUE -");
    }

    @Test
    void a_name_that_nobody_has_ruled_out_leaves_the_duty_contingent() {
        Duty duty = facts(rule().days(30)).elements("ssn").duty(RULE);
        assertThat(duty.status()).isEqualTo(Duty.Status.CONTINGENT);
        assertThat(duty.due()).contains(LocalDate.parse("2024-03-13"));
        assertBecause(duty, "whether a name went with it is not recorded");
    }

    @Test
    void an_element_that_counts_alone_needs_no_name() {
        assertThat(facts(rule().days(30))
                        .elements("email", "password")
                        .notInvolved("name")
                        .says(RULE))
                .isEqualTo("DUE 2024-03-13");
    }

    @Test
    void whether_searches_are_medical_information_is_contested_and_never_silently_nothing() {
        Duty duty = facts(rule().days(30)).elements("name", "search-terms").duty(RULE);
        assertThat(duty.status()).isEqualTo(Duty.Status.CONTINGENT);
        assertBecause(duty, "contested");
    }

    @Test
    void nothing_recorded_as_disclosed_is_not_nothing_disclosed() {
        assertThat(facts(rule().days(30)).elements().says(RULE)).isEqualTo("CONTINGENT 2024-03-13");
    }

    @Test
    void what_was_not_ruled_out_is_named_where_there_is_no_duty() {
        assertBecause(
                facts(rule().days(30))
                        .elements("name", "device")
                        .notInvolved("ssn")
                        .duty(RULE),
                "Not ruled out in the case either: medical-information, username-with-password");
    }

    // Harm

    @ParameterizedTest
    @CsvSource({
        "EXEMPTION, , DUE",
        "EXEMPTION, LIKELY, DUE",
        "EXEMPTION, UNLIKELY, NOT_DUE",
        "ELEMENT, , CONTINGENT",
        "ELEMENT, LIKELY, DUE",
        "ELEMENT, UNLIKELY, NOT_DUE",
        "PRESUMPTION, , DUE",
        "PRESUMPTION, LIKELY, DUE",
        "PRESUMPTION, UNLIKELY, NOT_DUE",
    })
    void harm_is_weighed_as_each_law_weighs_it(Effect effect, Incident.Harm found, Duty.Status status) {
        Facts facts = facts(rule().days(30).harm(effect));
        if (found != null) {
            facts.harm("us-aa", found);
        }
        assertThat(facts.duty(RULE).status()).isEqualTo(status);
    }

    @Test
    void a_finding_of_one_jurisdiction_says_nothing_in_another() {
        assertThat(facts(rule().days(30).harm(Effect.ELEMENT))
                        .harm("us", Incident.Harm.UNLIKELY)
                        .harm("us-bb", Incident.Harm.LIKELY)
                        .says(RULE))
                .isEqualTo("CONTINGENT 2024-03-13");
    }

    @Test
    void encryption_frees_from_a_states_duty_only_where_counsel_says_so() {
        assertThat(facts(rule().days(30).encryption("encrypted data are exempt"))
                        .unreadable()
                        .says(RULE))
                .isEqualTo("CONTINGENT 2024-03-13");
        assertThat(facts(rule().days(30)).unreadable().says(RULE)).isEqualTo("DUE 2024-03-13");
    }

    // How many

    @ParameterizedTest
    @CsvSource({
        "MORE_THAN, 500, 500, NOT_DUE", "MORE_THAN, 500, 501, DUE",
        "AT_LEAST, 500, 499, NOT_DUE", "AT_LEAST, 500, 500, DUE",
        "MORE_THAN, 250, 250, NOT_DUE", "MORE_THAN, 250, 251, DUE",
        "AT_LEAST, 250, 249, NOT_DUE", "AT_LEAST, 250, 250, DUE",
        "AT_LEAST, 50, 49, NOT_DUE", "AT_LEAST, 50, 50, DUE",
        "MORE_THAN, 1000, 1000, NOT_DUE", "MORE_THAN, 1000, 1001, DUE",
        "FEWER_THAN, 500, 499, DUE", "FEWER_THAN, 500, 500, NOT_DUE",
        "AT_MOST, 500, 500, DUE", "AT_MOST, 500, 501, NOT_DUE",
        "AT_LEAST, 0, 1, DUE",
    })
    void a_threshold_is_compared_as_it_is_written(Comparator comparator, long number, long count, Duty.Status status) {
        assertThat(facts(rule().days(30).threshold(Scope.JURISDICTION, comparator, number))
                        .total(count)
                        .living("us-aa", count)
                        .duty(RULE)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void a_state_where_nobody_affected_lives_has_no_duty_and_is_not_shown_unasked() {
        Facts facts = facts(Law.rule("us-bb/1").days(30), rule().days(30));
        assertThat(facts.says("us-bb/1")).isEqualTo("NOT_DUE -");
        assertThat(Obligations.shown(facts.duties())).extracting(Duty::key).containsExactly(RULE);
    }

    @Test
    void one_person_of_unknown_state_makes_the_duties_of_all_states_contingent_and_marks_them() {
        Facts facts =
                facts(Law.rule("us-bb/1").days(30), Law.rule("eu/1").days(3)).total(1001);
        assertThat(facts.says("us-bb/1")).isEqualTo("CONTINGENT 2024-03-13");
        assertThat(facts.duty("us-bb/1").count()).hasValue(0);
    }

    @Test
    void a_total_without_states_makes_every_state_contingent() {
        Facts facts = Facts.hospital().discovered("2024-02-12").total(7).law(Law.of(rule().days(30)));
        assertThat(facts.says(RULE)).isEqualTo("CONTINGENT 2024-03-13");
        assertThat(facts.duty(RULE).count()).isEmpty();
    }

    @Test
    void a_total_below_a_threshold_answers_it_for_every_state() {
        Law law = rule().days(30).threshold(Scope.JURISDICTION, Comparator.MORE_THAN, 500);
        assertThat(Facts.hospital()
                        .discovered("2024-02-12")
                        .total(500)
                        .law(Law.of(law))
                        .says(RULE))
                .isEqualTo("NOT_DUE -");
        assertThat(Facts.hospital()
                        .discovered("2024-02-12")
                        .total(501)
                        .law(Law.of(law))
                        .says(RULE))
                .isEqualTo("CONTINGENT 2024-03-13");
    }

    @Test
    void states_that_add_up_to_more_than_the_total_are_believed_where_that_makes_a_duty() {
        Facts facts = facts(rule().days(30).threshold(Scope.TOTAL, Comparator.AT_LEAST, 500))
                .total(400)
                .living("us-aa", 500);
        assertThat(facts.says(RULE)).isEqualTo("CONTINGENT 2024-03-13");
    }

    // Clocks

    @ParameterizedTest
    @CsvSource({
        "2024-02-12, 15, 2024-03-05", // Washington's Birthday is Monday 19 February
        "2025-12-19, 5, 2025-12-29", // Christmas is a Thursday
        "2021-12-23, 5, 2022-01-03", // 24 December 2021 is Christmas observed, 31 December New Year observed
        "2024-07-03, 1, 2024-07-05",
        "2024-02-17, 1, 2024-02-20", // discovered on a Saturday before a holiday
        "2024-11-08, 1, 2024-11-12", // Veterans Day is a Monday
        "2026-07-02, 1, 2026-07-06", // 4 July 2026 is a Saturday, observed on Friday
        "2024-02-12, 0, 2024-02-12",
    })
    void business_days_leave_out_weekends_and_holidays_on_the_day_they_are_observed(
            String discovered, int days, String due) {
        assertThat(facts(rule().within(DISCOVERED, days, BUSINESS))
                        .discovered(discovered)
                        .says(RULE))
                .isEqualTo("DUE " + due);
    }

    @ParameterizedTest
    @CsvSource({
        // Friday afternoon: the weekend counts.
        "2024-02-16T15:30:00Z, Europe/Brussels, 2024-02-19T16:30+01:00[Europe/Brussels]",
        // The clocks go forward on 31 March 2024: 72 hours, not three days.
        "2024-03-29T11:00:00Z, Europe/Brussels, 2024-04-01T13:00+02:00[Europe/Brussels]",
        "2024-10-26T10:00:00Z, Europe/Brussels, 2024-10-29T11:00+01:00[Europe/Brussels]",
        // The same instant is another day elsewhere.
        "2024-02-16T23:30:00Z, Asia/Tokyo, 2024-02-20T08:30+09:00[Asia/Tokyo]",
    })
    void hours_run_through_weekends_and_changes_of_the_clock(String aware, String zone, String due) {
        Duty duty = facts(Law.rule("eu/1").within(AWARE, 72, HOURS))
                .living("eu", 1)
                .aware(aware, zone)
                .duty("eu/1");
        assertThat(duty.dueAt()).contains(ZonedDateTime.parse(due));
        assertThat(duty.due()).contains(ZonedDateTime.parse(due).toLocalDate());
    }

    @Test
    void hours_count_from_the_start_of_a_day_whose_hour_is_not_recorded() {
        Duty duty = facts(Law.rule("eu/1").within(AWARE, 72, HOURS))
                .living("eu", 1)
                .event(AWARE, "2024-02-16")
                .duty("eu/1");
        assertThat(duty.dueAt()).contains(ZonedDateTime.parse("2024-02-19T00:00-05:00[America/New_York]"));
    }

    @Test
    void discovery_stands_in_for_a_determination_that_is_not_recorded_since_it_can_be_no_later() {
        assertThat(facts(rule().within(DETERMINED, 30, CALENDAR)).says(RULE)).isEqualTo("CONTINGENT 2024-03-13");
        assertThat(facts(rule().within(DETERMINED, 30, CALENDAR))
                        .determined("2024-02-20")
                        .says(RULE))
                .isEqualTo("DUE 2024-03-21");
        assertBecause(facts(rule().within(DETECTED, 15, BUSINESS)).duty(RULE), "The date of detection is not recorded");
    }

    // Order

    @ParameterizedTest
    @CsvSource({
        // own days, relation, the other's days, done, due
        "45, BEFORE, 30, , 2024-03-13",
        "20, BEFORE, 30, , 2024-03-03",
        "45, WITH, 30, 2024-03-01, 2024-03-01",
        "45, NOT_LATER_THAN, 60, 2024-04-10, 2024-03-28",
        "45, AFTER, 30, 2024-03-01, 2024-03-28",
        ", NOT_LATER_THAN, 30, , 2024-03-13",
        ", BEFORE, , 2024-02-20, 2024-02-20",
        ", WITH, , , ",
    })
    void the_order_of_duties_brings_a_last_day_forward(
            Integer own, Relation relation, Integer others, String done, String due) {
        Law first = Law.rule(OTHER);
        Law second = rule().to(Recipient.REGULATOR).order(relation, OTHER);
        Facts facts = facts(others == null ? first : first.days(others), own == null ? second : second.days(own));
        if (done != null) {
            facts.done(OTHER, done);
        }
        assertThat(facts.says(RULE)).isEqualTo("DUE " + (due == null ? "-" : due));
    }

    @Test
    void a_clock_that_runs_from_another_duty_takes_its_last_day_until_it_is_done() {
        Law copy = rule().within(OTHER_DUTY_DONE, 15, CALENDAR).order(Relation.AFTER, OTHER);
        assertThat(facts(Law.rule(OTHER).days(30), copy).says(RULE)).isEqualTo("DUE 2024-03-28");
        assertThat(facts(Law.rule(OTHER).days(30), copy)
                        .done(OTHER, "2024-03-01")
                        .says(RULE))
                .isEqualTo("DUE 2024-03-16");
        assertThat(facts(Law.rule(OTHER), copy).says(RULE)).isEqualTo("CONTINGENT -");
        assertThat(facts(copy).says(RULE)).isEqualTo("CONTINGENT -");
        assertThat(facts(copy, Law.rule(OTHER).days(30).binds(Entity.Kind.GOVERNMENT))
                        .says(RULE))
                .isEqualTo("CONTINGENT -");
    }

    @Test
    void chains_of_three_are_followed() {
        assertThat(facts(
                                Law.rule("us-aa/1").days(30),
                                Law.rule("us-aa/2")
                                        .within(OTHER_DUTY_DONE, 10, CALENDAR)
                                        .order(Relation.AFTER, "us-aa/1"),
                                Law.rule("us-aa/3")
                                        .within(OTHER_DUTY_DONE, 5, BUSINESS)
                                        .order(Relation.AFTER, "us-aa/2"))
                        .says("us-aa/3"))
                .isEqualTo("DUE 2024-03-29");
    }

    @Test
    void a_circle_of_duties_is_refused_and_shown() {
        assertThatThrownBy(() -> facts(
                                rule().days(3).order(Relation.WITH, OTHER),
                                Law.rule(OTHER).days(3).order(Relation.BEFORE, RULE))
                        .duties())
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("us-aa/1 → us-aa/2 → us-aa/1");
        assertThatThrownBy(() -> facts(
                                rule().within(OTHER_DUTY_DONE, 3, CALENDAR).order(Relation.AFTER, OTHER),
                                Law.rule(OTHER)
                                        .within(OTHER_DUTY_DONE, 3, CALENDAR)
                                        .order(Relation.AFTER, RULE))
                        .duties())
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void a_duty_before_another_that_says_it_comes_after_is_no_circle() {
        assertThat(facts(
                                rule().days(45).order(Relation.BEFORE, OTHER),
                                Law.rule(OTHER).days(30).order(Relation.AFTER, RULE))
                        .says(RULE))
                .isEqualTo("DUE 2024-03-13");
    }

    // Delay

    @Test
    void a_delay_changes_nothing_where_the_law_knows_none() {
        Optional<LocalDate> until = Optional.of(LocalDate.parse("2024-06-30"));
        assertThat(facts(rule().days(30)).delay(true, "2024-02-20", until).says(RULE))
                .isEqualTo("DUE 2024-03-13");
        assertThat(facts(rule().days(30).delayed())
                        .delay(true, "2024-02-20", until)
                        .says(RULE))
                .isEqualTo("DUE 2024-06-30");
    }

    @Test
    void what_follows_a_delayed_notice_moves_with_it() {
        assertThat(facts(
                                Law.rule(OTHER).days(30).delayed(),
                                rule().within(OTHER_DUTY_DONE, 15, CALENDAR).order(Relation.AFTER, OTHER))
                        .delay(true, "2024-02-20", Optional.of(LocalDate.parse("2024-06-30")))
                        .says(RULE))
                .isEqualTo("DUE 2024-07-15");
    }

    @Test
    void a_written_delay_without_a_period_holds_for_thirty_days_only() {
        assertThat(facts(rule().days(30).delayed())
                        .delay(true, "2024-03-01", Optional.empty())
                        .says(RULE))
                .isEqualTo("DUE 2024-03-31");
    }

    // HIPAA

    @ParameterizedTest
    @CsvSource({
        "FULL_DEEMED, INDIVIDUALS, DEEMED_MET",
        "FULL_DEEMED, REGULATOR, DEEMED_MET",
        "CONTENT_ONLY, INDIVIDUALS, DUE",
        "CONTENT_ONLY, REGULATOR, DUE",
        "INDIVIDUAL_ONLY_REGULATOR_STILL_DUE, INDIVIDUALS, DEEMED_MET",
        "INDIVIDUAL_ONLY_REGULATOR_STILL_DUE, REGULATOR, DUE",
        "INDIVIDUAL_ONLY_REGULATOR_STILL_DUE, CONSUMER_REPORTING_AGENCIES, DUE",
        "EXTRA_REGULATOR_COPY, INDIVIDUALS, DEEMED_MET",
        "EXTRA_REGULATOR_COPY, REGULATOR, DUE",
        "NONE, INDIVIDUALS, DUE",
        "NONE, REGULATOR, DUE",
    })
    void following_hipaa_meets_what_a_states_law_says_it_meets(
            HipaaEffect effect, Recipient recipient, Duty.Status status) {
        Law law = rule().days(30).hipaa(effect).to(recipient);
        assertThat(facts().law(Law.withHipaa(law)).duty(RULE).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(HipaaEffect.class)
    void no_state_is_deemed_met_while_hipaa_is_not_certain_to_apply(HipaaEffect effect) {
        Law law = rule().days(30).hipaa(effect);
        assertThat(facts().law(Law.withHipaa(law))
                        .phi(Optional.empty())
                        .duty(RULE)
                        .status())
                .isEqualTo(Duty.Status.DUE);
        assertThat(facts().law(Law.withHipaa(law))
                        .phi(Optional.of(false))
                        .duty(RULE)
                        .status())
                .isEqualTo(Duty.Status.DUE);
        assertThat(facts().law(Law.withHipaa(law))
                        .kinds(Entity.Kind.BUSINESS)
                        .duty(RULE)
                        .status())
                .isEqualTo(Duty.Status.DUE);
        assertThat(facts().law(Law.withHipaa(law))
                        .harm("us", Incident.Harm.UNLIKELY)
                        .duty(RULE)
                        .status())
                .isEqualTo(Duty.Status.DUE);
    }

    @Test
    void the_shorter_time_is_said_where_a_states_last_day_comes_before_hipaas() {
        Law law = rule().days(30).hipaa(HipaaEffect.INDIVIDUAL_ONLY_REGULATOR_STILL_DUE);
        Duty duty = facts().law(Law.withHipaa(law)).duty(RULE);
        assertThat(duty.due()).contains(LocalDate.parse("2024-03-13"));
        assertBecause(duty, "where both bind, the shorter time controls");
    }

    @Test
    void a_regulator_to_be_told_before_residents_goes_by_the_notice_that_hipaa_puts_in_their_place() {
        Law residents = Law.rule(OTHER).days(90).hipaa(HipaaEffect.FULL_DEEMED);
        Law regulator = rule().to(Recipient.REGULATOR).order(Relation.BEFORE, OTHER);
        assertThat(facts().law(Law.withHipaa(residents, regulator)).says(RULE)).isEqualTo("DUE 2024-04-12");
        assertThat(facts().law(Law.withHipaa(residents, regulator))
                        .done("us/164.404-individuals", "2024-03-05")
                        .says(RULE))
                .isEqualTo("DUE 2024-03-05");
    }

    @Test
    void nobody_is_deemed_to_have_met_a_law_by_what_no_text_says() {
        Law law = rule().days(30).hipaa(HipaaEffect.FULL_DEEMED);
        assertBecause(
                facts().law(Law.withHipaa(law.confidence(Confidence.SECONDARY))).duty(RULE),
                "not read in a primary text");
        assertThat(facts().law(Law.withHipaa(law.confidence(Confidence.UNVERIFIED)))
                        .says(RULE))
                .isEqualTo("CONTINGENT 2024-03-13");
        assertThat(facts().law(Law.withHipaa(law.confidence(Confidence.CONFLICTING)))
                        .says(RULE))
                .isEqualTo("CONTINGENT 2024-03-13");
    }

    // Counsel

    @Test
    void counsels_decision_stands_beside_the_computed_answer() {
        Facts facts = facts(rule().days(30)).overruled(RULE, false, Optional.empty());
        Duty duty = facts.duty(RULE);
        assertThat(duty.status()).isEqualTo(Duty.Status.NOT_DUE);
        assertThat(duty.overruled()).map(Incident.Overruling::who).contains("C. Counsel");
        assertThat(duty.because().getFirst()).contains("C. Counsel", "2024-03-01", "read otherwise");
        assertThat(duty.because().get(1)).contains("DUE, last day 2024-03-13");
        assertThat(Obligations.shown(facts.duties())).contains(duty);
    }

    @Test
    void counsel_can_make_a_duty_and_move_a_day_and_the_newest_decision_holds() {
        LocalDate day = LocalDate.parse("2024-03-20");
        Facts facts = facts(rule().days(30).binds(Entity.Kind.GOVERNMENT))
                .overruled(RULE, false, Optional.empty())
                .overruled(RULE, true, Optional.of(day));
        assertThat(facts.says(RULE)).isEqualTo("DUE 2024-03-20");
        assertBecause(
                facts(rule().days(30)).overruled(RULE, true, Optional.of(day)).duty(RULE),
                "Counsel's day is later than the computed last day");
    }

    @Test
    void what_follows_goes_by_counsels_day() {
        assertThat(facts(
                                Law.rule(OTHER).days(30),
                                rule().within(OTHER_DUTY_DONE, 15, CALENDAR).order(Relation.AFTER, OTHER))
                        .overruled(OTHER, true, Optional.of(LocalDate.parse("2024-03-01")))
                        .says(RULE))
                .isEqualTo("DUE 2024-03-16");
    }

    @Test
    void deeds_and_decisions_on_rules_that_do_not_exist_are_all_refused() {
        assertThatThrownBy(() -> facts(rule().days(30))
                        .done("us-aa/11", "2024-03-01")
                        .overruled("us-zz/none", false, Optional.empty())
                        .duties())
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("\"us-aa/11\". Did you mean \"us-aa/1\"?")
                .hasMessageContaining("\"us-zz/none\"");
    }

    @Test
    void a_duty_for_each_state_is_done_state_by_state() {
        Law media = Law.rule("us/m").days(60).threshold(Scope.EACH_STATE, Comparator.MORE_THAN, 500);
        assertThatThrownBy(() -> facts(media).done("us/m", "2024-03-01").duties())
                .hasMessageContaining("one duty for each state");
        assertThat(facts(media)
                        .done("us/m@us-aa", "2024-03-01")
                        .duty("us/m@us-aa")
                        .done())
                .contains(LocalDate.parse("2024-03-01"));
    }

    // Properties

    @Test
    void duties_come_by_day_then_key_whatever_the_order_of_the_law() {
        Law[] laws = {
            Law.rule("us-aa/1").days(30),
            Law.rule("us-aa/2").days(10),
            Law.rule("us-aa/3"),
            Law.rule("us-aa/0").days(30)
        };
        List<Law> shuffled = new ArrayList<>(List.of(laws));
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(facts(shuffled.toArray(Law[]::new)).duties())
                    .as("seed %d", seed)
                    .extracting(Duty::key)
                    .containsExactly("us-aa/2", "us-aa/0", "us-aa/1", "us-aa/3");
        }
    }

    @Test
    void no_last_day_passes_its_statutory_limit() {
        Clocks clocks = new Clocks();
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            LocalDate start = LocalDate.of(2019, 1, 1).plusDays(random.nextInt(3000));
            int days = random.nextInt(90);
            Law first = Law.rule(OTHER).days(random.nextInt(90));
            Law second = rule().days(days);
            if (random.nextBoolean()) {
                second.order(any(Relation.class, random), OTHER);
            }
            if (random.nextBoolean()) {
                second.hipaa(any(HipaaEffect.class, random));
            }
            Facts facts = facts().law(Law.withHipaa(first, second)).discovered(start.toString());
            if (random.nextBoolean()) {
                facts.done(OTHER, start.plusDays(random.nextInt(120)).toString());
            }
            assertThat(facts.duty(RULE).due().orElseThrow())
                    .as("seed %d", seed)
                    .isBeforeOrEqualTo(clocks.plus(start, days));
        }
    }

    private static <E extends Enum<E>> E any(Class<E> of, Random random) {
        List<E> all = List.copyOf(EnumSet.allOf(of));
        return all.get(random.nextInt(all.size()));
    }

    /// Counts days one by one.
    private static final class Clocks {
        LocalDate plus(LocalDate start, int days) {
            LocalDate day = start;
            for (int each = 0; each < days; each++) {
                day = day.plusDays(1);
            }
            return day;
        }
    }

    @Test
    void an_undecided_fact_never_turns_a_duty_into_none() {
        Facts known = facts(
                        rule().days(30).harm(Effect.ELEMENT).threshold(Scope.JURISDICTION, Comparator.MORE_THAN, 500))
                .harm("us-aa", Incident.Harm.LIKELY);
        assertThat(known.says(RULE)).isEqualTo("DUE 2024-03-13");
        assertThat(facts(rule().days(30).harm(Effect.ELEMENT)).duty(RULE).status())
                .isEqualTo(Duty.Status.CONTINGENT);
        assertThat(known.living("us-aa", -1).duty(RULE).status()).isEqualTo(Duty.Status.CONTINGENT);
        assertThat(known.elements().duty(RULE).status()).isEqualTo(Duty.Status.CONTINGENT);
        assertThat(known.kinds().duty(RULE).status()).isEqualTo(Duty.Status.CONTINGENT);
    }

    @Test
    void elements_that_the_law_lists_by_another_name_are_told_apart() {
        assertThat(facts(rule().days(30).elements(Set.of(), Set.of("account-with-code")))
                        .elements("payment-card")
                        .says(RULE))
                .isEqualTo("CONTINGENT 2024-03-13");
    }
}
