package dev.earshot.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.Examiner;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Request;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import dev.earshot.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AttestationTest {
    private static final Persona ANNA = Personas.fresh(41);
    private static final String META = "Meta Platforms, Inc.";

    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<BlindSpot> gaps = new ArrayList<>();
    private Optional<Persona> persona = Optional.of(ANNA);

    @Test
    void what_the_site_was_given_and_no_vendor_received_can_be_stated() {
        giveTheSiteAll();
        send("https://www.facebook.com/tr/?id=1234567890123456&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2F");

        Attestation.Statement statement = attestation().absenceOf(Attestation.ACCOUNT_DATA, Optional.empty());

        assertThat(statement.refusals()).isEmpty();
        assertThat(statement.text())
                .contains("did not include the user name, password, Social Security number, financial account number"
                        + " or credit or debit card number")
                .contains("password in 1 request");
    }

    @Test
    void one_element_that_was_sent_refuses_the_whole_statement() {
        giveTheSiteAll();
        send("https://www.facebook.com/tr/?id=1234567890123456&ev=Lead&cd[x]=" + value(PersonaField.SSN));

        Attestation.Statement statement = attestation().absenceOf(Attestation.ACCOUNT_DATA, Optional.empty());

        assertThat(statement.carried()).isFalse();
        assertThat(statement.text()).isEmpty();
        assertThat(statement.refusals()).singleElement().asString().startsWith("Social Security number: it was sent.");
    }

    @Test
    void what_was_never_typed_can_not_be_stated() {
        send("https://www.facebook.com/tr/?id=1234567890123456&ev=PageView");

        assertThat(attestation()
                        .absenceOf(List.of(DataElement.PASSWORD), Optional.empty())
                        .refusals())
                .singleElement()
                .asString()
                .contains("cannot be told")
                .contains("never gave the site one");
    }

    @Test
    void without_a_persona_nothing_that_takes_one_can_be_stated() {
        giveTheSiteAll();
        send("https://www.facebook.com/tr/?id=1234567890123456&ev=PageView");
        persona = Optional.empty();

        assertThat(attestation()
                        .absenceOf(Attestation.ACCOUNT_DATA, Optional.empty())
                        .refusals())
                .hasSize(5);
    }

    @Test
    void a_body_that_can_not_be_read_refuses_it_for_its_vendor_alone() {
        giveTheSiteAll();
        send("https://www.facebook.com/tr/?id=1234567890123456&ev=PageView");
        byte[] opaque = new byte[4000];
        new Random(5).nextBytes(opaque);
        exchange("POST", "https://www.unheardof.example/x", Body.whole(Bytes.copyOf(opaque), "application/x-binary"));

        Attestation attestation = attestation();
        List<DataElement> password = List.of(DataElement.PASSWORD);

        assertThat(attestation.absenceOf(password, Optional.of(META)).carried()).isTrue();
        assertThat(attestation
                        .absenceOf(password, Optional.of("unheardof.example"))
                        .refusals())
                .singleElement()
                .asString()
                .contains("1 part of what it was sent could not be read (4000 bytes)");
        assertThat(attestation.absenceOf(password, Optional.empty()).carried()).isFalse();
        assertThat(attestation.seen().bytesOpaque()).isEqualTo(4000);
    }

    @Test
    void a_request_that_was_cut_off_before_its_end_refuses_it_for_its_vendor_though_no_byte_is_unread() {
        giveTheSiteAll();
        send("https://clinic.sc.omtrdc.net/b/ss/suite/1/JS-2.22.0/s12345?AQB=1&pageName=home&v1=a");

        Attestation attestation = attestation();

        assertThat(attestation.seen().bytesOpaque()).isZero();
        assertThat(attestation
                        .absenceOf(List.of(DataElement.PASSWORD), Optional.of("Adobe Inc."))
                        .refusals())
                .singleElement()
                .asString()
                .contains("1 part of what it was sent could not be read");
    }

    @Test
    void a_page_that_was_not_seen_refuses_it_for_every_vendor() {
        giveTheSiteAll();
        send("https://www.facebook.com/tr/?id=1234567890123456&ev=PageView");
        gaps.add(new BlindSpot(BlindSpot.Kind.PAGE_NOT_LOADED, "/x", "A page did not load.", true));

        assertThat(attestation()
                        .absenceOf(Attestation.ACCOUNT_DATA, Optional.of(META))
                        .refusals())
                .hasSize(5)
                .allMatch(refusal -> refusal.contains("incomplete in 1 place"));
    }

    @Test
    void a_body_that_was_not_seen_whole_refuses_it_for_its_vendor() {
        giveTheSiteAll();
        exchange(
                "POST",
                "https://www.facebook.com/tr/?id=1234567890123456&ev=PageView",
                new Body(Bytes.EMPTY, "text/plain", Body.State.UNSEEN));

        assertThat(attestation()
                        .absenceOf(List.of(DataElement.PASSWORD), Optional.of(META))
                        .refusals())
                .singleElement()
                .asString()
                .contains("1 body sent to it were not seen whole");
    }

    @Test
    void a_request_that_may_not_have_left_is_no_proof_of_absence() {
        giveTheSiteAll();
        String url = "https://www.facebook.com/tr/?id=1234567890123456&ev=Lead&x=" + value(PersonaField.USER_NAME);
        exchanges.add(exchange("GET", url, Body.NONE, Exchange.Delivery.UNKNOWN));

        assertThat(attestation()
                        .absenceOf(List.of(DataElement.USER_NAME), Optional.of(META))
                        .refusals())
                .singleElement()
                .asString()
                .contains("does not say whether they left");
    }

    @Test
    void a_vendor_that_received_nothing_is_not_known() {
        assertThatThrownBy(() -> attestation().absenceOf(Attestation.ACCOUNT_DATA, Optional.of("Nobody, Inc.")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void giveTheSiteAll() {
        StringBuilder form = new StringBuilder();
        for (PersonaField field : PersonaField.values()) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(field)
                    .append('=')
                    .append(value(field).replace("+", "%2B"));
        }
        exchange(
                "POST",
                "https://www.clinic.example/sign-up",
                Body.whole(Bytes.utf8(form.toString()), "application/x-www-form-urlencoded"));
    }

    private static String value(PersonaField field) {
        return ANNA.values().getOrDefault(field, List.of()).getFirst().reveal();
    }

    private void send(String url) {
        exchange("GET", url, Body.NONE);
    }

    private void exchange(String method, String url, Body body) {
        exchanges.add(exchange(method, url, body, Exchange.Delivery.SENT));
    }

    private Exchange exchange(String method, String url, Body body, Exchange.Delivery delivery) {
        return new Exchange(
                "e" + exchanges.size(),
                Instant.EPOCH,
                new Request(method, url, "HTTP/2", List.of(), body),
                Optional.empty(),
                List.of(),
                Context.unknown("r1"),
                delivery);
    }

    private Attestation attestation() {
        Capture.Summary summary = new Capture.Summary(
                List.of("https://www.clinic.example/"),
                "a test",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of(new Page(
                        "p1",
                        "r1",
                        "https://www.clinic.example/",
                        "",
                        Instant.EPOCH,
                        Page.Outcome.LOADED,
                        "",
                        Optional.empty(),
                        List.of())),
                gaps,
                0,
                persona);
        Capture capture = new Capture() {
            @Override
            public Summary summary() {
                return summary;
            }

            @Override
            public void forEach(Consumer<? super Exchange> reader) {
                exchanges.forEach(reader);
            }
        };
        return new Examiner(Policy.byDefault(), LocalDate.parse("2026-03-01"))
                .examine(capture)
                .attestation();
    }
}
