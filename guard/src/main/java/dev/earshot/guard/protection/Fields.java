package dev.earshot.guard.protection;

import java.util.Set;

/// Which named fields of a query, a form or a JSON object may leave.
public sealed interface Fields {
    /// All of them.
    record All() implements Fields {}

    /// These alone; whatever has no names does not leave.
    record Only(Set<String> names) implements Fields {
        public Only {
            names = Set.copyOf(names);
        }
    }

    /// All but these. What cannot be taken apart into fields does not leave.
    record Without(Set<String> names) implements Fields {
        public Without {
            names = Set.copyOf(names);
        }
    }

    /// Whether a field of this name may leave.
    default boolean mayLeave(String name) {
        return switch (this) {
            case All() -> true;
            case Only(Set<String> names) -> names.contains(name);
            case Without(Set<String> names) -> !names.contains(name);
        };
    }
}
