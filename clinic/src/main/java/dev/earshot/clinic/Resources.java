package dev.earshot.clinic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The files of the clinic, read from the class path.
final class Resources {
    private Resources() {}

    static Optional<byte[]> bytes(String name) {
        if (name.contains("..")) {
            return Optional.empty();
        }
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<String> text(String name) {
        return bytes(name).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    /// The text of a file that the build put there.
    static String required(String name) {
        return text(name).orElseThrow(() -> new IllegalStateException("the clinic was built without " + name));
    }
}
