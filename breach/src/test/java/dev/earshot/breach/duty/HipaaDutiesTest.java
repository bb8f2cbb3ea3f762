package dev.earshot.breach.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HIPAA's duties by the law that comes with Earshot.
class HipaaDutiesTest {
    private static final String INDIVIDUALS = "us/164.404-individuals";
    private static final String MEDIA = "us/164.406-media";
    private static final String HHS_500 = "us/164.408-hhs-500";
    private static final String HHS_FEWER = "us/164.408-hhs-fewer";

    private static Facts told(String discovered) {
        return Facts.hospital().discovered(discovered).total(1000).living("us-or", 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-12, 2024-04-12",
        "2024-01-01, 2024-03-01", // a leap year has 29 days in February
        "2023-01-01, 2023-03-02",
        "2024-11-15, 2025-01-14", // over the end of the year
        "2022-04-05, 2022-06-04",
        "2023-12-31, 2024-02-29",
    })
    void individuals_are_told_within_sixty_calendar_days_of_discovery(String discovered, String due) {
        assertThat(told(discovered).says(INDIVIDUALS)).isEqualTo("DUE " + due);
    }

    @Test
    void the_last_day_is_called_an_outer_limit_and_not_a_target() {
        assertThat(told("2024-02-12").duty(INDIVIDUALS).because())
                .anySatisfy(sentence -> assertThat(sentence).contains("outer limit, not a target"));
    }

    @Test
    void a_last_day_on_a_weekend_stands_and_the_business_day_before_is_named_for_planning() {
        Duty duty = told("2022-04-05").duty(INDIVIDUALS);
        assertThat(duty.due()).contains(LocalDate.parse("2022-06-04"));
        assertThat(duty.because()).contains("That is no business day: plan for 2022-06-03 (Friday).");
    }

    @Test
    void a_last_day_on_a_holiday_is_planned_for_the_day_before() {
        // New Year's Day of 2022 was a Saturday and observed on Friday.
        assertThat(told("2021-11-01").duty(INDIVIDUALS).because())
                .contains("That is no business day: plan for 2021-12-30 (Thursday).");
    }

    @ParameterizedTest
    @CsvSource({
        "499, NOT_DUE -, DUE 2025-03-01",
        "500, DUE 2024-04-12, NOT_DUE -",
        "501, DUE 2024-04-12, NOT_DUE -",
    })
    void hhs_is_told_of_five_hundred_or_more_in_total_with_the_individuals(long total, String more, String fewer) {
        Facts facts = Facts.hospital().discovered("2024-02-12").total(total).living("us-or", total);
        assertThat(facts.says(HHS_500)).isEqualTo(more);
        assertThat(facts.says(HHS_FEWER)).isEqualTo(fewer);
    }

    @ParameterizedTest
    @CsvSource({
        "2019-06-01, 2020-02-29", // 2020 is a leap year
        "2016-06-01, 2017-03-01",
        "2023-12-31, 2024-02-29",
        "2024-01-01, 2025-03-01",
        "2099-05-05, 2100-03-01", // 2100 is none
    })
    void fewer_than_five_hundred_are_told_to_hhs_sixty_days_after_the_year_of_discovery(String discovered, String due) {
        assertThat(Facts.hospital().discovered(discovered).total(20).says(HHS_FEWER))
                .isEqualTo("DUE " + due);
    }

    @ParameterizedTest
    @CsvSource({"500, NOT_DUE", "501, DUE", "499, NOT_DUE"})
    void five_hundred_residents_do_not_require_media_notice(long residents, Duty.Status status) {
        Facts facts = Facts.hospital()
                .discovered("2024-02-12")
                .total(residents + 500)
                .living("us-or", residents)
                .living("us-wa", 500);
        assertThat(facts.duty(MEDIA + "@us-or").status()).isEqualTo(status);
        assertThat(facts.duty(MEDIA + "@us-wa").status()).isEqualTo(Duty.Status.NOT_DUE);
    }

    @Test
    void residents_whose_state_is_not_known_can_carry_a_state_over_the_threshold() {
        Facts facts = Facts.hospital().discovered("2024-02-12").total(510).living("us-or", 495);
        assertThat(facts.says(MEDIA + "@us-or")).isEqualTo("CONTINGENT 2024-04-12");
        assertThat(facts.duty(MEDIA + "@us-or").count()).isEmpty();
        assertThat(facts.says(MEDIA)).isEqualTo("NOT_DUE -");
    }

    @Test
    void a_state_with_some_residents_and_no_number_has_contingent_duties_with_their_date() {
        Facts facts =
                Facts.hospital().discovered("2024-02-12").total(13_400_000).living("us-or", -1);
        assertThat(facts.says(MEDIA + "@us-or")).isEqualTo("CONTINGENT 2024-04-12");
    }

    @Test
    void nobody_counted_makes_both_duties_to_hhs_contingent() {
        Facts facts = Facts.hospital().discovered("2024-02-12");
        assertThat(facts.says(HHS_500)).isEqualTo("CONTINGENT 2024-04-12");
        assertThat(facts.says(HHS_FEWER)).isEqualTo("CONTINGENT 2025-03-01");
        assertThat(facts.says(INDIVIDUALS)).isEqualTo("DUE 2024-04-12");
        assertThat(facts.says(MEDIA)).isEqualTo("CONTINGENT 2024-04-12");
    }

    @Test
    void five_hundred_placed_suffice_for_hhs_while_the_total_is_not_known() {
        assertThat(Facts.hospital()
                        .discovered("2024-02-12")
                        .living("us-or", 500)
                        .says(HHS_500))
                .isEqualTo("DUE 2024-04-12");
    }

    @Test
    void hhs_is_told_on_the_day_of_the_notice_once_that_has_gone_out() {
        assertThat(told("2024-02-12").done(INDIVIDUALS, "2024-03-20").says(HHS_500))
                .isEqualTo("DUE 2024-03-20");
    }

    @Test
    void a_day_of_discovery_that_is_not_recorded_leaves_the_duty_contingent_and_is_named() {
        Duty duty = Facts.hospital().determined("2024-02-12").total(1000).duty(INDIVIDUALS);
        assertThat(duty.status()).isEqualTo(Duty.Status.CONTINGENT);
        assertThat(duty.due()).isEmpty();
        assertThat(duty.because()).anySatisfy(sentence -> assertThat(sentence).contains("The date of discovery"));
    }

    @Test
    void nobody_has_decided_on_protected_health_information() {
        assertThat(told("2024-02-12").phi(Optional.empty()).says(INDIVIDUALS)).isEqualTo("CONTINGENT 2024-04-12");
        assertThat(told("2024-02-12").phi(Optional.of(false)).says(INDIVIDUALS)).isEqualTo("NOT_DUE -");
    }

    @Test
    void a_breach_is_presumed_until_an_assessment_finds_a_low_probability() {
        assertThat(told("2024-02-12").says(INDIVIDUALS)).startsWith("DUE");
        assertThat(told("2024-02-12").harm("us", Incident.Harm.LIKELY).says(INDIVIDUALS))
                .startsWith("DUE");
        assertThat(told("2024-02-12").harm("us", Incident.Harm.UNLIKELY).says(INDIVIDUALS))
                .isEqualTo("NOT_DUE -");
        assertThat(told("2024-02-12").harm("us-or", Incident.Harm.UNLIKELY).says(INDIVIDUALS))
                .startsWith("DUE");
    }

    @Test
    void information_that_was_unreadable_was_not_unsecured() {
        assertThat(told("2024-02-12").unreadable().says(INDIVIDUALS)).isEqualTo("NOT_DUE -");
    }

    @Test
    void hipaa_binds_covered_entities_and_their_business_associates_each_to_their_own() {
        Facts associate = told("2024-02-12").kinds(Entity.Kind.HIPAA_BUSINESS_ASSOCIATE);
        assertThat(associate.says(INDIVIDUALS)).isEqualTo("NOT_DUE -");
        assertThat(associate.says("us/164.410-covered-entity")).isEqualTo("DUE 2024-04-12");
        assertThat(told("2024-02-12").says("us/164.410-covered-entity")).isEqualTo("NOT_DUE -");
        assertThat(told("2024-02-12").kinds().says(INDIVIDUALS)).isEqualTo("CONTINGENT 2024-04-12");
    }

    @ParameterizedTest
    @CsvSource({"0, NOT_DUE, NOT_DUE", "1, DUE, NOT_DUE", "9, DUE, NOT_DUE", "10, NOT_DUE, DUE", "11, NOT_DUE, DUE"})
    void ten_without_an_address_call_for_the_wider_substitute_notice(long count, Duty.Status narrow, Duty.Status wide) {
        Facts facts = told("2024-02-12").withoutAddress(count);
        assertThat(facts.duty("us/164.404-substitute-fewer").status()).isEqualTo(narrow);
        assertThat(facts.duty("us/164.404-substitute-10").status()).isEqualTo(wide);
    }

    @Test
    void who_cannot_be_written_to_is_contingent_until_it_is_counted() {
        assertThat(told("2024-02-12").says("us/164.404-substitute-10")).isEqualTo("CONTINGENT 2024-04-12");
    }

    @Test
    void a_written_delay_moves_the_last_day_to_its_own_and_no_further() {
        Facts facts = told("2024-02-12").delay(true, "2024-03-01", Optional.of(LocalDate.parse("2024-06-30")));
        assertThat(facts.says(INDIVIDUALS)).isEqualTo("DUE 2024-06-30");
        assertThat(facts.says(HHS_500)).isEqualTo("DUE 2024-06-30");
        assertThat(told("2024-02-12")
                        .delay(true, "2024-03-01", Optional.of(LocalDate.parse("2024-03-31")))
                        .says(INDIVIDUALS))
                .isEqualTo("DUE 2024-04-12");
    }

    @Test
    void an_oral_delay_holds_for_thirty_days_whatever_it_names() {
        assertThat(told("2024-02-12")
                        .delay(false, "2024-04-01", Optional.of(LocalDate.parse("2024-12-31")))
                        .says(INDIVIDUALS))
                .isEqualTo("DUE 2024-05-01");
    }

    @Test
    void a_delay_that_comes_after_the_last_day_moves_nothing() {
        assertThat(told("2024-02-12")
                        .delay(true, "2024-04-13", Optional.of(LocalDate.parse("2024-12-31")))
                        .says(INDIVIDUALS))
                .isEqualTo("DUE 2024-04-12");
    }

    @Test
    void a_notice_that_left_late_says_how_late() {
        assertThat(told("2024-02-12")
                        .done(INDIVIDUALS, "2024-05-23")
                        .duty(INDIVIDUALS)
                        .because())
                .contains("Done on 2024-05-23 (Thursday), 41 days after the last day.");
        assertThat(told("2024-02-12")
                        .done(INDIVIDUALS, "2024-04-12")
                        .duty(INDIVIDUALS)
                        .because())
                .contains("Done on 2024-04-12 (Friday), in time for the last day.");
    }

    @Test
    void a_year_of_discovery_that_is_not_recorded_gives_no_day() {
        assertThat(Facts.hospital()
                        .event(Clock.Event.DETECTED, "2024-01-01")
                        .total(3)
                        .says(HHS_FEWER))
                .isEqualTo("CONTINGENT -");
    }
}
