package dev.earshot.clinic.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PastAtScaleTest {
    private static final Scale SCALE = new Scale(5, 2_000, 9_000, 3);
    private static final Pattern LINE = Pattern.compile(
            "(\\S+) - (\\S+) \\[([^]]+)] \"(\\S+) (\\S+) HTTP/2\\.0\" (\\d+) \\d+ \"[^\"]*\" \"([^\"]*)\" (\\S+) \"([^\"]*)\"");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ROOT);

    @TempDir
    private static Path past;

    private static JsonNode truth;

    @BeforeAll
    static void write() throws IOException {
        new PastAtScale(SCALE).write(past, 2, 1, lines -> {});
        truth = new JsonMapper().readTree(past.resolve("truth.json").toFile());
    }

    @Test
    void the_truth_is_what_a_plain_count_of_the_files_gives() throws IOException {
        PlainCount count = new PlainCount();
        count.read(past);
        JsonNode funnel = truth.get("funnel");
        Map<String, Long> aside = new TreeMap<>();
        funnel.get("set-aside")
                .properties()
                .forEach(reason -> aside.put(reason.getKey(), reason.getValue().asLong()));
        assertThat(count.aside).isEqualTo(aside).hasSize(9);
        assertThat(count.used).isEqualTo(funnel.get("used").asLong());
        assertThat(count.lines).isEqualTo(funnel.get("lines").asLong());
        assertThat(count.unidentifiedVisits)
                .isEqualTo(funnel.get("unidentified-visits").asLong())
                .isPositive();
        assertThat(count.unidentifiedHits)
                .isEqualTo(funnel.get("unidentified-hits").asLong())
                .isPositive();
        Map<String, Long> totals = new TreeMap<>();
        for (Status status : Status.values()) {
            truth.get("totals")
                    .get(status.id())
                    .properties()
                    .forEach(dimension -> dimension
                            .getValue()
                            .properties()
                            .forEach(value -> totals.put(
                                    status.id() + " " + dimension.getKey() + " " + value.getKey(),
                                    value.getValue().asLong())));
        }
        assertThat(count.totals()).isEqualTo(totals);
        assertThat(totals).containsKeys("exposed all ", "cannot-tell all ", "not-exposed all ");
    }

    @Test
    void every_line_is_used_or_set_aside() {
        long aside = 0;
        for (JsonNode count : truth.get("funnel").get("set-aside")) {
            aside += count.asLong();
        }
        JsonNode funnel = truth.get("funnel");
        assertThat(funnel.get("used").asLong() + aside)
                .isEqualTo(funnel.get("lines").asLong());
        long named = 0;
        for (JsonNode count : funnel.get("used-by-identity")) {
            named += count.asLong();
        }
        assertThat(named).isEqualTo(funnel.get("used").asLong());
    }

    @Test
    void files_and_threads_change_neither_lines_nor_truth(@TempDir Path other) throws IOException {
        new PastAtScale(new Scale(5, 2_000, 9_000, 7)).write(other, 1, 6, lines -> {});
        assertThat(new JsonMapper().readTree(other.resolve("truth.json").toFile()))
                .isEqualTo(truth);
        assertThat(sorted(other)).isEqualTo(sorted(past));
    }

    @Test
    void another_seed_is_another_past(@TempDir Path other) throws IOException {
        new PastAtScale(new Scale(6, 2_000, 9_000, 3)).write(other, 2, 1, lines -> {});
        assertThat(sorted(other)).isNotEqualTo(sorted(past));
    }

    @Test
    void lines_are_in_the_order_of_their_seconds() throws IOException {
        Instant before = Instant.MIN;
        for (String line : lines(past.resolve("logs/access-00001.log.gz"))) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                Instant at = OffsetDateTime.parse(matcher.group(3), TIME).toInstant();
                assertThat(at).isAfterOrEqualTo(before);
                before = at;
            }
        }
    }

    @Test
    void a_member_has_exactly_the_visits_that_are_theirs() {
        Scale scale = new Scale(11, 300, 4_000, 1);
        Map<Integer, TreeSet<Long>> theirs = new HashMap<>();
        ScaledVisit visit = new ScaledVisit(scale);
        for (long number = 0; number < scale.visits(); number++) {
            visit.load(number);
            if (!visit.kind.isNobody() && !visit.kind.isSetAside()) {
                theirs.computeIfAbsent(visit.member, none -> new TreeSet<>()).add(number);
            }
        }
        for (int member = 0; member < scale.members(); member++) {
            TreeSet<Long> found = new TreeSet<>();
            List<Long> times = new ArrayList<>();
            visit.each(member, one -> {
                found.add(one.number);
                times.add(one.number);
            });
            assertThat(times).hasSameSizeAs(found);
            assertThat(found).isEqualTo(theirs.getOrDefault(member, new TreeSet<>()));
        }
    }

    @Test
    void a_shuffle_is_a_permutation_and_its_inverse_undoes_it() {
        for (long size : new long[] {1, 2, 3, 7, 64, 65, 1_000, 4_097}) {
            Shuffle shuffle = new Shuffle(size, size * 31);
            TreeSet<Long> all = new TreeSet<>();
            for (long number = 0; number < size; number++) {
                long there = shuffle.forward(number);
                assertThat(there).isBetween(0L, size - 1);
                assertThat(shuffle.inverse(there)).isEqualTo(number);
                all.add(there);
            }
            assertThat(all).hasSize((int) size);
        }
    }

    @Test
    void so_many_lines_as_asked_for_come_out_within_five_in_a_hundred(@TempDir Path other) throws IOException {
        PastAtScale.Made made =
                new PastAtScale(Scale.ofLines(3, 1_000, 60_000, 20_000)).write(other, 2, 1, lines -> {});
        assertThat(made.lines()).isBetween(57_000L, 63_000L);
        assertThat(made.bytes() / made.lines()).isBetween(290L, 330L);
        assertThat(made.exposed() + made.cannotTell() + made.notExposed()).isEqualTo(1_000);
    }

    @Test
    void a_scale_without_members_visits_or_with_empty_files_is_refused() {
        assertThatThrownBy(() -> new Scale(1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scale(1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scale(1, 1, 3, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> sorted(Path folder) throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            for (Path file : files.toList()) {
                all.addAll(lines(file));
            }
        }
        all.sort(null);
        return all;
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }

    /// The definition of an investigation's steps, followed to the letter over the files alone, as slowly as it likes.
    private static final class PlainCount {
        private final Map<String, Long> aside = new TreeMap<>();
        private long lines;
        private long used;
        private long unidentifiedVisits;
        private long unidentifiedHits;

        private final Map<String, String> canonical = new HashMap<>();
        private final Map<String, String> stateOf = new TreeMap<>();
        private final Map<String, String> memberOfUser = new HashMap<>();
        private final Map<String, Login> bySession = new HashMap<>();
        private final Map<String, Login> byClient = new HashMap<>();
        private final Map<String, List<Hit>> visits = new TreeMap<>();
        private final Map<String, TreeSet<String>> certain = new HashMap<>();
        private final Map<String, TreeSet<String>> possible = new HashMap<>();

        private record Login(Instant from, Instant until, String member) {}

        private record Hit(Instant at, String host, String path, String user, String session, String client) {}

        void read(Path folder) throws IOException {
            for (String[] row : rows(folder, "members", "members")) {
                canonical.put(row[0], row[9].isEmpty() ? row[0] : row[9]);
                if (row[9].isEmpty()) {
                    stateOf.put(row[0], row[6]);
                }
            }
            for (String[] row : rows(folder, "identity", "users")) {
                memberOfUser.put(row[0], row[1]);
            }
            for (String[] row : rows(folder, "identity", "logins")) {
                Login login = new Login(Instant.parse(row[0]), Instant.parse(row[1]), row[3]);
                if (!row[4].isEmpty()) {
                    bySession.put(row[4], login);
                }
                if (!row[5].isEmpty()) {
                    String agent = String.join(",", Arrays.asList(row).subList(6, row.length));
                    byClient.put(row[5] + " " + agent.replace("\"", ""), login);
                }
            }
            try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
                for (Path log : logs.toList()) {
                    for (String line : PastAtScaleTest.lines(log)) {
                        line(line);
                    }
                }
            }
            visits.values().forEach(this::visit);
        }

        private static List<String[]> rows(Path folder, String part, String name) throws IOException {
            List<String[]> rows = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder.resolve(part))) {
                for (Path file : files.toList()) {
                    if (file.getFileName().toString().startsWith(name)) {
                        Files.readAllLines(file).stream().skip(1).forEach(row -> rows.add(row.split(",", -1)));
                    }
                }
            }
            return rows;
        }

        private void line(String line) {
            lines++;
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                aside("unreadable");
                return;
            }
            Instant at = OffsetDateTime.parse(matcher.group(3), TIME).toInstant();
            String path = matcher.group(5).replaceFirst("\\?.*", "");
            String agent = matcher.group(7);
            String host = matcher.group(8);
            if (at.isBefore(Instant.parse("2024-01-03T00:00:00Z"))
                    || !at.isBefore(Instant.parse("2024-06-30T00:00:00Z"))) {
                aside("outside-period");
            } else if (host.equals("status.clinic.example")) {
                aside("other-host");
            } else if (path.equals("/healthz")) {
                aside("health-check");
            } else if (agent.contains("bot/")) {
                aside("bot");
            } else if (matcher.group(1).startsWith("192.0.2.")) {
                aside("internal");
            } else if (!matcher.group(4).equals("GET")) {
                aside("method");
            } else if (!matcher.group(6).equals("200")) {
                aside("status");
            } else if (path.matches(".*\\.(css|js|jpg|svg|woff2|ico)")) {
                aside("not-a-page");
            } else {
                used++;
                String session = matcher.group(9);
                String client = matcher.group(1) + " " + agent;
                visits.computeIfAbsent(
                                // Visits of one client that are apart for longer than the gap are apart.
                                session.equals("-") ? "client " + client : "session " + session,
                                none -> new ArrayList<>())
                        .add(new Hit(at, host, path, matcher.group(2), session, client));
            }
        }

        private void visit(List<Hit> all) {
            List<List<Hit>> pieces = new ArrayList<>();
            all.sort((one, other) -> one.at.compareTo(other.at));
            for (Hit hit : all) {
                boolean goesOn = !pieces.isEmpty()
                        && (!hit.session.equals("-")
                                || !hit.at.isAfter(pieces.getLast().getLast().at.plusSeconds(1_800)));
                if (!goesOn) {
                    pieces.add(new ArrayList<>());
                }
                pieces.getLast().add(hit);
            }
            pieces.forEach(this::piece);
        }

        private void piece(List<Hit> hits) {
            TreeSet<String> seen = new TreeSet<>();
            hits.forEach(hit -> seen.addAll(named(hit).keySet()));
            boolean nobody = false;
            for (Hit hit : hits) {
                Map<String, Boolean> named = named(hit);
                for (ScaledTags.Tag tag : ScaledTags.ALL) {
                    if (ScaledPages.HOSTS.get(tag.host()).equals(hit.host)
                            && (hit.path.equals(tag.start())
                                    || (tag.start().endsWith("/") && hit.path.startsWith(tag.start())))
                            && !hit.at.isBefore(tag.from())
                            && hit.at.isBefore(tag.to())) {
                        for (String person : seen) {
                            boolean sure = named.getOrDefault(person, false) && tag.certain();
                            for (String element : tag.elements()) {
                                (sure ? certain : possible)
                                        .computeIfAbsent(person, none -> new TreeSet<>())
                                        .add(tag.vendor() + " | " + element);
                            }
                        }
                    }
                }
                boolean told = ScaledTags.ALL.stream()
                        .anyMatch(tag -> ScaledPages.HOSTS.get(tag.host()).equals(hit.host)
                                && hit.path.startsWith(tag.start())
                                && !hit.at.isBefore(tag.from())
                                && hit.at.isBefore(tag.to()));
                if (told && seen.isEmpty()) {
                    nobody = true;
                    unidentifiedHits++;
                }
            }
            unidentifiedVisits += nobody ? 1 : 0;
        }

        /// Whom a hit is of, and whether that is certain.
        private Map<String, Boolean> named(Hit hit) {
            Map<String, Boolean> named = new TreeMap<>();
            Login client = byClient.get(hit.client);
            if (client != null && !hit.at.isBefore(client.from) && hit.at.isBefore(client.until)) {
                named.put(person(client.member), false);
            }
            Login session = bySession.get(hit.session);
            if (session != null && !hit.at.isBefore(session.from) && hit.at.isBefore(session.until)) {
                named.put(person(session.member), true);
            }
            String user = memberOfUser.get(hit.user);
            if (user != null) {
                named.put(person(user), true);
            }
            return named;
        }

        private String person(String member) {
            return canonical.getOrDefault(member, member);
        }

        private void aside(String reason) {
            aside.merge(reason, 1L, Long::sum);
        }

        Map<String, Long> totals() {
            Map<String, Long> totals = new TreeMap<>();
            stateOf.forEach((person, state) -> {
                TreeSet<String> sure = certain.getOrDefault(person, new TreeSet<>());
                TreeSet<String> maybe = possible.getOrDefault(person, new TreeSet<>());
                String status = !sure.isEmpty() ? "exposed" : !maybe.isEmpty() ? "cannot-tell" : "not-exposed";
                totals.merge(status + " all ", 1L, Long::sum);
                totals.merge(status + " state " + state, 1L, Long::sum);
                TreeSet<String> told = !sure.isEmpty() ? sure : maybe;
                TreeSet<String> parts = new TreeSet<>();
                for (String pair : told) {
                    totals.merge(status + " vendor-element " + pair, 1L, Long::sum);
                    parts.add(status + " vendor " + pair.substring(0, pair.indexOf(" | ")));
                    parts.add(status + " element " + pair.substring(pair.indexOf(" | ") + 3));
                }
                parts.forEach(part -> totals.merge(part, 1L, Long::sum));
            });
            return totals;
        }
    }
}
