package dev.earshot.breach.law;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What must be so for a rule to apply.
///
/// @param entities kinds of entity that it binds; ids of [dev.earshot.breach.incident.Entity.Kind]
/// @param elements what must have been disclosed
/// @param harm the harm test, where there is one
/// @param encryption what the law says of data that were encrypted, in short
/// @param thresholds all must hold; none: any number
public record Trigger(
        Set<String> entities,
        Elements elements,
        Optional<HarmTest> harm,
        Optional<String> encryption,
        List<Threshold> thresholds) {
    public Trigger {
        entities = Set.copyOf(entities);
        thresholds = List.copyOf(thresholds);
    }

    /// The personal information that a statute lists.
    ///
    /// @param phi true where it is protected health information, whatever the elements
    /// @param withName elements that count beside a name, as ids of [LegalElements]
    /// @param alone elements that count by themselves
    public record Elements(boolean phi, Set<String> withName, Set<String> alone, String written) {
        public Elements {
            withName = Set.copyOf(withName);
            alone = Set.copyOf(alone);
        }
    }

    /// @param written the test, in short
    /// @param effect what a finding of no harm does
    public record HarmTest(String written, Effect effect) {
        public enum Effect {
            /// No duty where harm is found unlikely: the finding must be made.
            EXEMPTION("exemption"),
            /// Harm is part of what a breach is: without a finding of harm there is no duty yet.
            ELEMENT("element"),
            /// Presumed a breach unless a risk assessment shows a low probability of compromise (HIPAA).
            PRESUMPTION("presumption");

            private final String id;

            Effect(String id) {
                this.id = id;
            }

            public String id() {
                return id;
            }
        }
    }
}
