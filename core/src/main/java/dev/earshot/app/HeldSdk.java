package dev.earshot.app;

import dev.earshot.element.DataElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An SDK that an app shows signs of, with the highest rung that the evidence reaches and what each rung rests on.
///
/// @param id the SDK's data file, such as `adjust`
/// @param purpose a catalogue word, such as `advertising` or `session replay`
/// @param trackers ids of the catalogued trackers whose traffic it makes
/// @param infrastructure whether it serves the app and is no tracker by itself, such as push delivery
/// @param renamed whether only traces that survive renaming show it
/// @param version where a build leftover or a dependency list tells it
/// @param setting whether its collection is on
/// @param collects what it tells by itself once it runs, by its documentation
/// @param traces in order of rung, file and place; each rung up to the highest one of static evidence has one
/// @param handOvers calls that give it something about a person
/// @param onward whom it passes data on to where no scan sees it, as a sentence; empty for most
/// @param remarks what a reader has to know to judge it, as sentences
public record HeldSdk(
        String id,
        String name,
        String vendor,
        String purpose,
        List<String> trackers,
        boolean infrastructure,
        Rung rung,
        boolean renamed,
        Optional<String> version,
        Setting setting,
        Set<DataElement> collects,
        List<Trace> traces,
        List<HandOver> handOvers,
        String onward,
        List<String> remarks) {
    public HeldSdk {
        trackers = List.copyOf(trackers);
        collects = Set.copyOf(collects);
        traces = List.copyOf(traces);
        handOvers = List.copyOf(handOvers);
        remarks = List.copyOf(remarks);
    }

    /// Whether the evidence shows a rung. Traffic shows its own alone, and says nothing of what the files hide.
    public boolean shows(Rung asked) {
        if (asked.atLeast(Rung.SEEN_SENDING) || !rung.atLeast(Rung.SEEN_SENDING)) {
            return rung.atLeast(asked);
        }
        return traces.stream()
                .map(Trace::rung)
                .filter(shown -> !shown.atLeast(Rung.SEEN_SENDING))
                .anyMatch(shown -> shown.atLeast(asked));
    }

    /// The same, raised to what traffic shows.
    ///
    /// @param all its own, and those of the traffic
    public HeldSdk seen(Rung higher, List<Trace> all) {
        return new HeldSdk(
                id,
                name,
                vendor,
                purpose,
                trackers,
                infrastructure,
                higher,
                renamed,
                version,
                setting,
                collects,
                all,
                handOvers,
                onward,
                remarks);
    }

    /// What the files say of an SDK's collection. A server can overrule most of these.
    public enum Setting {
        /// Nothing switches it off.
        ON,
        /// A switch in the manifest or Info.plist turns it off, until code turns it on.
        OFF,
        /// A switch turns it off, and the app's code holds a call that can turn it on.
        OFF_UNTIL_CALLED,
        /// It needs a key or a call that was not found.
        NOT_SHOWN
    }
}
