package dev.earshot.policy;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
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
        Optional<Waiver> waiver) {
    public Finding {
        disclosureIds = List.copyOf(disclosureIds);
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
