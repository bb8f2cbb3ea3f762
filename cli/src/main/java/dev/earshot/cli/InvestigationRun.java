package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Tracker;
import dev.earshot.duckdb.DuckDbEngine;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.SigningKey;
import dev.earshot.investigate.Investigation;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.Outcome;
import dev.earshot.investigate.Outcome.Status;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.WhatIf;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.plan.PlanFile;
import dev.earshot.investigate.report.Reports;
import dev.earshot.investigate.steps.Engine;
import dev.earshot.spark.SparkProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One investigation from its plan to its sealed folder.
final class InvestigationRun {
    static final String PLAN = "plan.yaml";

    private final Path planFile;
    private final Options options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Clock clock;

    /// @param folder where all of it goes
    /// @param sparkMaster where Spark does the work; DuckDB does it here where empty
    /// @param memory for the engine, in bytes; its own default where empty
    record Options(
            Path folder,
            Optional<String> sparkMaster,
            Optional<Long> memory,
            int threads,
            List<WhatIf> whatIf,
            Optional<SigningKey> signer,
            List<String> arguments) {}

    InvestigationRun(Path planFile, Options options, Clock clock, PrintWriter out, PrintWriter err) {
        this.planFile = planFile;
        this.options = options;
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /// Reads a plan, with every file that it names looked for.
    static Plan plan(Path file, PrintWriter err) {
        Storage storage = new LocalStorage();
        Set<String> vendors =
                Catalogue.bundled().trackers().stream().map(Tracker::vendor).collect(Collectors.toSet());
        return PlanFile.read(file, storage, vendors, warning -> err.println(file + ": " + warning));
    }

    Outcome run() throws IOException {
        Instant startedAt = clock.instant();
        Plan plan = plan(planFile, err);
        Path folder = prepared();
        try (FileChannel lock =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = locked(lock);
                InvestigationProgress progress = InvestigationProgress.on(err);
                Engine engine = engine(plan, folder)) {
            Investigation investigation = new Investigation(
                    plan,
                    new LocalStorage(),
                    engine,
                    folder.toString(),
                    new Investigation.Settings(options.threads, clock, progress, progress));
            Outcome outcome = investigation.run();
            progress.clear();
            Reports.write(outcome, folder);
            Reports.print(outcome, out);
            for (WhatIf change : options.whatIf) {
                Outcome other = investigation.whatIf(change);
                progress.clear();
                tell(change, outcome, other);
            }
            seal(folder, outcome, startedAt);
            err.println("Report: " + folder.resolve("report.html"));
            return outcome;
        }
    }

    private Engine engine(Plan plan, Path folder) throws IOException {
        if (options.sparkMaster.isPresent()) {
            return spark(plan, folder, options.sparkMaster.get());
        }
        DuckDbEngine.Settings standard = DuckDbEngine.Settings.ofThisMachine(folder.resolve(".spill"));
        return DuckDbEngine.open(
                new DuckDbEngine.Settings(options.threads, options.memory.orElse(standard.memory()), standard.spill()));
    }

    private Engine spark(Plan plan, Path folder, String master) throws IOException {
        String home = System.getenv("SPARK_HOME");
        if (home == null || home.isBlank()) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "--engine spark needs Spark 4.2: set SPARK_HOME to the folder that it is in (docs/cluster.md).");
        }
        long bytes = 0;
        for (Plan.Logs logs : plan.logs()) {
            for (String pattern : logs.files()) {
                bytes += new LocalStorage()
                        .list(pattern).stream().mapToLong(Storage.Stored::bytes).sum();
            }
        }
        SparkProcess.Settings settings =
                SparkProcess.Settings.of(Path.of(home), master, bytes, folder.resolve("spark.log"));
        int memory = options.memory.map(given -> (int) (given >> 20)).orElse(settings.memory());
        return SparkProcess.open(new SparkProcess.Settings(
                settings.sparkHome(), master, settings.partitions(), memory, settings.more(), settings.log()));
    }

    private void tell(WhatIf change, Outcome before, Outcome after) {
        out.println();
        out.println("what if " + change.text());
        for (Status status : Status.values()) {
            long moved = after.persons(status) - before.persons(status);
            out.printf(
                    Locale.ENGLISH,
                    "%,14d  %s (%+,d)%n",
                    after.persons(status),
                    status.id().replace('-', ' '),
                    moved);
        }
        out.flush();
    }

    /// The folder, with a copy of the plan. A folder of another plan is never written over.
    private Path prepared() throws IOException {
        Path folder = options.folder;
        byte[] plan = Files.readAllBytes(planFile);
        Path copy = folder.resolve(PLAN);
        if (Files.exists(copy)) {
            if (!Arrays.equals(plan, Files.readAllBytes(copy)) && Files.exists(folder.resolve("manifest.json"))) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        folder + " holds what was found with another version of the plan, and evidence is never written"
                                + " over. Name another --out.");
            }
        } else {
            Scan.emptied(folder);
        }
        Files.write(copy, plan);
        return folder;
    }

    private FileLock locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException heldHere) {
            // Told below, as one that another process holds.
        }
        throw new EarshotException(
                EarshotException.Code.USAGE,
                "Another run is writing to " + options.folder + ". Wait for it, or name another --out.");
    }

    private void seal(Path folder, Outcome outcome, Instant startedAt) throws IOException {
        Map<String, String> inputs = new TreeMap<>();
        outcome.files().forEach(file -> inputs.put(file.location(), file.sha256()));
        outcome.inputs().forEach(inputs::put);
        deleteSpill(folder.resolve(".spill"));
        Files.deleteIfExists(folder.resolve(".lock"));
        EvidenceBundle.seal(
                folder,
                new EvidenceBundle.Origin(
                        Version.number(), outcome.engine(), options.arguments, startedAt, clock.instant(), inputs),
                options.signer);
    }

    private static void deleteSpill(Path spill) throws IOException {
        if (Files.isDirectory(spill)) {
            try (Stream<Path> left = Files.list(spill)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(spill);
        }
    }
}
