package dev.earshot.breach.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.store.Outbox.Claim;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is left where processes are killed. More rounds: `-Dearshot.kills=100`.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashTest {
    private static final int KILLS = Integer.getInteger("earshot.kills", 1);
    private static final int NOTICES = 600 + (200 * KILLS);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T10:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    /// The other side: a line for each delivery that left. Killed between any two steps, like a sender.
    static final class Sender {
        private Sender() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Path left = folder.resolve("left");
            try (CaseStore store = CaseStore.open(folder, Optional.empty(), CLOCK)) {
                Outbox outbox = store.outbox("run", "texts");
                settle(outbox, left);
                System.out.println("sending");
                for (List<Claim> claims = outbox.claim(Channel.EMAIL, 7, CLOCK.instant());
                        !claims.isEmpty();
                        claims = outbox.claim(Channel.EMAIL, 7, CLOCK.instant())) {
                    List<Result> results = new ArrayList<>();
                    for (Claim claim : claims) {
                        Files.writeString(
                                left,
                                claim.key() + "\n",
                                StandardCharsets.US_ASCII,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                        results.add(result(claim, Outcome.SENT));
                    }
                    outbox.record(results);
                }
            }
        }
    }

    private static Result result(Claim claim, Outcome outcome) {
        return new Result(claim.delivery(), outcome, "ok", "", CLOCK.instant(), CLOCK.instant());
    }

    /// Asks the other side after every claim in doubt.
    private static void settle(Outbox outbox, Path left) throws IOException {
        List<String> keys = Files.exists(left) ? Files.readAllLines(left) : List.of();
        outbox.settle(
                outbox.inDoubt(Channel.EMAIL, 1000, 0).stream()
                        .map(claim -> result(claim, keys.contains(claim.key()) ? Outcome.SENT : Outcome.NOT_SENT))
                        .toList(),
                "asked the other side");
    }

    private Process sender() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sender.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void killed_at_any_moment_nobody_is_lost_or_told_twice() throws Exception {
        try (CaseStore store = CaseStore.open(folder, Optional.empty(), CLOCK)) {
            store.load(
                    Notices.write(
                            folder.resolve("plan/notices"),
                            LongStream.rangeClosed(1, NOTICES)
                                    .mapToObj(id -> Notices.notice(id, Channel.EMAIL))
                                    .toList()),
                    "Pat Planner");
            store.approve("Alex Approver", "texts");
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            Process sender = sender();
            // Either in the middle of a run, or while the case is opened.
            if (kill % 4 != 3) {
                assertThat(sender.getInputStream().read()).isEqualTo('s');
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(kill % 4 == 3 ? 1500 : 400));
            sender.destroyForcibly().waitFor();
        }
        Process last = sender();
        assertThat(last.waitFor()).isZero();
        List<String> left = Files.readAllLines(folder.resolve("left"));
        Map<String, Integer> times = new HashMap<>();
        left.forEach(key -> times.merge(key, 1, Integer::sum));
        assertThat(times).as("seed " + seed).hasSize(NOTICES);
        assertThat(left).as("seed " + seed).doesNotHaveDuplicates();
        try (CaseStore store = CaseStore.read(folder, Optional.empty(), CLOCK)) {
            assertThat(store.counts()).allMatch(count -> count.state().equals("sent"));
            assertThat(store.verify(Optional.empty()).whole()).isTrue();
        }
    }

    @Test
    void a_server_that_was_killed_is_started_again_with_all_that_was_promised() throws Exception {
        long pid;
        CaseStore killed = CaseStore.open(folder, Optional.empty(), CLOCK);
        try {
            killed.journal().append("facts", "Pat Planner", Map.of("individuals", 5));
            pid = server();
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            server.destroyForcibly();
            server.onExit().get(1, TimeUnit.MINUTES);
            assertThatThrownBy(() -> killed.journal().append("facts", "Pat Planner", Map.of("individuals", 6)))
                    .isInstanceOfSatisfying(
                            EarshotException.class,
                            e -> assertThat(e.code()).isEqualTo(EarshotException.Code.INCOMPLETE));
        } finally {
            killed.close();
        }
        try (CaseStore store = CaseStore.open(folder, Optional.empty(), CLOCK)) {
            assertThat(store.journal().last().orElseThrow().body()).isEqualTo("{\"individuals\":5}");
            assertThat(server()).isNotEqualTo(pid);
        }
        assertThat(folder.resolve("database/server/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_pid_file_that_names_another_program_keeps_no_server_from_starting() throws Exception {
        CaseStore.open(folder, Optional.empty(), CLOCK).close();
        Path pid = folder.resolve("database/server/postmaster.pid");
        Files.writeString(pid, ProcessHandle.current().pid() + "\n/elsewhere\n0\n1\n");
        try (CaseStore store = CaseStore.open(folder, Optional.empty(), CLOCK)) {
            assertThat(server()).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(store.journal().last().orElseThrow().kind()).isEqualTo("opened");
        }
    }

    @Test
    void a_lost_database_is_said_and_rebuilt() throws Exception {
        try (CaseStore store = CaseStore.open(folder, Optional.empty(), CLOCK)) {
            store.journal().append("facts", "Pat Planner", Map.of("individuals", 5));
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("database/password"))))
                    .isEqualTo("rw-------");
        }
        Binaries.delete(folder.resolve("database"));
        assertThatThrownBy(() -> CaseStore.open(folder, Optional.empty(), CLOCK))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.INCOMPLETE))
                .hasMessageContaining("earshot case restore");
        try (CaseStore store = CaseStore.restore(folder, Optional.empty(), CLOCK)) {
            assertThat(store.journal().last().orElseThrow().body()).isEqualTo("{\"individuals\":5}");
        }
        Files.writeString(folder.resolve("database/server/PG_VERSION"), "14\n");
        assertThatThrownBy(() -> CaseStore.open(folder, Optional.empty(), CLOCK))
                .hasMessageContaining("PostgreSQL 14");
    }

    @Test
    void a_machine_for_which_there_is_no_postgresql_is_told_of_the_other_way() {
        assertThatThrownBy(() -> Binaries.unpacked(folder, "OpenVMS", "alpha"))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE))
                .hasMessageContaining("JDBC URL");
    }

    private long server() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("database/server/postmaster.pid"))
                .getFirst());
    }
}
