package dev.earshot.investigate.log;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What became of the lines of one log file. The parts sum to the whole, exactly.
///
/// @param number of the file, part of each of its hits' numbers: files are numbered by their SHA-256
/// @param location where it is
/// @param sha256 of the file as stored
/// @param format the format's id
/// @param lines all of them, an unfinished last one included
/// @param used lines that became hits
/// @param setAside the others, by reason
/// @param firstTs earliest used time in microseconds, 0 where none was used
/// @param lastTs latest used time
/// @param faults what is wrong with the file as a whole, such as that it ends in mid-stream; shown as they are
public record FileAccount(
        int number,
        String location,
        String sha256,
        String format,
        long lines,
        long used,
        Map<SetAside, Long> setAside,
        long firstTs,
        long lastTs,
        List<String> faults) {
    public FileAccount {
        EnumMap<SetAside, Long> copy = new EnumMap<>(SetAside.class);
        copy.putAll(setAside);
        setAside = Collections.unmodifiableMap(copy);
        faults = List.copyOf(faults);
        long sum = used + copy.values().stream().mapToLong(Long::longValue).sum();
        if (sum != lines) {
            throw new IllegalStateException(location + ": " + lines + " lines, but " + sum + " accounted for");
        }
    }
}
