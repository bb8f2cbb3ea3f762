package dev.earshot.investigate.log;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.Progress;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.ParquetRows;
import dev.earshot.investigate.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Logs in a folder of a test, and what an import makes of them.
final class LogFixture {
    static final Plan.Rules RULES = new Plan.Rules(
            Duration.ofMinutes(30),
            Set.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of("200-299", "304"),
            List.of(".css", ".js", ".png"),
            List.of(),
            0.01,
            false);

    final Path folder;
    Instant from = Instant.parse("2025-01-01T00:00:00Z");
    Instant to = Instant.parse("2026-01-01T00:00:00Z");
    List<String> hosts = List.of("www.clinic.example");
    Plan.Rules rules = RULES;
    Optional<String> format = Optional.empty();
    Map<String, String> fields = Map.of();
    ZoneId zone = ZoneOffset.UTC;
    Optional<String> host = Optional.empty();
    Optional<String> sessionCookie = Optional.empty();
    List<String> trustedProxies = List.of();
    Duration correction = Duration.ZERO;
    Set<String> parameters = Set.of();
    int threads = 2;

    LogFixture(Path folder) {
        this.folder = folder;
    }

    static String combined(String address, String time, String request, int status, String agent) {
        return address + " - - [" + time + "] \"" + request + "\" " + status + " 512 \"-\" \"" + agent + "\"";
    }

    /// A line in combined that is used, of one visitor.
    static String visit(String time, String target) {
        return combined("192.0.2.7", time, "GET " + target + " HTTP/1.1", 200, "Mozilla/5.0 (X11)");
    }

    static Plan.Rules bots(String... words) {
        return rules(RULES.visitGap(), List.of(words));
    }

    static Plan.Rules visitGap(Duration gap) {
        return rules(gap, List.of());
    }

    private static Plan.Rules rules(Duration gap, List<String> bots) {
        return new Plan.Rules(
                gap,
                RULES.off(),
                bots,
                RULES.healthChecks(),
                RULES.internal(),
                RULES.statuses(),
                RULES.notPages(),
                RULES.ignoredPaths(),
                RULES.unreadableShare(),
                RULES.countAssumed());
    }

    LogFixture write(String name, String... lines) {
        return write(name, bytes(lines));
    }

    LogFixture write(String name, byte[] bytes) {
        try {
            Path file = folder.resolve("logs").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] bytes) {
        return packed(bytes, GZIPOutputStream::new);
    }

    static byte[] packed(byte[] bytes, Packer packer) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = packer.to(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    interface Packer {
        OutputStream to(OutputStream out) throws IOException;
    }

    Plan plan() {
        Plan.Logs logs = new Plan.Logs(
                List.of(folder.resolve("logs").toString()),
                format,
                fields,
                zone,
                host,
                sessionCookie,
                trustedProxies,
                correction,
                7);
        return new Plan(
                "test",
                "Clinic",
                folder.resolve("plan.yaml"),
                from,
                to,
                ZoneOffset.UTC,
                hosts,
                List.of(logs),
                rules,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    List<FileAccount> run() {
        return new LogImport(new LocalStorage(), LogFormats.all(), threads, Progress.NONE)
                .run(plan(), parameters, out());
    }

    FileAccount only() {
        List<FileAccount> accounts = run();
        if (accounts.size() != 1) {
            throw new IllegalStateException(accounts.size() + " files");
        }
        return accounts.getFirst();
    }

    String out() {
        return folder.resolve("out").toString();
    }

    /// All rows of a table, file by file.
    List<List<Object>> rows(Table table) {
        List<List<Object>> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("out").resolve(table.id()))) {
            for (Path file : files.sorted().toList()) {
                try (ParquetRows parquet = ParquetRows.open(file)) {
                    while (parquet.next()) {
                        rows.add(List.copyOf(parquet.row().values()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /// One column of a table of numbers.
    List<Long> numbers(Table table, int column) {
        return rows(table).stream().map(row -> (Long) row.get(column)).toList();
    }

    /// `METHOD host path?query` of all pages, sorted.
    List<String> pages() {
        return rows(Table.PAGES).stream()
                .map(row ->
                        row.get(1) + " " + row.get(2) + row.get(3) + (row.get(4).equals("") ? "" : "?" + row.get(4)))
                .sorted()
                .toList();
    }

    LogFixture with(UnaryOperator<LogFixture> change) {
        return change.apply(this);
    }
}
