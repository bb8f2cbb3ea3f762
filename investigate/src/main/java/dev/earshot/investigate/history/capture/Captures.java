package dev.earshot.investigate.history.capture;

import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The captures of each site together. What one of them saw and another did not is undetermined on the pages that the
/// other did not visit: it did not look there.
final class Captures {
    private final SortedMap<String, List<Capture>> sites = new TreeMap<>();

    private record Capture(Instant at, Provenance provenance, Sightings sightings) {}

    /// @param site a name for it, the same for all of its captures
    void add(String site, Instant at, Provenance provenance, Sightings sightings) {
        sites.computeIfAbsent(site, _ -> new ArrayList<>()).add(new Capture(at, provenance, sightings));
    }

    /// One for each capture.
    List<ContainerVersion> versions() {
        List<ContainerVersion> versions = new ArrayList<>();
        sites.forEach((site, its) -> {
            Sightings all = new Sightings();
            its.forEach(capture -> all.mayBeElsewhere(capture.sightings()));
            its.forEach(capture -> {
                capture.sightings().mayBeElsewhere(all);
                versions.add(capture.sightings().at(capture.at(), site, capture.provenance()));
            });
        });
        return versions;
    }
}
