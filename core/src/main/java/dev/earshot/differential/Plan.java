package dev.earshot.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Who visits in which run, and what each searches for.
///
/// The groups that persons, searches and pairs of them make are chosen so that as many other divisions of the runs as
/// possible have the same sizes: that number is what a claim is worth. Whoever comes again searches for something else
/// at least once, and every search made again is made by somebody else at least once. Nobody comes twice in a row, and no person's or
/// search's runs all follow one another, so that what merely changes with time can't be taken for a visitor. Groups of
/// unequal size can't be met by servers that take turns either.
public final class Plan {
    /// The fewest with which anything can be compared.
    public static final int FEWEST = 4;

    /// The most that are planned; by then 1 claim in 80,000 would be chance.
    public static final int MOST = 12;

    private static final int TRIES = 20_000;

    private Plan() {}

    /// The turns of `runs` signed-in runs, in order. The same seed gives the same turns.
    ///
    /// @param runs 4 to 12
    /// @param persons how many there may be, at least 2
    /// @param searches how many there may be; 1 where the journey searches for nothing
    public static List<Turn> of(int runs, int persons, int searches, long seed) {
        if (runs < FEWEST || runs > MOST || persons < 2 || searches < 1) {
            throw new IllegalArgumentException("no plan for " + runs + " runs of " + persons + " persons");
        }
        Random random = new Random(seed);
        int[] bestPersons = new int[0];
        int[] bestSearches = new int[0];
        double best = -1;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int[] person = draw(runs, persons, true, random);
            int[] search = draw(runs, searches, false, random);
            double worth = worth(person, search, searches > 1);
            if (worth > best) {
                best = worth;
                bestPersons = person;
                bestSearches = search;
            }
        }
        List<Turn> turns = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            turns.add(new Turn(bestPersons[run], bestSearches[run]));
        }
        return List.copyOf(turns);
    }

    private static int[] draw(int runs, int labels, boolean changing, Random random) {
        int[] drawn = new int[runs];
        for (int run = 0; run < runs; run++) {
            do {
                drawn[run] = random.nextInt(labels);
            } while (changing && run > 0 && drawn[run] == drawn[run - 1]);
        }
        return drawn;
    }

    /// The logarithm of the divisions, the weakest factor counted twice; negative for a plan that can't be used.
    private static double worth(int[] persons, int[] searches, boolean searched) {
        List<Integer> byPerson = groups(persons);
        if (!usable(byPerson, persons.length)) {
            return -1;
        }
        double person = divisions(byPerson);
        if (!searched) {
            return person;
        }
        int[] pairs = new int[persons.length];
        for (int run = 0; run < pairs.length; run++) {
            pairs[run] = persons[run] * 1000 + searches[run];
        }
        List<Integer> bySearch = groups(searches);
        List<Integer> byPair = groups(pairs);
        boolean apart = usable(bySearch, persons.length)
                && byPair.stream()
                        .filter(group -> Integer.bitCount(group) > 1)
                        .noneMatch(group -> byPerson.contains(group) || bySearch.contains(group));
        double search = divisions(bySearch);
        double pair = divisions(byPair);
        return apart ? person + search + pair + 2 * Math.min(person, Math.min(search, pair)) : -1;
    }

    private static double divisions(List<Integer> groups) {
        return Math.log(Divisions.count(groups.stream().map(Integer::bitCount).toList()));
    }

    /// Whether there are two groups or more, and one of them at least comes back after another.
    private static boolean usable(List<Integer> groups, int runs) {
        int all = (1 << runs) - 1;
        return groups.size() > 1
                && groups.stream()
                        .filter(group -> Integer.bitCount(group) > 1)
                        .anyMatch(group -> !Divisions.consecutive(group, all));
    }

    /// Sets of runs, in order of the first.
    private static List<Integer> groups(int[] labels) {
        List<Integer> groups = new ArrayList<>();
        for (int run = 0; run < labels.length; run++) {
            int group = 0;
            boolean first = true;
            for (int other = 0; other < labels.length; other++) {
                if (labels[other] == labels[run]) {
                    group |= 1 << other;
                    first &= other >= run;
                }
            }
            if (first) {
                groups.add(group);
            }
        }
        return groups;
    }

    /// How many runs, of at most [#MOST], would have proven what `persons` persons showed with `tested` values to be
    /// taken into account; empty where not even that many would.
    public static Optional<Integer> enough(int persons, int tested) {
        for (int runs = FEWEST; runs <= MOST; runs++) {
            List<Integer> groups = groups(
                    of(runs, persons, 1, 1).stream().mapToInt(Turn::person).toArray());
            if (tested / Math.exp(divisions(groups)) <= Differential.LEVEL) {
                return Optional.of(runs);
            }
        }
        return Optional.empty();
    }

    /// One run's visitor and search, counted from 0.
    public record Turn(int person, int search) {}
}
