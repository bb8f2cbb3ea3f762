package dev.earshot.policy;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import java.util.Optional;

/// What one tag of a container is set to tell one vendor from one zone. Nobody was told anything yet: it is no
/// disclosure.
///
/// @param zone where it fires, or may fire
/// @param doubt why it can't be told whether it does; empty where it is sure
/// @param element empty for a value of which the container does not say what it is
/// @param health what the container's own texts say of health
/// @param vendor the legal owner
/// @param tracker the tracker's id; empty where only the vendor is known
/// @param product the tracker's name; empty where only the vendor is known
/// @param purpose in the catalogue's words
public record SetToTell(
        String zone,
        String doubt,
        Optional<DataElement> element,
        Optional<HealthContext> health,
        Basis basis,
        String vendor,
        String tracker,
        String product,
        String purpose,
        Source source) {
    /// Where a container says so.
    ///
    /// @param tag its name
    /// @param by the field and the variable, in words
    /// @param file as it was named
    /// @param line of the tag, from 1; 0 where the file has none
    /// @param pointer of the tag in its file (RFC 6901)
    public record Source(String tag, String by, String file, int line, String pointer) {}
}
