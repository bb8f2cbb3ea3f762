package dev.earshot.bench;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.Progress;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.log.FileAccount;
import dev.earshot.investigate.log.LogFormats;
import dev.earshot.investigate.log.LogImport;
import dev.earshot.investigate.log.SetAside;
import dev.earshot.investigate.table.ParquetRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// How many lines of gzip logs a second become hits in Parquet, with two threads, beside `zcat FILES | wc -l` and two of
/// those side by side, in turns.
///
/// The answer is checked in each round against what the generator knows: lines, those used and those set aside by
/// reason, pages, and sums over times and keys.
public final class LogReading {
    private static final int ROUNDS = 3;

    private LogReading() {}

    /// @param arguments lines, 4,000,000 where none are given; files, 8 where none are given
    public static void main(String[] arguments) throws Exception {
        long lines = arguments.length > 0 ? Long.parseLong(arguments[0]) : 4_000_000;
        int files = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        System.out.println("From gzip logs to hits in Parquet, 2 threads. " + Machine.now());
        LocalStorage storage = new LocalStorage();
        Path home = Path.of(System.getProperty("earshot.home", "."), "bench/target");
        Path logs = home.resolve("logs");
        Path tables = home.resolve("log-tables");
        storage.delete(logs.toString());
        try {
            MadeUpLogs.Truth truth = MadeUpLogs.write(logs, lines, files, 6);
            System.out.printf(
                    Locale.ROOT,
                    "  %d lines in %d files, %.0f bytes a line, %.0f MB of gzip; %d used, set aside %s%n",
                    truth.lines(),
                    files,
                    truth.bytes() / (double) lines,
                    truth.stored() / 1e6,
                    truth.used(),
                    truth.setAside());
            List<String> names = storage.list(logs.toString()).stream()
                    .map(Storage.Stored::location)
                    .toList();
            storage.delete(tables.toString());
            Timed cold = imported(logs, tables, truth);
            List<Timed> ours = new ArrayList<>();
            List<Timed> one = new ArrayList<>();
            List<Timed> two = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(imported(logs, tables, truth));
                one.add(zcat(List.of(names), lines));
                two.add(zcat(List.of(names.subList(0, files / 2), names.subList(files / 2, files)), lines));
            }
            System.out.println("  " + Machine.now());
            print("the first time in this JVM", List.of(cold), lines);
            double wall = print("gz to hits in Parquet", ours, lines);
            double single = print("zcat FILES | wc -l", one, lines);
            double pair = print("two of them side by side", two, lines);
            System.out.printf(
                    Locale.ROOT,
                    "  %.2f times as fast as zcat | wc -l (aim 2), %.2f times as two of them (aim 1)%n",
                    single / wall,
                    pair / wall);
        } finally {
            storage.delete(logs.toString());
            storage.delete(tables.toString());
        }
    }

    /// @param wall seconds on the clock
    /// @param processor seconds of processor time of all threads or processes
    private record Timed(double wall, double processor) {}

    /// @return the median of the times on the clock
    private static double print(String what, List<Timed> times, long lines) {
        Spread wall = Spread.of(times.stream().map(Timed::wall).toList());
        Spread processor = Spread.of(times.stream().map(Timed::processor).toList());
        System.out.printf(
                Locale.ROOT,
                "  %-26s %s s, %.2f million lines/s; %s s of processor time%n",
                what,
                wall.text(2),
                lines / wall.median() / 1e6,
                processor.text(2));
        return wall.median();
    }

    private static Timed imported(Path logs, Path tables, MadeUpLogs.Truth truth) throws IOException {
        new LocalStorage().delete(tables.toString());
        AtomicReference<List<FileAccount>> accounts = new AtomicReference<>(List.of());
        Meter.Cost cost = Meter.of(() -> accounts.set(run(logs, tables)));
        check(accounts.get(), tables, truth);
        return new Timed(cost.wall() / 1e9, cost.processor() / 1e9);
    }

    static List<FileAccount> run(Path logs, Path tables) {
        return new LogImport(new LocalStorage(), LogFormats.all(), 2, Progress.NONE)
                .run(MadeUpLogs.plan(logs), Set.of(), tables.toString());
    }

    private static void check(List<FileAccount> accounts, Path tables, MadeUpLogs.Truth truth) throws IOException {
        Map<SetAside, Long> setAside = new EnumMap<>(SetAside.class);
        accounts.forEach(
                account -> account.setAside().forEach((reason, count) -> setAside.merge(reason, count, Long::sum)));
        equal(
                "lines",
                truth.lines(),
                accounts.stream().mapToLong(FileAccount::lines).sum());
        equal(
                "used lines",
                truth.used(),
                accounts.stream().mapToLong(FileAccount::used).sum());
        equal("lines set aside", truth.setAside(), setAside);
        long rows = 0;
        long[] sums = new long[3];
        LocalStorage storage = new LocalStorage();
        for (Storage.Stored file : storage.list(tables + "/lines")) {
            try (ParquetRows lines = ParquetRows.open(storage, file.location())) {
                while (lines.next()) {
                    rows++;
                    sums[0] += lines.number(1);
                    sums[1] += lines.number(4);
                    sums[2] += lines.number(3);
                }
            }
        }
        Set<Long> pages = new HashSet<>();
        for (Storage.Stored file : storage.list(tables + "/pages")) {
            try (ParquetRows read = ParquetRows.open(storage, file.location())) {
                while (read.next()) {
                    pages.add(read.number(0));
                }
            }
        }
        equal("hits", truth.used(), rows);
        equal("pages", truth.pages(), pages.size());
        equal("sum of times", truth.timeSum(), sums[0]);
        equal("sum of session keys", truth.sessionSum(), sums[1]);
        equal("sum of user keys", truth.userSum(), sums[2]);
    }

    private static void equal(String what, Object expected, Object is) {
        if (!expected.equals(is)) {
            System.out.println("  WRONG ANSWER: " + what + " " + is + ", not " + expected);
        }
    }

    private static void equal(String what, long expected, long is) {
        equal(what, (Object) expected, is);
    }

    /// One pipe for each list of files, all at once.
    private static Timed zcat(List<List<String>> groups, long lines) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (List<String> group : groups) {
            script.append("(zcat");
            group.forEach(file -> script.append(" '").append(file).append('\''));
            script.append(" | wc -l) & ");
        }
        script.append("wait; times");
        long start = System.nanoTime();
        Process shell = new ProcessBuilder("bash", "-c", script.toString()).start();
        List<String> printed = shell.inputReader(StandardCharsets.UTF_8).lines().toList();
        shell.waitFor();
        double wall = (System.nanoTime() - start) / 1e9;
        long counted = printed.stream()
                .filter(line -> line.matches("\\d+"))
                .mapToLong(Long::parseLong)
                .sum();
        equal("lines that zcat counts", lines, counted);
        double processor = 0;
        for (String time : printed.getLast().split(" ")) {
            String[] parts = time.replace("s", "").split("m");
            processor += 60 * Double.parseDouble(parts[0]) + Double.parseDouble(parts[1]);
        }
        return new Timed(wall, processor);
    }
}
