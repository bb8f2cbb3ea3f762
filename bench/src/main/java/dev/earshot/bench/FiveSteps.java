package dev.earshot.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.earshot.duckdb.DuckDbEngine;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Progress;
import dev.earshot.investigate.steps.Runner;
import dev.earshot.investigate.steps.Steps;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long the five steps take on DuckDB, and with how much memory, beside one query written by hand for DuckDB alone that
/// makes the same ledger of exposures: person, vendor, tracker, element and window, with hits, first and last.
///
/// Each is a JVM of its own. The query knows what the steps do not: that hits come in the order of time, that a rule
/// is a prefix of the path, that all windows are certain and that nobody has two records. It makes neither individuals nor totals.
/// The two ledgers are compared, row by row.
public final class FiveSteps {
    private static final String HEAP = "1g";

    private FiveSteps() {}

    /// @param arguments hits, 10,000,000 where none are given; members, 13,400,000; memory that DuckDB may use in GiB, 4;
    ///     rounds, 3; or `steps`, `bare` or `compare` with folder and GiB, as this class calls itself
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3) {
            Path folder = Path.of(arguments[1]);
            double memory = Double.parseDouble(arguments[2]);
            switch (arguments[0]) {
                case "steps" -> steps(folder, memory);
                case "bare" -> bare(folder, memory);
                default -> compare(folder, memory);
            }
            return;
        }
        long hits = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        long members = arguments.length > 1 ? Long.parseLong(arguments[1]) : 13_400_000;
        String memory = arguments.length > 2 ? arguments[2] : "4";
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        Path folder = Path.of(System.getProperty("earshot.home", "."), "bench/target/steps");
        System.out.printf(
                Locale.ROOT,
                "The five steps: %d hits, %d members, 2 threads, %s GiB for DuckDB and a heap of %s. %s%n",
                hits,
                members,
                memory,
                HEAP,
                Machine.now());
        try {
            MadeUpHits.write(folder, hits, members);
            List<String> all = new ArrayList<>();
            List<String> bares = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                List<String> lines = Jvm.run(HEAP, FiveSteps.class, "steps", folder.toString(), memory);
                List<String> bare = Jvm.run(HEAP, FiveSteps.class, "bare", folder.toString(), memory);
                lines.forEach(line -> System.out.println("  " + line));
                bare.forEach(line -> System.out.println("  " + line));
                all.addAll(lines);
                bares.addAll(bare);
                if (round == 0) {
                    Jvm.run(HEAP, FiveSteps.class, "compare", folder.toString(), memory)
                            .forEach(line -> System.out.println("  " + line));
                }
            }
            print("on the clock", " s,", all, bares);
            print("of processor time", " s of processor time", all, bares);
            System.out.println(
                    "  aims: 12 s on the clock at 10 million hits and 13.4 million members; 1.3 times the query. "
                            + Machine.now());
        } finally {
            new LocalStorage().delete(folder.toString());
        }
    }

    private static void print(String what, String unit, List<String> steps, List<String> bare) {
        Spread all = Spread.of(seconds(steps, "all steps", unit));
        Spread ledger = Spread.of(seconds(steps, "up to the ledger", unit));
        Spread query = Spread.of(seconds(bare, "bare query", unit));
        System.out.printf(
                Locale.ROOT,
                "  seconds %s: all steps %s, up to the ledger %s, bare query %s; to the query %.2f and %.2f%n",
                what,
                all.text(1),
                ledger.text(1),
                query.text(1),
                all.median() / query.median(),
                ledger.median() / query.median());
    }

    /// The numbers before `unit` in the lines that start with `what`.
    private static List<Double> seconds(List<String> lines, String what, String unit) {
        return lines.stream()
                .filter(line -> line.startsWith(what + ": "))
                .map(line -> line.substring(0, line.indexOf(unit)))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    /// Runs the steps over the tables in `folder` and prints how long each output took.
    static void steps(Path folder, double memory) throws IOException {
        Path outputs = folder.resolve("outputs");
        new LocalStorage().delete(outputs.toString());
        Times times = new Times();
        Meter.Cost cost;
        try (DuckDbEngine engine = engine(folder, memory)) {
            cost = Meter.of(() -> {
                for (Table table : Table.values()) {
                    if (Files.exists(folder.resolve(table.id()))) {
                        engine.table(table.id(), folder.resolve(table.id()).toString());
                    }
                }
                new Runner(engine, new LocalStorage(), outputs.toString(), InstantSource.system(), times)
                        .run(Steps.all(), "bench");
            });
        }
        System.out.println("seconds, those of processor time, rows: " + String.join("; ", times.took));
        System.out.printf(
                Locale.ROOT,
                "all steps: %.2f s, %.1f s of processor time, most memory ever resident %d MB%n"
                        + "up to the ledger: %.2f s, %.1f s of processor time%n",
                cost.wall() / 1e9,
                cost.processor() / 1e9,
                Jvm.mostResident(),
                times.ledgerWall,
                times.ledgerProcessor);
    }

    /// What each output took.
    private static final class Times implements Progress {
        private static final OperatingSystemMXBean PROCESS =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        private final List<String> took = new ArrayList<>();
        private long started;
        private double wall;
        private double processor;
        private double ledgerWall;
        private double ledgerProcessor;

        @Override
        public void started(String output, int number, int of) {
            started = PROCESS.getProcessCpuTime();
        }

        @Override
        public void finished(String output, int number, int of, long rows, Duration duration) {
            double itsProcessor = (PROCESS.getProcessCpuTime() - started) / 1e9;
            double itsWall = duration.toNanos() / 1e9;
            wall += itsWall;
            processor += itsProcessor;
            took.add(String.format(Locale.ROOT, "%s %.1f %.1f %d", output, itsWall, itsProcessor, rows));
            if (output.equals("exposures50")) {
                ledgerWall = wall;
                ledgerProcessor = processor;
            }
        }
    }

    private static DuckDbEngine engine(Path folder, double memory) {
        return DuckDbEngine.open(new DuckDbEngine.Settings(2, (long) (memory * (1L << 30)), folder.resolve("spill")));
    }

    private static void bare(Path folder, double memory) throws IOException {
        String select = """
                WITH live AS MATERIALIZED (
                  SELECT p.page, w.window_id, w.from_ts, w.to_ts
                  FROM pages p JOIN sections s ON starts_with(p.path, s.prefix) JOIN windows w USING (window_id)
                ), hits AS (
                  SELECT hit, ts, page, user_key, session_key, client_key, session_key <> 0 AS by_session,
                         if(session_key <> 0, session_key, client_key) AS visitor
                  FROM lines WHERE ts >= %1$d AND ts < %2$d
                ), visited AS MATERIALIZED (
                  SELECT *, 0 AS visit FROM hits WHERE by_session
                  UNION ALL
                  SELECT * EXCLUDE (cut), max(if(cut, ts, NULL)) OVER (PARTITION BY visitor ORDER BY hit ROWS UNBOUNDED PRECEDING)
                  FROM (
                    SELECT *, coalesce(ts - lag(ts) OVER (PARTITION BY visitor ORDER BY hit) > %3$d, true) AS cut
                    FROM hits WHERE NOT by_session
                  )
                ), named AS MATERIALIZED (
                  SELECT hit, by_session, visitor, visit, person, max(identity) AS identity
                  FROM (
                    SELECT v.*, l.person, 2 AS identity FROM visited v JOIN links l
                      ON l.kind = 'session' AND l.link_key = v.session_key AND v.ts >= l.from_ts AND v.ts < l.to_ts
                    UNION ALL
                    SELECT v.*, l.person, 2 AS identity FROM visited v JOIN links l
                      ON l.kind = 'user' AND l.link_key = v.user_key AND v.ts >= l.from_ts AND v.ts < l.to_ts
                    UNION ALL
                    SELECT v.*, l.person, 1 AS identity FROM visited v JOIN links l
                      ON l.kind = 'client' AND l.link_key = v.client_key AND v.ts >= l.from_ts AND v.ts < l.to_ts
                  )
                  GROUP BY hit, by_session, visitor, visit, person
                ), resolved AS (
                  SELECT v.hit, v.ts, l.window_id, s.person, coalesce(n.identity, 1) AS identity
                  FROM visited v
                  JOIN live l ON l.page = v.page AND v.ts >= l.from_ts AND v.ts < l.to_ts
                  JOIN (SELECT DISTINCT by_session, visitor, visit, person FROM named) s USING (by_session, visitor, visit)
                  LEFT JOIN named n ON n.hit = v.hit AND n.person = s.person
                ), told AS (
                  SELECT person, window_id, count_if(identity = 2) AS certain_hits, count_if(identity = 1) AS possible_hits,
                         coalesce(min(ts) FILTER (identity = 2), min(ts)) AS first_ts,
                         coalesce(max(ts) FILTER (identity = 2), max(ts)) AS last_ts,
                         coalesce(min(hit) FILTER (identity = 2), min(hit)) AS first_hit,
                         coalesce(max(hit) FILTER (identity = 2), max(hit)) AS last_hit
                  FROM resolved GROUP BY person, window_id
                )
                SELECT t.person, w.vendor, w.tracker, c.element, t.window_id, t.certain_hits, t.possible_hits, t.first_ts,
                       t.last_ts, t.first_hit, t.last_hit
                FROM told t JOIN windows w USING (window_id) JOIN carried c USING (window_id)
                """.formatted(MadeUpHits.FROM, MadeUpHits.TO, MadeUpHits.GAP);
        Files.createDirectories(folder.resolve("bare"));
        Meter.Cost cost = Meter.of(() -> bare(folder, memory, select));
        System.out.printf(
                Locale.ROOT,
                "bare query: %.2f s, %.1f s of processor time, most memory ever resident %d MB%n",
                cost.wall() / 1e9,
                cost.processor() / 1e9,
                Jvm.mostResident());
    }

    private static void bare(Path folder, double memory, String select) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("SET memory_limit = '" + memory + "GiB'");
            statement.execute("SET temp_directory = '" + folder.resolve("spill") + "'");
            statement.execute("SET preserve_insertion_order = false");
            for (String table : List.of("lines", "pages", "windows", "carried", "links", "sections")) {
                statement.execute(
                        "CREATE VIEW " + table + " AS SELECT * FROM '" + folder.resolve(table) + "/*.parquet'");
            }
            statement.execute("COPY (" + select + ") TO '" + folder.resolve("bare/part-0.parquet")
                    + "' (FORMAT parquet, COMPRESSION zstd)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compare(Path folder, double memory) {
        String columns = "person, vendor, tracker, element, window_id, certain_hits, possible_hits, first_ts, last_ts,"
                + " first_hit, last_hit";
        String steps = "SELECT " + columns + " FROM steps";
        String bare = "SELECT " + columns + " FROM bare";
        try (DuckDbEngine engine = engine(folder, memory)) {
            engine.table("steps", folder.resolve("outputs/exposures50").toString());
            engine.table("bare", folder.resolve("bare").toString());
            engine.table("individuals", folder.resolve("outputs/individuals50").toString());
            engine.read(
                    "SELECT (SELECT count(*) FROM steps), (SELECT count(*) FROM bare), (SELECT count(*) FROM ("
                            + steps + " EXCEPT ALL " + bare + ")), (SELECT count(*) FROM (" + bare + " EXCEPT ALL "
                            + steps + "))",
                    row -> System.out.println((row.get(0).equals(row.get(1))
                                            && row.get(2).equals(0L)
                                            && row.get(3).equals(0L)
                                    ? "the ledgers are the same: "
                                    : "WRONG ANSWER: ")
                            + row.get(0) + " rows by the steps, " + row.get(1) + " by the query; only there "
                            + row.get(2) + " and " + row.get(3)));
            engine.read(
                    "SELECT status, count(*) FROM individuals GROUP BY status ORDER BY status",
                    row -> System.out.println(row.get(0) + ": " + row.get(1)));
        }
    }
}
