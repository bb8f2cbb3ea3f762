package dev.earshot.detect;

import dev.earshot.decode.Leaf;
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
            while (open != NONE && !leaf.isInside(leaves.get(open))) {
                open = enclosing[open];
            }
            enclosing[i] = open;
            if (open != NONE) {
                encloses[open] = true;
            }
            open = i;
        }
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
