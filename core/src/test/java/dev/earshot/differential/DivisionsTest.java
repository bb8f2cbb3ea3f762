package dev.earshot.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The arithmetic behind every claim, held against counting by hand.
class DivisionsTest {
    @Test
    void divisions_are_counted_as_listing_them_all_counts_them() {
        Random random = new Random(5);
        for (int attempt = 0; attempt < 60; attempt++) {
            int runs = 2 + random.nextInt(7);
            int[] labels = random.ints(runs, 0, 1 + random.nextInt(4)).toArray();
            Set<Set<Integer>> listed = new HashSet<>();
            permute(labels, 0, listed);
            assertThat(Divisions.count(sizes(groups(labels))))
                    .as("%s", groups(labels))
                    .isEqualTo(listed.size());
        }
    }

    @Test
    void divisions_among_groups_are_counted_as_trying_them_all_counts_them() {
        Random random = new Random(6);
        for (int attempt = 0; attempt < 200; attempt++) {
            int[] labels = random.ints(6, 0, 3).toArray();
            Set<Set<Integer>> all = new HashSet<>();
            permute(labels, 0, all);
            Set<Integer> given = new HashSet<>();
            for (int i = 0; i < 25; i++) {
                given.add(1 + random.nextInt(63));
            }
            long fitting = all.stream().filter(given::containsAll).count();
            assertThat(Divisions.among(given, 63, sizes(groups(labels)))).isEqualTo((double) fitting);
        }
    }

    @Test
    void eight_runs_in_groups_of_three_two_two_and_one_can_be_divided_in_840_ways() {
        assertThat(Divisions.count(List.of(3, 2, 2, 1))).isEqualTo(840);
        assertThat(Divisions.count(List.of(2, 2))).isEqualTo(3);
        assertThat(Divisions.count(List.of(5))).isEqualTo(1);
        assertThat(Divisions.count(List.of(1, 1, 1))).isEqualTo(1);
    }

    @Test
    void runs_with_another_between_them_are_not_consecutive() {
        assertThat(Divisions.consecutive(0b0110, 0b1111)).isTrue();
        assertThat(Divisions.consecutive(0b0101, 0b1111)).isFalse();
        assertThat(Divisions.consecutive(0b0101, 0b1101)).isTrue();
        assertThat(Divisions.consecutive(1 << 29 | 1, (1 << 30) - 1)).isFalse();
    }

    /// Example of the R manual of `p.adjust(method = "holm")`, worked by hand.
    @Test
    void chances_are_corrected_as_holm_says() {
        assertThat(Divisions.corrected(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within());
        assertThat(Divisions.corrected(new double[] {0.9, 0.8})).containsExactly(1, 1);
        assertThat(Divisions.corrected(new double[0])).isEmpty();
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-12);
    }

    private static void permute(int[] labels, int from, Set<Set<Integer>> into) {
        if (from == labels.length) {
            into.add(groups(labels));
            return;
        }
        for (int i = from; i < labels.length; i++) {
            swap(labels, from, i);
            permute(labels, from + 1, into);
            swap(labels, from, i);
        }
    }

    private static void swap(int[] labels, int a, int b) {
        int kept = labels[a];
        labels[a] = labels[b];
        labels[b] = kept;
    }

    private static Set<Integer> groups(int[] labels) {
        Map<Integer, Integer> groups = new HashMap<>();
        for (int run = 0; run < labels.length; run++) {
            groups.merge(labels[run], 1 << run, (a, b) -> a | b);
        }
        return new HashSet<>(groups.values());
    }

    private static List<Integer> sizes(Set<Integer> groups) {
        return groups.stream().map(Integer::bitCount).toList();
    }
}
