package dev.earshot.investigate.history;

import dev.earshot.investigate.history.adobe.AdobeReader;
import dev.earshot.investigate.history.capture.AppHistory;
import dev.earshot.investigate.history.capture.HarHistory;
import dev.earshot.investigate.history.capture.ScanHistory;
import dev.earshot.investigate.history.capture.WarcHistory;
import dev.earshot.investigate.history.gtm.GtmReader;
import dev.earshot.investigate.history.gtm.GtmScriptReader;
import dev.earshot.investigate.history.tealium.TealiumReader;
import java.util.List;

/// What reads tag history, one reader a kind.
public final class HistoryReaders {
    private HistoryReaders() {}

    /// Sorted by kind.
    public static List<HistoryReader> all() {
        return List.of(
                new AdobeReader(),
                new AppHistory(),
                new GtmReader(),
                new GtmScriptReader(),
                new HarHistory(),
                new ScanHistory(),
                new TealiumReader(),
                new WarcHistory());
    }
}
