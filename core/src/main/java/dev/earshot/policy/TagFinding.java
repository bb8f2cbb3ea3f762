package dev.earshot.policy;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import java.util.List;
import java.util.Optional;

/// What policy says of one element that tags of a container are set to tell one vendor from one zone.
///
/// @param fingerprint 16 hexadecimal digits, equal in two versions of a container for the same rule, vendor, tracker,
///     element and zone; never that of a [Finding]
/// @param rule the id of the policy rule
/// @param sure whether the container says for certain that a tag does it; where it can't be told, nothing is clean
/// @param tracker the tracker's id; the vendor where only that is known
/// @param element empty for a value of which the container does not say what it is
/// @param sentence in plain words: what the tag is set to tell, and not that it told it
/// @param sources never empty
public record TagFinding(
        String fingerprint,
        String rule,
        Finding.Level level,
        boolean sure,
        String vendor,
        String tracker,
        Optional<DataElement> element,
        String zone,
        Basis basis,
        String sentence,
        List<SetToTell.Source> sources,
        Optional<Waiver> waiver,
        Optional<HealthContext> health) {
    public TagFinding {
        sources = List.copyOf(sources);
    }

    /// Policy forbids it for certain, and nothing waives it.
    public boolean violates() {
        return level == Finding.Level.VIOLATION && sure;
    }

    /// Policy would forbid it, nothing waives it, and whether it comes to that can't be told.
    public boolean isOpen() {
        return level == Finding.Level.VIOLATION && !sure;
    }

    /// Whether it tells of health what statutes protect more than the rest.
    public boolean isOfProtectedKind() {
        return health.filter(context -> !context.kinds().isEmpty()).isPresent();
    }
}
