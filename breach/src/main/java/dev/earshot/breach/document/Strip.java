package dev.earshot.breach.document;

import java.util.Arrays;
import java.util.List;

/// What stays in one piece when a text is cut into pages: a line, or lines side by side. Lengths are in points.
///
/// @param before space above it, which it does without at the top of a page
/// @param tied whether it stays on one page with the strip after it, where that can be
/// @param rule whether a thin line is drawn below it
public record Strip(float before, float height, boolean tied, boolean rule, List<Placed> lines) {
    /// @param x from the left edge
    /// @param baseline below the strip's top
    record Placed(float x, float baseline, Line line, Part part) {}

    /// The ends of pages: indexes into the strips, the last one their number.
    ///
    /// @param first height of the first page
    /// @param next height of those after it
    public static int[] pages(List<Strip> strips, float first, float next) {
        int[] ends = new int[4];
        int count = 0;
        int start = 0;
        float left = first;
        for (int i = 0; i < strips.size(); i++) {
            Strip strip = strips.get(i);
            float needed = strip.height + (i == start ? 0 : strip.before);
            if (needed > left + 0.01f && i > start) {
                int cut = i;
                while (cut > start && strips.get(cut - 1).tied) {
                    cut--;
                }
                if (cut == start) {
                    cut = i;
                }
                if (count + 1 == ends.length) {
                    ends = Arrays.copyOf(ends, ends.length * 2);
                }
                ends[count] = cut;
                count++;
                start = cut;
                left = next;
                i = cut - 1;
                continue;
            }
            left -= needed;
        }
        ends[count] = strips.size();
        return Arrays.copyOf(ends, count + 1);
    }
}
