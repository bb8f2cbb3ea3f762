package dev.earshot.policy;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import java.util.List;
import java.util.Optional;

/// What policy says of one element told by one tracker to one vendor from one zone.
///
/// @param fingerprint 16 hexadecimal digits, equal in two scans for the same rule, vendor, tracker, element and zone
/// @param rule the id of the policy rule
/// @param tracker the tracker's id, or the host of a recipient without one
/// @param basis the strongest among its disclosures
/// @param sentence in plain words, without a patient's value
/// @param disclosureIds never empty
/// @param health what its disclosures say of health, and by which words
public record Finding(
        String fingerprint,
        String rule,
        Level level,
        String vendor,
        String tracker,
        DataElement element,
        String zone,
        Basis basis,
        String sentence,
        List<String> disclosureIds,
        Optional<Waiver> waiver,
        Optional<HealthContext> health) {
    public Finding {
        disclosureIds = List.copyOf(disclosureIds);
    }

    /// One that names no health term.
    public Finding(
            String fingerprint,
            String rule,
            Level level,
            String vendor,
            String tracker,
            DataElement element,
            String zone,
            Basis basis,
            String sentence,
            List<String> disclosureIds,
            Optional<Waiver> waiver) {
        this(
                fingerprint,
                rule,
                level,
                vendor,
                tracker,
                element,
                zone,
                basis,
                sentence,
                disclosureIds,
                waiver,
                Optional.empty());
    }

    /// Whether it tells of health what statutes protect more than the rest.
    public boolean isOfProtectedKind() {
        return health.filter(context -> !context.kinds().isEmpty()).isPresent();
    }

    /// How bad it is.
    public enum Level {
        /// Policy forbids it.
        VIOLATION,
        /// Policy forbids it, and a waiver that has not ended covers it.
        WAIVED,
        /// Policy has it looked at, and does not fail on it.
        NOTE
    }
}
