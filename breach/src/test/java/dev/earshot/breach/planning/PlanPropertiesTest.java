package dev.earshot.breach.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.planning.MadeUpInvestigation.Planned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds whatever is in the directory. `-Dearshot.plans=100` looks at as many directories.
class PlanPropertiesTest {
    private static final int PLANS = Integer.getInteger("earshot.plans", 2);
    private static final String[] ODD = {
        "",
        "",
        " ",
        "\u0000",
        "\n",
        "'",
        "\"",
        "%",
        "\\",
        "${id}",
        "UNKNOWN",
        "NULL",
        "\uFFFF",
        "😀",
        "\u202e",
        "x".repeat(5000),
        "2026-02-30",
        "-1",
        "99999",
        "+292278994-08-17",
        "1 Main St",
        "a@b.example",
        "yes",
        "no",
        "es",
        "email",
        "portal",
        "CA",
        "US",
        "2015-05-05",
        "1950-05-05",
        "0000-00-00",
        "Bo Doe"
    };
    private static final String[] COLUMNS = {
        "name",
        "street",
        "city",
        "postal_code",
        "state",
        "country",
        "email",
        "language",
        "birth_date",
        "deceased",
        "guardian",
        "channel",
        "updated"
    };

    @TempDir
    Path folder;

    @Test
    void everybody_is_delivered_carried_without_a_way_or_suppressed_whatever_the_directory_says() throws IOException {
        for (int seed = 1; seed <= PLANS; seed++) {
            Random random = new Random(seed);
            Path here = folder.resolve("of-" + seed);
            Files.createDirectories(here);
            Set<Long> told = new HashSet<>();
            MadeUpInvestigation made = random(here, random, told);
            Planned plan = made.plan(settings(here, random));
            List<Map<String, Object>> rows =
                    MadeUpInvestigation.rows(plan.folder().resolve("notices"));
            List<Map<String, Object>> suppressed =
                    MadeUpInvestigation.rows(plan.folder().resolve("suppressed"));
            assertThat(plan.account().individuals()).as("seed %d", seed).isEqualTo(told.size());
            Set<Object> persons = new HashSet<>();
            Map<Object, Map<String, Object>> byId = new TreeMap<>();
            for (Map<String, Object> row : rows) {
                assertThat(persons.add(row.get("person")))
                        .as("seed %d: twice", seed)
                        .isTrue();
                byId.put(row.get("id"), row);
                if ("".equals(row.get("channels"))) {
                    assertThat(row.get("lead")).as("seed %d", seed).isEqualTo(row.get("id"));
                }
            }
            for (Map<String, Object> row : rows) {
                Map<String, Object> lead = byId.getOrDefault(row.get("lead"), Map.of());
                assertThat(lead.get("lead"))
                        .as("seed %d: a lead leads itself", seed)
                        .isEqualTo(lead.get("id"));
                assertThat(String.valueOf(lead.get("addressee")))
                        .as("seed %d: never across addressees", seed)
                        .isEqualToIgnoringCase(String.valueOf(row.get("addressee")));
                assertThat(lead.get("channels")).as("seed %d", seed).isEqualTo(row.get("channels"));
            }
            suppressed.forEach(row -> persons.add(row.get("person")));
            assertThat(persons).as("seed %d", seed).isEqualTo(told);
        }
    }

    @Test
    void the_same_inputs_give_the_same_plan_to_the_byte_whatever_the_order_of_rows_and_the_threads()
            throws IOException {
        Path one = folder.resolve("one");
        Files.createDirectories(one);
        Planned first = random(one, new Random(7), new HashSet<>()).plan(settings(one, new Random(8)), "first", 1);
        Planned again = random(one, new Random(7), new HashSet<>()).plan(settings(one, new Random(8)), "again", 2);
        MadeUpInvestigation shuffled = random(one, new Random(7), new HashSet<>());
        shuffled.shuffle(new Random(9));
        Planned third = shuffled.plan(settings(one, new Random(8)), "third", 2);
        for (String part : List.of("notices/part-0.parquet", "faults/part-0.parquet", "account.json")) {
            byte[] bytes = Files.readAllBytes(first.folder().resolve(part));
            assertThat(Files.readAllBytes(again.folder().resolve(part)))
                    .as(part)
                    .isEqualTo(bytes);
            assertThat(Files.readAllBytes(third.folder().resolve(part)))
                    .as(part)
                    .isEqualTo(bytes);
        }
    }

    private static MadeUpInvestigation random(Path folder, Random random, Set<Long> told) {
        MadeUpInvestigation made = new MadeUpInvestigation(folder);
        for (int i = 0; i < 300; i++) {
            String member = "M" + i;
            String status = List.of("exposed", "cannot-tell", "not-exposed").get(random.nextInt(3));
            made.individual(
                    member, status, random.nextInt(4) == 0 ? "" : "2024-03-05T12:00:00Z", "2024-03-05T12:00:00Z");
            if (!status.equals("not-exposed")) {
                told.add(MadeUpInvestigation.person(member));
            }
            for (int k = random.nextInt(3); k > 0; k--) {
                made.exposure(
                        member,
                        "Vendor " + random.nextInt(100),
                        "element-" + random.nextInt(70),
                        random.nextBoolean() ? "certain" : "possible");
            }
            for (int k = random.nextInt(10) == 0 ? random.nextInt(4) : 1; k > 0; k--) {
                List<String> record = new ArrayList<>();
                for (String column : COLUMNS) {
                    if (random.nextInt(3) == 0) {
                        record.add(column);
                        record.add(ODD[random.nextInt(ODD.length)]);
                    }
                }
                if (random.nextInt(30) == 0) {
                    record.add("merged_into");
                    record.add("M" + random.nextInt(300));
                }
                made.record(member, record.toArray(String[]::new));
            }
        }
        return made;
    }

    private static PlanningSettings settings(Path folder, Random random) {
        PlanningSettings usual = MadeUpInvestigation.settings();
        Path list = folder.resolve("suppressed.csv");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append('M').append(random.nextInt(400)).append(random.nextBoolean() ? ",because\n" : "\n");
        }
        try {
            Files.writeString(list, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PlanningSettings(
                usual.statuses(),
                usual.asOf(),
                usual.zone(),
                usual.from(),
                usual.to(),
                random.nextBoolean() ? usual.channels() : List.of(Channel.PRINT, Channel.EMAIL),
                List.of(PlanningSettings.Electronic.values()).get(random.nextInt(3)),
                random.nextBoolean(),
                List.of("en", "es"),
                "es",
                usual.majority(),
                usual.estate(),
                random.nextBoolean(),
                3,
                Optional.of(list));
    }
}
