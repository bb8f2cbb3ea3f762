package dev.earshot.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the clinic says it discloses, it discloses; what it says it does not, it does not.
@EnabledIf(value = "dev.earshot.clinic.Visitor#canVisit", disabledReason = "needs a Chromium and Node on the path")
class PatientJourneyTest {
    /// Values that occur nowhere else.
    private static final Persona PATIENT = new Persona(
            "p-1",
            values(Map.ofEntries(
                    Map.entry(PersonaField.FIRST_NAME, "Wilhelmina"),
                    Map.entry(PersonaField.LAST_NAME, "Quackenbush"),
                    Map.entry(PersonaField.FULL_NAME, "Wilhelmina Quackenbush"),
                    Map.entry(PersonaField.EMAIL, "Wilhelmina.Q7f3+care@mail.example"),
                    Map.entry(PersonaField.PHONE, "(555) 013-4821"),
                    Map.entry(PersonaField.DATE_OF_BIRTH, "1961-07-23"),
                    Map.entry(PersonaField.POSTAL_CODE, "00917"),
                    Map.entry(PersonaField.MEDICAL_RECORD_NUMBER, "MRN-73550912"),
                    Map.entry(PersonaField.MEMBER_ID, "MBR-44810267"),
                    Map.entry(PersonaField.USER_NAME, "wquack7f3"),
                    Map.entry(PersonaField.PASSWORD, "Tr0mbone-Lantern-91"),
                    Map.entry(PersonaField.SSN, "987-65-4320"),
                    Map.entry(PersonaField.PAYMENT_CARD, "4000001234567899"),
                    Map.entry(PersonaField.SEARCH_TERM, "hiv sweats qz71"))),
            Map.of());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Consent.class,
            names = {"BEFORE_CHOICE", "ACCEPTED", "REFUSED"})
    void every_planted_disclosure_happens_in_the_states_of_consent_it_names_and_in_no_other(Consent consent)
            throws Exception {
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults());
                Visitor visitor = Visitor.to(clinic)) {
            List<Received> received = journey(clinic, visitor, consent);

            assertThat(clinic.planted().stream()
                            .filter(plant -> plant.consent().contains(consent))
                            .filter(plant -> plant.in(received, PATIENT).isEmpty()))
                    .as("planted, but it never happened")
                    .isEmpty();
            assertThat(clinic.planted().stream()
                            .filter(plant -> !plant.consent().contains(consent))
                            .filter(plant -> !plant.in(received, PATIENT).isEmpty()))
                    .as("happened in a state that it does not name")
                    .isEmpty();
            assertThat(hostsToldASecret(received)).containsExactly(Hosts.PORTAL);
        }
    }

    @Test
    void a_careless_clinic_hands_passwords_social_security_numbers_and_cards_to_a_session_replay() throws Exception {
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults().beCareless());
                Visitor visitor = Visitor.to(clinic)) {
            List<Received> received = journey(clinic, visitor, Consent.ACCEPTED);

            assertThat(hostsToldASecret(received)).containsExactlyInAnyOrder(Hosts.PORTAL, Hosts.REPLAY);
            assertThat(clinic.planted().stream()
                            .filter(plant -> plant.consent().contains(Consent.ACCEPTED))
                            .filter(plant -> plant.in(received, PATIENT).isEmpty()))
                    .as("planted, but it never happened")
                    .isEmpty();
        }
    }

    private static List<String> hostsToldASecret(List<Received> received) {
        List<String> secrets = Stream.of(PersonaField.PASSWORD, PersonaField.SSN, PersonaField.PAYMENT_CARD)
                .map(secret -> PATIENT.first(secret).orElseThrow().reveal())
                .toList();
        return received.stream()
                .filter(request -> secrets.stream().anyMatch(Legible.text(request)::contains))
                .map(Received::host)
                .distinct()
                .toList();
    }

    private List<Received> journey(Clinic clinic, Visitor visitor, Consent consent) throws Exception {
        String choice = switch (consent) {
            case ACCEPTED -> "accept";
            case REFUSED -> "reject";
            case BEFORE_CHOICE, UNKNOWN -> "";
        };
        if (!choice.isEmpty()) {
            visitor.context()
                    .addCookies(List.of(new Cookie("clinic_consent", choice)
                            .setDomain(".clinic.example")
                            .setPath("/")
                            .setSecure(true)));
        }
        String recorded = Files.readString(clinic.journeys(folder).getFirst());
        RecordedJourney.play(visitor.page(), recorded, PATIENT);
        visitor.page().navigate("about:blank");
        visitor.page().waitForTimeout(1000);
        return clinic.received();
    }

    private static Map<PersonaField, List<Sensitive>> values(Map<PersonaField, String> texts) {
        Map<PersonaField, List<Sensitive>> values = new LinkedHashMap<>();
        texts.forEach((field, text) -> values.put(field, List.of(Sensitive.of(text))));
        return values;
    }
}
