package dev.earshot.clinic.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
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

class ClinicPastTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path past;

    private static JsonNode truth;

    @BeforeAll
    static void write() throws IOException {
        ClinicPast.write(past, 7, Size.SMALL);
        truth = JSON.readTree(past.resolve("truth.json").toFile());
    }

    @Test
    void the_same_seed_gives_the_same_bytes(@TempDir Path again) throws IOException {
        ClinicPast.write(again, 7, Size.SMALL);
        assertThat(contents(again)).isEqualTo(contents(past));
    }

    @Test
    void another_seed_gives_other_logs_and_other_members(@TempDir Path other) throws IOException {
        ClinicPast.write(other, 8, Size.SMALL);
        Map<String, Integer> here = contents(past);
        Map<String, Integer> there = contents(other);
        assertThat(there.get("members/members.csv")).isNotEqualTo(here.get("members/members.csv"));
        assertThat(there.get("logs/portal/portal-2023-11.json.gz"))
                .isNotEqualTo(here.get("logs/portal/portal-2023-11.json.gz"));
        assertThat(there.get("plan.yaml")).isEqualTo(here.get("plan.yaml"));
    }

    @Test
    void every_line_is_used_or_set_aside() throws IOException {
        long lines = 0;
        for (JsonNode file : truth.get("files")) {
            long there = lines(past.resolve(file.get("file").asString())).size();
            long aside = 0;
            for (JsonNode count : file.get("set-aside")) {
                aside += count.asLong();
            }
            assertThat(there)
                    .as(file.get("file").asString())
                    .isEqualTo(file.get("lines").asLong())
                    .isEqualTo(file.get("used").asLong() + aside);
            lines += there;
        }
        assertThat(truth.get("funnel").get("lines").asLong()).isEqualTo(lines);
        try (Stream<Path> logs = Files.walk(past.resolve("logs"))) {
            assertThat(logs.filter(Files::isRegularFile))
                    .hasSize(truth.get("files").size());
        }
    }

    @Test
    void the_hits_by_identity_sum_to_the_lines_used() {
        JsonNode by = truth.get("funnel").get("used-by-identity");
        assertThat(by.get("certain").asLong()
                        + by.get("probable").asLong()
                        + by.get("nameless").asLong())
                .isEqualTo(truth.get("funnel").get("used").asLong());
        assertThat(by.get("tagged-nameless").asLong())
                .isEqualTo(truth.get("funnel").get("unidentified-hits").asLong());
    }

    @Test
    void every_reason_to_set_a_line_aside_occurs() {
        assertThat(truth.get("funnel").get("set-aside").propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Aside.values()).map(Aside::id).toList());
    }

    @Test
    void every_habit_ends_as_its_story_says() {
        Roster roster = new Roster(new Random(3), 200);
        Ledger ledger = new Ledger();
        new Story(new Random(4), ledger, roster.people(), 1).tell();
        Set<Habit> told = new TreeSet<>();
        for (Person person : roster.people()) {
            Status status = ledger.of(person.memberId()).status();
            assertThat(person.habit().status().orElse(status))
                    .as(person.habit().story())
                    .isEqualTo(status);
            told.add(person.habit());
        }
        assertThat(told).containsExactly(Habit.values());
    }

    @Test
    void totals_count_each_person_once_and_those_outside_the_directory_only_if_they_came() {
        Map<String, Long> byStatus = new HashMap<>();
        for (JsonNode person : truth.get("persons")) {
            if (person.get("listed").asBoolean() || person.get("visited").asBoolean()) {
                byStatus.merge(person.get("status").asString(), 1L, Long::sum);
            }
        }
        byStatus.forEach((status, count) -> {
            JsonNode total = truth.get("totals").get(status);
            assertThat(total.get("all").get("").asLong()).as(status).isEqualTo(count);
            long states = 0;
            for (JsonNode state : total.get("state")) {
                states += state.asLong();
            }
            assertThat(states).as(status).isEqualTo(count);
        });
    }

    @Test
    void the_plan_names_only_files_that_exist_and_all_of_them() throws IOException {
        Set<String> there = new TreeSet<>(contents(past).keySet());
        there.removeAll(Set.of("plan.yaml", "truth.json"));
        Pattern named = Pattern.compile("(?m)^ *- (?:files|gtm|gtm-js|users|logins|audit|traces): (\\S+)$");
        Matcher names = named.matcher(Files.readString(past.resolve("plan.yaml")));
        Set<String> reached = new TreeSet<>();
        while (names.find()) {
            PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + names.group(1));
            List<String> matching =
                    there.stream().filter(name -> glob.matches(Path.of(name))).toList();
            assertThat(matching).as(names.group(1)).isNotEmpty();
            reached.addAll(matching);
        }
        assertThat(reached).isEqualTo(there);
    }

    @Test
    void lines_of_each_log_are_of_its_format_but_for_those_that_are_broken_on_purpose() throws IOException {
        String quoted = "\"[^\"]*\"";
        String combined =
                "[0-9a-f.:]+ - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d -0[78]00] \"[A-Z]+ /\\S* HTTP/1\\.1\""
                        + " \\d{3} \\d+ \"-\" " + quoted;
        Map<String, Pattern> formats = new TreeMap<>(Map.of(
                "logs/www/facing", Pattern.compile(combined),
                "logs/www/behind", Pattern.compile(combined + " " + quoted + " \"([0-9a-f]{32}|-)\""),
                "logs/portal", Pattern.compile("\\{\"level\":\"info\",\"time\":\"20.*}"),
                "logs/doctors", Pattern.compile("#.*|20\\d\\d-\\d\\d-\\d\\d(?: \\S+){13,14}"),
                "logs/health", Pattern.compile("#.*|20\\d\\d-\\d\\d-\\d\\d(?:\t[^\t]+){32}"),
                "logs/appointments",
                        Pattern.compile("h2 20\\S+Z( \\S+){10} " + quoted + " " + quoted + " \\S+ TLSv1\\.2 \\S+( "
                                + quoted + "){3} 1 \\S+( " + quoted + "){7}")));
        long odd = 0;
        for (JsonNode file : truth.get("files")) {
            String name = file.get("file").asString();
            Pattern format = Objects.requireNonNull(formats.get(name.substring(0, name.lastIndexOf('/'))));
            for (String line : lines(past.resolve(name))) {
                if (!format.matcher(line).matches()) {
                    odd++;
                } else if (name.startsWith("logs/portal")) {
                    assertThat(JSON.readTree(line).get("http").get("target").asString())
                            .startsWith("/");
                }
            }
        }
        // The empty line is the one directive of nginx.
        assertThat(odd)
                .isEqualTo(
                        truth.get("funnel").get("set-aside").get("unreadable").asLong() + 1);
    }

    @Test
    void an_iis_line_has_as_many_fields_as_the_list_above_it() throws IOException {
        for (String name : List.of("u_ex2308.log", "u_ex2309.log", "u_ex2310.log")) {
            int fields = 0;
            Set<Integer> counts = new TreeSet<>();
            for (String line : lines(past.resolve("logs/doctors/" + name))) {
                if (line.startsWith("#Fields: ")) {
                    fields = line.split(" ").length - 1;
                    counts.add(fields);
                } else if (!line.startsWith("#")) {
                    assertThat(line.split(" ")).hasSize(fields);
                }
            }
            assertThat(counts).hasSize(name.contains("2309") ? 2 : 1);
        }
    }

    @Test
    void exports_and_the_served_container_are_json_of_the_versions_that_the_plan_dates() throws IOException {
        for (int version = 32; version <= 36; version++) {
            JsonNode export = JSON.readTree(
                    past.resolve("tags/GTM-CLIN1_v" + version + ".json").toFile());
            assertThat(export.get("containerVersion").get("containerVersionId").asString())
                    .isEqualTo(String.valueOf(version));
            Set<String> triggers = new TreeSet<>(Set.of("2147479553"));
            export.get("containerVersion")
                    .get("trigger")
                    .forEach(trigger -> triggers.add(trigger.get("triggerId").asString()));
            for (JsonNode tag : export.get("containerVersion").get("tag")) {
                tag.get("firingTriggerId")
                        .forEach(trigger -> assertThat(triggers).contains(trigger.asString()));
            }
        }
        String served = Files.readString(past.resolve("tags/GTM-CLIN1-20231220183000.js"));
        JsonNode container = JSON.readTree(
                served.substring(served.indexOf('{', served.indexOf("data =")), served.indexOf("\n};") + 2));
        assertThat(container.get("resource").get("version").asString()).isEqualTo("35");
        assertThat(container.get("resource").get("tags")).hasSize(5);
    }

    @Test
    void no_two_clients_are_the_same_unless_somebody_shares_one() {
        Roster roster = new Roster(new Random(3), 150);
        Story story = new Story(new Random(4), new Ledger(), roster.people(), 1);
        story.tell();
        Map<String, Set<String>> sessions = new HashMap<>();
        for (String login : story.logins) {
            String[] fields = login.split(",", 6);
            sessions.computeIfAbsent(fields[5], client -> new TreeSet<>()).add(fields[3]);
        }
        assertThat(sessions.values().stream().filter(members -> members.size() > 1))
                .isNotEmpty()
                .allSatisfy(members -> assertThat(roster.people().stream()
                                .filter(person -> members.contains(person.memberId()))
                                .map(Person::habit))
                        .containsOnly(Habit.HOUSEHOLD, Habit.HOUSEHOLD_MATE));
    }

    private static Map<String, Integer> contents(Path folder) throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return lines;
        }
    }
}
