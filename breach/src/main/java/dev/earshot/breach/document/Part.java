package dev.earshot.breach.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a stretch of a document is to a screen reader: a paragraph, a cell of a table.
///
/// Source: ISO 32000-1, 14.8.4 (standard structure types).
final class Part {
    private final String role;
    private final @Nullable Part parent;
    private final List<Part> parts = new ArrayList<>();

    Part(String role) {
        this.role = role;
        this.parent = null;
    }

    private Part(String role, Part parent) {
        this.role = role;
        this.parent = parent;
    }

    Part add(String child) {
        Part part = new Part(child, this);
        parts.add(part);
        return part;
    }

    String role() {
        return role;
    }

    @Nullable
    Part parent() {
        return parent;
    }

    List<Part> parts() {
        return parts;
    }
}
