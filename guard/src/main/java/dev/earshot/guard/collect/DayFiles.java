package dev.earshot.guard.collect;

import dev.earshot.EarshotException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The folder of what was collected: a file a day, `reports-2026-11-20.ndjson`, of which each line is an [Entry].
final class DayFiles implements AutoCloseable {
    private static final String BEFORE = "reports-";
    private static final String AFTER = ".ndjson";

    private final Path folder;
    private final FileChannel lockFile;

    private DayFiles(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /// Makes the folder, and keeps other collectors out of it.
    ///
    /// @throws EarshotException where it can't be written to, or another collector has it
    static DayFiles open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("collector.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException _) {
                lock = null;
            }
            if (lock == null) {
                channel.close();
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "Another collector writes to " + folder + ". End it, or name another folder.");
            }
            return new DayFiles(folder, channel);
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "Could not write to " + folder + ": " + e.getMessage(), e);
        }
    }

    /// The days of a folder, in order; none where there is no folder.
    static List<LocalDate> days(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches(BEFORE + "\\d{4}-\\d\\d-\\d\\d" + AFTER))
                    .map(name -> LocalDate.parse(name.substring(BEFORE.length(), BEFORE.length() + 10)))
                    .sorted()
                    .toList();
        }
    }

    /// Reads a day.
    ///
    /// @return how many lines are none, as the last one after a crash
    static int read(Path folder, LocalDate day, Consumer<Entry> to) throws IOException {
        int torn = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Files.newInputStream(file(folder, day)),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var entry = Entry.read(line);
                if (entry.isPresent()) {
                    to.accept(entry.get());
                } else {
                    torn++;
                }
            }
        }
        return torn;
    }

    Path folder() {
        return folder;
    }

    long size(LocalDate day) throws IOException {
        Path file = file(folder, day);
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /// Adds lines, and has the disk keep them.
    void append(LocalDate day, byte[] lines) throws IOException {
        write(FileChannel.open(file(folder, day), StandardOpenOption.CREATE, StandardOpenOption.APPEND), lines);
    }

    /// Puts these lines in the place of all that stood there; on a failure, those stay.
    void replace(LocalDate day, byte[] lines) throws IOException {
        Path fresh = folder.resolve(file(folder, day).getFileName() + ".new");
        try {
            write(
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE),
                    lines);
            Files.move(fresh, file(folder, day), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            Files.deleteIfExists(fresh);
            throw failed;
        }
    }

    private static void write(FileChannel channel, byte[] lines) throws IOException {
        try (channel) {
            ByteBuffer left = ByteBuffer.wrap(lines);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(false);
        }
    }

    /// @return how many days were deleted
    int deleteBefore(LocalDate day) throws IOException {
        int deleted = 0;
        for (LocalDate each : days(folder)) {
            if (each.isBefore(day)) {
                Files.deleteIfExists(file(folder, each));
                deleted++;
            }
        }
        return deleted;
    }

    private static Path file(Path folder, LocalDate day) {
        return folder.resolve(BEFORE + day + AFTER);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException _) {
            // The lock ends with the program at the latest.
        }
    }
}
