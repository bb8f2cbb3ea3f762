package dev.earshot.breach.mail;

import dev.earshot.EarshotException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run's record, in the case's folder, of how far each message came: written before the database hears of it.
///
/// A line is given to the operating system before the next byte goes to a server, so it outlives the end of this
/// program at any moment. It outlives the end of the *machine* only once [#force] has returned; who reads it takes
/// that into account. Lines, UTF-8:
///
/// ```
/// earshot-send-log 1 2026-11-22T10:00:00Z BOOT
/// begun KEY SHA256
/// accepted KEY 250 2.0.0 Ok
/// refused KEY 550 5.1.1 …
/// deferred KEY 450 4.2.0 …
/// not-sent KEY reason
/// doubt KEY
/// settled
/// ```
///
/// `settled` says that all claims of earlier runs have outcomes, but for those that a line `doubt` names before it.
///
/// For many threads.
final class SendLog implements Closeable {
    private static final String HEAD = "earshot-send-log 1 ";
    private static final String UNKNOWN = "unknown";
    private static final String SETTLED = "settled";
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path file;
    private final FileOutputStream out;
    private boolean broken;

    private SendLog(Path file) throws IOException {
        this.file = file;
        this.out = new FileOutputStream(file.toFile(), true);
    }

    /// A new one for a run that starts now.
    static SendLog start(Path folder, Instant now) {
        try {
            Files.createDirectories(folder);
            long number = files(folder).size() + 1L;
            while (true) {
                Path file = folder.resolve(String.format(Locale.ROOT, "email-%06d.log", number));
                try {
                    Files.createFile(file);
                } catch (FileAlreadyExistsException e) {
                    number++;
                    continue;
                }
                SendLog log = new SendLog(file);
                log.write(HEAD + now + " " + boot() + "\n");
                log.force();
                return log;
            }
        } catch (IOException e) {
            throw lost(folder, e);
        }
    }

    /// What the machine's start is called; `unknown` where it has no name.
    private static String boot() {
        try {
            return Files.exists(BOOT) ? Files.readString(BOOT).strip() : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("email-\\d+\\.log"))
                    .sorted()
                    .toList();
        }
    }

    Path file() {
        return file;
    }

    /// @param sha256 of the message, in hex
    static String begun(String key, String sha256) {
        return "begun " + key + " " + sha256 + "\n";
    }

    static String doubt(String key) {
        return "doubt " + key + "\n";
    }

    static String settled() {
        return SETTLED + "\n";
    }

    static String ended(Step step, String key, String answer) {
        return step.id() + " " + key + " " + answer.replaceAll("\\p{Cntrl}+", " ") + "\n";
    }

    /// Writes whole lines.
    ///
    /// @throws EarshotException of code INCOMPLETE where the disk does not take them: nothing may be begun any more
    void write(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (broken) {
                throw lost(file, new IOException("an earlier line was lost"));
            }
            try {
                out.write(bytes);
            } catch (IOException e) {
                broken = true;
                throw lost(file, e);
            }
        }
    }

    /// Puts what was written on the disk itself.
    void force() {
        try {
            out.getFD().sync();
        } catch (IOException e) {
            synchronized (this) {
                broken = true;
            }
            throw lost(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    private static EarshotException lost(Path file, IOException cause) {
        return new EarshotException(
                EarshotException.Code.INCOMPLETE,
                "the send log " + file + " can't be written (" + cause.getMessage() + "): sending stopped. Make room on"
                        + " the disk and run again; what was sent is known",
                cause);
    }

    /// How far a message came.
    enum Step {
        BEGUN("begun"),
        ACCEPTED("accepted"),
        REFUSED("refused"),
        DEFERRED("deferred"),
        NOT_SENT("not-sent"),
        /// Begun in an earlier run, and still in doubt.
        DOUBT("doubt");

        private final String id;

        Step(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    /// @param answer the server's words
    /// @param sha256 of the message; empty where that is not known
    /// @param before key of the message that was accepted last before this one was begun; empty: there was none
    /// @param after key of one that was accepted later; empty: none was
    /// @param log that has it
    record Trace(Step step, String answer, String sha256, String before, String after, Path log) {}

    /// Reads what all logs of a folder say of some messages: by key; without a trace: never begun. Memory grows with the number of keys alone.
    ///
    /// Where the machine itself went down during a run, lines may be lost: a message without any then counts as begun.
    static Map<String, Trace> read(Path folder, Set<String> keys) throws IOException {
        Reading reading = new Reading(keys);
        for (Path file : files(folder)) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                reading.head(file, lines.readLine());
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    reading.line(line);
                }
            }
        }
        return reading.traces();
    }

    private static final class Reading {
        private final Set<String> keys;
        private final String boot = boot();
        private Path log = Path.of("");
        private final Map<String, Trace> traces = new HashMap<>();
        private final List<String> waiting = new ArrayList<>();
        private String accepted = "";
        private boolean linesLost;
        private String beforeLoss = "";
        private String afterLoss = "";

        Reading(Set<String> keys) {
            this.keys = keys;
        }

        void head(Path file, @Nullable String head) {
            log = file;
            boolean sameStart =
                    head != null && head.startsWith(HEAD) && !boot.equals(UNKNOWN) && head.endsWith(" " + boot);
            if (!sameStart && !linesLost) {
                linesLost = true;
                beforeLoss = accepted;
                afterLoss = "";
            }
        }

        void line(String text) {
            if (text.equals(SETTLED)) {
                linesLost = false;
                return;
            }
            Line line = Line.of(text);
            if (line == null) {
                return;
            }
            if (line.step() == Step.ACCEPTED) {
                accepted(line.key());
            }
            if (!keys.contains(line.key())) {
                return;
            }
            switch (line.step()) {
                case BEGUN -> {
                    traces.put(line.key(), new Trace(Step.BEGUN, "", line.answer(), accepted, "", log));
                    waiting.add(line.key());
                }
                case DOUBT -> traces.putIfAbsent(line.key(), new Trace(Step.BEGUN, "", "", beforeLoss, afterLoss, log));
                case ACCEPTED, REFUSED, DEFERRED, NOT_SENT -> {
                    Trace begun = traces.get(line.key());
                    String sha256 = begun == null ? "" : begun.sha256();
                    traces.put(line.key(), new Trace(line.step(), line.answer(), sha256, "", "", log));
                }
            }
        }

        private void accepted(String key) {
            accepted = key;
            for (String one : waiting) {
                traces.computeIfPresent(
                        one, (_, t) -> new Trace(t.step(), t.answer(), t.sha256(), t.before(), key, t.log()));
            }
            waiting.clear();
            if (linesLost) {
                afterLoss = key;
            }
        }

        Map<String, Trace> traces() {
            if (linesLost) {
                for (String key : keys) {
                    traces.putIfAbsent(key, new Trace(Step.BEGUN, "", "", beforeLoss, afterLoss, log));
                }
            }
            return traces;
        }
    }

    private record Line(Step step, String key, String answer) {
        static @Nullable Line of(String line) {
            String[] parts = line.split(" ", 3);
            if (parts.length < 2 || !parts[1].matches("[0-9a-f]{32}")) {
                return null;
            }
            for (Step step : Step.values()) {
                // A line that was cut off within its answer still says what the answer was.
                if (step.id().equals(parts[0])) {
                    return new Line(step, parts[1], parts.length > 2 ? parts[2] : "");
                }
            }
            return null;
        }
    }
}
