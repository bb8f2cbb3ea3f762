package dev.earshot.breach.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.journal.Verification;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.store.Outbox.Claim;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseStoreTest {
    static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String TEXTS = "ab".repeat(32);

    @TempDir
    Path folder;

    private Optional<String> url = Optional.empty();
    private CaseStore store;

    @BeforeEach
    void open() {
        url = TestDatabase.empty();
        store = CaseStore.open(folder, url, CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void plan(List<Notice> notices) throws IOException {
        load(notices.toArray(Notice[]::new));
        store.approve("Alex Approver", TEXTS);
    }

    private static Result result(Claim claim, Outcome outcome) {
        return new Result(claim.delivery(), outcome, "250 ok", "cd".repeat(32), NOW, NOW.plusSeconds(600));
    }

    @Test
    void a_plan_is_claimed_in_its_order_and_recorded() throws IOException {
        List<Notice> notices = LongStream.rangeClosed(1, 5)
                .mapToObj(id -> Notices.notice(id, Channel.EMAIL))
                .toList();
        plan(notices);
        Outbox outbox = store.outbox("first", TEXTS);
        List<Claim> claims = outbox.claim(Channel.EMAIL, 3, NOW);
        assertThat(claims).extracting(Claim::delivery).containsExactly(1L, 2L, 3L);
        assertThat(claims).flatExtracting(Claim::carried).isEqualTo(notices.subList(0, 3));
        outbox.record(claims.stream().map(claim -> result(claim, Outcome.SENT)).toList());
        assertThat(outbox.claim(Channel.EMAIL, 10, NOW))
                .extracting(Claim::delivery)
                .containsExactly(4L, 5L);
        assertThat(outbox.claim(Channel.EMAIL, 10, NOW)).isEmpty();
    }

    @Test
    void nothing_is_claimed_before_a_second_person_approved() throws IOException {
        load(Notices.notice(1, Channel.EMAIL));
        Outbox outbox = store.outbox("first", TEXTS);
        assertRefused(outbox, "Nobody but Pat Planner");
        assertThatThrownBy(() -> store.approve(" pat  PLANNER", TEXTS))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE));
        assertRefused(outbox, "Nobody but Pat Planner");
        store.approve("Alex Approver", TEXTS);
        assertThat(outbox.claim(Channel.EMAIL, 1, NOW)).hasSize(1);
    }

    @Test
    void an_approval_holds_for_no_other_texts_and_no_other_plan() throws IOException {
        plan(List.of(Notices.notice(1, Channel.EMAIL)));
        assertRefused(store.outbox("other texts", "00".repeat(32)), "approved of this plan with these texts");
        load(Notices.notice(1, Channel.PRINT));
        assertRefused(store.outbox("other plan", TEXTS), "approved of this plan with these texts");
    }

    @Test
    void nothing_is_claimed_without_a_plan() {
        assertRefused(store.outbox("first", TEXTS), "There is no plan");
    }

    @Test
    void nothing_is_claimed_while_the_case_is_paused_also_after_it_was_opened_again() throws IOException {
        plan(List.of(Notices.notice(1, Channel.EMAIL)));
        store.pause("Alex Approver", "the call center is closed");
        assertRefused(store.outbox("first", TEXTS), "paused");
        reopen();
        Outbox outbox = store.outbox("second", TEXTS);
        assertRefused(outbox, "paused");
        store.resume("Pat Planner", "it is open");
        assertThat(outbox.claim(Channel.EMAIL, 1, NOW)).hasSize(1);
    }

    @Test
    void what_is_claimed_when_a_case_is_paused_can_still_be_recorded() throws IOException {
        Outbox outbox = sending(Notices.notice(1, Channel.EMAIL));
        List<Claim> claims = outbox.claim(Channel.EMAIL, 1, NOW);
        store.pause("Alex Approver", "stop");
        outbox.record(List.of(result(claims.getFirst(), Outcome.SENT)));
        assertThat(states()).containsExactly("1 email sent");
    }

    private static void assertRefused(Outbox outbox, String why) {
        assertThatThrownBy(() -> outbox.claim(Channel.EMAIL, 1, NOW))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE))
                .hasMessageContaining(why);
    }

    @Test
    void a_sent_delivery_stays_sent_whatever_else_is_recorded() throws IOException {
        Outbox outbox = sending(Notices.notice(1, Channel.EMAIL, Channel.PRINT));
        Claim claim = outbox.claim(Channel.EMAIL, 1, NOW).getFirst();
        outbox.record(List.of(result(claim, Outcome.SENT), result(claim, Outcome.REFUSED)));
        for (Outcome outcome : Outcome.values()) {
            outbox.record(List.of(result(claim, outcome)));
            outbox.settle(List.of(result(claim, outcome)), "a rule");
        }
        assertThat(states()).containsExactly("1 email sent");
        assertThat(kinds()).endsWith("claimed", "recorded");
    }

    @Test
    void a_refused_delivery_goes_to_the_next_channel_with_another_key() throws IOException {
        Outbox outbox = sending(Notices.notice(1, Channel.EMAIL, Channel.PORTAL, Channel.PRINT));
        Claim email = outbox.claim(Channel.EMAIL, 1, NOW).getFirst();
        outbox.record(List.of(result(email, Outcome.REFUSED)));
        assertThat(states()).containsExactly("1 email refused", "2 portal planned");
        assertThat(outbox.claim(Channel.EMAIL, 1, NOW)).isEmpty();
        Claim portal = outbox.claim(Channel.PORTAL, 1, NOW).getFirst();
        assertThat(portal.key()).hasSize(32).isNotEqualTo(email.key());
        assertThat(portal.carried()).isEqualTo(email.carried());
        outbox.record(List.of(result(portal, Outcome.REFUSED)));
        assertThat(states()).containsExactly("1 email refused", "2 portal refused", "3 print planned");
    }

    @Test
    void who_was_refused_on_every_channel_counts_toward_substitute_notice() throws IOException {
        Outbox outbox = sending(
                Notices.notice(1, Channel.EMAIL),
                Notices.notice(2, 1, Channel.EMAIL),
                Notices.notice(3, Channel.EMAIL),
                Notices.notice(4));
        assertThat(people()).containsExactly("us-ca open 2", "us-ca unreachable 1", "us-or open 1");
        outbox.record(List.of(result(outbox.claim(Channel.EMAIL, 1, NOW).getFirst(), Outcome.REFUSED)));
        assertThat(people()).containsExactly("us-ca unreachable 3", "us-or open 1");
    }

    @Test
    void a_deferred_delivery_is_claimed_again_when_it_is_due_with_the_same_key() throws IOException {
        Outbox outbox = sending(Notices.notice(1, Channel.EMAIL), Notices.notice(2, Channel.EMAIL));
        Claim first = outbox.claim(Channel.EMAIL, 1, NOW).getFirst();
        outbox.record(List.of(result(first, Outcome.DEFERRED)));
        assertThat(outbox.claim(Channel.EMAIL, 5, NOW.plusSeconds(599)))
                .extracting(Claim::delivery)
                .containsExactly(2L);
        Claim second = outbox.claim(Channel.EMAIL, 5, NOW.plusSeconds(600)).getFirst();
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(List.of(first.attempt(), second.attempt())).containsExactly(1, 2);
    }

    @Test
    void what_is_known_not_to_have_left_is_planned_again() throws IOException {
        Outbox outbox = sending(Notices.notice(1, Channel.EMAIL), Notices.notice(2, Channel.EMAIL));
        List<Claim> claims = outbox.claim(Channel.EMAIL, 2, NOW);
        outbox.record(List.of(result(claims.get(0), Outcome.NOT_SENT), result(claims.get(1), Outcome.SENT)));
        assertThat(outbox.claim(Channel.EMAIL, 2, NOW))
                .extracting(Claim::key)
                .containsExactly(claims.get(0).key());
    }

    @Test
    void claims_of_a_run_that_ended_are_in_doubt_and_only_a_settlement_ends_that() throws IOException {
        Outbox first = sending(
                Notices.notice(1, Channel.EMAIL), Notices.notice(2, Channel.EMAIL), Notices.notice(3, Channel.EMAIL));
        List<Claim> claims = first.claim(Channel.EMAIL, 2, NOW);
        assertThat(first.inDoubt(Channel.EMAIL, 9, 0)).isEmpty();
        reopen();
        Outbox second = store.outbox("second", TEXTS);
        assertThat(second.inDoubt(Channel.EMAIL, 9, 0)).isEqualTo(claims);
        assertThat(second.inDoubt(Channel.EMAIL, 1, 0)).isEqualTo(claims.subList(0, 1));
        assertThat(second.inDoubt(Channel.EMAIL, 9, 1)).isEqualTo(claims.subList(1, 2));
        assertThat(second.inDoubt(Channel.PRINT, 9, 0)).isEmpty();
        assertThat(second.claim(Channel.EMAIL, 9, NOW))
                .extracting(Claim::delivery)
                .containsExactly(3L);
        second.record(List.of(result(claims.get(0), Outcome.NOT_SENT)));
        assertThat(second.inDoubt(Channel.EMAIL, 9, 0)).isEqualTo(claims);
        second.settle(
                List.of(result(claims.get(0), Outcome.SENT), result(claims.get(1), Outcome.NOT_SENT)),
                "asked the server");
        assertThat(second.inDoubt(Channel.EMAIL, 9, 0)).isEmpty();
        assertThat(states()).containsExactly("1 email sent", "2 email planned", "3 email claimed");
        assertThat(kinds()).endsWith("settled");
    }

    @Test
    void a_run_that_has_ended_claims_no_more_and_its_claims_are_in_doubt() throws IOException {
        Outbox first = sending(Notices.notice(1, Channel.EMAIL));
        List<Claim> claims = first.claim(Channel.EMAIL, 2, NOW);
        store.ended(first);
        assertThatThrownBy(() -> first.claim(Channel.EMAIL, 1, NOW)).isInstanceOf(IllegalStateException.class);
        assertThat(store.outbox("second", TEXTS).inDoubt(Channel.EMAIL, 9, 0)).isEqualTo(claims);
    }

    @Test
    void a_households_letter_carries_all_of_it() throws IOException {
        Outbox outbox = sending(
                Notices.notice(1, Channel.PRINT),
                Notices.notice(2, Channel.PRINT),
                Notices.notice(3, 1, Channel.PRINT),
                Notices.notice(4, 1));
        List<Claim> claims = outbox.claim(Channel.PRINT, 9, NOW);
        assertThat(claims)
                .extracting(claim -> claim.carried().stream().map(Notice::id).toList())
                .containsExactly(List.of(1L, 3L, 4L), List.of(2L));
        outbox.record(List.of(result(claims.getFirst(), Outcome.SENT)));
        assertThat(people()).containsExactly("us-ca open 1", "us-ca told 2", "us-or told 1");
    }

    @Test
    void a_bounce_after_sending_goes_to_the_next_channel_once() throws IOException {
        Claim claim = sent(Notices.notice(1, Channel.EMAIL, Channel.PRINT), Channel.EMAIL);
        assertThat(store.later(List.of(later(claim, Later.Event.BOUNCED), later(claim, Later.Event.BOUNCED))))
                .isEqualTo(1);
        assertThat(store.later(List.of(later(claim, Later.Event.BOUNCED), later(claim, Later.Event.DELIVERED))))
                .isZero();
        assertThat(states()).containsExactly("1 email bounced", "2 print planned");
        assertThat(people()).containsExactly("us-ca open 1");
    }

    @Test
    void what_was_delivered_can_bounce_yet_and_what_was_never_sent_can_not() throws IOException {
        Claim claim = sent(Notices.notice(1, Channel.EMAIL), Channel.EMAIL);
        assertThat(store.later(List.of(later(claim, Later.Event.DELIVERED)))).isEqualTo(1);
        assertThat(states()).containsExactly("1 email delivered");
        assertThat(store.later(List.of(later(claim, Later.Event.BOUNCED)))).isEqualTo(1);
        assertThat(people()).containsExactly("us-ca unreachable 1");
        assertThat(store.later(List.of(new Later(77, Later.Event.BOUNCED, "", NOW, Optional.empty()))))
                .isZero();
    }

    @Test
    void a_returned_letter_is_printed_again_for_the_new_address() throws IOException {
        Claim claim = sent(Notices.notice(1, Channel.PRINT), Channel.PRINT);
        store.later(List.of(new Later(
                claim.delivery(),
                Later.Event.RETURNED,
                "moved",
                NOW,
                Optional.of(new Later.Address(List.of("9 New Road"), "Shelbyville", "00001", "OR", "US")))));
        Claim again = store.outbox("second", TEXTS).claim(Channel.PRINT, 9, NOW).getFirst();
        assertThat(again.carried().getFirst().street()).containsExactly("9 New Road");
        assertThat(again.carried().getFirst().state()).isEqualTo("OR");
        assertThat(again.key()).isNotEqualTo(claim.key());
        assertThat(people()).containsExactly("us-ca open 1");
    }

    @Test
    void a_returned_letter_without_a_new_address_reaches_nobody() throws IOException {
        Claim claim = sent(Notices.notice(1, Channel.PRINT), Channel.PRINT);
        store.later(List.of(later(claim, Later.Event.RETURNED)));
        assertThat(states()).containsExactly("1 print returned");
        assertThat(people()).containsExactly("us-ca unreachable 1");
    }

    @Test
    void a_batch_that_the_printer_lost_is_sent_again_with_the_same_keys_and_a_reason() throws IOException {
        Claim claim = sent(Notices.notice(1, Channel.PRINT), Channel.PRINT);
        assertThat(store.sendAgain(List.of(claim.delivery(), 5L), "Alex Approver", "the truck burned"))
                .isEqualTo(1);
        Claim again = store.outbox("second", TEXTS).claim(Channel.PRINT, 9, NOW).getFirst();
        assertThat(again.key()).isEqualTo(claim.key());
        assertThat(store.sendAgain(List.of(claim.delivery()), "Alex Approver", "it is claimed now"))
                .isZero();
    }

    @Test
    void who_is_suppressed_is_not_told_also_by_a_later_plan() throws IOException {
        plan(List.of(Notices.notice(1, Channel.EMAIL), Notices.notice(2, Channel.EMAIL)));
        store.suppress(List.of(1001L), "Alex Approver", "asked not to be written to");
        assertThat(states()).containsExactly("1 email suppressed", "2 email planned");
        plan(List.of(Notices.notice(1, Channel.PRINT), Notices.notice(2, Channel.PRINT), Notices.notice(3, 1)));
        assertThat(states()).containsExactly("1 print planned", "2 print planned");
        Outbox outbox = store.outbox("first", TEXTS);
        assertThat(outbox.claim(Channel.PRINT, 1, NOW).getFirst().carried())
                .extracting(Notice::id)
                .containsExactly(3L);
        assertThat(people()).containsExactly("us-ca open 1", "us-ca suppressed 1", "us-or open 1");
    }

    @Test
    void a_claim_under_way_when_its_person_is_suppressed_is_not_tried_again() throws IOException {
        Outbox outbox = sending(
                Notices.notice(1, Channel.EMAIL, Channel.PRINT), Notices.notice(2, Channel.EMAIL, Channel.PRINT));
        List<Claim> claims = outbox.claim(Channel.EMAIL, 2, NOW);
        store.suppress(List.of(1001L, 1002L), "Alex Approver", "asked not to be written to");
        outbox.record(List.of(result(claims.get(0), Outcome.DEFERRED), result(claims.get(1), Outcome.REFUSED)));
        assertThat(states()).containsExactly("1 email suppressed", "2 email refused");
    }

    @Test
    void a_plan_is_not_replaced_once_anything_of_it_was_claimed() throws IOException {
        sending(Notices.notice(1, Channel.EMAIL)).claim(Channel.EMAIL, 1, NOW);
        assertThatThrownBy(() -> load(Notices.notice(1, Channel.PRINT))).hasMessageContaining("told twice");
    }

    @Test
    void a_plan_that_is_none_leaves_the_one_before() throws IOException {
        plan(List.of(Notices.notice(7, Channel.EMAIL)));
        Map<String, List<Notice>> wrong = Map.of(
                "an id twice", List.of(Notices.notice(1, Channel.EMAIL), Notices.notice(1, Channel.EMAIL)),
                "a lead that isn't there", List.of(Notices.notice(1, 5, Channel.EMAIL)),
                "or that another notice carries",
                        List.of(Notices.notice(1), Notices.notice(2, 1), Notices.notice(3, 2)),
                "a channels that is none", List.of(Notices.notice(1, Channel.EMAIL, Channel.EMAIL)));
        for (Map.Entry<String, List<Notice>> plan : wrong.entrySet()) {
            assertThatThrownBy(() -> load(plan.getValue().toArray(Notice[]::new)))
                    .isInstanceOfSatisfying(
                            EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE))
                    .hasMessageContaining(plan.getKey());
            assertThat(store.notices(1, 9)).containsExactly(Notices.notice(7, Channel.EMAIL));
        }
        assertThat(store.outbox("first", TEXTS).claim(Channel.EMAIL, 9, NOW)).hasSize(1);
    }

    @Test
    void a_plan_of_several_files_is_one_plan() throws IOException {
        store.load(
                Notices.write(
                        folder.resolve("plan/notices"),
                        List.of(Notices.notice(2, 3, Channel.PRINT)),
                        List.of(Notices.notice(3, Channel.PRINT), Notices.notice(1, Channel.PRINT))),
                "Pat Planner");
        assertThat(store.notices(1, 9)).extracting(Notice::id).containsExactly(1L, 2L, 3L);
        assertThat(store.plan().orElseThrow().deliveries()).isEqualTo(2);
    }

    @Test
    void a_key_leads_to_its_delivery() throws IOException {
        Outbox outbox = sending(Notices.notice(1, Channel.EMAIL), Notices.notice(2, Channel.EMAIL));
        Claim second = outbox.claim(Channel.EMAIL, 2, NOW).get(1);
        assertThat(store.deliveries(List.of(second.key(), "00".repeat(16)))).isEqualTo(Map.of(second.key(), 2L));
    }

    @Test
    void concurrent_runs_never_claim_the_same() throws Exception {
        plan(LongStream.rangeClosed(1, 500)
                .mapToObj(id -> Notices.notice(id, Channel.EMAIL))
                .toList());
        List<Long> claimed = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int run = 0; run < 4; run++) {
                Outbox outbox = store.outbox("run " + run, TEXTS);
                int most = 7 + run;
                runs.add(threads.submit(() -> {
                    for (List<Claim> claims = outbox.claim(Channel.EMAIL, most, NOW);
                            !claims.isEmpty();
                            claims = outbox.claim(Channel.EMAIL, most, NOW)) {
                        claims.forEach(claim -> claimed.add(claim.delivery()));
                        outbox.record(claims.stream()
                                .map(claim -> result(claim, Outcome.SENT))
                                .toList());
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertThat(claimed).hasSize(500).doesNotHaveDuplicates();
        assertThat(store.verify(Optional.empty()).whole()).isTrue();
    }

    @Test
    void the_database_refuses_to_change_its_journal() {
        for (String change : List.of(
                "UPDATE journal SET who = 'x' WHERE seq = 1",
                "DELETE FROM journal WHERE seq = 1",
                "TRUNCATE journal")) {
            assertThatThrownBy(() -> sql(change)).hasMessageContaining("append-only");
        }
    }

    @Test
    void an_entry_changed_in_the_database_behind_its_back_is_found() {
        store.journal().append("facts", "Pat Planner", Map.of("individuals", 5));
        store.journal().append("facts", "Pat Planner", Map.of("individuals", 6));
        store.close();
        sql("ALTER TABLE journal DISABLE TRIGGER append_only");
        sql("UPDATE journal SET body = replace(body, '5', '4') WHERE seq = 2");
        store = CaseStore.open(folder, url, CLOCK);
        assertThat(store.verify(Optional.empty()).fault())
                .contains(new Verification.Fault(2, "is another one in the database"));
        store.close();
        sql("UPDATE journal SET body = replace(body, '6', '7') WHERE seq = 3");
        assertThatThrownBy(() -> CaseStore.open(folder, url, CLOCK))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.TAMPERED))
                .hasMessageContaining("from entry 2 on");
    }

    @Test
    void a_file_that_a_crash_left_behind_is_caught_up() throws IOException {
        store.journal().append("facts", "Pat Planner", Map.of("individuals", 5));
        store.close();
        Path file = folder.resolve("journal.jsonl");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 30));
        store = CaseStore.open(folder, url, CLOCK);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void a_file_that_is_ahead_of_the_database_is_not_written_over() throws IOException {
        Path file = folder.resolve("journal.jsonl");
        store.close();
        byte[] before = Files.readAllBytes(file);
        store = CaseStore.open(folder, url, CLOCK);
        store.journal().append("facts", "Pat Planner", Map.of("individuals", 5));
        store.close();
        byte[] after = Files.readAllBytes(file);
        sql("ALTER TABLE journal DISABLE TRIGGER append_only");
        sql("DELETE FROM journal WHERE seq = 2");
        sql("ALTER TABLE journal ENABLE TRIGGER append_only");
        assertThatThrownBy(() -> CaseStore.open(folder, url, CLOCK))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.INCOMPLETE))
                .hasMessageContaining("earshot case restore");
        assertThat(Files.readAllBytes(file)).isEqualTo(after).isNotEqualTo(before);
        store = CaseStore.restore(folder, url, CLOCK);
        assertThat(kinds()).containsExactly("opened", "facts");
    }

    @Test
    void entries_of_some_kinds_are_read_in_their_order() {
        store.journal().append("facts", "Pat Planner", Map.of("individuals", 5));
        store.journal().append("done", "Pat Planner", Map.of("duty", "a"));
        store.journal().append("note", "Pat Planner", Map.of("text", "b"));
        store.journal().append("facts", "Pat Planner", Map.of("individuals", 6));
        List<String> read = new ArrayList<>();
        store.journal().read(Set.of("facts", "done"), entry -> read.add(entry.seq() + " " + entry.kind()));
        assertThat(read).containsExactly("2 facts", "3 done", "5 facts");
    }

    @Test
    void a_second_process_is_refused_and_may_look() {
        assertThatThrownBy(() -> CaseStore.open(folder, url, CLOCK))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE))
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        try (CaseStore reader = CaseStore.read(folder, url, CLOCK)) {
            assertThat(reader.journal().last()).isEqualTo(store.journal().last());
            assertThatThrownBy(() -> reader.pause("Alex Approver", "no")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_folder_without_its_journal_does_not_take_over_the_case_in_a_database(@TempDir Path other)
            throws IOException {
        store.close();
        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(() -> CaseStore.open(other, url, CLOCK)).hasMessageContaining("holds a case already");
        }
        Files.createFile(other.resolve("journal.jsonl"));
        store = CaseStore.open(other, url, CLOCK);
        assertThat(Files.readAllBytes(other.resolve("journal.jsonl")))
                .isEqualTo(Files.readAllBytes(folder.resolve("journal.jsonl")));
    }

    @Test
    void a_database_made_by_a_newer_earshot_is_left_alone() {
        store.close();
        sql("INSERT INTO schema_history SELECT 2, '9', 'newer', 'SQL', 'V9__newer.sql', 0, 'x', now(), 1, true");
        assertThatThrownBy(() -> CaseStore.open(folder, url, CLOCK))
                .hasMessageContaining("a newer one may have made them");
    }

    @Test
    void a_database_that_is_not_there_is_said_without_its_password() {
        assertThatThrownBy(() -> CaseStore.open(
                        folder, Optional.of("jdbc:postgresql://127.0.0.1:1/x?user=u&password=secret"), CLOCK))
                .hasMessageContaining("can't be reached")
                .hasMessageNotContaining("secret");
    }

    @Test
    void the_stores_own_entries_are_written_by_nobody_else() {
        assertThatThrownBy(() -> store.journal().append("approved", "Pat Planner", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void notices_print_no_names_or_addresses() {
        assertThat(Notices.notice(1, Channel.EMAIL).toString())
                .doesNotContain("Ada")
                .doesNotContain("member.example");
    }

    /// The whole of it: every table, rebuilt from journal and plan in another folder and database, has the same rows.
    @Test
    void a_case_is_rebuilt_from_its_journal_and_plan_alone(@TempDir Path other) throws IOException {
        load(Notices.notice(1, Channel.PRINT));
        plan(LongStream.rangeClosed(1, 60)
                .mapToObj(id -> id % 7 == 0
                        ? Notices.notice(id, id - 1, Channel.PRINT)
                        : Notices.notice(id, Channel.EMAIL, Channel.PRINT))
                .toList());
        Random random = new Random(5);
        for (int run = 0; run < 4; run++) {
            Outbox outbox = store.outbox("run " + run, TEXTS);
            for (Channel channel : List.of(Channel.EMAIL, Channel.PRINT)) {
                List<Claim> doubtful = outbox.inDoubt(channel, 4, 0);
                outbox.settle(
                        doubtful.stream()
                                .map(claim -> result(claim, outcome(random)))
                                .toList(),
                        "a rule");
                List<Claim> claims = outbox.claim(channel, 15, NOW.plusSeconds(1000L * run));
                outbox.record(claims.stream()
                        .filter(claim -> random.nextInt(6) > 0)
                        .map(claim -> result(claim, outcome(random)))
                        .toList());
                store.later(claims.stream()
                        .filter(claim -> random.nextInt(3) == 0)
                        .map(claim -> later(claim, List.of(Later.Event.values()).get(random.nextInt(3))))
                        .toList());
            }
            store.suppress(List.of(1000L + random.nextInt(60)), "Alex Approver", "asked");
            store.journal().append("facts", "Pat Planner", Map.of("run", run));
            store.sendAgain(List.of((long) random.nextInt(60)), "Alex Approver", "lost");
            store.ended(outbox);
        }
        store.pause("Alex Approver", "done");
        Files.createDirectories(other.resolve("plan"));
        Files.copy(folder.resolve("journal.jsonl"), other.resolve("journal.jsonl"));
        Notices.copy(folder.resolve("plan/notices"), other.resolve("plan/notices"));
        Optional<String> rebuilt = TestDatabase.empty();
        try (CaseStore restored = CaseStore.restore(other, rebuilt, CLOCK)) {
            assertThat(restored.id()).isEqualTo(store.id());
            for (String table : List.of("journal", "notice", "delivery", "run", "suppression")) {
                assertThat(rows(rebuilt, table)).as(table).isNotEmpty().isEqualTo(rows(url, table));
            }
            assertThat(restored.refusal(TEXTS)).isEqualTo(store.refusal(TEXTS));
        }
        assertThat(Files.readAllBytes(other.resolve("journal.jsonl")))
                .isEqualTo(Files.readAllBytes(folder.resolve("journal.jsonl")));
    }

    @Test
    void a_case_is_not_rebuilt_from_another_plan_or_a_changed_journal(@TempDir Path other) throws IOException {
        plan(List.of(Notices.notice(1, Channel.EMAIL)));
        store.pause("Alex Approver", "stop");
        Files.copy(folder.resolve("journal.jsonl"), other.resolve("journal.jsonl"));
        Notices.write(other.resolve("plan/notices"), List.of(Notices.notice(1, Channel.PRINT)));
        assertThatThrownBy(() -> CaseStore.restore(other, TestDatabase.empty(), CLOCK))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.TAMPERED));
        Files.writeString(
                other.resolve("journal.jsonl"),
                Files.readString(other.resolve("journal.jsonl")).replaceFirst("Alex", "Axel"));
        assertThatThrownBy(() -> CaseStore.restore(other, TestDatabase.empty(), CLOCK))
                .hasMessageContaining("entry 3");
    }

    private static Outcome outcome(Random random) {
        return List.of(Outcome.values()).get(random.nextInt(4));
    }

    private static Later later(Claim claim, Later.Event event) {
        return new Later(claim.delivery(), event, "550 no such user", NOW, Optional.empty());
    }

    private void load(Notice... notices) throws IOException {
        store.load(Notices.write(folder.resolve("plan/notices"), List.of(notices)), "Pat Planner");
    }

    private Outbox sending(Notice... notices) throws IOException {
        plan(List.of(notices));
        return store.outbox("first", TEXTS);
    }

    private Claim sent(Notice notice, Channel channel) throws IOException {
        Outbox outbox = sending(notice);
        Claim claim = outbox.claim(channel, 1, NOW).getFirst();
        outbox.record(List.of(result(claim, Outcome.SENT)));
        return claim;
    }

    private void reopen() {
        store.close();
        store = CaseStore.open(folder, url, CLOCK);
    }

    private List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        store.journal().read(1, entry -> kinds.add(entry.kind()));
        return kinds;
    }

    private List<String> people() {
        return store.people().stream()
                .map(count -> count.jurisdiction() + " " + count.standing() + " " + count.individuals())
                .toList();
    }

    private List<String> states() {
        return rows(url, "(SELECT id || ' ' || channel || ' ' || state AS row FROM delivery)").stream()
                .map(row -> row.replaceAll("[(\")]", ""))
                .toList();
    }

    private static List<String> rows(Optional<String> url, String table) {
        try (Connection connection = DriverManager.getConnection(url.orElseThrow());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT t::text FROM " + table + " t ORDER BY 1")) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sql(String sql) {
        try (Connection connection = DriverManager.getConnection(url.orElseThrow());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
