package dev.earshot.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The runs of each person, of each search, or of each pair of them, as sets of bits.
///
/// @param groups in order of their first run; signed-out runs are in none
/// @param complete whether every signed-in run is in one
record Groups(List<Integer> groups, boolean complete) {
    static Groups of(List<LabelledRun> runs, Factor factor) {
        Map<String, Integer> byLabel = new LinkedHashMap<>();
        boolean complete = true;
        for (int number = 0; number < runs.size(); number++) {
            LabelledRun run = runs.get(number);
            if (run.person().isPresent()) {
                Optional<String> label = label(run, factor);
                complete &= label.isPresent();
                int bit = 1 << number;
                label.ifPresent(name -> byLabel.merge(name, bit, (a, b) -> a | b));
            }
        }
        return new Groups(List.copyOf(byLabel.values()), complete);
    }

    private static Optional<String> label(LabelledRun run, Factor factor) {
        return switch (factor) {
            case PERSON -> run.person();
            case SEARCH -> run.search();
            case BOTH -> run.person().flatMap(person -> run.search().map(search -> person + "\n" + search));
        };
    }

    /// The groups without the runs that are not in `present`; none where a run has no label.
    List<Integer> within(int present) {
        List<Integer> within = new ArrayList<>();
        if (complete) {
            for (int group : groups) {
                if ((group & present) != 0) {
                    within.add(group & present);
                }
            }
        }
        return within;
    }

    /// What runs with these persons cannot show.
    List<String> limits(Groups searches) {
        List<String> limits = new ArrayList<>();
        if (groups.size() < 2) {
            limits.add("All runs are of one person, so that nothing can be seen to follow the person.");
        } else if (groups.stream().allMatch(group -> Integer.bitCount(group) == 1)) {
            limits.add("No person was there twice, so that nothing can be seen to stay with a person.");
        }
        if (!searches.complete) {
            limits.add("It is not said what was searched for in each run.");
        } else if (searches.groups.size() < 2) {
            limits.add("All runs made the same search or none, so that nothing can be seen to follow the search.");
        }
        return limits;
    }
}
