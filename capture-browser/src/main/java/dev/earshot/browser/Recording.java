package dev.earshot.browser;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Run;
import java.nio.file.Path;
import java.util.List;

/// What a capture came to. The exchanges are in the file.
///
/// @param har the capture
/// @param exchanges how many it holds
/// @param ownTraffic requests of the browser itself that were kept out
public record Recording(
        Path har, int exchanges, int ownTraffic, List<Run> runs, List<Page> pages, List<BlindSpot> blindSpots) {
    public Recording {
        runs = List.copyOf(runs);
        pages = List.copyOf(pages);
        blindSpots = List.copyOf(blindSpots);
    }

    /// Whether everything that was asked for was seen.
    public boolean isComplete() {
        return blindSpots.stream().noneMatch(BlindSpot::incomplete);
    }
}
