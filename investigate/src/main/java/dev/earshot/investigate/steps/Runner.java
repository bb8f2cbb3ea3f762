package dev.earshot.investigate.steps;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.investigate.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/// Makes the outputs of the steps, and goes on where an earlier run ended.
///
/// An output is the folder of its name with the mark `NAME.done` beside it. It is written as `.tmp.NAME`, moved, and
/// marked last. The mark holds a chain of hashes: of the inputs' fingerprint and of all SQL up to and including the
/// output's own; besides, the rows and the files of the folder. Only a folder that is as its mark says counts: where the storage
/// can't move at once, or lost what it had taken before its power failed, the output is made again. So are all after it.
///
/// For one thread.
public final class Runner {
    private static final String MARK = "earshot-output 1";

    private final Engine engine;
    private final Storage storage;
    private final String folder;
    private final InstantSource clock;
    private final Progress progress;

    /// @param engine knows the inputs by the names of [dev.earshot.investigate.table.Table]
    /// @param folder of the outputs
    /// @param clock how long an output took is read from it
    public Runner(Engine engine, Storage storage, String folder, InstantSource clock, Progress progress) {
        this.engine = engine;
        this.storage = storage;
        this.folder = folder;
        this.clock = clock;
        this.progress = progress;
    }

    /// Makes what is not there yet; afterwards the engine knows every output by its name.
    ///
    /// @param fingerprint of all that the inputs hold and of how they were made: changes with it
    public void run(List<StepFile> steps, String fingerprint) {
        List<StepFile.Output> outputs =
                steps.stream().flatMap(step -> step.outputs().stream()).toList();
        int of = (int) outputs.stream().filter(output -> !output.view()).count();
        int number = 0;
        boolean keep = true;
        String chain = sha256(fingerprint);
        for (StepFile.Output output : outputs) {
            chain = sha256(chain + "\n" + output.name() + (output.view() ? " view\n" : "\n") + output.sql());
            if (output.view()) {
                engine.view(output.name(), output.sql());
                continue;
            }
            number++;
            try {
                if (keep) {
                    long rows = kept(output.name(), chain);
                    if (rows >= 0) {
                        engine.table(output.name(), at(output.name()));
                        progress.kept(output.name(), number, of, rows);
                        continue;
                    }
                    keep = false;
                    deleteFrom(outputs, output);
                }
                make(output, chain, number, of);
            } catch (IOException e) {
                throw new EarshotException(
                        Code.INCOMPLETE,
                        "The output " + output.name() + " could not be kept in " + folder + ": "
                                + e.getClass().getSimpleName()
                                + ". Look for space and permissions there, then run again: finished outputs are kept.",
                        e);
            }
        }
    }

    private void make(StepFile.Output output, String chain, int number, int of) throws IOException {
        progress.started(output.name(), number, of);
        Instant start = clock.instant();
        String temporary = at(".tmp." + output.name());
        long rows = write(output, temporary);
        storage.move(temporary, at(output.name()));
        String temporaryMark = temporary + ".done";
        try (OutputStream mark = storage.create(temporaryMark)) {
            mark.write(mark(output.name(), chain, rows).getBytes(StandardCharsets.UTF_8));
        }
        storage.move(temporaryMark, at(output.name() + ".done"));
        engine.table(output.name(), at(output.name()));
        progress.finished(output.name(), number, of, rows, Duration.between(start, clock.instant()));
    }

    /// What could not be finished goes at once: the disk may be full.
    private long write(StepFile.Output output, String temporary) throws IOException {
        boolean whole = false;
        try {
            long rows = engine.write(output.sql(), temporary);
            whole = true;
            return rows;
        } finally {
            if (!whole) {
                storage.delete(temporary);
            }
        }
    }

    /// The rows of an output that is whole and made of the same; -1 where it is not.
    private long kept(String name, String chain) throws IOException {
        String location = at(name + ".done");
        if (!storage.exists(location)) {
            return -1;
        }
        String mark;
        try (InputStream in = storage.open(location)) {
            mark = new String(in.readNBytes(10_000_000), StandardCharsets.UTF_8);
        }
        List<String> lines = mark.lines().limit(3).toList();
        if (lines.size() < 3 || !lines.get(2).matches("[0-9]{1,18}")) {
            return -1;
        }
        long rows = Long.parseLong(lines.get(2));
        return mark.equals(mark(name, chain, rows)) ? rows : -1;
    }

    private String mark(String name, String chain, long rows) throws IOException {
        StringBuilder mark = new StringBuilder();
        mark.append(MARK).append('\n').append(chain).append('\n').append(rows).append('\n');
        for (Storage.Stored file : storage.list(at(name))) {
            String location = file.location();
            mark.append(file.bytes())
                    .append(' ')
                    .append(location.substring(location.lastIndexOf('/') + 1))
                    .append('\n');
        }
        return mark.toString();
    }

    private void deleteFrom(List<StepFile.Output> outputs, StepFile.Output first) throws IOException {
        for (StepFile.Output output : outputs.subList(outputs.indexOf(first), outputs.size())) {
            storage.delete(at(output.name() + ".done"));
            storage.delete(at(output.name()));
            storage.delete(at(".tmp." + output.name()));
            storage.delete(at(".tmp." + output.name() + ".done"));
        }
    }

    private String at(String name) {
        return folder + "/" + name;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
