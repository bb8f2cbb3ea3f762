package dev.earshot.mobile.reading;

import java.util.List;
import java.util.Optional;

/// A package that holds an app's files: a ZIP archive or a folder.
public interface Container extends AutoCloseable {
    /// The path from the scanned file to this package, with `!` between an archive and what is in it.
    String file();

    /// The names of what is in it, each once, in the order of the package, without folders.
    List<String> names();

    /// The file of that name, whole. Empty where there is none, or where it can't be unpacked within the limits, which
    /// has then been told as a blind spot.
    Optional<Part> open(String name);

    @Override
    void close();
}
