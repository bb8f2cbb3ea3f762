package dev.earshot.breach.planning;

import dev.earshot.duckdb.DuckDbEngine;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Progress;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.Directory;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.ParquetRows;
import dev.earshot.investigate.table.ParquetTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/// An investigation's folder with invented people in it.
final class MadeUpInvestigation {
    static final LocalDate AS_OF = LocalDate.of(2026, 4, 12);

    private static final List<Column> INDIVIDUALS = columns(
            "person#",
            "member_id",
            "state",
            "country",
            "listed#",
            "status",
            "reasons",
            "first_ts#",
            "last_ts#",
            "vendors#",
            "elements#",
            "visits#");
    private static final List<Column> EXPOSURES = columns(
            "person#",
            "vendor",
            "tracker",
            "element",
            "window_id",
            "certain_hits#",
            "possible_hits#",
            "first_ts#",
            "last_ts#",
            "first_hit#",
            "last_hit#",
            "certainty",
            "doubts");

    private final Path folder;
    private final List<Map<String, Object>> individuals = new ArrayList<>();
    private final List<Map<String, Object>> exposures = new ArrayList<>();
    private final List<Map<String, Object>> directory = new ArrayList<>();

    MadeUpInvestigation(Path folder) {
        this.folder = folder;
    }

    static PlanningSettings settings() {
        return PlanningSettings.usual(
                AS_OF, ZoneId.of("America/Los_Angeles"), LocalDate.of(2024, 1, 1), LocalDate.of(2024, 6, 30));
    }

    static long person(String member) {
        return Key.of(Key.Kind.PERSON, member);
    }

    /// Somebody who was exposed, with a record of whom all is known, and in it what is given: column, value, ...
    MadeUpInvestigation exposed(String member, String... record) {
        individual(member, "exposed", "2024-03-05T12:00:00Z", "2024-03-06T12:00:00Z");
        exposure(member, "Meta Platforms, Inc.", "page-visited", "certain");
        return record(member, record);
    }

    MadeUpInvestigation individual(String member, String status, String first, String last) {
        individuals.add(row(
                "person",
                person(member),
                "member_id",
                member,
                "state",
                "CA",
                "country",
                "US",
                "listed",
                1L,
                "status",
                status,
                "first_ts",
                micros(first),
                "last_ts",
                micros(last)));
        return this;
    }

    MadeUpInvestigation unlisted(String member) {
        individuals.add(row(
                "person",
                person(member),
                "status",
                "exposed",
                "first_ts",
                micros("2024-03-05T12:00:00Z"),
                "last_ts",
                micros("2024-03-05T12:00:00Z")));
        return exposure(member, "Meta Platforms, Inc.", "page-visited", "certain");
    }

    MadeUpInvestigation exposure(String member, String vendor, String element, String certainty) {
        exposures.add(row("person", person(member), "vendor", vendor, "element", element, "certainty", certainty));
        return this;
    }

    MadeUpInvestigation record(String member, String... values) {
        Map<String, Object> row = row(
                "person",
                person(member),
                "member_id",
                member,
                "name",
                "Ana Doe " + member,
                "street",
                "1 Main St",
                "city",
                "Springfield",
                "postal_code",
                "90001",
                "state",
                "CA",
                "country",
                "US",
                "birth_date",
                "1970-01-02",
                "language",
                "en",
                "updated",
                "2024-01-01");
        for (int i = 0; i < values.length; i += 2) {
            row.put(values[i], values[i].equals("merged_into") ? (Object) person(values[i + 1]) : values[i + 1]);
        }
        directory.add(row);
        return this;
    }

    /// Brings the rows of all tables into another order.
    void shuffle(Random random) {
        Collections.shuffle(individuals, random);
        Collections.shuffle(exposures, random);
        Collections.shuffle(directory, random);
    }

    private static Map<String, Object> row(Object... values) {
        Map<String, Object> row = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            row.put((String) values[i], values[i + 1]);
        }
        return row;
    }

    private static long micros(String instant) {
        return instant.isEmpty() ? 0 : Instant.parse(instant).toEpochMilli() * 1000;
    }

    private static List<Column> columns(String... names) {
        return Stream.of(names)
                .map(name -> new Column(
                        name.replace("#", ""), name.endsWith("#") ? Column.Type.NUMBER : Column.Type.TEXT, ""))
                .toList();
    }

    Path write() {
        try {
            write("individuals.parquet", INDIVIDUALS, individuals);
            write("exposures.parquet", EXPOSURES, exposures);
            write("inputs/directory", Directory.COLUMNS, directory);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String table, List<Column> columns, List<Map<String, Object>> rows) throws IOException {
        new LocalStorage().delete(folder.resolve(table).toString());
        try (ParquetTable out =
                new ParquetTable(columns, new LocalStorage(), folder + "/" + table + "/part-0.parquet")) {
            for (Map<String, Object> row : rows) {
                for (int i = 0; i < columns.size(); i++) {
                    Object value = row.get(columns.get(i).name());
                    if (value instanceof Long number) {
                        out.set(i, number);
                    } else if (value != null) {
                        out.set(i, (String) value);
                    }
                }
                out.endRow();
            }
            out.finish();
        }
    }

    /// What a plan of it has, with the notices by member id.
    record Planned(PlanAccount account, Map<String, Map<String, Object>> notices, Path folder) {
        Map<String, Object> of(String member) {
            return Objects.requireNonNull(notices.get(member), member);
        }

        long faults(Fault fault) {
            return account.faults().stream()
                    .filter(count -> count.fault() == fault)
                    .mapToLong(PlanAccount.FaultCount::individuals)
                    .sum();
        }
    }

    Planned plan(PlanningSettings settings) {
        return plan(settings, "plan", 1);
    }

    Planned plan(PlanningSettings settings, String name, int threads) {
        write();
        Path plan = folder.resolve(name);
        PlanAccount account = planOnly(settings, plan, threads);
        Map<String, Map<String, Object>> notices = new LinkedHashMap<>();
        rows(plan.resolve("notices")).forEach(row -> {
            String member = String.valueOf(row.get("member_id"));
            notices.put(member.isEmpty() ? "#" + row.get("id") : member, row);
        });
        return new Planned(account, notices, plan);
    }

    /// Of what is in the folder already.
    PlanAccount planOnly(PlanningSettings settings, Path plan, int threads) {
        try (DuckDbEngine engine = engine(threads)) {
            return new NoticePlan(engine, InstantSource.fixed(Instant.EPOCH), Progress.NONE)
                    .make(folder, settings, plan);
        }
    }

    DuckDbEngine engine(int threads) {
        return DuckDbEngine.open(new DuckDbEngine.Settings(threads, 512L << 20, folder.resolve("spill")));
    }

    static List<Map<String, Object>> rows(Path folder) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (ParquetRows parquet = ParquetRows.open(file)) {
                    while (parquet.next()) {
                        rows.add(parquet.row());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
