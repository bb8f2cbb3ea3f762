package dev.earshot.investigate.history;

import java.util.List;

/// Reads one kind of tag history.
///
/// It never throws for what is in a file: what can't be read is a fault of the [HistoryReading]. For one run and one
/// thread; files may come in any order.
public interface HistoryReader {
    /// The kinds of a plan's sources that it reads, such as `gtm`.
    String kind();

    /// Whether a file of a folder is one for this reader; the others of the folder are passed over.
    default boolean takes(String location) {
        return true;
    }

    HistoryReading read(HistoryFile file);

    /// What only all of its files together tell; called once, after the last of them.
    default HistoryReading finish() {
        return new HistoryReading(List.of(), List.of(), List.of());
    }
}
