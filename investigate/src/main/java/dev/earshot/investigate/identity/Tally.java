package dev.earshot.investigate.identity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts the rows of one source while they are read.
final class Tally {
    private long rows;
    private long used;
    private final Map<Unusable, Long> unused = new EnumMap<>(Unusable.class);
    private final Map<Unusable, List<Long>> lines = new EnumMap<>(Unusable.class);
    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void used() {
        rows++;
        used++;
    }

    void unused(Unusable why, long line) {
        rows++;
        unused.merge(why, 1L, Long::sum);
        List<Long> examples = lines.computeIfAbsent(why, reason -> new ArrayList<>());
        if (examples.size() < SourceAccount.EXAMPLES) {
            examples.add(line);
        }
    }

    void fault(String fault) {
        faults.add(fault);
    }

    void note(String note) {
        notes.add(note);
    }

    long rows() {
        return rows;
    }

    SourceAccount account(int number, String kind, String location, String sha256) {
        return new SourceAccount(number, kind, location, sha256, rows, used, unused, lines, faults, notes);
    }
}
