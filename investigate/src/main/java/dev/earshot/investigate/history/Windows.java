package dev.earshot.investigate.history;

import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import java.time.Instant;
import java.util.List;

/// What the versions of containers say together: windows, and where they contradict each other or say nothing.
///
/// @param windows in a stable order, equal neighbours merged
public record Windows(List<DisclosureWindow> windows, List<Conflict> conflicts, List<Gap> gaps) {
    public Windows {
        windows = List.copyOf(windows);
        conflicts = List.copyOf(conflicts);
        gaps = List.copyOf(gaps);
    }

    /// Two statements on the same time that can't both be true.
    ///
    /// @param id stable over runs, by which a plan settles it
    /// @param says in a sentence
    public record Conflict(String id, String container, Instant from, Instant to, String says, List<Provenance> on) {
        public Conflict {
            on = List.copyOf(on);
        }
    }

    /// A time of which too little is known.
    ///
    /// @param id stable over runs, by which a plan settles it
    /// @param says what is not known, and what would settle it
    public record Gap(String id, String container, Instant from, Instant to, String says) {}

    /// @param from of the period that is investigated
    /// @param to excluded
    public static Windows of(List<ContainerVersion> versions, Instant from, Instant to) {
        return new Windows(List.of(), List.of(), List.of());
    }
}
