package dev.earshot.breach.store;

import dev.earshot.EarshotException;
import dev.earshot.evidence.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The programs of PostgreSQL that come with Earshot, unpacked once for each user.
///
/// Source: the archives of io.zonky.test.postgres, `postgres-<system>-<processor>.txz`, read 2026-11-22.
final class Binaries {
    static final String OWN_SERVER =
            "Give the case a PostgreSQL server of yours (version 15 or later) by its JDBC URL instead.";

    private Binaries() {}

    /// The folder with `bin`, `lib` and `share`, below `$XDG_CACHE_HOME` or `~/.cache`.
    static Path unpacked() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return unpacked(
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache),
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""));
    }

    static Path unpacked(Path cache, String system, String processor) {
        byte[] archive = archive(system, processor)
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE,
                        "No PostgreSQL for " + system + " on " + processor + " comes with this Earshot. "
                                + OWN_SERVER));
        try {
            Path parent = Files.createDirectories(cache.resolve("earshot"));
            Path folder = parent.resolve("postgresql-" + Sha256.hex(archive).substring(0, 16));
            if (!Files.isDirectory(folder)) {
                Path made = Files.createTempDirectory(parent, "postgresql-");
                try {
                    unpack(archive, made);
                    Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
                } catch (FileSystemException e) {
                    if (!Files.isDirectory(folder)) {
                        throw e;
                    }
                } finally {
                    delete(made);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "PostgreSQL could not be unpacked below " + cache + " (" + e.getMessage()
                            + "). Free some space, or name another folder by XDG_CACHE_HOME. " + OWN_SERVER,
                    e);
        }
    }

    private static Optional<byte[]> archive(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        String os = name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
        String cpu = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> processor;
        };
        try (InputStream in = Binaries.class.getResourceAsStream("/postgres-" + os + "-" + cpu + ".txz")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INTERNAL, "The PostgreSQL that comes with Earshot can't be read.", e);
        }
    }

    private static void unpack(byte[] archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("An entry of the archive leads out of it");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    boolean runs = (entry.getMode() & 0100) != 0;
                    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                        Files.setPosixFilePermissions(
                                file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
                    }
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
