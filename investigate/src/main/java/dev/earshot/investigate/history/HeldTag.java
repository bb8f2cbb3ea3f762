package dev.earshot.investigate.history;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A tag in one version of a container, and one recipient that it tells. A tag with several recipients is several of
/// these.
///
/// @param id in the container, the same in all of its versions
/// @param name as people call it
/// @param vendor that is told
/// @param tracker the tracker's [dev.earshot.catalogue.Tracker#product()]; empty where only the vendor is known
/// @param elements what is told; never empty
/// @param pages where it fires
/// @param live whether it fires at all: not while it is paused
/// @param from not before this instant, where it has a schedule
/// @param to not from this instant on
/// @param unchangedSince when it was last stored as it is here, where the version says so
public record HeldTag(
        String id,
        String name,
        String vendor,
        String tracker,
        Map<DataElement, Basis> elements,
        PageRule pages,
        boolean live,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Instant> unchangedSince,
        Provenance provenance) {
    public HeldTag {
        elements = Collections.unmodifiableMap(new TreeMap<>(elements));
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("A tag that tells nothing is none");
        }
    }
}
