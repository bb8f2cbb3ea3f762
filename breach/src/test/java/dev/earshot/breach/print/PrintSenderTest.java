package dev.earshot.breach.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Fonts;
import dev.earshot.breach.document.Languages;
import dev.earshot.breach.document.PdfText;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.store.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintSenderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
    private static final Letter.Variant VARIANT = MadeUpLetters.variant("en", Languages.sample("en"), 2);
    private static final Composer COMPOSER =
            carried -> new Letter(VARIANT, Map.of("name", carried.getFirst().patient(), "own", "Own."));

    @TempDir
    Path folder;

    @Test
    void each_letter_is_in_one_batch_and_recorded_as_sent_with_its_page() throws IOException {
        Box box = new Box(notices(25));

        PrintSender.Account account = sender(box, 10, 1_000).send(_ -> {});

        assertThat(account.sent()).isEqualTo(25);
        assertThat(account.batches()).hasSize(3);
        assertThat(printed())
                .hasSize(25)
                .allSatisfy((_, times) -> assertThat(times).isOne());
        assertThat(box.outcomes).hasSize(25).allSatisfy((_, result) -> {
            assertThat(result.outcome()).isEqualTo(Outbox.Outcome.SENT);
            assertThat(result.answer()).matches("batch-\\d+-[0-9a-f]{32} page \\d+");
            assertThat(result.sha256()).hasSize(64);
        });
    }

    @Test
    void a_batch_has_at_most_its_pages_and_is_in_the_order_of_postal_codes() throws IOException {
        Box box = new Box(LongStream.rangeClosed(1, 9)
                .mapToObj(i -> MadeUpLetters.notice(
                        i, "Name " + i, List.of("1 Main Street"), "Springfield", "IL", "6270" + (9 - i), "US"))
                .toList());

        PrintSender.Account account = sender(box, 100, 6).send(_ -> {});

        assertThat(account.batches()).hasSize(3);
        assertThat(PdfText.pages(Files.readAllBytes(
                        folder.resolve(account.batches().getFirst()).resolve("letters.pdf"))))
                .hasSize(6)
                .first()
                .asString()
                .contains("IL 62700");
    }

    @Test
    void an_address_that_no_letter_reaches_is_refused_and_says_why_without_the_address() {
        Box box = new Box(List.of(
                MadeUpLetters.notice(1, "Ana Diaz", List.of(), "Springfield", "IL", "62701", "US"),
                MadeUpLetters.notice(2, "Ana Diaz", List.of("1 Main Street"), "", "", "", "US"),
                MadeUpLetters.notice(
                        3,
                        "Ana Diaz",
                        LongStream.range(0, 30).mapToObj(i -> "line " + i).toList(),
                        "Springfield",
                        "IL",
                        "62701",
                        "US"),
                MadeUpLetters.notice(4, "Ana Diaz", List.of("1 Main Street"), "Springfield", "ZZ", "62701", "US")));

        PrintSender.Account account = sender(box, 10, 1_000).send(_ -> {});

        assertThat(account.sent()).isOne();
        assertThat(account.refused())
                .containsOnlyKeys("address: no-street", "address: no-place", "address: too-long-for-the-window");
        assertThat(account.doubtful()).containsEntry("unknown-state", 1L);
        assertThat(box.outcomes.values().stream().map(Outbox.Result::answer))
                .noneMatch(answer -> answer.contains("Ana"));
    }

    @Test
    void a_name_that_cannot_be_printed_is_refused_with_the_notice_and_the_code_point() {
        Box box = new Box(List.of(MadeUpLetters.notice(7, "สมชาย")));

        sender(box, 10, 1_000).send(_ -> {});

        Outbox.Result result = box.outcomes.values().iterator().next();
        assertThat(result.outcome()).isEqualTo(Outbox.Outcome.REFUSED);
        assertThat(result.answer()).startsWith("notice 7: unprintable: U+0E2A (Thai)");
        assertThat(printed()).isEmpty();
    }

    @Test
    void where_a_batch_cannot_be_written_its_letters_are_planned_again_and_nothing_is_left() throws IOException {
        Box box = new Box(notices(5));
        Files.writeString(folder.resolve("in the way"), "a file where the folder should be");
        Path file = folder.resolve("in the way");

        assertThatThrownBy(() -> new PrintSender(box, COMPOSER, book(10, 1_000), file, CLOCK).send(_ -> {}))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("run again");
        assertThat(box.outcomes).isEmpty();
    }

    @Test
    void a_composer_that_fails_leaves_no_letter_in_doubt() {
        Box box = new Box(notices(5));
        PrintSender failing = new PrintSender(
                box,
                _ -> {
                    throw new IllegalStateException("template");
                },
                book(10, 1_000),
                folder,
                CLOCK);

        assertThatThrownBy(() -> failing.send(_ -> {})).hasMessage("template");

        assertThat(box.claimed).isEmpty();
        assertThat(sender(box, 10, 1_000).send(_ -> {}).sent()).isEqualTo(5);
    }

    /// The run is broken off in the middle of a round and at calls of the outbox, before or after they took effect.
    @Test
    void a_run_that_is_killed_at_any_moment_loses_no_letter_and_doubles_none() throws IOException {
        for (int seed = 0; seed < 12; seed++) {
            Path own = Files.createDirectories(folder.resolve("seed-" + seed));
            Box box = new Box(notices(8));
            box.random = new Random(seed);
            int runs = 0;
            boolean done = false;
            while (!done) {
                runs++;
                box.mayBeKilled = runs < 6;
                try {
                    new PrintSender(box, box.killing(COMPOSER), book(3, 4), own, CLOCK).send(_ -> {});
                    done = true;
                } catch (Killed _) {
                    box.endRun();
                }
            }
            assertThat(box.outcomes).as("seed " + seed).hasSize(8);
            assertThat(printed(own))
                    .as("seed " + seed)
                    .hasSize(8)
                    .allSatisfy((_, times) -> assertThat(times).isOne());
        }
    }

    @Test
    void a_second_run_waits_its_turn() throws IOException {
        Box box = new Box(notices(3));
        PrintSender sender = sender(box, 10, 1_000);

        sender.send(_ -> assertThatThrownBy(
                        () -> sender(new Box(notices(1)), 10, 10).send(_ -> {}))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("another run"));

        assertThat(printed()).hasSize(3);
    }

    private PrintSender sender(Box box, int letters, int pages) {
        return new PrintSender(box, COMPOSER, book(letters, pages), folder, CLOCK);
    }

    private static LetterBook book(int letters, int pages) {
        PrintSettings usual = PrintSettings.usual(MadeUpLetters.SENDER);
        return new LetterBook(
                Fonts.shipped(),
                new PrintSettings(
                        pages, letters, usual.window(), usual.returnAddress(), true, usual.apart(), usual.order()));
    }

    private static List<Notice> notices(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(i -> MadeUpLetters.notice(i, "Name " + i))
                .toList();
    }

    private Map<String, Integer> printed() {
        return printed(folder);
    }

    /// How often each key is printed, as the manifests of finished batches say.
    private static Map<String, Integer> printed(Path folder) {
        Map<String, Integer> times = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path place : files.filter(file -> file.getFileName().toString().startsWith("batch-"))
                    .toList()) {
                Files.readAllLines(place.resolve("manifest.csv")).stream()
                        .skip(1)
                        .forEach(line -> times.merge(line.split(",", -1)[1], 1, Integer::sum));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return times;
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// An outbox in memory.
    private static final class Box implements Outbox {
        private final List<Claim> planned = new ArrayList<>();
        private final Map<Long, Claim> claimed = new TreeMap<>();
        private final Map<Long, Claim> doubtful = new TreeMap<>();
        private final Map<Long, Result> outcomes = new TreeMap<>();
        private Random random = new Random(0);
        private boolean mayBeKilled;

        Box(List<Notice> notices) {
            notices.forEach(notice -> planned.add(
                    new Claim(notice.id(), MadeUpLetters.key(notice.id()), Channel.PRINT, 1, List.of(notice))));
        }

        Composer killing(Composer composer) {
            return carried -> {
                mayKill();
                return composer.compose(carried);
            };
        }

        void endRun() {
            doubtful.putAll(claimed);
            claimed.clear();
        }

        @Override
        public List<Claim> claim(Channel channel, int most, Instant now) {
            mayKill();
            List<Claim> claims = List.copyOf(planned.subList(0, Math.min(most, planned.size())));
            planned.removeAll(claims);
            claims.forEach(claim -> claimed.put(claim.delivery(), claim));
            mayKill();
            return claims;
        }

        @Override
        public void record(List<Result> results) {
            mayKill();
            results.forEach(result -> close(result, claimed));
            mayKill();
        }

        @Override
        public List<Claim> inDoubt(Channel channel, int most, long afterDelivery) {
            return doubtful.values().stream()
                    .filter(claim -> claim.delivery() > afterDelivery)
                    .limit(most)
                    .toList();
        }

        @Override
        public void settle(List<Result> results, String rule) {
            mayKill();
            results.forEach(result -> close(result, doubtful));
            mayKill();
        }

        private void close(Result result, Map<Long, Claim> open) {
            Claim claim = open.remove(result.delivery());
            assertThat(claim).isNotNull();
            if (result.outcome() == Outcome.NOT_SENT && claim != null) {
                planned.add(claim);
            } else {
                assertThat(outcomes.put(result.delivery(), result)).isNull();
            }
        }

        private void mayKill() {
            if (mayBeKilled && random.nextInt(6) == 0) {
                throw new Killed();
            }
        }
    }
}
