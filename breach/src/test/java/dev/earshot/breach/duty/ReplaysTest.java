package dev.earshot.breach.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Incidents that were in the news, under the law of their day. What was read of each is public and secondary; what is
/// inferred says so.
class ReplaysTest {
    private static final String INDIVIDUALS = "us/164.404-individuals";
    private static final String HHS = "us/164.408-hhs-500";

    /// 13.4 million members in nine markets, told to HHS on 12 April 2024. The day of discovery was not found: told within
    /// 60 days, it is 12 February 2024 or later (inferred). How many lived in which state was not found either.
    private static Facts planOf2024() {
        Facts facts = Facts.hospital()
                .discovered("2024-02-12")
                .determined("2024-02-12")
                .total(13_400_000)
                .elements("ip-address", "name", "signed-in-state", "page-use", "page-visited", "search-terms")
                .notInvolved("user-name", "password", "ssn", "financial-account", "payment-card");
        List.of("us-ca", "us-co", "us-dc", "us-ga", "us-hi", "us-md", "us-or", "us-va", "us-wa")
                .forEach(state -> facts.living(state, Population.NOT_KNOWN));
        return facts;
    }

    @Test
    void trackers_of_2024_discovered_on_the_first_possible_day_were_told_on_the_last() {
        Facts facts = planOf2024().done(HHS, "2024-04-12");
        assertThat(facts.says(INDIVIDUALS)).isEqualTo("DUE 2024-04-12");
        assertThat(facts.says(HHS)).isEqualTo("DUE 2024-04-12");
        assertThat(facts.duty(HHS).because()).contains("Done on 2024-04-12 (Friday), in time for the last day.");
        assertThat(planOf2024()
                        .discovered("2024-02-11")
                        .done(HHS, "2024-04-12")
                        .duty(HHS)
                        .because())
                .contains("Done on 2024-04-12 (Friday), 1 day after the last day.");
    }

    @Test
    void letters_from_may_2024_on_would_come_after_sixty_days_from_february() {
        assertThat(planOf2024()
                        .done(INDIVIDUALS, "2024-05-03")
                        .duty(INDIVIDUALS)
                        .because())
                .contains("Done on 2024-05-03 (Friday), 21 days after the last day.");
        assertThat(planOf2024()
                        .discovered("2024-03-04")
                        .done(INDIVIDUALS, "2024-05-03")
                        .duty(INDIVIDUALS)
                        .because())
                .contains("Done on 2024-05-03 (Friday), in time for the last day.");
    }

    @Test
    void californias_law_of_2024_named_no_number_of_days_where_that_of_2026_does() {
        assertThat(planOf2024().says("us-ca/1798.82-residents")).isEqualTo("CONTINGENT -");
        assertThat(planOf2024().says("us-ca/1798.82-attorney-general")).isEqualTo("CONTINGENT -");
        assertThat(planOf2024().discovered("2026-02-12").says("us-ca/1798.82-residents"))
                .isEqualTo("CONTINGENT 2026-03-14");
        assertThat(planOf2024().discovered("2026-02-12").says("us-ca/1798.82-attorney-general"))
                .isEqualTo("CONTINGENT 2026-03-29");
    }

    @Test
    void nine_states_of_unknown_numbers_are_contingent_and_never_absent() {
        Facts facts = planOf2024();
        for (String state : List.of("ca", "co", "dc", "ga", "hi", "md", "or", "va", "wa")) {
            assertThat(facts.says("us/164.406-media@us-" + state)).isEqualTo("CONTINGENT 2024-04-12");
        }
        assertThat(facts.says("us-co/6-1-716-attorney-general")).isEqualTo("CONTINGENT 2024-03-13");
        assertThat(facts.says("us-or/646A.604-attorney-general")).isEqualTo("CONTINGENT 2024-03-28");
        assertThat(facts.says("us-wa/19.255.010-attorney-general")).isEqualTo("CONTINGENT 2024-03-13");
        assertThat(facts.says("us-dc/28-3852-attorney-general")).isEqualTo("CONTINGENT 2024-04-12");
    }

    @Test
    void a_plan_is_no_information_broker_in_georgia_and_no_licensed_facility_in_california() {
        assertThat(planOf2024().says("us-ga/10-1-912-residents")).isEqualTo("NOT_DUE -");
        assertThat(planOf2024().says("us-ca/1280.15-department")).isEqualTo("NOT_DUE -");
        assertThat(planOf2024()
                        .kinds(Entity.Kind.HIPAA_COVERED_ENTITY, Entity.Kind.CALIFORNIA_LICENSED_FACILITY)
                        .says("us-ca/1280.15-department"))
                .as("a hospital of the same group; detection is taken from discovery")
                .startsWith("CONTINGENT 2024-03-0");
    }

    @Test
    void nothing_is_said_of_states_outside_the_nine_markets_nor_of_those_that_list_no_medical_information() {
        assertThat(Obligations.shown(planOf2024().duties()))
                .extracting(duty -> duty.rule().jurisdiction())
                .containsOnly("us", "us-ca", "us-co", "us-dc", "us-md", "us-or", "us-wa");
    }

    @Test
    void a_mailbox_of_2022_was_told_on_day_fifty_nine() {
        Facts facts = Facts.hospital()
                .discovered("2022-04-05")
                .total(69_589)
                .living("us-wa", 69_589) // the entity is Washington's; that all lived there is inferred
                .elements("name", "mrn", "medical-information", "appointment")
                .notInvolved("ssn", "payment-card")
                .done(INDIVIDUALS, "2022-06-03")
                .done(HHS, "2022-06-03");
        assertThat(facts.says(INDIVIDUALS)).isEqualTo("DUE 2022-06-04");
        assertThat(facts.duty(INDIVIDUALS).because())
                .contains("Done on 2022-06-03 (Friday), in time for the last day.");
        assertThat(LocalDate.parse("2022-06-03").toEpochDay()
                        - LocalDate.parse("2022-04-05").toEpochDay())
                .isEqualTo(59);
        assertThat(facts.says("us/164.406-media@us-wa")).isEqualTo("DUE 2022-06-04");
        assertThat(facts.says("us-wa/19.255.010-residents")).isEqualTo("DEEMED_MET 2022-05-05");
        assertThat(facts.says("us-wa/19.255.010-attorney-general")).isEqualTo("DUE 2022-05-05");
    }

    @Test
    void three_million_patients_of_2022_were_told_to_hhs_by_fourteen_october() {
        // The day of discovery was not read; filed on 14 October, 15 August is the earliest that was in time
        // (inferred).
        Facts facts = Facts.hospital()
                .discovered("2022-08-15")
                .total(3_000_000)
                .living("us-il", Population.NOT_KNOWN)
                .living("us-wi", Population.NOT_KNOWN)
                .elements("ip-address", "name", "appointment", "page-visited")
                .done(HHS, "2022-10-14");
        assertThat(facts.says(HHS)).isEqualTo("DUE 2022-10-14");
        assertThat(facts.says("us/164.406-media@us-wi")).isEqualTo("CONTINGENT 2022-10-14");
        assertThat(facts.duty("us-il/530-50-attorney-general-500").due())
                .as("five business days after HHS was told")
                .contains(LocalDate.parse("2022-10-21"));
        assertThat(facts.discovered("2022-08-14").duty(HHS).because())
                .contains("Done on 2022-10-14 (Friday), 1 day after the last day.");
    }

    @Test
    void a_telehealth_company_of_2023_was_told_within_sixty_days_of_finding_it_and_not_under_hipaa_alone() {
        // It found on 3 January 2023 that it had disclosed information, and told from 6 March on: day 62, if its clock
        // ran
        // from that day. It acts for medical practices and for people who never became patients (inferred: both laws).
        Facts facts = Facts.hospital()
                .kinds(Entity.Kind.HIPAA_COVERED_ENTITY, Entity.Kind.PERSONAL_HEALTH_RECORDS_VENDOR)
                .discovered("2023-01-03")
                .determined("2023-01-03")
                .total(3_179_835)
                .elements("name", "email", "phone", "ip-address", "health-context")
                .done(INDIVIDUALS, "2023-03-06");
        assertThat(facts.says(INDIVIDUALS)).isEqualTo("DUE 2023-03-04");
        assertThat(facts.duty(INDIVIDUALS).because())
                .contains("That is no business day: plan for 2023-03-03 (Friday).")
                .contains("Done on 2023-03-06 (Monday), 2 days after the last day.");
        assertThat(facts.duty("us/318-individuals").due()).contains(LocalDate.parse("2023-03-04"));
        assertThat(facts.duty("us/318-individuals").status()).isNotEqualTo(Duty.Status.NOT_DUE);
        assertThat(facts.duty("us/318.5-ftc-500").due())
                .as("ten business days, before the rule was amended in 2024; 16 January was a holiday")
                .contains(LocalDate.parse("2023-01-18"));
        assertThat(facts.phi(Optional.of(false)).says(INDIVIDUALS)).isEqualTo("NOT_DUE -");
        assertThat(facts.duty("us/318-individuals").status()).isNotEqualTo(Duty.Status.NOT_DUE);
    }

    @Test
    void a_low_probability_in_a_documented_assessment_ends_hipaas_duties_and_no_states() {
        Facts facts = planOf2024().harm("us", Incident.Harm.UNLIKELY);
        assertThat(facts.says(INDIVIDUALS)).isEqualTo("NOT_DUE -");
        assertThat(facts.says(HHS)).isEqualTo("NOT_DUE -");
        assertThat(facts.duty("us-wa/19.255.010-residents").status()).isEqualTo(Duty.Status.CONTINGENT);
    }
}
