package dev.earshot.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.earshot.breach.planning.NoticePlan;
import dev.earshot.breach.planning.PlanAccount;
import dev.earshot.breach.planning.PlanningSettings;
import dev.earshot.duckdb.DuckDbEngine;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How long a plan of notices takes, and with how much memory, and whether it is the same to the byte when it is made again.
public final class Planning {
    private static final String HEAP = "256m";
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Planning() {}

    /// @param arguments individuals, 13,400,000 where none are given; memory that DuckDB may use in GiB, 1.2; or
    ///     `make FOLDER GIB`, as this class calls itself
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3) {
            make(Path.of(arguments[1]), Double.parseDouble(arguments[2]));
            return;
        }
        long people = arguments.length > 0 ? Long.parseLong(arguments[0]) : 13_400_000;
        String memory = arguments.length > 1 ? arguments[1] : "1.2";
        Path folder = Path.of(System.getProperty("earshot.home", "."), "bench/target/plan");
        System.out.printf(
                Locale.ROOT,
                "A plan of notices: %d individuals, 2 threads, %s GiB for DuckDB and a heap of %s. %s%n",
                people,
                memory,
                HEAP,
                Machine.now());
        try {
            MadeUpPeople.write(folder, people);
            Jvm.run(HEAP, Planning.class, "make", folder.toString(), memory)
                    .forEach(line -> System.out.println("  " + line));
            Path plan = folder.resolve("plan/notices/part-0.parquet");
            Path first = folder.resolve("first.parquet");
            Files.move(plan, first);
            Jvm.run(HEAP, Planning.class, "make", folder.toString(), memory).stream()
                    .filter(line -> line.startsWith("the plan"))
                    .forEach(line -> System.out.println("  again: " + line));
            System.out.printf(
                    Locale.ROOT,
                    "  %.0f MB; %s%n",
                    Files.size(plan) / 1e6,
                    Files.mismatch(first, plan) < 0
                            ? "the same to the byte"
                            : "WRONG ANSWER: not the same to the byte");
            System.out.println("  aims: 5 minutes and 2 GB at 13.4 million. " + Machine.now());
        } finally {
            new LocalStorage().delete(folder.toString());
        }
    }

    private static void make(Path folder, double memory) throws IOException {
        PlanningSettings usual = PlanningSettings.usual(
                LocalDate.of(2024, 4, 12),
                ZoneId.of("America/Los_Angeles"),
                LocalDate.of(2023, 11, 1),
                LocalDate.of(2024, 4, 1));
        PlanningSettings settings = new PlanningSettings(
                Set.of("exposed", "cannot-tell"),
                usual.asOf(),
                usual.zone(),
                usual.from(),
                usual.to(),
                usual.channels(),
                usual.electronic(),
                false,
                List.of("en", "es", "zh-Hans", "vi"),
                "en",
                new TreeMap<>(),
                usual.estate(),
                true,
                12,
                Optional.empty());
        PlanAccount[] account = new PlanAccount[1];
        Meter.Cost cost;
        try (DuckDbEngine engine = DuckDbEngine.open(
                new DuckDbEngine.Settings(2, (long) (memory * (1L << 30)), folder.resolve("spill")))) {
            NoticePlan plan = new NoticePlan(engine, InstantSource.system(), new Progress() {
                private long started;

                @Override
                public void started(String output, int number, int of) {
                    started = PROCESS.getProcessCpuTime();
                }

                @Override
                public void finished(String output, int number, int of, long rows, Duration took) {
                    System.out.printf(
                            Locale.ROOT,
                            "%s: %.1f s, %.1f s of processor time, %d rows%n",
                            output,
                            took.toNanos() / 1e9,
                            (PROCESS.getProcessCpuTime() - started) / 1e9,
                            rows);
                }
            });
            cost = Meter.of(() -> account[0] = plan.make(folder, settings, folder.resolve("plan")));
        }
        System.out.printf(
                Locale.ROOT,
                "the plan: %.1f s, %.1f s of processor time, most memory ever resident %d MB; %d individuals, %d delivered, %d"
                        + " carried, %d without a way%n",
                cost.wall() / 1e9,
                cost.processor() / 1e9,
                Jvm.mostResident(),
                account[0].individuals(),
                account[0].notices().delivered(),
                account[0].notices().carried(),
                account[0].notices().noWay());
    }
}
