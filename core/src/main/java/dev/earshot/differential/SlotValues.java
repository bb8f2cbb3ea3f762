package dev.earshot.differential;

import dev.earshot.decode.Leaf;
import dev.earshot.disclosure.Transmission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What one slot held in each run.
final class SlotValues {
    /// A slot with more values than this, such as a recording of a whole session, is not compared value by value.
    static final int MOST = 20_000;

    private final Transmission first;
    private final String chain;
    /// The runs in which each value occurs.
    private final Map<String, Integer> runs = new HashMap<>();

    private int present;
    private int overflow;

    SlotValues(Transmission first, Leaf leaf) {
        this.first = first;
        this.chain = leaf.chain();
    }

    void add(int run, Set<String> parts) {
        present |= 1 << run;
        for (String part : parts) {
            if (runs.size() < MOST || runs.containsKey(part)) {
                runs.merge(part, 1 << run, (a, b) -> a | b);
            } else {
                overflow++;
            }
        }
    }

    Transmission first() {
        return first;
    }

    String chain() {
        return chain;
    }

    /// The runs that told this slot anything.
    int present() {
        return present;
    }

    boolean overflowed() {
        return overflow > 0;
    }

    /// For each set of runs, a value that all of them have and no other has: the longest, where there are several.
    Map<Integer, String> shared() {
        return shared(1);
    }

    /// As [#shared()], the shortest: the same for places that hold one value in different wrappings.
    Map<Integer, String> core() {
        return shared(-1);
    }

    private Map<Integer, String> shared(int sign) {
        Map<Integer, String> shared = new TreeMap<>();
        runs.forEach((value, in) -> shared.merge(in, value, (a, b) -> {
            int longer = sign * Integer.compare(a.length(), b.length());
            return longer > 0 || (longer == 0 && a.compareTo(b) <= 0) ? a : b;
        }));
        return shared;
    }

    /// The value of a single run that is of the same kind as those which follow in other runs: as long as one of them.
    /// Empty where several are, since which of them it is can't be said.
    ///
    /// @param run one bit
    /// @param lengths of the values that follow in other runs
    /// @param longest the longest value that this run alone has
    Optional<String> alike(int run, Set<Integer> lengths, String longest) {
        List<String> alike = new ArrayList<>();
        int asLong = 0;
        for (Map.Entry<String, Integer> each : runs.entrySet()) {
            if (each.getValue() == run) {
                int length = each.getKey().length();
                asLong += length == longest.length() ? 1 : 0;
                if (lengths.contains(length)) {
                    alike.add(each.getKey());
                }
            }
        }
        return alike.isEmpty() && asLong == 1
                ? Optional.of(longest)
                : alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
    }
}
