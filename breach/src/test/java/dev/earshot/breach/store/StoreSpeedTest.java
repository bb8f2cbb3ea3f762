package dev.earshot.breach.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.store.Outbox.Claim;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import dev.earshot.investigate.table.ParquetTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// How fast a plan is loaded and its deliveries are recorded: `-Dearshot.notices=13400000`, on a quiet machine.
@EnabledIfSystemProperty(named = "earshot.notices", matches = "\\d+")
class StoreSpeedTest {
    @TempDir
    Path folder;

    @Test
    void a_large_plan_is_loaded_and_recorded_in_reasonable_time() throws IOException {
        int count = Integer.getInteger("earshot.notices");
        Path plan = Files.createDirectories(folder.resolve("plan/notices"));
        try (ParquetTable table =
                new ParquetTable(NoticeTable.COLUMNS, Files.newOutputStream(plan.resolve("0.parquet")))) {
            for (long id = 1; id <= count; id++) {
                NoticeTable.set(
                        table,
                        id % 5 == 0
                                ? Notices.notice(id, id - 1, Channel.EMAIL, Channel.PRINT)
                                : Notices.notice(id, Channel.EMAIL, Channel.PRINT));
                table.endRow();
            }
            table.finish();
        }
        try (CaseStore store = CaseStore.open(folder, Optional.empty(), Clock.systemUTC())) {
            long start = System.nanoTime();
            CaseStore.Plan loaded = store.load(plan, "Pat Planner");
            say("load", count, start);
            assertThat(loaded.notices()).isEqualTo(count);
            store.approve("Alex Approver", "texts");
            Outbox outbox = store.outbox("run", "texts");
            long claiming = 0;
            long recording = 0;
            long all = 0;
            while (true) {
                long before = System.nanoTime();
                List<Claim> claims = outbox.claim(Channel.EMAIL, 5000, Instant.EPOCH);
                claiming += System.nanoTime() - before;
                if (claims.isEmpty()) {
                    break;
                }
                all += claims.size();
                before = System.nanoTime();
                outbox.record(claims.stream()
                        .map(claim -> new Result(
                                claim.delivery(),
                                Outcome.SENT,
                                "250 2.0.0 Ok: queued as 4Xy" + claim.key().substring(0, 8),
                                claim.key() + claim.key(),
                                Instant.now(),
                                Instant.EPOCH))
                        .toList());
                recording += System.nanoTime() - before;
            }
            say("claim", all, System.nanoTime() - claiming);
            say("record", all, System.nanoTime() - recording);
            start = System.nanoTime();
            store.counts();
            say("counts", all, start);
            start = System.nanoTime();
            store.people();
            say("people", count, start);
            start = System.nanoTime();
            assertThat(store.deliveries(List.of(Ledger.key(store.id(), 1, "email", 1))))
                    .hasSize(1);
            say("deliveries by key", all, start);
            start = System.nanoTime();
            assertThat(store.verify(Optional.empty()).whole()).isTrue();
            say("verify", all, start);
        }
    }

    private static void say(String what, long count, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%s: %d in %.1f s, %.0f/s%n", what, count, seconds, count / seconds);
    }
}
