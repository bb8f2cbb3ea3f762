package dev.earshot.detect;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which leaves stand inside which: a page address encloses the parameters of its query.
final class Nesting {
    private static final int NONE = -1;

    private final int[] enclosing;
    private final boolean[] encloses;

    Nesting(List<Leaf> leaves) {
        enclosing = new int[leaves.size()];
        encloses = new boolean[leaves.size()];
        Arrays.fill(enclosing, NONE);
        Map<Long, Integer> byChain = new HashMap<>(leaves.size() * 2);
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            long chain = origin(leaf);
            for (Step step : leaf.steps()) {
                chain = chain * 0x100000001B3L + step.hashCode();
            }
            byChain.putIfAbsent(chain, i);
        }
        for (int i = 0; i < leaves.size(); i++) {
            enclosing[i] = nearest(leaves, i, byChain);
            if (enclosing[i] != NONE) {
                encloses[enclosing[i]] = true;
            }
        }
    }

    private static int nearest(List<Leaf> leaves, int inner, Map<Long, Integer> byChain) {
        Leaf leaf = leaves.get(inner);
        long chain = origin(leaf);
        int nearest = NONE;
        for (int depth = 0; depth < leaf.steps().size(); depth++) {
            Integer outer = byChain.get(chain);
            if (outer != null && outer != inner && isPrefix(leaves.get(outer), leaf, depth)) {
                nearest = outer;
            }
            chain = chain * 0x100000001B3L + leaf.steps().get(depth).hashCode();
        }
        return nearest;
    }

    private static boolean isPrefix(Leaf outer, Leaf inner, int depth) {
        return outer.origin() == inner.origin()
                && outer.source().equals(inner.source())
                && outer.steps().size() == depth
                && outer.steps().equals(inner.steps().subList(0, depth));
    }

    private static long origin(Leaf leaf) {
        return leaf.origin().label().hashCode() * 31L + leaf.source().hashCode();
    }

    /// Whether another leaf stands inside this one.
    boolean encloses(int leaf) {
        return encloses[leaf];
    }

    /// The nearest leaf around this one, or -1.
    int enclosing(int leaf) {
        return enclosing[leaf];
    }
}
