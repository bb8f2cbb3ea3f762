package dev.earshot.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.Run;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What is said of whole captures, small ones made by hand.
class DisclosureAnalysisTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String EMAIL = "marisol.quentavik@mail.example";
    private static final String PAGE = "https://www.clinic.example/encyclopedia/asthma";

    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<BlindSpot> blindSpots = new ArrayList<>();
    private Optional<Persona> persona = Optional.of(new Persona(
            "p-1",
            Map.of(
                    PersonaField.EMAIL, List.of(Sensitive.of(EMAIL)),
                    PersonaField.PASSWORD, List.of(Sensitive.of("Xq7-horvanel-92!"))),
            Map.of()));

    @Test
    void an_email_in_a_request_to_a_third_party_is_a_proven_disclosure() {
        sent("https://pixel.unheardof.example/c?m=" + EMAIL.replace("@", "%40"));
        ScanResult result = examine();
        assertThat(told(result, DataElement.EMAIL)).singleElement().satisfies(disclosure -> {
            assertThat(disclosure.detection().basis()).isEqualTo(Basis.PROVEN);
            assertThat(disclosure.transmission().recipient().known()).isFalse();
            assertThat(disclosure.transmission().recipient().vendor()).isEqualTo("unheardof.example");
            assertThat(disclosure.zone()).isEqualTo("health-content");
        });
        assertThat(answer(result, DataElement.EMAIL).verdict()).isEqualTo(Answer.Verdict.SENT);
    }

    @Test
    void the_same_email_in_a_request_to_the_site_itself_is_none() {
        sent("https://portal.clinic.example/sign-in?m=" + EMAIL);
        assertThat(examine().transmissions()).isEmpty();
    }

    @Test
    void a_password_given_to_the_site_and_found_nowhere_else_was_not_sent() {
        signIn();
        sent("https://pixel.unheardof.example/c?page=1");
        assertThat(answer(examine(), DataElement.PASSWORD).verdict()).isEqualTo(Answer.Verdict.NOT_SENT);
    }

    @Test
    void a_password_that_was_never_given_cannot_be_told_of() {
        sent("https://pixel.unheardof.example/c?page=1");
        Answer answer = answer(examine(), DataElement.PASSWORD);
        assertThat(answer.verdict()).isEqualTo(Answer.Verdict.CANNOT_TELL);
        assertThat(answer.because()).contains("never gave the site one");
    }

    @Test
    void one_page_that_did_not_load_keeps_anything_from_being_not_sent() {
        signIn();
        blindSpots.add(new BlindSpot(BlindSpot.Kind.PAGE_NOT_LOADED, PAGE, "It did not answer.", true));
        ScanResult result = examine();
        assertThat(answer(result, DataElement.PASSWORD).verdict()).isEqualTo(Answer.Verdict.CANNOT_TELL);
        assertThat(result.incomplete()).isTrue();
    }

    @Test
    void a_body_that_nobody_can_read_keeps_anything_from_being_not_sent() {
        signIn();
        byte[] noise = new byte[400];
        new java.util.Random(7).nextBytes(noise);
        exchanges.add(exchange(
                "POST",
                "https://pixel.unheardof.example/c",
                Body.whole(Bytes.copyOf(noise), "application/octet-stream"),
                Exchange.Delivery.SENT));
        Answer answer = answer(examine(), DataElement.PASSWORD);
        assertThat(answer.verdict()).isEqualTo(Answer.Verdict.CANNOT_TELL);
        assertThat(answer.because()).contains("pixel.unheardof.example");
    }

    @Test
    void a_body_that_was_not_seen_is_told_and_leaves_the_scan_incomplete() {
        exchanges.add(exchange(
                "POST",
                "https://pixel.unheardof.example/c",
                new Body(Bytes.EMPTY, "", Body.State.UNSEEN),
                Exchange.Delivery.SENT));
        assertThat(examine().incomplete()).isTrue();
    }

    @Test
    void without_a_persona_nobody_can_say_that_a_password_was_not_sent() {
        persona = Optional.empty();
        sent("https://pixel.unheardof.example/c?page=1");
        assertThat(answer(examine(), DataElement.PASSWORD).because()).contains("no persona");
    }

    @Test
    void what_never_left_is_no_disclosure() {
        exchanges.add(exchange(
                "GET", "https://pixel.unheardof.example/c?m=" + EMAIL, Body.NONE, Exchange.Delivery.ATTEMPTED));
        ScanResult result = examine();
        assertThat(result.disclosures()).isEmpty();
        assertThat(result.transmissions()).hasSize(1);
    }

    @Test
    void what_may_have_left_is_no_disclosure_and_no_absence_either() {
        signIn();
        exchanges.add(
                exchange("GET", "https://pixel.unheardof.example/c?m=" + EMAIL, Body.NONE, Exchange.Delivery.UNKNOWN));
        ScanResult result = examine();
        assertThat(told(result, DataElement.EMAIL)).isEmpty();
        assertThat(answer(result, DataElement.EMAIL).verdict()).isEqualTo(Answer.Verdict.CANNOT_TELL);
    }

    @Test
    void a_vendor_behind_the_site_s_own_host_is_a_third_party() {
        sent("https://tags.clinic.example/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=page_view&dl=" + PAGE);
        assertThat(examine().transmissions()).singleElement().satisfies(transmission -> {
            assertThat(transmission.recipient().behind()).isEqualTo(Recipient.Behind.COVERED_ENTITYS_HOST);
            assertThat(transmission.recipient().vendor()).isEqualTo("Google LLC");
        });
    }

    @Test
    void software_that_anybody_can_run_on_the_site_s_own_host_is_a_question_and_no_disclosure() {
        sent("https://stats.clinic.example/matomo.php?idsite=1&rec=1&url=" + PAGE);
        ScanResult result = examine();
        assertThat(result.transmissions()).isEmpty();
        assertThat(result.blindSpots())
                .anySatisfy(blind -> assertThat(blind.where()).isEqualTo("stats.clinic.example"));
    }

    @Test
    void a_redirect_from_one_vendor_to_another_is_onward_sharing() {
        exchanges.add(new Exchange(
                "e1",
                NOON,
                new Request("GET", "https://match.adsrvr.org/track/cmf/generic?ttd_pid=a", "h2", List.of(), Body.NONE),
                Optional.of(new Response(
                        302, "", List.of(), Optional.of("https://ib.adnxs.com/setuid?entity=1&code=abc"), "", 0)),
                List.of(),
                context(),
                Exchange.Delivery.SENT));
        sent("https://ib.adnxs.com/setuid?entity=1&code=abc");
        assertThat(examine().transmissions().getLast().sharedFrom()).contains("The Trade Desk, Inc.");
    }

    @Test
    void one_event_told_to_two_endpoints_is_one_occasion() {
        String event = "?txn_id=abcde&events=%5B%5B%22pageview%22%2C%7B%7D%5D%5D&bci=1&eci=1&pl_id=77&tw_document_href="
                + PAGE;
        sent("https://t.co/1/i/adsct" + event);
        sent("https://analytics.twitter.com/1/i/adsct" + event);
        assertThat(examine().transmissions().stream()
                        .map(Transmission::occasion)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void judged_again_the_same_capture_gives_the_same_result() {
        signIn();
        sent("https://pixel.unheardof.example/c?m=" + EMAIL);
        assertThat(examine()).isEqualTo(examine());
    }

    private void signIn() {
        exchanges.add(exchange(
                "POST",
                "https://portal.clinic.example/sign-in",
                Body.whole(
                        Bytes.utf8("user=" + EMAIL + "&password=Xq7-horvanel-92%21"),
                        "application/x-www-form-urlencoded"),
                Exchange.Delivery.SENT));
    }

    private void sent(String url) {
        exchanges.add(exchange("GET", url, Body.NONE, Exchange.Delivery.SENT));
    }

    private Exchange exchange(String method, String url, Body body, Exchange.Delivery delivery) {
        return new Exchange(
                "e" + (exchanges.size() + 1),
                NOON.plusSeconds(exchanges.size()),
                new Request(method, url, "h2", List.of(new Header("content-type", body.mimeType())), body),
                Optional.of(new Response(200, "", List.of(), Optional.empty(), "", 0)),
                List.of(),
                context(),
                delivery);
    }

    private static Context context() {
        return new Context(
                "ignore",
                Optional.of("p1"),
                PAGE,
                PAGE,
                Context.Target.PAGE,
                "image",
                List.of(),
                Context.Consent.UNKNOWN,
                Context.SignedIn.NO,
                Set.of(Context.Witness.NET_LOG),
                Optional.empty());
    }

    private ScanResult examine() {
        Capture.Summary summary = new Capture.Summary(
                List.of("https://www.clinic.example/"),
                "Earshot test",
                "",
                NOON,
                NOON,
                List.of(new Run("ignore", Run.ConsentMode.IGNORE, "")),
                List.of(),
                blindSpots,
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
        return new Examiner(Policy.byDefault(), LocalDate.of(2026, 3, 1)).examine(capture);
    }

    private static List<Disclosure> told(ScanResult result, DataElement element) {
        return result.disclosures().stream()
                .filter(disclosure -> disclosure.detection().element() == element)
                .toList();
    }

    private static Answer answer(ScanResult result, DataElement element) {
        return result.answers().stream()
                .filter(answer -> answer.element() == element)
                .findFirst()
                .orElseThrow();
    }
}
