package dev.earshot.investigate.log.format;

import java.util.List;
import java.util.function.Predicate;

/// How many of a file's first lines are of a format.
final class Shares {
    private Shares() {}

    /// @param sure what all of them come to
    static int of(List<byte[]> lines, int sure, Predicate<byte[]> isOfFormat) {
        int all = 0;
        int matching = 0;
        for (byte[] line : lines) {
            if (Bytes.trimEnd(line, 0, line.length) > 0) {
                all++;
                if (isOfFormat.test(line)) {
                    matching++;
                }
            }
        }
        return all == 0 ? 0 : sure * matching / all;
    }
}
