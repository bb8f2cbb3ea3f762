package dev.earshot.bench;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.log.FileAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The most memory that reading logs and running the five steps ever takes, at more and more lines: each of them in a JVM
/// of its own, with a heap that stays the same.
public final class InvestigationMemory {
    private static final String HEAP = "256m";
    private static final long MEMBERS = 1_000_000;
    private static final String GIBIBYTES = "2";
    private static final long LINES_A_FILE = 500_000;

    private InvestigationMemory() {}

    /// @param arguments powers of ten, 6 and 7 where none are given; or `import LOGS TABLES`, as this class calls itself
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("import")) {
            read(Path.of(arguments[1]), Path.of(arguments[2]));
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "Memory at more and more lines: a heap of %s to read logs; %s GiB for DuckDB and a heap of 1g for the steps, over"
                        + " as many hits and %d members. %s%n",
                HEAP,
                GIBIBYTES,
                MEMBERS,
                Machine.now());
        for (String power : arguments.length == 0 ? new String[] {"6", "7"} : arguments) {
            measure((long) Math.pow(10, Integer.parseInt(power)));
        }
    }

    private static void measure(long lines) throws Exception {
        LocalStorage storage = new LocalStorage();
        Path folder = Path.of(System.getProperty("earshot.home", "."), "bench/target/investigation");
        storage.delete(folder.toString());
        try {
            Path logs = folder.resolve("logs");
            int files = (int) Math.max(4, lines / LINES_A_FILE);
            MadeUpLogs.Truth truth = MadeUpLogs.write(logs, lines, files, 1);
            System.out.printf(
                    Locale.ROOT, "  %d lines in %d files, %.0f MB of gzip%n", lines, files, truth.stored() / 1e6);
            List<String> read = Jvm.run(
                    HEAP,
                    InvestigationMemory.class,
                    "import",
                    logs.toString(),
                    folder.resolve("tables").toString());
            if (!read.getFirst().equals(lines + " lines, " + truth.used() + " used")) {
                System.out.println("    WRONG ANSWER: " + read.getFirst() + ", not " + truth.used());
            }
            System.out.println("    reading: " + read.getLast());
            storage.delete(folder.toString());
            MadeUpHits.write(folder, lines, MEMBERS);
            Jvm.run("1g", FiveSteps.class, "steps", folder.toString(), GIBIBYTES).stream()
                    .filter(line -> line.startsWith("all steps"))
                    .forEach(line -> System.out.println("    " + line));
        } finally {
            storage.delete(folder.toString());
        }
    }

    private static void read(Path logs, Path tables) throws IOException {
        Meter.Cost cost = Meter.of(() -> {
            List<FileAccount> accounts = LogReading.run(logs, tables);
            System.out.println(accounts.stream().mapToLong(FileAccount::lines).sum() + " lines, "
                    + accounts.stream().mapToLong(FileAccount::used).sum() + " used");
        });
        System.out.printf(
                Locale.ROOT,
                "%.2f s, %.1f s of processor time, most memory ever resident %d MB%n",
                cost.wall() / 1e9,
                cost.processor() / 1e9,
                Jvm.mostResident());
    }
}
