package dev.earshot.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A disk that is soon full: a tmpfs, which root can mount.
record SmallDisk(Path folder) implements AutoCloseable {
    /// Empty where none can be mounted.
    static Optional<SmallDisk> mounted(Path folder, String size) throws IOException {
        Files.createDirectories(folder);
        return run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()) == 0
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (run("umount", folder.toString()) != 0) {
            throw new IOException(folder + " could not be unmounted");
        }
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchProgram) {
            return -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
