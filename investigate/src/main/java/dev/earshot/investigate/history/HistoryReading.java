package dev.earshot.investigate.history;

import java.util.List;

/// What one file of tag history says. [Windows] makes windows of all of them together: when one version ended, the
/// file of the next one tells.
///
/// @param faults what could not be read, each with its place; the history is incomplete while there is one
/// @param notices what a person should know of how it was read, such as a tag whose recipient is not known
public record HistoryReading(List<ContainerVersion> versions, List<String> faults, List<String> notices) {
    public HistoryReading {
        versions = List.copyOf(versions);
        faults = List.copyOf(faults);
        notices = List.copyOf(notices);
    }

    /// Of a file that could not be read at all.
    public static HistoryReading unreadable(String fault) {
        return new HistoryReading(List.of(), List.of(fault), List.of());
    }
}
