package dev.earshot.investigate.log;

import dev.earshot.investigate.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Files that hold what another one holds, packed alike or not: of those only the one with the lowest number counts.
final class Duplicates {
    private final Storage storage;
    private final Marks marks;
    private final Map<LogFile, byte[]> digests = new HashMap<>();

    Duplicates(Storage storage, Marks marks) {
        this.storage = storage;
        this.marks = marks;
    }

    /// @param files in the order of their numbers
    /// @param read what came of those that are no copies to the byte
    List<FileAccount> setAside(List<LogFile> files, Map<LogFile, Mark> read) throws IOException {
        List<FileAccount> accounts = new ArrayList<>();
        Map<String, LogFile> bySha256 = new HashMap<>();
        Map<String, FileAccount> accountOf = new HashMap<>();
        Map<List<Long>, List<LogFile>> byContent = new HashMap<>();
        for (LogFile file : files) {
            LogFile copied = bySha256.putIfAbsent(file.sha256(), file);
            Mark mark = read.get(file);
            FileAccount account;
            if (copied != null) {
                account = setAside(file, copied, Objects.requireNonNull(accountOf.get(file.sha256())), 0, 0);
            } else if (mark == null) {
                throw new IllegalStateException(file.location());
            } else if (!mark.duplicateOf().isEmpty()) {
                account = setAside(
                        file,
                        Objects.requireNonNull(bySha256.get(mark.duplicateOf())),
                        mark.account(),
                        mark.crc(),
                        mark.length());
            } else {
                List<LogFile> alike =
                        byContent.computeIfAbsent(List.of(mark.crc(), mark.length()), key -> new ArrayList<>());
                LogFile same = mark.length() == 0 ? null : sameContent(file, alike);
                if (same == null) {
                    alike.add(file);
                    account = mark.account();
                } else {
                    account = setAside(file, same, mark.account(), mark.crc(), mark.length());
                }
            }
            accountOf.putIfAbsent(file.sha256(), account);
            accounts.add(account);
        }
        return accounts;
    }

    private @Nullable LogFile sameContent(LogFile file, List<LogFile> alike) throws IOException {
        for (LogFile other : alike) {
            if (Arrays.equals(digest(other), digest(file))) {
                return other;
            }
        }
        return null;
    }

    /// SHA-256 of what is packed in a file.
    private byte[] digest(LogFile file) throws IOException {
        byte[] known = digests.get(file);
        if (known != null) {
            return known;
        }
        MessageDigest digest = LogFile.newDigest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream stored = file.open(storage)) {
            Unpacked content = Records.of(stored, storage, file.location());
            for (int read = content.read(buffer, 0, buffer.length);
                    read >= 0;
                    read = content.read(buffer, 0, buffer.length)) {
                digest.update(buffer, 0, read);
            }
        }
        byte[] fresh = digest.digest();
        digests.put(file, fresh);
        return fresh;
    }

    private FileAccount setAside(LogFile file, LogFile original, FileAccount its, long crc, long length)
            throws IOException {
        FileAccount account = new FileAccount(
                file.number(),
                file.location(),
                file.sha256(),
                its.format(),
                its.lines(),
                0,
                its.lines() == 0 ? Map.of() : Map.of(SetAside.DUPLICATE_FILE, its.lines()),
                0,
                0,
                List.of("it holds the same lines as " + original.location() + ", which is used instead"));
        marks.delete(file.number());
        marks.write(new Mark(marks.basis(file), crc, length, original.sha256(), account));
        return account;
    }
}
