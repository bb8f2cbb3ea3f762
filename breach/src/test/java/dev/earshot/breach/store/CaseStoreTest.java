package dev.earshot.breach.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.store.Outbox.Claim;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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
        store.load(Notices.write(folder.resolve("plan/notices"), notices), "Pat Planner");
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
        store.load(
                Notices.write(folder.resolve("plan/notices"), List.of(Notices.notice(1, Channel.EMAIL))),
                "Pat Planner");
        Outbox outbox = store.outbox("first", TEXTS);
        assertThatThrownBy(() -> outbox.claim(Channel.EMAIL, 1, NOW))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("Nobody but Pat Planner");
    }
}
