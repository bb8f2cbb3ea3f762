package dev.earshot.investigate.identity;

import dev.earshot.investigate.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Files in memory. A pattern names one of them, or all where it is `*`.
final class MemoryStorage implements Storage {
    private final Map<String, byte[]> files = new TreeMap<>();

    MemoryStorage with(String location, byte[] content) {
        files.put(location, content);
        return this;
    }

    MemoryStorage with(String location, String content) {
        return with(location, content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Stored> list(String pattern) {
        return files.entrySet().stream()
                .filter(file -> pattern.equals("*") || pattern.equals(file.getKey()))
                .map(file -> new Stored(file.getKey(), file.getValue().length))
                .toList();
    }

    @Override
    public InputStream open(String location) {
        return new ByteArrayInputStream(Objects.requireNonNull(files.get(location)));
    }

    @Override
    public OutputStream create(String location) {
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                files.put(location, toByteArray());
            }
        };
    }

    @Override
    public void move(String from, String to) {
        files.put(to, Objects.requireNonNull(files.remove(from)));
    }

    @Override
    public void delete(String location) {
        files.remove(location);
    }

    @Override
    public boolean exists(String location) {
        return files.containsKey(location);
    }
}
