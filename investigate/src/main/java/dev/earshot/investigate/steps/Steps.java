package dev.earshot.investigate.steps;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The five steps, as `docs/investigation-steps.md` defines them, in SQL that every engine understands alike.
public final class Steps {
    private static final List<String> NAMES =
            List.of("10_hits", "20_visits", "30_exposures", "40_individuals", "50_affected");

    private Steps() {}

    /// All five, in order.
    public static List<StepFile> all() {
        return NAMES.stream().map(Steps::read).toList();
    }

    private static StepFile read(String name) {
        try (InputStream file = Objects.requireNonNull(Steps.class.getResourceAsStream(name + ".sql"), name)) {
            return StepFile.parse(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
