package dev.earshot.spark;

import dev.earshot.investigate.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/// Files where Spark's cluster has them: any file system that Hadoop has a client for, by the address's scheme.
///
/// In an object store a move copies, and is not at once; what counts there is the mark that is written last.
final class HadoopStorage implements Storage {
    private static final String SPECIAL = "*?[{";

    private final Configuration configuration;

    HadoopStorage(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public List<Stored> list(String pattern) throws IOException {
        int special = 0;
        while (special < pattern.length() && SPECIAL.indexOf(pattern.charAt(special)) < 0) {
            special++;
        }
        boolean glob = special < pattern.length() && !exists(pattern);
        Path start = new Path(glob ? pattern.substring(0, pattern.lastIndexOf('/', special) + 1) : pattern);
        FileSystem files = start.getFileSystem(configuration);
        if (!files.exists(start)) {
            return List.of();
        }
        String above = files.makeQualified(start).toString();
        String names = glob ? pattern.substring(pattern.lastIndexOf('/', special) + 1) : "**";
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + names.replace("**/", "{**/,}"));
        List<Stored> found = new ArrayList<>();
        for (RemoteIterator<LocatedFileStatus> all = files.listFiles(start, true); all.hasNext(); ) {
            LocatedFileStatus file = all.next();
            String location = file.getPath().toString();
            String below = location.substring(Math.min(above.length(), location.length()));
            if (!glob || matcher.matches(java.nio.file.Path.of(below.startsWith("/") ? below.substring(1) : below))) {
                found.add(new Stored(location, file.getLen()));
            }
        }
        found.sort(Comparator.comparing(Stored::location));
        return List.copyOf(found);
    }

    @Override
    public InputStream open(String location) throws IOException {
        Path path = new Path(location);
        return path.getFileSystem(configuration).open(path);
    }

    @Override
    public OutputStream create(String location) throws IOException {
        Path path = new Path(location);
        return path.getFileSystem(configuration).create(path, true);
    }

    @Override
    public void move(String from, String to) throws IOException {
        Path target = new Path(to);
        FileSystem files = target.getFileSystem(configuration);
        if (target.getParent() != null) {
            files.mkdirs(target.getParent());
        }
        if (!files.rename(new Path(from), target)) {
            throw new IOException(from + " could not be moved to " + to);
        }
    }

    @Override
    public void delete(String location) throws IOException {
        Path path = new Path(location);
        path.getFileSystem(configuration).delete(path, true);
    }

    @Override
    public boolean exists(String location) {
        Path path = new Path(location);
        try {
            return path.getFileSystem(configuration).exists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
