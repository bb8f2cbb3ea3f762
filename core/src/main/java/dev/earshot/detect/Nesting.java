package dev.earshot.detect;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Step;
import java.util.List;

/// Which leaves stand inside which: a page address encloses the parameters of its query.
///
/// A leaf comes before the leaves inside it, so that one pass with the chain of the open ones finds them.
final class Nesting {
    private static final int NONE = -1;

    private final int[] enclosing;
    private final boolean[] encloses;

    Nesting(List<Leaf> leaves) {
        enclosing = new int[leaves.size()];
        encloses = new boolean[leaves.size()];
        int open = NONE;
        for (int i = 0; i < enclosing.length; i++) {
            Leaf leaf = leaves.get(i);
            while (open != NONE && !isInside(leaf, leaves.get(open))) {
                open = enclosing[open];
            }
            enclosing[i] = open;
            if (open != NONE) {
                encloses[open] = true;
            }
            open = i;
        }
    }

    /// The last step differs most often, so it is compared first.
    private static boolean isInside(Leaf inner, Leaf outer) {
        List<Step> around = outer.steps();
        List<Step> steps = inner.steps();
        int depth = around.size();
        if (depth >= steps.size()
                || inner.origin() != outer.origin()
                || !inner.source().equals(outer.source())) {
            return false;
        }
        for (int at = depth - 1; at >= 0; at--) {
            Step step = around.get(at);
            Step other = steps.get(at);
            if (step != other && !step.equals(other)) {
                return false;
            }
        }
        return true;
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
