package dev.earshot.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookalikesTest {
    @ParameterizedTest(name = "{1} looks like {0}")
    @CsvSource({
        "clinic.example, clinic-portal.example, clinic",
        "clinic.example, myclinic.example, clinic",
        "clinic.example, clinichealth.example, clinic",
        "clinic.example, clinic.test, clinic",
        "clinic.example, clinic2.example, clinic",
        "clinic.example, clinic.azurewebsites.net, clinic",
        "clinic.example, my-clinic-billing.example, clinic",
        "www.clinic.example, pay.clinicpay.example, clinic",
        "stwilfred.example, stwilfredhealth.example, stwilfred",
        "stwilfred-hospital.example, stwilfred-foundation.example, stwilfred",
        "stwilfred-hospital.example, mystwilfred.example, stwilfred",
        "stwilfred-hospital.example, stwilfredhospital.example, stwilfredhospital",
        "stwilfredhealth.example, stwilfred-urgent-care.example, stwilfred",
        "wilfredhealthsystem.example, wilfred.example, wilfred",
        "carolinaaccess.example, carolina-access.example, carolinaaccess",
        "connectforhealth.example, connectforhealthportal.example, connectforhealth",
        "wch.example, wchportal.example, wch",
        "wch.example, wch-online.example, wch",
    })
    void a_name_that_shares_the_distinctive_part_is_offered(String own, String seen, String shared) {
        List<Lookalike> found = Lookalikes.among(List.of(own), List.of(seen));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().domain()).isEqualTo(RegistrableDomain.of(seen));
        assertThat(found.getFirst().resembles()).isEqualTo(RegistrableDomain.of(own));
        assertThat(found.getFirst().shared()).isEqualTo(shared);
    }

    @ParameterizedTest(name = "{1} does not look like {0}")
    @CsvSource({
        "clinic.example, tracker.example",
        "clinic.example, polyclinic.example",
        "clinic.example, sleep-clinic-supplies.example",
        "clinic.example, clinicaltrials.example",
        "clinic.example, clinique.example",
        "clinic.example, clin.example",
        "stwilfred-clinic.example, sleep-clinic.example",
        "stwilfred-clinic.example, clinic.example",
        "stwilfredhealth.example, health.example",
        "stwilfredhealth.example, healthline.example",
        "stwilfredhealth.example, myhealthportal.example",
        "stwilfred-hospital.example, hospital-beds.example",
        "stwilfred-medical.example, medical.example",
        "health.example, healthcare.example",
        "health.example, health-portal.example",
        "healthcare.example, healthcare.test",
        "familymedicine.example, family-medicine.example",
        "urgentcare.example, urgentcare-now.example",
        "carolina.example, carolina-tourism.example",
        "carolinahealth.example, carolinaportal.example",
        "carolinaaccess.example, access.example",
        "mercy.example, mercyofgod.example",
        "mercy.example, commercy.example",
        "wch.example, wchita.example",
        "wch.example, watch.example",
        "w.example, www.example",
        "ab.example, abtest.example",
        "192.0.2.7, 192.0.2.8",
        "clinic.example, 192.0.2.7",
        "clinic.example, localhost",
    })
    void near_misses_are_not_offered(String own, String seen) {
        assertThat(Lookalikes.among(List.of(own), List.of(seen))).isEmpty();
    }

    @Test
    void the_covered_entitys_own_hosts_are_not_offered() {
        assertThat(Lookalikes.among(
                        List.of("www.clinic.example", "clinic-portal.example"),
                        List.of("portal.clinic.example", "www.clinic-portal.example", "clinic.example:8443")))
                .isEmpty();
    }

    @Test
    void each_domain_is_offered_once_in_alphabetical_order() {
        assertThat(Lookalikes.among(
                        List.of("clinic.example", "clinichealth.example"),
                        List.of("b.myclinic.example", "a.myclinic.example", "clinic-app.example", "tracker.example")))
                .extracting(Lookalike::domain)
                .containsExactly("clinic-app.example", "myclinic.example");
    }

    @Test
    void a_very_long_name_is_answered_at_once() {
        String label = "health".repeat(40);
        assertThat(Lookalikes.among(List.of("clinic.example"), List.of(label + ".example", "a".repeat(1_000_000))))
                .isEmpty();
    }
}
