package dev.earshot.breach.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.store.Outbox;
import dev.earshot.breach.store.Outbox.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server can do wrong, and what then becomes of the messages.
@Timeout(20)
class MailFaultsTest {
    private static final Composer LETTER = Mails.composer(100);

    @TempDir
    Path folder;

    private final MemoryOutbox outbox = new MemoryOutbox();
    private Optional<MessageLookup> lookup = Optional.empty();

    @Test
    void who_is_greylisted_is_tried_again_later_and_nobody_else_is_held_up() throws IOException {
        plan(3);
        try (ScriptedServer server = new ScriptedServer((command, _) ->
                command.contains("person2@") ? "450 4.2.0 <person2@b.example>: Greylisted" : ScriptedServer.OBEY)) {
            assertThat(send(server, 1)).isEqualTo(new Tally(2, 0, 1, 0, 0, 0, ""));
        }
        Outbox.Result deferred = outbox.result(2L);
        assertThat(deferred.outcome()).isEqualTo(Outcome.DEFERRED);
        assertThat(deferred.answer()).isEqualTo("450 4.2.0 …: Greylisted");
        assertThat(Duration.between(deferred.at(), deferred.again()))
                .isCloseTo(Duration.ofMinutes(10), Duration.ofSeconds(1));
    }

    @Test
    void an_unknown_mailbox_is_refused_without_its_name_in_the_answer() throws IOException {
        plan(3);
        try (ScriptedServer server = new ScriptedServer((command, _) ->
                command.contains("person2@") ? "550 5.1.1 person2: no such user" : ScriptedServer.OBEY)) {
            assertThat(send(server, 1)).isEqualTo(new Tally(2, 1, 0, 0, 0, 0, ""));
            // What was refused ends with a message of nothing, where the server goes on all the same.
            assertThat(server.taken.stream().filter(content -> !content.isEmpty()))
                    .hasSize(2)
                    .noneMatch(content -> content.contains("person2@"));
        }
        assertThat(outbox.result(2L).answer()).isEqualTo("550 5.1.1 …: no such user");
    }

    @Test
    void a_message_refused_once_it_is_whole_is_refused() throws IOException {
        plan(1);
        try (ScriptedServer server = script(".", "554 5.6.0 no")) {
            assertThat(send(server, 1)).isEqualTo(new Tally(0, 1, 0, 0, 0, 0, ""));
        }
        assertThat(outbox.result(1L).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void a_busy_server_after_the_whole_message_defers_it() throws IOException {
        plan(1);
        try (ScriptedServer server = script(".", "452 4.3.1 disk full")) {
            assertThat(send(server, 1)).isEqualTo(new Tally(0, 0, 1, 0, 0, 0, ""));
        }
    }

    @Test
    void a_server_that_refuses_the_sender_has_refused_nobody() throws IOException {
        plan(20);
        try (ScriptedServer server = script("MAIL", "550 5.7.1 you may not")) {
            assertStops(server, "refuses the sender: 550 5.7.1 you may not");
        }
        assertThat(outbox.planned).hasSize(20);
        assertThat(outbox.ended).isEmpty();
    }

    @Test
    void a_server_that_refuses_everybody_is_not_believed() throws IOException {
        plan(50);
        MailSettings few = patient(Mails.settings(1, 1), 10);
        try (ScriptedServer server = script("RCPT", "554 5.7.1 Relay access denied")) {
            assertThatThrownBy(() -> sender(at(few, server)).send())
                    .isInstanceOf(EarshotException.class)
                    .hasMessageContaining("refused 10 messages in a row");
        }
        assertThat(outbox.count(Outcome.REFUSED)).isEqualTo(10);
        assertThat(outbox.planned).hasSize(40);
    }

    @Test
    void an_answer_that_never_comes_leaves_the_message_in_doubt_and_it_is_not_sent_again() throws IOException {
        plan(3);
        AtomicInteger messages = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((command, _) ->
                command.equals(".") && messages.incrementAndGet() == 1 ? ScriptedServer.HANG : ScriptedServer.OBEY)) {
            Tally tally = send(server, 1);
            assertThat(tally.sent()).isEqualTo(2);
            assertThat(tally.inDoubt()).isEqualTo(1);
            assertThat(tally.trouble()).contains("says nothing");
            assertThat(send(server, 1).inDoubt()).isEqualTo(1);
            assertThat(server.count("DATA")).isEqualTo(3);
        }
        assertThat(outbox.claimed).containsOnlyKeys(1L);
    }

    @Test
    void what_is_in_doubt_is_settled_by_the_rule_of_the_user() throws IOException {
        for (MailSettings.Doubt.Rule rule : MailSettings.Doubt.Rule.values()) {
            MemoryOutbox one = new MemoryOutbox();
            one.plan(Mails.claim(1, "person1@b.example"));
            AtomicInteger messages = new AtomicInteger();
            try (ScriptedServer server =
                    new ScriptedServer((command, _) -> command.equals(".") && messages.incrementAndGet() == 1
                            ? ScriptedServer.CLOSE
                            : ScriptedServer.OBEY)) {
                MailSettings settings = at(Mails.settings(1, 1), server);
                MailSettings decided = new MailSettings(
                        settings.server(),
                        settings.sender(),
                        settings.limits(),
                        settings.patience(),
                        settings.dkim(),
                        new MailSettings.Doubt(rule, Duration.ZERO));
                Tally tally = new MailSender(
                                decided, folder.resolve(rule.id()), Mails.parts(one, LETTER, Optional.empty()))
                        .send();
                switch (rule) {
                    case LEAVE -> assertThat(tally.inDoubt()).isEqualTo(1);
                    case SEND_AGAIN -> assertThat(one.count(Outcome.SENT)).isEqualTo(1);
                    case LETTER -> assertThat(one.count(Outcome.REFUSED)).isEqualTo(1);
                }
                assertThat(one.rules.get(1L))
                        .isEqualTo(rule == MailSettings.Doubt.Rule.LEAVE ? null : "in-doubt: " + rule.id());
            }
        }
    }

    @Test
    void a_message_whose_answer_was_lost_counts_as_sent_where_the_server_has_it() throws IOException {
        plan(4);
        AtomicInteger messages = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((command, _) ->
                command.equals(".") && messages.incrementAndGet() == 2 ? "KEEP CLOSE" : ScriptedServer.OBEY)) {
            lookup = Optional.of(ids -> kept(server, ids));
            assertThat(send(server, 1).inDoubt()).isZero();
            assertThat(server.taken).hasSize(4);
        }
        assertThat(outbox.count(Outcome.SENT)).isEqualTo(4);
        assertThat(outbox.rules).containsOnly(Map.entry(2L, "the server has its Message-ID"));
        assertThat(outbox.result(2L).sha256()).hasSize(64);
    }

    @Test
    void a_message_whose_answer_was_lost_is_sent_again_once_the_server_surely_does_not_have_it() throws IOException {
        plan(4);
        AtomicInteger messages = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((command, _) ->
                command.equals(".") && messages.incrementAndGet() == 2 ? ScriptedServer.CLOSE : ScriptedServer.OBEY)) {
            lookup = Optional.of(ids -> kept(server, ids));
            long start = System.nanoTime();
            assertThat(send(server, 1).inDoubt()).isZero();
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(200).toNanos());
            assertThat(server.taken).hasSize(4);
        }
        assertThat(outbox.count(Outcome.SENT)).isEqualTo(4);
        assertThat(outbox.rules.get(2L)).startsWith("the server does not have its Message-ID");
    }

    @Test
    void a_lookup_that_does_not_know_what_surely_was_sent_is_not_believed() throws IOException {
        plan(4);
        AtomicInteger messages = new AtomicInteger();
        lookup = Optional.of(_ -> Set.of());
        try (ScriptedServer server = new ScriptedServer((command, _) ->
                command.equals(".") && messages.incrementAndGet() == 2 ? "KEEP CLOSE" : ScriptedServer.OBEY)) {
            assertThat(send(server, 1).inDoubt()).isEqualTo(1);
            assertThat(server.taken).hasSize(4);
        }
        assertThat(outbox.claimed).containsOnlyKeys(2L);
    }

    @Test
    void claims_of_a_run_that_was_killed_before_it_began_them_are_sent() throws IOException {
        plan(3);
        outbox.claim(Channel.EMAIL, 2, Instant.EPOCH);
        outbox.end(outbox);
        try (ScriptedServer server = obedient()) {
            assertThat(send(server, 1).sent()).isEqualTo(3);
        }
        assertThat(outbox.rules).containsOnlyKeys(1L, 2L).containsValue("never begun, by the send log");
    }

    @Test
    void a_claim_without_a_line_is_in_doubt_where_the_machine_went_down_since() throws IOException {
        plan(2);
        outbox.claim(Channel.EMAIL, 1, Instant.EPOCH);
        outbox.end(outbox);
        Path logs = Files.createDirectories(folder.resolve("sending"));
        Files.writeString(logs.resolve("email-000001.log"), "earshot-send-log 1 2026-11-22T10:00:00Z another-start\n");
        try (ScriptedServer server = obedient()) {
            assertThat(send(server, 1)).isEqualTo(new Tally(1, 0, 0, 0, 1, 0, ""));
        }
    }

    @Test
    void an_answer_in_the_send_log_is_the_outcome_even_where_its_line_is_cut_off() throws IOException {
        plan(2);
        outbox.claim(Channel.EMAIL, 2, Instant.EPOCH);
        outbox.end(outbox);
        try (SendLog log = SendLog.start(folder.resolve("sending"), Mails.START)) {
            log.write(SendLog.begun(Mails.key(1), "ab") + SendLog.begun(Mails.key(2), "cd"));
            log.write("accepted " + Mails.key(1) + " 250 2.0");
        }
        try (ScriptedServer server = obedient()) {
            assertThat(send(server, 1).inDoubt()).isEqualTo(1);
            assertThat(server.taken).isEmpty();
        }
        assertThat(outbox.result(1L).answer()).isEqualTo("250 2.0");
        assertThat(outbox.result(1L).sha256()).isEqualTo("ab");
        assertThat(outbox.claimed).containsOnlyKeys(2L);
    }

    @Test
    void a_torn_line_counts_for_nothing() throws IOException {
        plan(1);
        outbox.claim(Channel.EMAIL, 1, Instant.EPOCH);
        outbox.end(outbox);
        try (SendLog log = SendLog.start(folder.resolve("sending"), Mails.START)) {
            log.write(SendLog.begun(Mails.key(1), "ab"));
            log.write("accepted " + Mails.key(1).substring(0, 20));
        }
        try (ScriptedServer server = obedient()) {
            assertThat(send(server, 1).inDoubt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "554 go away",
                "421 too many",
                "SSH-2.0-OpenSSH_9.2",
                "220-one\r\n250 two",
                "999 what",
                "22",
                "CLOSE",
                "HANG"
            })
    void a_server_that_does_not_greet_as_it_should_gets_nothing_and_the_run_stops(String greeting) throws IOException {
        plan(5);
        MailSettings usual = Mails.settings(1, 1);
        MailSettings hasty = new MailSettings(
                usual.server(),
                usual.sender(),
                usual.limits(),
                new MailSettings.Patience(
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        Duration.ofMillis(5),
                        3,
                        100,
                        Duration.ofMinutes(10),
                        14),
                usual.dkim(),
                usual.doubt());
        try (ScriptedServer server = script("CONNECT", greeting)) {
            assertThatThrownBy(() -> sender(at(hasty, server)).send())
                    .isInstanceOfSatisfying(
                            EarshotException.class,
                            e -> assertThat(e.code()).isEqualTo(EarshotException.Code.INCOMPLETE))
                    .hasMessageContaining("3 connections in a row failed")
                    .hasMessageContaining("run again");
        }
        assertThat(outbox.planned).hasSize(5);
    }

    @Test
    void nobody_at_the_address_stops_the_run_with_nothing_lost() throws IOException {
        plan(5);
        int port = SmtpSink.freePort();
        assertThatThrownBy(() -> sender(Mails.settings(port, 2)).send())
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("127.0.0.1:" + port);
        assertThat(outbox.planned).hasSize(5);
    }

    @Test
    void a_line_without_an_end_costs_no_memory() throws IOException {
        plan(1);
        try (ScriptedServer server = script("MAIL", "250 " + "x".repeat(50_000_000))) {
            assertThat(send(server, 1).deferred()).isEqualTo(1);
        }
    }

    @Test
    void answers_without_an_end_are_not_read_for_ever() throws IOException {
        plan(1);
        try (ScriptedServer server = script("EHLO", "250-more\r\n".repeat(100_000))) {
            assertStops(server, "sends nonsense");
        }
    }

    @Test
    void an_acceptance_before_the_message_is_no_acceptance() throws IOException {
        plan(1);
        try (ScriptedServer server = script("DATA", "354 go on\r\n250 2.0.0 Ok: took it")) {
            assertThat(send(server, 1).sent()).isZero();
        }
        assertThat(outbox.result(1L).outcome()).isEqualTo(Outcome.DEFERRED);
    }

    @Test
    void an_answer_to_a_message_that_means_nothing_leaves_it_in_doubt() throws IOException {
        for (String nonsense : List.of("354 go on", "hello", "250-unfinished\r\n999 what")) {
            MemoryOutbox one = new MemoryOutbox();
            one.plan(Mails.claim(1, "person1@b.example"));
            try (ScriptedServer server = script(".", nonsense)) {
                Tally tally = new MailSender(
                                at(Mails.settings(1, 1), server),
                                Files.createTempDirectory(folder, "log"),
                                Mails.parts(one, LETTER, Optional.empty()))
                        .send();
                assertThat(tally.inDoubt()).as(nonsense).isEqualTo(1);
                assertThat(server.count("DATA")).as(nonsense).isEqualTo(1);
            }
        }
    }

    @Test
    void a_server_that_closes_between_messages_is_connected_to_again() throws IOException {
        plan(30);
        AtomicInteger offers = new AtomicInteger();
        try (ScriptedServer server =
                new ScriptedServer((command, _) -> command.startsWith("MAIL") && offers.incrementAndGet() % 5 == 0
                        ? "421 4.4.2 closing"
                        : ScriptedServer.OBEY)) {
            assertThat(send(server, 2).sent()).isEqualTo(30);
            assertThat(server.taken).hasSize(30);
        }
    }

    @Test
    void a_server_without_pipelining_gets_one_command_at_a_time() throws IOException {
        plan(5);
        try (ScriptedServer server = script("EHLO", "250 mail.example")) {
            assertThat(send(server, 1).sent()).isEqualTo(5);
            assertThat(server.commands)
                    .containsSubsequence(
                            "DATA",
                            "MAIL FROM:<bounces+" + Mails.key(2) + "@clinic.example>",
                            "RCPT TO:<person2@b.example>",
                            "DATA");
        }
    }

    @Test
    void an_address_with_other_letters_goes_only_where_the_server_takes_it() throws IOException {
        outbox.plan(Mails.claim(1, "jürgen@bücher.example"));
        outbox.plan(Mails.claim(2, "jurgen@bücher.example"));
        try (ScriptedServer server = obedient()) {
            assertThat(send(server, 1).sent()).isEqualTo(2);
            assertThat(server.count("MAIL FROM:<bounces+" + Mails.key(1) + "@clinic.example> BODY=8BITMIME SMTPUTF8"))
                    .isEqualTo(1);
            assertThat(server.count("RCPT TO:<jurgen@xn--bcher-kva.example>")).isEqualTo(1);
        }
        outbox.plan(Mails.claim(3, "jürgen@bücher.example"));
        try (ScriptedServer server = script("EHLO", "250-mail.example\r\n250 PIPELINING")) {
            assertThat(send(server, 1).refused()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "@b.example",
                "a@b",
                "a b@c.example",
                "a@b@c.example",
                "a..b@c.example",
                ".a@c.example",
                "a@c.example\r\nRCPT TO:<x@d.example>",
                "a>@c.example",
                "a@-c.example",
                "a@c_d.example",
                "a@127.0.0.1",
                "a\u0000@c.example",
                "\"a\r\nb\"@c.example",
                "a@c..example",
                "a@c.example, d@e.example"
            })
    void what_is_no_address_never_reaches_the_server(String address) throws IOException {
        outbox.plan(Mails.claim(1, address));
        try (ScriptedServer server = obedient()) {
            assertThat(send(server, 1).refused()).isEqualTo(1);
            assertThat(server.commands).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a@b.example", " a@b.example ", "o'brien+tag@b.example", "\"a b\"@c.example", "a@b-c.example"})
    void what_is_an_address_does(String address) throws IOException {
        outbox.plan(Mails.claim(1, address));
        try (ScriptedServer server = obedient()) {
            assertThat(send(server, 1).sent()).isEqualTo(1);
        }
    }

    @Test
    void a_run_that_is_stopped_ends_what_it_began_and_plans_the_rest_again() throws Exception {
        plan(5_000);
        AtomicInteger messages = new AtomicInteger();
        MailSender[] sender = new MailSender[1];
        try (ScriptedServer server = new ScriptedServer((command, _) -> {
            if (command.equals(".") && messages.incrementAndGet() == 100) {
                sender[0].stop();
            }
            return ScriptedServer.OBEY;
        })) {
            sender[0] = sender(at(Mails.settings(1, 2), server));
            Tally tally = sender[0].send();
            assertThat(tally.sent()).isBetween(100L, 2_000L).isEqualTo(server.taken.size());
            assertThat(tally.inDoubt()).isZero();
        }
        assertThat(outbox.claimed).isEmpty();
        assertThat(outbox.planned.size() + outbox.ended.size()).isEqualTo(5_000);
    }

    @Test
    void no_more_go_to_one_domain_at_once_and_no_more_a_second_than_allowed() throws IOException {
        plan(30);
        MailSettings usual = Mails.settings(1, 6);
        MailSettings limited = new MailSettings(
                usual.server(),
                usual.sender(),
                new MailSettings.Limits(6, 100, 10, 50, Map.of("b.example", 1)),
                usual.patience(),
                usual.dkim(),
                usual.doubt());
        try (ScriptedServer server = obedient()) {
            long start = System.nanoTime();
            assertThat(sender(at(limited, server)).send().sent()).isEqualTo(30);
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(180).toNanos());
            assertThat(server.most.get()).isEqualTo(1);
        }
    }

    @Test
    void a_domain_that_defers_again_and_again_is_left_alone_for_a_while() throws IOException {
        for (int i = 1; i <= 200; i++) {
            outbox.plan(Mails.claim(i, "person" + i + (i % 2 == 0 ? "@busy.example" : "@b.example")));
        }
        try (ScriptedServer server = new ScriptedServer(
                (command, _) -> command.contains("@busy.example") ? "451 4.7.1 slow down" : ScriptedServer.OBEY)) {
            assertThat(send(server, 1)).isEqualTo(new Tally(100, 0, 100, 0, 0, 0, ""));
            assertThat(server.commands.stream().filter(line -> line.contains("@busy.example")))
                    .hasSizeLessThan(10);
        }
    }

    @Test
    void a_letter_that_cannot_be_composed_holds_up_nobody_else() throws IOException {
        plan(5);
        Composer broken = carried -> {
            if (carried.getFirst().id() == 3) {
                throw new IllegalStateException("broken");
            }
            return LETTER.compose(carried);
        };
        try (ScriptedServer server = obedient()) {
            Tally tally = new MailSender(
                            at(Mails.settings(1, 1), server),
                            folder.resolve("sending"),
                            Mails.parts(outbox, broken, Optional.empty()))
                    .send();
            assertThat(tally).isEqualTo(new Tally(4, 0, 1, 0, 0, 1, ""));
        }
    }

    @Test
    void without_a_send_log_nothing_is_sent() throws IOException {
        plan(1);
        Files.writeString(folder.resolve("sending"), "a file where the folder should be");
        try (ScriptedServer server = obedient()) {
            assertThatThrownBy(() -> send(server, 1))
                    .isInstanceOf(EarshotException.class)
                    .hasMessageContaining("send log");
            assertThat(server.commands).isEmpty();
        }
    }

    private void plan(int messages) {
        for (int i = 1; i <= messages; i++) {
            outbox.plan(Mails.claim(i, "person" + i + "@b.example"));
        }
    }

    private static ScriptedServer obedient() throws IOException {
        return new ScriptedServer((_, _) -> ScriptedServer.OBEY);
    }

    private static ScriptedServer script(String start, String answer) throws IOException {
        return new ScriptedServer((command, _) -> command.startsWith(start) ? answer : ScriptedServer.OBEY);
    }

    private Tally send(ScriptedServer server, int connections) {
        return sender(at(Mails.settings(1, connections), server)).send();
    }

    private MailSender sender(MailSettings settings) {
        return new MailSender(settings, folder.resolve("sending"), Mails.parts(outbox, LETTER, lookup));
    }

    private static MailSettings at(MailSettings settings, ScriptedServer server) {
        return new MailSettings(
                new MailSettings.Server("127.0.0.1", server.port(), MailSettings.Tls.NONE),
                settings.sender(),
                settings.limits(),
                settings.patience(),
                settings.dkim(),
                settings.doubt());
    }

    private static MailSettings patient(MailSettings settings, int refusals) {
        MailSettings.Patience usual = settings.patience();
        return new MailSettings(
                settings.server(),
                settings.sender(),
                settings.limits(),
                new MailSettings.Patience(
                        usual.connect(),
                        usual.answer(),
                        usual.taken(),
                        usual.betweenFailures(),
                        usual.failures(),
                        refusals,
                        usual.again(),
                        usual.attempts()),
                settings.dkim(),
                settings.doubt());
    }

    private void assertStops(ScriptedServer server, String because) {
        assertThatThrownBy(() -> send(server, 1))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.INCOMPLETE))
                .hasMessageContaining(because);
    }

    private static Set<String> kept(ScriptedServer server, Set<String> ids) {
        Set<String> having = new HashSet<>();
        synchronized (server) {
            for (String id : ids) {
                if (server.taken.stream().anyMatch(content -> content.contains("Message-ID: <" + id + ">"))) {
                    having.add(id);
                }
            }
        }
        return having;
    }
}
