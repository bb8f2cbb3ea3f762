package dev.earshot.browser.watch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A temporary folder that only its owner can read (mode 0700): the browser's profile, and a net log with every
/// password in it.
record PrivateFolder(Path path) {
    static PrivateFolder create() throws IOException {
        return new PrivateFolder(
                posix()
                        ? Files.createTempDirectory(
                                "earshot-",
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                        : Files.createTempDirectory("earshot-"));
    }

    /// Creates an empty file that only its owner can read (mode 0600).
    Path file(String name) throws IOException {
        Path file = path.resolve(name);
        if (posix()) {
            return Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.createFile(file);
    }

    /// Deletes the folder and what is in it, trying again for two seconds while a dying browser still writes there.
    /// Returns whether it is gone.
    boolean delete() throws InterruptedException {
        for (int attempt = 0; attempt < 40; attempt++) {
            if (attempt > 0) {
                Thread.sleep(Duration.ofMillis(50));
            }
            deleteOnce();
            if (Files.notExists(path)) {
                return true;
            }
        }
        return false;
    }

    private void deleteOnce() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    return deleteQuietly(file);
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
                    return deleteQuietly(folder);
                }
            });
        } catch (IOException _) {
            // Tried again.
        }
    }

    private static FileVisitResult deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException _) {
            // Tried again.
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
