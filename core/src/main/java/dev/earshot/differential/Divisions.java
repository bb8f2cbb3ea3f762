package dev.earshot.differential;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Counts the ways in which runs can be divided into groups. Sets of runs are bits of an `int`.
///
/// It is the arithmetic behind every claim: had a value nothing to do with who was visiting, each of these ways would be
/// as likely as the one that the visitors themselves make (a permutation test, all permutations counted).
final class Divisions {
    private Divisions() {}

    /// How many ways there are to divide runs into unnamed groups of these sizes: `n! / (Π size! · Π times!)`, where
    /// `times` says how often a size occurs. 840 for 3, 2, 2 and 1.
    static double count(List<Integer> sizes) {
        double ways = 1;
        int placed = 0;
        int[] sorted = sizes.stream().mapToInt(Integer::intValue).sorted().toArray();
        int times = 0;
        for (int i = 0; i < sorted.length; i++) {
            placed += sorted[i];
            ways *= chosen(placed, sorted[i]);
            times = i > 0 && sorted[i] == sorted[i - 1] ? times + 1 : 1;
            ways /= times;
        }
        return ways;
    }

    /// How many of those ways are made of `groups` alone.
    ///
    /// @param groups sets of runs that had a value in common which no other run had
    /// @param runs all runs that are to be divided
    static double among(Collection<Integer> groups, int runs, List<Integer> sizes) {
        int[] left = new int[Integer.SIZE + 1];
        sizes.forEach(size -> left[size]++);
        int[] usable = groups.stream()
                .filter(group -> (group & ~runs) == 0 && left[Integer.bitCount(group)] > 0)
                .distinct()
                .mapToInt(Integer::intValue)
                .toArray();
        return cover(usable, runs, left);
    }

    private static double cover(int[] groups, int open, int[] left) {
        if (open == 0) {
            return 1;
        }
        int first = Integer.lowestOneBit(open);
        double ways = 0;
        for (int group : groups) {
            int size = Integer.bitCount(group);
            if ((group & first) != 0 && (group & ~open) == 0 && left[size] > 0) {
                left[size]--;
                ways += cover(groups, open & ~group, left);
                left[size]++;
            }
        }
        return ways;
    }

    private static double chosen(int from, int number) {
        double ways = 1;
        for (int i = 1; i <= number; i++) {
            ways = ways * (from - number + i) / i;
        }
        return Math.rint(ways);
    }

    /// Whether a group's runs follow one another without another run of `runs` between them.
    static boolean consecutive(int group, int runs) {
        int before = Integer.lowestOneBit(group) - 1;
        int upTo = (Integer.highestOneBit(group) << 1) - 1;
        int between = runs & upTo & ~before;
        return between == group;
    }

    /// Holm's correction: for each of several tests, the probability that a claim as strong as this or stronger is made
    /// at all where none should be. Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70.
    static double[] corrected(double[] chances) {
        Integer[] order = new Integer[chances.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(chances[a], chances[b]));
        double[] corrected = new double[chances.length];
        double most = 0;
        for (int rank = 0; rank < order.length; rank++) {
            most = Math.max(most, Math.min(1, (chances.length - rank) * chances[order[rank]]));
            corrected[order[rank]] = most;
        }
        return corrected;
    }
}
