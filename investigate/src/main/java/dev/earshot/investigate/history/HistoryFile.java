package dev.earshot.investigate.history;

import dev.earshot.exchange.Bytes;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One file of a source of tag history, or a part of one, such as the body of a response in a HAR archive.
///
/// @param name as reports call it
/// @param sha256 of the file, in lower-case hex
/// @param settings of the source, as the plan has them; a part of an archive adds its `seen`, the instant at which it
///     was served
public record HistoryFile(String name, String sha256, Bytes content, Map<String, String> settings) {
    public HistoryFile {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }
}
