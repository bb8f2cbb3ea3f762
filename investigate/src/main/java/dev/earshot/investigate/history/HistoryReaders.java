package dev.earshot.investigate.history;

import dev.earshot.investigate.history.capture.AppHistory;
import dev.earshot.investigate.history.capture.HarHistory;
import dev.earshot.investigate.history.capture.ScanHistory;
import dev.earshot.investigate.history.gtm.GtmReader;
import java.util.List;

/// What reads tag history, one reader a kind.
public final class HistoryReaders {
    private HistoryReaders() {}

    /// Sorted by kind.
    public static List<HistoryReader> all() {
        return List.of(new AppHistory(), new GtmReader(), new HarHistory(), new ScanHistory());
    }
}
