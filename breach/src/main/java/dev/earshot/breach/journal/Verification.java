package dev.earshot.breach.journal;

import dev.earshot.evidence.Verification.Signature;
import java.util.Optional;

/// Whether a journal is what it was.
///
/// @param entries how many are whole, from the first on
/// @param head the hash of the last of them
/// @param fault the first that is not what it was
/// @param torn whether a last line has no end, as a crash leaves it; it was never promised to anybody
/// @param signature what the seals say: Bad where any of them is
/// @param sealed up to which entry the newest good seal reaches; 0 for none
public record Verification(
        long entries, String head, Optional<Fault> fault, boolean torn, Signature signature, long sealed) {
    public boolean whole() {
        return fault.isEmpty() && !(signature instanceof Signature.Bad);
    }

    public record Fault(long seq, String why) {}
}
