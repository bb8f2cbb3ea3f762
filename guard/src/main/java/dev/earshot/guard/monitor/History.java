package dev.earshot.guard.monitor;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.guard.monitor.MonitorRun.News;
import dev.earshot.guard.monitor.MonitorRun.Outcome;
import dev.earshot.guard.monitor.MonitorRun.Told;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The runs of a monitor: a folder for each by its time, and a journal, `runs.jsonl`, of which the last line of a
/// folder counts. A line that a crash cut short is passed over, and its run told as interrupted. One process at a time.
final class History implements AutoCloseable {
    static final String UNFINISHED = ".unfinished";

    private static final String JOURNAL = "runs.jsonl";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Map<String, MonitorRun> runs = new LinkedHashMap<>();
    private final Optional<FileChannel> lock;

    private History(Path folder, Optional<FileChannel> lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// @throws EarshotException USAGE where another monitor has it, or it can't be made
    static History open(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve("monitor.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(folder);
            }
            History history = new History(folder, Optional.of(channel));
            history.read();
            return history;
        } catch (OverlappingFileLockException sameProcess) {
            close(channel);
            throw inUse(folder);
        } catch (IOException e) {
            close(channel);
            throw new EarshotException(
                    Code.USAGE, "The history " + folder + " can't be used (" + e.getMessage() + ").", e);
        }
    }

    /// To read it alone, beside a monitor that runs.
    static History look(Path folder) {
        History history = new History(folder, Optional.empty());
        try {
            history.read();
        } catch (IOException e) {
            throw new EarshotException(
                    Code.USAGE, "The history " + folder + " can't be read (" + e.getMessage() + ").", e);
        }
        return history;
    }

    private static EarshotException inUse(Path folder) {
        return new EarshotException(
                Code.USAGE,
                "Another monitor works in " + folder
                        + ". Wait until it is done, or give this one a history of its own.");
    }

    private static void close(@org.jspecify.annotations.Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // What could not be opened is told already.
            }
        }
    }

    @Override
    public void close() {
        close(lock.orElse(null));
    }

    Path folder() {
        return folder;
    }

    /// In the order of their times.
    List<MonitorRun> runs() {
        return runs.values().stream()
                .sorted(Comparator.comparing(MonitorRun::at))
                .toList();
    }

    Optional<MonitorRun> lastGood() {
        return runs().stream().filter(run -> run.isGood() && run.kept()).reduce((first, second) -> second);
    }

    Optional<MonitorRun> last() {
        return runs().stream().reduce((first, second) -> second);
    }

    /// A new folder for a run, which becomes [#finished] once its scan is done.
    Path begin(Instant at) {
        String name = STAMP.format(at);
        for (int number = 2;
                Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + UNFINISHED));
                number++) {
            name = STAMP.format(at) + "-" + number;
        }
        return folder.resolve(name + UNFINISHED);
    }

    /// @return its name from now on
    Path finished(Path unfinished) {
        Path done = folder.resolve(unfinished.getFileName().toString().replace(UNFINISHED, ""));
        try {
            Files.createDirectories(unfinished);
            return Files.move(unfinished, done);
        } catch (IOException e) {
            throw new EarshotException(
                    Code.INCOMPLETE, "The run " + done + " can't be kept (" + e.getMessage() + ").", e);
        }
    }

    /// Folders of runs that a crash ended.
    List<Path> interrupted() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().endsWith(UNFINISHED)
                            || (Files.isDirectory(path)
                                    && !runs.containsKey(path.getFileName().toString())))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EarshotException(Code.INCOMPLETE, folder + " can't be read (" + e.getMessage() + ").", e);
        }
    }

    /// The time in the name of a folder.
    static Optional<Instant> timeOf(Path folder) {
        try {
            return Optional.of(STAMP.parse(
                    folder.getFileName().toString().substring(0, "yyyyMMddTHHmmssZ".length()), Instant::from));
        } catch (java.time.DateTimeException | StringIndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }

    void add(MonitorRun run) {
        byte[] line = (JsonMapper.shared().writeValueAsString(json(run)) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel journal = FileChannel.open(
                folder.resolve(JOURNAL),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            journal.position(journal.size());
            if (journal.size() > 0 && !endsLine(journal)) {
                journal.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                journal.write(bytes);
            }
            journal.force(true);
        } catch (IOException e) {
            throw new EarshotException(
                    Code.INCOMPLETE, "The journal in " + folder + " can't be written (" + e.getMessage() + ").", e);
        }
        runs.put(run.folder(), run);
    }

    private static boolean endsLine(FileChannel journal) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        journal.read(last, journal.size() - 1);
        return last.get(0) == '\n';
    }

    /// Deletes the folders of runs that are too many or too old. Never the last good one, nor one with evidence of a
    /// violation, nor the last.
    List<MonitorRun> prune(int most, int days, Instant now) {
        List<MonitorRun> kept =
                new ArrayList<>(runs().stream().filter(MonitorRun::kept).toList());
        Optional<MonitorRun> good = lastGood();
        List<MonitorRun> gone = new ArrayList<>();
        for (int i = 0; i < kept.size() - 1; i++) {
            MonitorRun run = kept.get(i);
            boolean tooMany = kept.size() - i > most;
            boolean tooOld = run.at().isBefore(now.minus(Duration.ofDays(days)));
            if ((tooMany || tooOld) && run.violations().isEmpty() && !good.equals(Optional.of(run))) {
                delete(folder.resolve(run.folder()));
                add(run.withoutFolder());
                gone.add(run);
            }
        }
        return gone;
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (java.nio.file.NoSuchFileException alreadyGone) {
            // Somebody else's deletion does as well.
        } catch (IOException e) {
            throw new EarshotException(
                    Code.INCOMPLETE, "An old run in " + folder + " can't be deleted (" + e.getMessage() + ").", e);
        }
    }

    private void read() throws IOException {
        Path journal = folder.resolve(JOURNAL);
        if (!Files.exists(journal)) {
            return;
        }
        for (String line : new String(Files.readAllBytes(journal), StandardCharsets.UTF_8).split("\n", -1)) {
            try {
                if (!line.isBlank()) {
                    MonitorRun run = run(JsonMapper.shared().readTree(line));
                    runs.put(run.folder(), run);
                }
            } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException cutShort) {
                // The folder of its run is there, and is told as interrupted.
            }
        }
    }

    private static ObjectNode json(MonitorRun run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("at", run.at().toString());
        node.put("folder", run.folder());
        node.put("outcome", run.outcome().name());
        node.put("says", run.says());
        node.put("comparedWith", run.comparedWith());
        node.put("missed", run.missed());
        node.put("kept", run.kept());
        ArrayNode told = node.putArray("told");
        run.told()
                .forEach(one ->
                        told.addArray().add(one.vendor()).add(one.element()).add(one.zone()));
        ArrayNode violations = node.putArray("violations");
        run.violations().forEach(violations::add);
        ArrayNode news = node.putArray("news");
        run.news().forEach(one -> news.addArray().add(one.kind()).add(one.key()).add(one.says()));
        return node;
    }

    private static MonitorRun run(JsonNode node) {
        List<Told> told = new ArrayList<>();
        node.path("told").forEach(one -> told.add(new Told(at(one, 0), at(one, 1), at(one, 2))));
        List<String> violations = new ArrayList<>();
        node.path("violations").forEach(one -> violations.add(one.asString("")));
        List<News> news = new ArrayList<>();
        node.path("news").forEach(one -> news.add(new News(at(one, 0), at(one, 1), at(one, 2))));
        return new MonitorRun(
                Instant.parse(node.path("at").asString("")),
                node.path("folder").asString(""),
                Outcome.valueOf(node.path("outcome").asString("")),
                node.path("says").asString(""),
                node.path("comparedWith").asString(""),
                told,
                violations,
                news,
                node.path("missed").asInt(0),
                node.path("kept").asBoolean(true));
    }

    private static String at(JsonNode array, int position) {
        return array.path(position).asString("");
    }
}
