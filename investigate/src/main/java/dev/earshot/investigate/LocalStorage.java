package dev.earshot.investigate;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Files on the disks of this machine. Locations are paths, with `/` between their parts; relative ones are below the
/// folder that it was made for.
///
/// What [#create] wrote is on the disk itself, past the system's caches, once its stream is closed, and what was moved once
/// [#move] has returned: a mark that says "done" never outlives what it stands for, even when the power fails.
public final class LocalStorage implements Storage {
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

    private final Path base;

    /// For paths as the system reads them.
    public LocalStorage() {
        this(Path.of(""));
    }

    public LocalStorage(Path base) {
        this.base = base;
    }

    /// The file or folder at a location.
    public Path path(String location) {
        if (ADDRESS.matcher(location).matches()) {
            throw new EarshotException(
                    Code.USAGE,
                    location
                            + " is not a path on this machine. Files elsewhere are read by the Spark engine on its cluster:"
                            + " --engine spark");
        }
        try {
            return base.resolve(location);
        } catch (InvalidPathException e) {
            throw new EarshotException(Code.USAGE, location + " is not a path: " + e.getReason(), e);
        }
    }

    @Override
    public List<Stored> list(String pattern) throws IOException {
        // A file may have a name that would also do as a pattern, such as access[1].log.
        if (!isGlob(pattern) || exists(pattern)) {
            Path path = path(pattern);
            return Files.exists(path) ? walk(path, pattern, null) : List.of();
        }
        int folder = pattern.lastIndexOf('/', firstSpecial(pattern)) + 1;
        String above = pattern.substring(0, folder);
        if (!Files.isDirectory(path(above))) {
            return List.of();
        }
        return walk(path(above), above, matcher(pattern, pattern.substring(folder)));
    }

    private static List<Stored> walk(Path start, String written, @Nullable PathMatcher matcher) throws IOException {
        List<Stored> found = new ArrayList<>();
        Files.walkFileTree(
                start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        Path below = start.relativize(file);
                        if (attributes.isRegularFile() && (matcher == null || matcher.matches(below))) {
                            found.add(new Stored(location(written, below), attributes.size()));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        found.sort(Comparator.comparing(Stored::location));
        return List.copyOf(found);
    }

    private static String location(String written, Path below) {
        String rest = below.toString().replace(below.getFileSystem().getSeparator(), "/");
        return rest.isEmpty() || written.isEmpty() || written.endsWith("/") ? written + rest : written + "/" + rest;
    }

    /// As shells read it: `*` and `?` stay within one name, `**/` is any number of folders, none included.
    private static PathMatcher matcher(String pattern, String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob.replace("**/", "{**/,}"));
        } catch (PatternSyntaxException e) {
            throw new EarshotException(Code.USAGE, pattern + " is not a pattern of files: " + e.getDescription(), e);
        }
    }

    private static boolean isGlob(String pattern) {
        return firstSpecial(pattern) < pattern.length();
    }

    private static int firstSpecial(String pattern) {
        int at = 0;
        while (at < pattern.length() && "*?[{".indexOf(pattern.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    @Override
    public InputStream open(String location) throws IOException {
        return Files.newInputStream(path(location));
    }

    @Override
    public OutputStream create(String location) throws IOException {
        Path path = path(location);
        makeFolders(path);
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        OutputStream stream = Channels.newOutputStream(channel);
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                stream.write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                stream.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                try (channel) {
                    if (channel.isOpen()) {
                        channel.force(true);
                    }
                }
            }
        };
    }

    @Override
    public void move(String from, String to) throws IOException {
        Path target = path(to);
        makeFolders(target);
        Files.move(path(from), target, StandardCopyOption.ATOMIC_MOVE);
        force(target.toAbsolutePath().getParent());
    }

    @Override
    public void delete(String location) throws IOException {
        Path path = path(location);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error) throws IOException {
                if (error != null) {
                    throw error;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public boolean exists(String location) {
        return Files.exists(path(location));
    }

    private static void makeFolders(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }

    /// Makes the names in a folder last; Windows has no such thing and needs none.
    private static void force(@Nullable Path folder) throws IOException {
        if (folder != null && !System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
