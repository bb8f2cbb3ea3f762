package dev.earshot.investigate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// Where files are: a disk, or what a cluster keeps them in. A location is a path, or an address such as
/// `s3a://bucket/key` where the engine knows that.
///
/// Safe for several threads.
public interface Storage {
    /// The files that a path, a glob (`logs/*/access-*.gz`) or a folder (with all below it) names, sorted by location.
    /// Empty where there is none.
    List<Stored> list(String pattern) throws IOException;

    InputStream open(String location) throws IOException;

    /// Replaces what was there; makes the folders above it.
    OutputStream create(String location) throws IOException;

    /// Takes a file or folder to a place where nothing is, at once where the storage can.
    void move(String from, String to) throws IOException;

    /// Deletes a file, or a folder with all that is in it; nothing where there is none.
    void delete(String location) throws IOException;

    boolean exists(String location);

    /// @param bytes as stored, compressed or not
    record Stored(String location, long bytes) {}
}
