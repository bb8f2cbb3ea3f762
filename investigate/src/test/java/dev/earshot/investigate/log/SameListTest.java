package dev.earshot.investigate.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.table.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What must not change what comes out: the order and the split of files, their names, copies of them, the zone in
/// which times are written, the machine's zone and language, the number of threads.
class SameListTest {
    private static final int SEEDS = 6;
    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ENGLISH);

    @TempDir
    private Path folder;

    @Test
    void the_order_the_split_and_the_names_of_files_change_no_row() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Request> requests = requests(random, 400);
            List<String> rows = rows(logs("one" + seed).write("a.log", lines(requests, ZoneOffset.UTC)));
            assertThat(rows).as("seed %s", seed).hasSizeGreaterThan(200);

            List<Request> shuffled = new ArrayList<>(requests);
            Collections.shuffle(shuffled, random);
            LogFixture split = logs("split" + seed);
            for (int at = 0, file = 0; at < shuffled.size(); file++) {
                int end = Math.min(shuffled.size(), at + 1 + random.nextInt(90));
                byte[] part = LogFixture.bytes(lines(shuffled.subList(at, end), ZoneOffset.UTC));
                split.write(random.nextInt(1000) + "/" + file, file % 2 == 0 ? part : LogFixture.gzip(part));
                at = end;
            }
            assertThat(rows(split)).as("seed %s", seed).isEqualTo(rows);
        }
    }

    @Test
    void a_copy_of_a_file_changes_no_row_wherever_it_is() {
        List<Request> requests = requests(new Random(1), 100);
        String[] lines = lines(requests, ZoneOffset.UTC);
        LogFixture once =
                logs("once").write("a.log", lines).write("b.log", lines(requests(new Random(2), 50), ZoneOffset.UTC));
        List<List<Object>> rows = sorted(once);
        LogFixture twice = logs("twice")
                .write("z.log", lines)
                .write("b.log", lines(requests(new Random(2), 50), ZoneOffset.UTC))
                .write("0/copy.log", lines)
                .write("1/packed.gz", LogFixture.gzip(LogFixture.bytes(lines)));
        List<String> values = withoutNumbers(sorted(twice));
        assertThat(values).isEqualTo(withoutNumbers(rows));
    }

    @Test
    void the_zone_in_which_times_are_written_changes_no_row() {
        List<Request> requests = requests(new Random(3), 200);
        List<String> rows = rows(logs("utc").write("a.log", lines(requests, ZoneOffset.UTC)));
        for (String zone : List.of("America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe")) {
            assertThat(rows(logs("in" + zone.length() + zone.charAt(1))
                            .write("a.log", lines(requests, ZoneId.of(zone)))))
                    .as(zone)
                    .isEqualTo(rows);
        }
    }

    @Test
    void times_without_an_offset_give_the_same_rows_in_the_zone_they_are_of() {
        List<Request> requests = requests(new Random(4), 200);
        List<String> rows = rows(logs("offsets").write("a.log", lines(requests, ZoneOffset.UTC)));
        ZoneId zone = ZoneId.of("America/New_York");
        LogFixture local = logs("local");
        local.zone = zone;
        local.format = Optional.of("%h %l %u [%{%d/%b/%Y:%H:%M:%S}t] \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"");
        String[] lines = lines(requests, zone);
        for (int i = 0; i < lines.length; i++) {
            lines[i] = lines[i].replaceFirst(" [+-]\\d{4}]", "]");
        }
        assertThat(rows(local.write("a.log", lines))).isEqualTo(rows);
    }

    @Test
    void the_language_and_zone_of_the_machine_and_its_threads_change_no_row() {
        List<Request> requests = requests(new Random(5), 200);
        LogFixture logs = logs("here");
        logs.threads = 1;
        List<List<Object>> rows = sorted(logs.write("a.log", lines(requests, ZoneOffset.UTC)));
        Locale language = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String other : List.of("tr-TR", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(other));
                TimeZone.setDefault(TimeZone.getTimeZone(other.startsWith("tr") ? "Pacific/Apia" : "America/St_Johns"));
                LogFixture elsewhere = logs(other);
                elsewhere.threads = 4;
                elsewhere.rules = LogFixture.bots("INDEXBOT");
                assertThat(sorted(elsewhere.write("a.log", lines(requests, ZoneOffset.UTC))))
                        .isEqualTo(rows);
            }
        } finally {
            Locale.setDefault(language);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void every_line_is_accounted_for_whatever_is_in_it() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            String[] lines = lines(requests(random, 300), ZoneOffset.UTC);
            for (int i = 0; i < lines.length; i++) {
                if (random.nextInt(3) == 0) {
                    char[] letters = lines[i].toCharArray();
                    letters[random.nextInt(letters.length)] = (char) (32 + random.nextInt(95));
                    lines[i] = new String(letters).substring(0, 1 + random.nextInt(letters.length));
                }
            }
            FileAccount account = logs("broken" + seed).write("a.log", lines).only();
            assertThat(account.lines()).as("seed %s", seed).isEqualTo(lines.length);
            assertThat(account.used()).isBetween(50L, 300L);
        }
    }

    private LogFixture logs(String name) {
        LogFixture logs = new LogFixture(folder.resolve(name));
        logs.parameters = Set.of("q");
        return logs;
    }

    private record Request(Instant time, String address, String target, int status, String agent) {}

    private static List<Request> requests(Random random, int count) {
        List<Request> requests = new ArrayList<>();
        Instant time = Instant.parse("2025-03-09T05:00:00Z");
        for (int i = 0; i < count; i++) {
            time = time.plusSeconds(random.nextInt(400));
            requests.add(new Request(
                    time,
                    "192.0.2." + random.nextInt(20),
                    List.of(
                                    "/a",
                                    "/%61",
                                    "/b/../a",
                                    "/search?x=1&q=" + random.nextInt(5),
                                    "/i.PNG",
                                    "/İ;jsessionid=S" + i % 7)
                            .get(random.nextInt(6)),
                    random.nextInt(20) == 0 ? 404 : 200,
                    random.nextInt(9) == 0 ? "Indexbot/1" : "Mozilla/" + random.nextInt(4)));
        }
        return requests;
    }

    private static String[] lines(List<Request> requests, ZoneId zone) {
        return requests.stream()
                .map(request -> LogFixture.combined(
                        request.address(),
                        COMMON.format(request.time().atZone(zone)),
                        "GET " + request.target() + " HTTP/1.1",
                        request.status(),
                        request.agent()))
                .toArray(String[]::new);
    }

    /// What was asked when by whom, without the numbers of files and lines, sorted.
    private static List<String> rows(LogFixture logs) {
        logs.run();
        return withoutNumbers(logs.rows(Table.LINES), logs);
    }

    private static List<List<Object>> sorted(LogFixture logs) {
        logs.run();
        return logs.rows(Table.LINES).stream()
                .sorted((one, other) -> Long.compare((Long) one.getFirst(), (Long) other.getFirst()))
                .toList();
    }

    private static List<String> withoutNumbers(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.subList(1, row.size()).toString())
                .sorted()
                .toList();
    }

    private static List<String> withoutNumbers(List<List<Object>> rows, LogFixture logs) {
        TreeMap<Object, String> pages = new TreeMap<>();
        logs.rows(Table.PAGES)
                .forEach(page -> pages.put(page.getFirst(), page.subList(1, 5).toString()));
        return rows.stream()
                .map(row -> pages.get(row.get(2)) + row.subList(1, row.size()))
                .sorted()
                .toList();
    }
}
