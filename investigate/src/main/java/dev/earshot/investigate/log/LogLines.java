package dev.earshot.investigate.log;

import dev.earshot.investigate.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads single lines of a log again, as proof. What they hold may identify a person.
public final class LogLines {
    private LogLines() {}

    /// @param numbers of lines, one-based, as hits have them
    /// @return the lines that are there, by number, without their ends
    public static Map<Long, byte[]> at(Storage storage, String location, Collection<Long> numbers) throws IOException {
        TreeSet<Long> wanted = new TreeSet<>(numbers);
        Map<Long, byte[]> found = new TreeMap<>();
        if (wanted.isEmpty()) {
            return found;
        }
        try (InputStream stored = storage.open(location)) {
            Lines lines = new Lines(Records.of(stored, storage, location));
            for (long number = 1; number <= wanted.getLast() && lines.next(); number++) {
                if (wanted.contains(number) && !lines.tooLong()) {
                    found.put(number, Arrays.copyOfRange(lines.bytes(), lines.from(), lines.to()));
                }
            }
        }
        return found;
    }
}
