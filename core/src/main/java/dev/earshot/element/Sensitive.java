package dev.earshot.element;

import java.util.Objects;

/// A value that may identify a person. It prints masked.
///
/// Only evidence, identity resolution and notices call [#reveal()].
public final class Sensitive {
    private final String value;

    private Sensitive(String value) {
        this.value = Objects.requireNonNull(value);
    }

    public static Sensitive of(String value) {
        return new Sensitive(value);
    }

    /// The value itself.
    public String reveal() {
        return value;
    }

    /// The first two characters, then one dot for each of the rest (eight at most), then the length in characters:
    /// `pa••••••••(21)`. A value of four characters or fewer shows none.
    public String masked() {
        int length = value.codePointCount(0, value.length());
        int shown = length <= 4 ? 0 : 2;
        int end = value.offsetByCodePoints(0, shown);
        return value.substring(0, end) + "•".repeat(Math.min(8, length - shown)) + "(" + length + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sensitive sensitive && sensitive.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return masked();
    }
}
