package dev.earshot.health;

import dev.earshot.element.Sensitive;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Words in a text that say something of health.
///
/// @param classes what they name, in order of the enum; never empty
/// @param kinds the protected kinds they are of, in order of the enum
/// @param vocabularies the ids of those that have them, such as `earshot-en`; never empty
/// @param words as they stand in the text
/// @param typed whether they come from what somebody typed or from the query of an address, and so are masked
public record HealthMention(
        Set<HealthClass> classes, Set<ProtectedKind> kinds, List<String> vocabularies, Sensitive words, boolean typed) {
    public HealthMention {
        if (classes.isEmpty() || vocabularies.isEmpty()) {
            throw new IllegalArgumentException("a mention names something, by a vocabulary");
        }
        classes = Collections.unmodifiableSet(EnumSet.copyOf(classes));
        kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        vocabularies = List.copyOf(vocabularies);
    }
}
