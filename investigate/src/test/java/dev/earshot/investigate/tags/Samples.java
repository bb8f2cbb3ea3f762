package dev.earshot.investigate.tags;

import dev.earshot.policy.Policy;
import dev.earshot.policy.TagFinding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Containers of an invented clinic.
final class Samples {
    static final Instant NOW = Instant.parse("2026-06-03T08:00:00Z");

    private Samples() {}

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file(Path folder, String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TagReview review(Path file, Policy policy, String... pages) {
        return TagReview.of(List.of(TagFile.read(file, Set.of("clinic.example"))), policy, NOW, List.of(pages));
    }

    static TagReview.Reviewed tag(TagReview review, String name) {
        return review.containers().stream()
                .flatMap(container -> container.tags().stream())
                .filter(tag -> tag.tag().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tag " + name));
    }

    static List<String> told(TagReview review, String name) {
        return tag(review, name).tag().recipients().stream()
                .flatMap(tells -> TagLines.told(tag(review, name), tells).stream())
                .toList();
    }

    static List<String> says(List<TagFinding> findings) {
        return findings.stream().map(TagFinding::sentence).toList();
    }
}
