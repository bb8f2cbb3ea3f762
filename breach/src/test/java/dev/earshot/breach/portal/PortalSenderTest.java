package dev.earshot.breach.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import dev.earshot.breach.portal.MadeUpPortal.Fault;
import dev.earshot.breach.portal.PortalSettings.Patients;
import dev.earshot.breach.store.Outbox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PortalSenderTest {
    private static final Instant NOW = Instant.parse("2026-04-12T10:00:00Z");

    private final MadeUpPortal portal = new MadeUpPortal();
    private final MadeUpOutbox outbox = new MadeUpOutbox();

    @AfterEach
    void end() {
        portal.close();
    }

    /// Deliveries 1 to `count`, to the members M1, M2, ..., who are patients p1, p2, ... of the portal.
    private void planned(int count) {
        for (int i = 1; i <= count; i++) {
            portal.patients.put("M" + i, List.of("p" + i));
            outbox.due.add(claim(i));
        }
    }

    private static Outbox.Claim claim(long id) {
        Notice notice = new Notice(
                id,
                id,
                id,
                "M" + id,
                Role.SELF,
                "es",
                List.of(Channel.PORTAL),
                "us-ca",
                "Ana Doe",
                "Ana Doe",
                List.of("1 Main St"),
                "Springfield",
                "90001",
                "CA",
                "US",
                "",
                "exposed",
                List.of("Meta Platforms, Inc."),
                List.of("page-visited"),
                LocalDate.of(2024, 1, 1),
                LocalDate.of(2024, 2, 1));
        return new Outbox.Claim(id, String.format(Locale.ROOT, "%032x", id), Channel.PORTAL, 1, List.of(notice));
    }

    private PortalSettings settings(Patients patients) {
        return new PortalSettings(
                portal.base(),
                Optional.of("secret-token"),
                "https://clinic.example/notices",
                patients,
                "https://clinic.example/members",
                Optional.of("Organization/1"),
                2,
                Duration.ofSeconds(2),
                false);
    }

    private PortalSender sender(PortalSettings settings) {
        Document document = new Document(
                "Aviso",
                Locale.forLanguageTag("es"),
                List.of(new Block.Paragraph(List.of(new Span.Text("Estimada ", false), new Span.Slot("name", false)))));
        Letter.Variant variant = new Letter.Variant("v1", "Aviso", document);
        return new PortalSender(
                settings,
                outbox,
                carried -> new Letter(variant, Map.of("name", carried.getFirst().patient())),
                InstantSource.fixed(NOW));
    }

    private PortalSender.Tally send() {
        return sender(settings(Patients.BY_LOOKUP)).send();
    }

    @Test
    void a_notice_becomes_a_communication_of_its_patient() {
        planned(1);
        assertThat(send()).isEqualTo(new PortalSender.Tally(1, 0, 0, 0, 0));
        JsonNode json = portal.created.getFirst();
        assertThat(portal.wrong).isEmpty();
        assertThat(json.path("status").asString()).isEqualTo("completed");
        assertThat(json.path("language").asString()).isEqualTo("es");
        assertThat(json.path("subject").path("reference").asString()).isEqualTo("Patient/p1");
        assertThat(json.path("sender").path("reference").asString()).isEqualTo("Organization/1");
        assertThat(json.path("topic").path("text").asString()).isEqualTo("Aviso");
        assertThat(json.path("sent").asString()).isEqualTo("2026-04-12T10:00:00Z");
        assertThat(json.path("payload").path(0).path("contentString").asString())
                .contains("Estimada Ana Doe");
        assertThat(json.path("identifier").path(0).path("system").asString())
                .isEqualTo("https://clinic.example/notices");
    }

    @Test
    void the_member_id_may_stand_as_a_logical_reference() {
        planned(1);
        sender(settings(Patients.BY_IDENTIFIER)).send();
        JsonNode subject = portal.created.getFirst().path("subject");
        assertThat(subject.path("identifier").path("value").asString()).isEqualTo("M1");
        assertThat(subject.has("reference")).isFalse();
    }

    @Test
    void many_are_sent_once_each() {
        planned(150);
        assertThat(send().sent()).isEqualTo(150);
        assertThat(portal.created.stream()
                        .map(json ->
                                json.path("identifier").path(0).path("value").asString()))
                .hasSize(150)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_message_whose_answer_was_lost_is_found_and_not_sent_twice() {
        planned(3);
        portal.faults.add(new Fault(0, true, true, Map.of(), ""));
        assertThat(send().sent()).isEqualTo(3);
        assertThat(portal.created).hasSize(3);
    }

    @Test
    void a_message_that_was_lost_on_the_way_is_sent_later() {
        planned(1);
        portal.faults.add(new Fault(0, false, true, Map.of(), ""));
        assertThat(send().deferred()).isEqualTo(1);
        assertThat(outbox.result(1).again()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void a_gateway_that_gave_up_on_a_message_that_came_through_doubles_nobody() {
        planned(1);
        portal.faults.add(new Fault(504, true, false, Map.of(), ""));
        assertThat(send().sent()).isEqualTo(1);
        assertThat(portal.created).hasSize(1);
    }

    @Test
    void where_the_service_does_not_say_whether_it_has_the_message_it_stays_in_doubt() {
        planned(1);
        portal.searchStatus = 500;
        portal.faults.add(Fault.of(500));
        assertThat(send()).isEqualTo(new PortalSender.Tally(0, 0, 0, 0, 1));
        assertThat(outbox.recorded).isEmpty();
    }

    @Test
    void what_a_killed_run_left_is_settled_by_asking() {
        outbox.doubtful.add(claim(1));
        outbox.doubtful.add(claim(2));
        portal.patients.put("M1", List.of("p1"));
        outbox.due.add(claim(1));
        send();
        outbox.recorded.clear();
        send();
        assertThat(outbox.settled.get(1L)).isEqualTo(Outbox.Outcome.SENT);
        assertThat(outbox.settled.get(2L)).isEqualTo(Outbox.Outcome.NOT_SENT);
    }

    @Test
    void sending_again_with_the_same_key_creates_nothing() {
        planned(1);
        send();
        outbox.due.add(claim(1));
        assertThat(send().sent()).isEqualTo(1);
        assertThat(portal.created).hasSize(1);
    }

    @Test
    void a_service_that_asks_to_wait_is_left_alone_until_then() {
        planned(30);
        portal.faults.add(new Fault(429, false, false, Map.of("Retry-After", "120"), ""));
        PortalSender.Tally tally = send();
        assertThat(tally.deferred()).isPositive();
        assertThat(tally.sent() + tally.deferred()).isEqualTo(30);
        assertThat(outbox.recorded.values())
                .filteredOn(result -> result.outcome() == Outbox.Outcome.DEFERRED)
                .allMatch(result -> result.again().equals(NOW.plusSeconds(120)));
    }

    @Test
    void retry_after_is_seconds_or_a_date_and_bounded() {
        Duration otherwise = Duration.ofMinutes(1);
        assertThat(FhirService.again(Optional.of("5"), NOW, otherwise)).isEqualTo(NOW.plusSeconds(5));
        assertThat(FhirService.again(Optional.of("Sun, 12 Apr 2026 10:02:00 GMT"), NOW, otherwise))
                .isEqualTo(NOW.plusSeconds(120));
        assertThat(FhirService.again(Optional.of("999999999"), NOW, otherwise)).isEqualTo(NOW.plus(Duration.ofDays(1)));
        assertThat(FhirService.again(Optional.of("soon"), NOW, otherwise)).isEqualTo(NOW.plusSeconds(60));
        assertThat(FhirService.again(Optional.of("0"), NOW, otherwise)).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void a_message_that_is_refused_goes_to_the_next_channel_with_codes_and_without_the_servers_words() {
        planned(2);
        portal.faults.add(new Fault(422, false, false, Map.of(), """
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"Ana Doe"}]}"""));
        assertThat(send()).isEqualTo(new PortalSender.Tally(1, 1, 0, 0, 0));
        assertThat(outbox.recorded.values())
                .extracting(Outbox.Result::answer)
                .contains("422 (error/invalid)")
                .noneMatch(answer -> answer.contains("Ana"));
    }

    @Test
    void a_conflict_is_tried_again() {
        planned(1);
        portal.faults.add(Fault.of(409));
        assertThat(send().deferred()).isEqualTo(1);
    }

    @Test
    void several_messages_with_the_key_mean_that_it_is_there() {
        planned(1);
        portal.faults.add(Fault.of(412));
        assertThat(send().sent()).isEqualTo(1);
    }

    @Test
    void a_patient_whom_the_portal_does_not_have_or_has_twice_gets_the_next_channel() {
        planned(3);
        portal.patients.put("M1", List.of());
        portal.patients.put("M2", List.of("p2", "p2b"));
        assertThat(send()).isEqualTo(new PortalSender.Tally(1, 2, 0, 0, 0));
    }

    @Test
    void a_refused_token_ends_the_run_and_moves_nobody_on() {
        planned(5);
        for (int i = 0; i < 5; i++) {
            portal.faults.add(Fault.of(401));
        }
        assertThatThrownBy(this::send)
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("401")
                .hasMessageContaining("token")
                .hasMessageNotContaining("secret");
        assertThat(outbox.recorded.values())
                .isNotEmpty()
                .allMatch(result -> result.outcome() == Outbox.Outcome.NOT_SENT);
    }

    @Test
    void a_service_that_refuses_all_is_stopped_before_it_has_all() {
        planned(200);
        for (int i = 0; i < 200; i++) {
            portal.faults.add(Fault.of(422));
        }
        assertThatThrownBy(this::send).isInstanceOf(EarshotException.class).hasMessageContaining("in a row");
        assertThat(outbox.recorded).hasSize(20);
    }

    @Test
    void nothing_is_sent_where_a_message_might_be_doubled() {
        planned(1);
        portal.conditional = false;
        assertThatThrownBy(this::send).isInstanceOf(EarshotException.class).hasMessageContaining("conditional create");
        assertThat(portal.created).isEmpty();
    }

    @Test
    void a_service_that_is_not_there_is_said_to_be_unreachable() {
        planned(1);
        portal.close();
        assertThatThrownBy(this::send).isInstanceOf(EarshotException.class).hasMessageContaining("can't be reached");
        assertThat(outbox.recorded).isEmpty();
    }

    @Test
    void no_member_id_stands_in_an_address() {
        planned(2);
        send();
        assertThat(portal.asked).noneMatch(line -> line.contains("M1") || line.contains("M2"));
    }

    @Test
    void messages_about_patients_travel_encrypted() {
        assertThatThrownBy(() -> PortalSettings.of(
                        URI.create("http://fhir.clinic.example/r4"),
                        "https://clinic.example/notices",
                        "https://clinic.example/members"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("https");
        assertThat(settings(Patients.BY_LOOKUP).toString()).doesNotContain("secret");
    }

    /// An outbox in memory.
    private static final class MadeUpOutbox implements Outbox {
        private final List<Claim> due = new ArrayList<>();
        private final List<Claim> doubtful = new ArrayList<>();
        private final Map<Long, Result> recorded = new TreeMap<>();
        private final Map<Long, Outcome> settled = new TreeMap<>();

        Result result(long delivery) {
            return Objects.requireNonNull(recorded.get(delivery));
        }

        @Override
        public List<Claim> claim(Channel channel, int most, Instant now) {
            List<Claim> claims = List.copyOf(due.subList(0, Math.min(most, due.size())));
            due.removeAll(claims);
            return claims;
        }

        @Override
        public void record(List<Result> results) {
            results.forEach(result -> recorded.putIfAbsent(result.delivery(), result));
        }

        @Override
        public List<Claim> inDoubt(Channel channel, int most, long afterDelivery) {
            return doubtful.stream()
                    .filter(claim -> claim.delivery() > afterDelivery)
                    .limit(most)
                    .toList();
        }

        @Override
        public void settle(List<Result> results, String rule) {
            results.forEach(result -> settled.put(result.delivery(), result.outcome()));
        }
    }
}
