package dev.earshot.investigate.identity;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/// A file of a source, and the number by which links refer to it: files are numbered by their SHA-256, so that it means
/// nothing where they lie or in which order they are named.
///
/// @param source its place among the sources of the plan
record SourceFile(int source, String location, String sha256) {
    private static final Comparator<SourceFile> ORDER = Comparator.comparing((SourceFile file) -> file.sha256)
            .thenComparingInt(SourceFile::source)
            .thenComparing(SourceFile::location);

    /// The files that the patterns name.
    static List<SourceFile> of(Storage storage, int source, List<String> patterns) throws IOException {
        TreeSet<SourceFile> files = new TreeSet<>(ORDER);
        for (String pattern : patterns) {
            for (Storage.Stored stored : storage.list(pattern)) {
                files.add(new SourceFile(source, stored.location(), sha256(storage, stored.location())));
            }
        }
        return List.copyOf(files);
    }

    /// The place of its SHA-256 among those of all files, from 1.
    static int number(List<String> allSha256, String sha256) {
        return List.copyOf(new TreeSet<>(allSha256)).indexOf(sha256) + 1;
    }

    private static String sha256(Storage storage, String location) throws IOException {
        try (InputStream in = storage.open(location)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new EarshotException(EarshotException.Code.INTERNAL, "This Java has no SHA-256.", e);
        }
    }
}
