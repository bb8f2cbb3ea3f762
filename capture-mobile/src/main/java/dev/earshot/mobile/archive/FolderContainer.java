package dev.earshot.mobile.archive;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A folder, such as an `.app` bundle. Its files are in order of name. Links are not followed: they may lead out of it.
final class FolderContainer implements Container {
    private final String file;
    private final Path folder;
    private final Budget budget;
    private final NavigableSet<String> names;

    private FolderContainer(String file, Path folder, Budget budget, NavigableSet<String> names) {
        this.file = file;
        this.folder = folder;
        this.budget = budget;
        this.names = names;
    }

    static FolderContainer open(String file, Path folder, Budget budget) throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(one -> {
                String name = folder.relativize(one).toString().replace('\\', '/');
                if (Files.isSymbolicLink(one)) {
                    budget.refuse(file + "/" + name, "This is a link to another file, and was not followed.");
                } else if (Files.isRegularFile(one)) {
                    if (names.size() < Limits.ENTRIES) {
                        names.add(name);
                    } else {
                        budget.refuse(
                                file,
                                String.format(
                                        Locale.ROOT,
                                        "The folder has more than %d files; the others were not read. Name the app's"
                                                + " own folder.",
                                        Limits.ENTRIES));
                    }
                }
            });
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        return new FolderContainer(file, folder, budget, names);
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public List<String> names() {
        return List.copyOf(names);
    }

    @Override
    public Optional<Part> open(String name) {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        String where = file + "/" + name;
        try {
            Bytes bytes = MappedFile.of(folder.resolve(name));
            if (bytes.size() > Integer.MAX_VALUE) {
                budget.refuse(where, "This file is larger than 2 GB, which is more than can be read.");
                return Optional.empty();
            }
            return Optional.of(new Part(where, name, bytes.slice(0, bytes.size())));
        } catch (IOException unreadable) {
            budget.refuse(where, "This file can't be opened. Check who may read it.");
            return Optional.empty();
        }
    }

    @Override
    public void close() {}
}
