package dev.earshot.report;

import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The ladder of evidence as a drawing: a row for each SDK, a field for each rung, filled as far as the evidence shows
/// it and in the colour of what policy says.
final class LadderPicture {
    private static final int NAME_WIDTH = 320;
    private static final int FIELD_WIDTH = 98;
    private static final int FIELD_HEIGHT = 20;
    private static final int ROW = 46;
    private static final int TOP = 34;
    private static final int REMARK_WIDTH = 274;
    private static final int LONGEST_NAME = 36;
    private static final int LONGEST_VENDOR = 40;
    private static final int LONGEST_REMARK = 40;

    private LadderPicture() {}

    /// @param tones the style of each SDK: `bad`, `unsure`, `noted` or `quiet`
    static String of(List<HeldSdk> sdks, Function<HeldSdk, String> tones) {
        if (sdks.isEmpty()) {
            return "";
        }
        int marks = NAME_WIDTH + FIELD_WIDTH * Rung.values().length;
        Svg svg = new Svg(
                marks + REMARK_WIDTH,
                TOP + ROW * sdks.size() + 6,
                "ladder",
                "How far the evidence goes",
                "For each SDK the rungs from referenced to decoded. The list below says the same in words.");
        double x = NAME_WIDTH;
        for (Rung rung : Rung.values()) {
            svg.text(x + FIELD_WIDTH / 2.0 - 2, 18, "head middle", label(rung), rung.phrase());
            x += FIELD_WIDTH;
        }
        int y = TOP;
        for (HeldSdk sdk : sdks) {
            drawRow(svg, sdk, y, tones.apply(sdk), marks);
            y += ROW;
        }
        return svg.close();
    }

    private static void drawRow(Svg svg, HeldSdk sdk, int y, String tone, int marks) {
        if (y > TOP) {
            svg.line(0, y - 7, marks + REMARK_WIDTH, y - 7, "rule");
        }
        String name = sdk.name() + sdk.version().map(version -> " " + version).orElse("");
        svg.text(0, y + 12, "name", Svg.shortened(name, LONGEST_NAME), name);
        String whose = sdk.vendor() + " · " + sdk.purpose();
        svg.text(0, y + 28, "whose", Svg.shortened(whose, LONGEST_VENDOR), whose);
        double x = NAME_WIDTH;
        for (Rung rung : Rung.values()) {
            boolean shown = sdk.shows(rung);
            boolean off = rung == Rung.CONFIGURED && isOff(sdk);
            svg.bar(
                    x,
                    y + 2,
                    FIELD_WIDTH - 4,
                    FIELD_HEIGHT,
                    "rung " + (shown ? tone : off ? "off" : "none"),
                    sdk.name() + ": " + (shown ? rung.phrase() : off ? "switched off" : "not shown: " + label(rung)));
            if (off && !shown) {
                svg.text(x + FIELD_WIDTH / 2.0 - 2, y + 16, "switch middle", "off", "");
            }
            x += FIELD_WIDTH;
        }
        List<String> remarks = remarks(sdk);
        for (int i = 0; i < Math.min(2, remarks.size()); i++) {
            svg.text(
                    marks + 12,
                    y + 11 + 16.0 * i,
                    "whose",
                    Svg.shortened(remarks.get(i), LONGEST_REMARK),
                    remarks.get(i));
        }
    }

    private static boolean isOff(HeldSdk sdk) {
        return switch (sdk.setting()) {
            case OFF, OFF_UNTIL_CALLED -> true;
            case ON, NOT_SHOWN -> false;
        };
    }

    private static List<String> remarks(HeldSdk sdk) {
        List<String> remarks = new ArrayList<>();
        if (!sdk.handOvers().isEmpty()) {
            remarks.add("handed: "
                    + String.join(
                            ", ",
                            sdk.handOvers().stream()
                                    .map(call -> Wording.inApp(call.element()))
                                    .distinct()
                                    .toList()));
        }
        List<String> marks = new ArrayList<>();
        if (sdk.renamed()) {
            marks.add("renamed");
        }
        if (isOff(sdk)) {
            marks.add(sdk.rung().atLeast(Rung.SEEN_SENDING) ? "switched off, and sent" : "switched off");
        }
        if (sdk.infrastructure()) {
            marks.add("serves the app");
        }
        if (!marks.isEmpty()) {
            remarks.add(String.join(" · ", marks));
        }
        return remarks;
    }

    static String label(Rung rung) {
        return rung.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
