package dev.earshot.evidence;

import java.util.List;

/// Whether a bundle of evidence is what it was. Paths are relative to the bundle.
///
/// @param files how many the manifest lists
/// @param added what lies in the folder and the manifest does not list
public record Verification(
        int files, List<String> changed, List<String> missing, List<String> added, Signature signature) {
    public Verification {
        changed = List.copyOf(changed);
        missing = List.copyOf(missing);
        added = List.copyOf(added);
    }

    /// Whether every file is as the manifest says, none is too many, and no signature is bad.
    public boolean intact() {
        return changed.isEmpty() && missing.isEmpty() && added.isEmpty() && !(signature instanceof Signature.Bad);
    }

    /// What the manifest's signature says.
    public sealed interface Signature {
        /// @param fingerprint of the key, as [SigningKey#fingerprint]
        /// @param expected whether it is the key that the verifier asked for
        record Good(String fingerprint, boolean expected) implements Signature {}

        /// The manifest is not signed: whoever changed a file could have changed the manifest too.
        record Absent() implements Signature {}

        record Bad(String why) implements Signature {}
    }
}
