package dev.earshot.cli;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The folders of the runs of one comparison: `runs/<id>/capture.har` for each that is done. A comparison that was
/// interrupted goes on with the runs that are missing when the same folder is named again, as the same persons.
final class RunFolders {
    private static final String SEED = "seed.txt";

    private final Path folder;
    private final long seed;

    private RunFolders(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /// @param fresh gives the seed of a comparison that begins
    /// @throws EarshotException USAGE where the folder holds something else, or evidence that is complete
    static RunFolders in(Path out, LongSupplier fresh) {
        Path folder = out.resolve("runs");
        try {
            if (Files.exists(folder.resolve(SEED)) && !Files.exists(out.resolve("manifest.json"))) {
                return new RunFolders(
                        folder,
                        Long.parseLong(Files.readString(folder.resolve(SEED)).strip()));
            }
            Scan.emptied(out);
            Files.createDirectories(folder);
            long seed = fresh.getAsLong();
            Files.writeString(folder.resolve(SEED), seed + "\n");
            return new RunFolders(folder, seed);
        } catch (IOException | NumberFormatException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The folder " + folder + " can't be used (" + e.getMessage() + "). Name another --out.",
                    e);
        }
    }

    /// What the persons and the order of the runs come from.
    long seed() {
        return seed;
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE, folder + " can't be written to (" + e.getMessage() + ").", e);
        }
    }

    /// The capture of a run, made now if it isn't there.
    ///
    /// @param recording makes `capture.har` in the folder that it is given
    Path capture(String id, Consumer<Path> recording) {
        Path done = folder.resolve(id);
        if (!Files.exists(done)) {
            Path unfinished = folder.resolve(id + ".unfinished");
            try {
                delete(unfinished);
                recording.accept(unfinished);
                Files.move(unfinished, done);
            } catch (IOException e) {
                throw new EarshotException(
                        EarshotException.Code.INCOMPLETE, "The run " + done + " can't be kept (" + e + ").", e);
            }
        }
        return done.resolve("capture.har");
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
