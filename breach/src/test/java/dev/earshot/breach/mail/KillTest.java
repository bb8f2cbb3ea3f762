package dev.earshot.breach.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.breach.store.Count;
import dev.earshot.breach.store.NoticeTable;
import dev.earshot.breach.store.TestDatabase;
import dev.earshot.investigate.table.ParquetTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A run of e-mail that is killed at random moments, into a real server that keeps what it took.
///
/// `-Dearshot.kills=100 -Dearshot.killed-notices=100000` is the whole proof, a quarter of an hour; without them it is a short one.
class KillTest {
    private static final int KILLS = Integer.getInteger("earshot.kills", 2);
    private static final int NOTICES = Integer.getInteger("earshot.killed-notices", 1_500);
    /// Bytes of the send log that a message takes, about.
    private static final int LOGGED = 200;

    @TempDir
    Path folder;

    @Test
    void a_run_killed_at_random_moments_sends_each_notice_exactly_once() throws Exception {
        assumeTrue(SmtpSink.isHere(), "Postfix's smtp-sink is not installed");
        long seed = Long.getLong("earshot.seed", System.nanoTime());
        Random random = new Random(seed);
        Path at = Files.createDirectory(folder.resolve("case"));
        Path sink = Files.createDirectory(folder.resolve("sink"));
        for (Path open : List.of(folder, sink)) {
            assertThat(open.toFile().setReadable(true, false)
                            && open.toFile().setExecutable(true, false)
                            && open.toFile().setWritable(true, false))
                    .isTrue();
        }
        Path dump = sink.resolve("dump");
        String database = TestDatabase.empty().orElseThrow();
        plan(at, database);
        int kills = 0;
        try (SmtpSink server = SmtpSink.start("-D", dump.toString())) {
            while (true) {
                Process sender = sender(at, database, server.port(), dump);
                if (kills == KILLS) {
                    String said = new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(sender.waitFor()).as(said).isZero();
                    break;
                }
                if (killed(sender, at, random)) {
                    kills++;
                } else {
                    assertThat(sender.exitValue()).isZero();
                    break;
                }
            }
        }
        List<String> ids = SmtpSink.messageIds(dump);
        assertThat(new HashSet<>(ids)).as("seed %d", seed).hasSize(NOTICES);
        assertThat(ids).as("seed %d", seed).hasSize(NOTICES);
        try (CaseStore store = CaseStore.read(at, Optional.of(database), Clock.systemUTC())) {
            assertThat(store.counts().stream()
                            .filter(count -> count.channel() == Channel.EMAIL
                                    && count.state().equals("sent"))
                            .mapToLong(Count::deliveries)
                            .sum())
                    .as("seed %d", seed)
                    .isEqualTo(NOTICES);
            System.out.println(NOTICES + " notices, " + kills + " kills, settled: " + settled(store));
        }
    }

    private static void plan(Path at, String database) throws IOException {
        Path notices = Files.createDirectories(at.resolve("plan/notices"));
        try (ParquetTable table =
                new ParquetTable(NoticeTable.COLUMNS, Files.newOutputStream(notices.resolve("0.parquet")))) {
            for (int i = 1; i <= NOTICES; i++) {
                NoticeTable.set(table, Mails.notice(i, "person" + i + "@mail" + i % 50 + ".example"));
                table.endRow();
            }
            table.finish();
        }
        try (CaseStore store = CaseStore.open(at, Optional.of(database), Clock.systemUTC())) {
            store.load(notices, "Avery Example");
            store.approve("Blake Example", KilledSender.TEXTS);
        }
    }

    private static Process sender(Path at, String database, int port, Path dump) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSender.class.getName(),
                        at.toString(),
                        database,
                        String.valueOf(port),
                        dump.toString())
                .redirectErrorStream(true)
                .start();
    }

    /// Kills after a random number of messages, or within a random time; false where it was done before.
    private static boolean killed(Process sender, Path at, Random random) throws IOException, InterruptedException {
        boolean byMessages = random.nextInt(5) > 0;
        long start = logged(at);
        long until = start + random.nextInt(2 * NOTICES / KILLS) * (long) LOGGED * 4 / 5;
        long end = System.nanoTime() + (byMessages ? 120_000_000_000L : random.nextInt(3_000) * 1_000_000L);
        while (sender.isAlive() && System.nanoTime() < end && (!byMessages || logged(at) <= until)) {
            Thread.sleep(random.nextInt(3));
        }
        Thread.sleep(random.nextInt(3), random.nextInt(999_999));
        boolean alive = sender.isAlive();
        sender.destroyForcibly();
        sender.waitFor();
        return alive;
    }

    private static long logged(Path at) throws IOException {
        Path folder = at.resolve("sending");
        if (!Files.exists(folder)) {
            return 0;
        }
        long size = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    /// How many deliveries were settled, by rule.
    private static Map<String, Integer> settled(CaseStore store) {
        Map<String, Integer> rules = new TreeMap<>();
        store.journal().read(1, entry -> {
            if (entry.kind().equals("settled")) {
                JsonNode body = JsonMapper.shared().readTree(entry.body());
                rules.merge(body.path("rule").asString(), body.path("results").size(), Integer::sum);
            }
        });
        return rules;
    }
}
