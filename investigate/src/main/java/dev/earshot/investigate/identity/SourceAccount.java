package dev.earshot.investigate.identity;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What became of the rows of one file, or of one database query. The parts sum to the whole, exactly.
///
/// @param number of the file, part of the numbers of links
/// @param kind of the source, as the plan names it
/// @param location where it is
/// @param sha256 of the file as stored; empty for a query
/// @param rows all of them, without a header
/// @param used rows that say something
/// @param unused the others, by reason
/// @param lines where the first unused ones are, by reason; at most [#EXAMPLES] each
/// @param faults what is wrong with the source as a whole; while there is one, the answer is incomplete
/// @param notes what somebody should know of it, such as that it holds the same rows as another file
public record SourceAccount(
        int number,
        String kind,
        String location,
        String sha256,
        long rows,
        long used,
        Map<Unusable, Long> unused,
        Map<Unusable, List<Long>> lines,
        List<String> faults,
        List<String> notes) {
    public static final int EXAMPLES = 5;

    public SourceAccount {
        EnumMap<Unusable, Long> counts = new EnumMap<>(Unusable.class);
        counts.putAll(unused);
        unused = Collections.unmodifiableMap(counts);
        lines = Collections.unmodifiableMap(new TreeMap<>(lines));
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
        long sum = used + counts.values().stream().mapToLong(Long::longValue).sum();
        if (sum != rows) {
            throw new IllegalStateException(location + ": " + rows + " rows, but " + sum + " accounted for");
        }
    }
}
