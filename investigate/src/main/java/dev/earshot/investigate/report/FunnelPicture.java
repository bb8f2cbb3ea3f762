package dev.earshot.investigate.report;

import dev.earshot.report.Svg;
import java.util.List;
import java.util.Locale;

/// Bars from the lines of the logs down to the persons, on a logarithmic scale: from a billion lines to a few thousand
/// people, each bar can still be seen.
final class FunnelPicture {
    private static final int LABELS = 330;
    private static final int WIDTH = 620;
    private static final int ROW = 30;

    private FunnelPicture() {}

    /// @param style of the bar: `step`, `bad`, `unsure` or `good`
    record Bar(String label, long number, String style, String explains) {}

    static String of(List<Bar> bars) {
        double most =
                Math.log10(1.0 + bars.stream().mapToLong(Bar::number).max().orElse(1));
        Svg svg = new Svg(
                LABELS + WIDTH + 130,
                bars.size() * ROW + 12,
                "funnel",
                "From lines to people",
                "Bars on a logarithmic scale");
        for (int at = 0; at < bars.size(); at++) {
            Bar bar = bars.get(at);
            double y = at * (double) ROW + 6;
            double width = Math.max(bar.number() == 0 ? 0 : 3, WIDTH * Math.log10(1.0 + bar.number()) / most);
            svg.text(LABELS - 12, y + 16, "label end", bar.label(), bar.explains());
            svg.bar(LABELS, y, width, ROW - 8, "part " + bar.style(), bar.explains());
            svg.text(LABELS + width + 8, y + 16, "label", String.format(Locale.ENGLISH, "%,d", bar.number()), "");
        }
        return svg.close();
    }
}
