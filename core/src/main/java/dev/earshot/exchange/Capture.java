package dev.earshot.exchange;

import dev.earshot.persona.Persona;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A recording of a site: its pages, its exchanges, and what could not be seen.
public interface Capture {
    /// Everything but the exchanges.
    Summary summary();

    /// Passes every exchange to `reader`, in order of [Exchange#startedAt()] where the recording has that order. It can
    /// be called again, and gives the same exchanges. Memory: one exchange at a time.
    void forEach(Consumer<? super Exchange> reader);

    /// The capture of what nobody watched: files were looked at, and no traffic.
    ///
    /// @param target the files' names
    static Capture none(List<String> target, String recordedBy, Instant at) {
        Summary summary = new Summary(
                target,
                recordedBy,
                "",
                at,
                at,
                List.of(),
                List.of(),
                List.of(BlindSpot.notWatched()),
                0,
                Optional.empty());
        return new Capture() {
            @Override
            public Summary summary() {
                return summary;
            }

            @Override
            public void forEach(Consumer<? super Exchange> reader) {}
        };
    }

    /// What is known of a capture besides its exchanges.
    ///
    /// @param target what was scanned: the addresses given; for a foreign recording those of its pages, or its file's name
    /// @param recordedBy the recorder and its version
    /// @param browser the browser and its version; empty when unknown
    /// @param ownTraffic how many requests of the browser itself were kept out
    /// @param persona the synthetic patient whose values the journeys used
    record Summary(
            List<String> target,
            String recordedBy,
            String browser,
            Instant startedAt,
            Instant endedAt,
            List<Run> runs,
            List<Page> pages,
            List<BlindSpot> blindSpots,
            int ownTraffic,
            Optional<Persona> persona) {
        public Summary {
            target = List.copyOf(target);
            runs = List.copyOf(runs);
            pages = List.copyOf(pages);
            blindSpots = List.copyOf(blindSpots);
        }
    }
}
