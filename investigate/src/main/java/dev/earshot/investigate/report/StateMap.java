package dev.earshot.investigate.report;

import dev.earshot.report.Svg;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A map of the United States in which every state is a square of one size, so that Delaware can be read as well as
/// Alaska. What is elsewhere or not known stands below it.
final class StateMap {
    private static final int SIDE = 56;
    private static final int STEP = 60;

    /// Row and column of each state, roughly where it lies.
    private static final String[] ROWS = {
        "AK .. .. .. .. .. .. .. .. .. ME",
        ".. .. .. .. .. .. .. .. .. VT NH",
        "WA ID MT ND MN IL WI MI NY RI MA",
        "OR NV WY SD IA IN OH PA NJ CT ..",
        "CA UT CO NE MO KY WV VA MD DE ..",
        ".. AZ NM KS AR TN NC SC DC .. ..",
        ".. .. .. OK LA MS AL GA .. .. ..",
        "HI .. .. TX .. .. .. .. FL .. PR"
    };

    private StateMap() {}

    /// @param exposed persons by state code
    static String of(Map<String, Long> exposed) {
        Map<String, Long> elsewhere = new TreeMap<>(exposed);
        long most = exposed.values().stream().mapToLong(Long::longValue).max().orElse(0);
        Svg svg = new Svg(
                11 * STEP + 10,
                ROWS.length * STEP + 34,
                "states",
                "Exposed persons by state",
                exposed.size() + " states, territories or other places");
        Map<String, int[]> places = places();
        places.forEach((state, place) -> {
            long persons = exposed.getOrDefault(state, 0L);
            elsewhere.remove(state);
            double x = place[1] * (double) STEP + 4;
            double y = place[0] * (double) STEP + 4;
            String said = state + ": " + number(persons);
            svg.bar(x, y, SIDE, SIDE, "state shade" + shade(persons, most), said);
            String style = shade(persons, most) >= 3 ? "on middle" : "label middle";
            svg.text(x + SIDE / 2.0, y + 24, style + " name", state, said);
            svg.text(x + SIDE / 2.0, y + 42, style, persons == 0 ? "" : shortNumber(persons), said);
        });
        String rest = elsewhere.entrySet().stream()
                .map(entry -> (entry.getKey().isEmpty() ? "state not known" : entry.getKey()) + " "
                        + number(entry.getValue()))
                .reduce((one, other) -> one + " · " + other)
                .orElse("");
        svg.text(4, ROWS.length * (double) STEP + 24, "label", Svg.shortened(rest, 100), rest);
        return svg.close();
    }

    private static Map<String, int[]> places() {
        Map<String, int[]> places = new TreeMap<>();
        for (int row = 0; row < ROWS.length; row++) {
            String[] columns = ROWS[row].split(" ");
            for (int column = 0; column < columns.length; column++) {
                if (!columns[column].equals("..")) {
                    places.put(columns[column], new int[] {row, column});
                }
            }
        }
        return places;
    }

    /// 0 for nobody, else 1 to 5 on a logarithmic scale up to the most.
    private static int shade(long persons, long most) {
        if (persons == 0) {
            return 0;
        }
        return most <= 1 ? 5 : 1 + (int) Math.floor(4 * Math.log((double) persons) / Math.log((double) most) + 1e-9);
    }

    private static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    private static String shortNumber(long number) {
        if (number < 10_000) {
            return number(number);
        }
        return number < 1_000_000
                ? String.format(Locale.ENGLISH, "%,dk", number / 1000)
                : String.format(Locale.ENGLISH, "%.1fM", number / 1e6);
    }
}
