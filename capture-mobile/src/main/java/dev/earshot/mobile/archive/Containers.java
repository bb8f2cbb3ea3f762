package dev.earshot.mobile.archive;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Signs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Opens one scanned file and the archives in it, which share what may be unpacked out of it (4 GB in all, 640 MB a
/// piece, archives four deep). Whatever is refused or odd is told to the signs as a blind spot that names the entry.
///
/// Not for use by several threads. What is handed out stays valid as long as it is held; closing is not needed.
public final class Containers {
    private static final List<String> ARCHIVE_ENDINGS =
            List.of(".apk", ".xapk", ".apks", ".apkm", ".aab", ".ipa", ".zip");

    private final Budget budget;

    public Containers(Signs signs) {
        budget = new Budget(signs);
    }

    /// As [#open(Path)], for a file that is opened by itself.
    public static Optional<Container> open(Path file, Signs signs) {
        return new Containers(signs).open(file);
    }

    /// The archive or folder of that name. A file that is neither is a package of one, whose part has the same name as
    /// the package. Empty where it can't be opened at all, which has then been told.
    public Optional<Container> open(Path file) {
        Path last = file.toAbsolutePath().normalize().getFileName();
        String name = last == null ? file.toString() : last.toString();
        try {
            if (Files.isDirectory(file)) {
                return Optional.of(FolderContainer.open(name, file, budget));
            }
            Bytes bytes = MappedFile.of(file);
            boolean archive = isArchive(bytes.slice(0, Math.min(bytes.size(), 4)))
                    || ARCHIVE_ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith)
                    || ZipDirectory.isBehindSomething(bytes);
            return Optional.of(archive ? ZipContainer.open(name, bytes, budget) : new SingleFile(name, bytes, budget));
        } catch (IOException unreadable) {
            budget.refuse(name, "This file can't be opened. Check its name and who may read it.");
            return Optional.empty();
        }
    }

    /// An archive that is in another one. Empty where it is none, or one archive too deep, which has then been told.
    public Optional<Container> open(Part part) {
        if (!isArchive(part.bytes())) {
            return Optional.empty();
        }
        if (part.file().chars().filter(c -> c == '!').count() >= Limits.DEPTH) {
            budget.refuse(
                    part.file(),
                    "This archive is inside " + Limits.DEPTH + " others, and was not opened. Unpack it and scan it by"
                            + " itself.");
            return Optional.empty();
        }
        return Optional.of(ZipContainer.open(part.file(), new Bytes(MemorySegment.ofBuffer(part.bytes())), budget));
    }

    /// Whether it begins as a ZIP archive does, an empty one included. The buffer's position stays.
    public static boolean isArchive(ByteBuffer bytes) {
        if (bytes.remaining() < 4) {
            return false;
        }
        int at = bytes.position();
        return bytes.get(at) == 'P'
                && bytes.get(at + 1) == 'K'
                && ((bytes.get(at + 2) == 3 && bytes.get(at + 3) == 4)
                        || (bytes.get(at + 2) == 5 && bytes.get(at + 3) == 6));
    }
}
