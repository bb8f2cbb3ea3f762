package dev.earshot.health;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// All that one text, or several taken together, say of health.
///
/// @param mentions each once, in order of first occurrence; never empty
public record HealthContext(List<HealthMention> mentions) {
    public HealthContext {
        mentions = List.copyOf(mentions);
        if (mentions.isEmpty()) {
            throw new IllegalArgumentException("a text that mentions nothing says nothing of health");
        }
    }

    /// Several taken together, without repetitions.
    public static HealthContext together(Collection<HealthContext> contexts) {
        Set<HealthMention> all = new LinkedHashSet<>();
        contexts.forEach(each -> all.addAll(each.mentions));
        return new HealthContext(List.copyOf(all));
    }

    /// The classes in words: `a condition and a medication`.
    public String named() {
        return classes().stream()
                .map(each -> "a " + each.label())
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        all -> all.size() < 2
                                ? all.getFirst()
                                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast()));
    }

    /// In order of the enum.
    public Set<HealthClass> classes() {
        Set<HealthClass> classes = EnumSet.noneOf(HealthClass.class);
        mentions.forEach(mention -> classes.addAll(mention.classes()));
        return classes;
    }

    /// The protected kinds, in order of the enum.
    public Set<ProtectedKind> kinds() {
        Set<ProtectedKind> kinds = EnumSet.noneOf(ProtectedKind.class);
        mentions.forEach(mention -> kinds.addAll(mention.kinds()));
        return kinds;
    }
}
