package dev.earshot.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Says what a claim rests on, in words.
public final class Statement {
    private Statement() {}

    /// `the same in all runs of a person and another for each person (8 runs: 3, 2, 2 and 1); runs divided at random
    /// would fall so 1 time in 840, corrected for all that was tested 0.4 %`.
    public static String of(Claim claim) {
        String same = switch (claim.factor()) {
            case PERSON ->
                "the same in every run of a person, in browsers that shared nothing, and another for each person";
            case SEARCH -> "the same in every run with a search, whoever searched, and another for each search";
            case BOTH -> "the same only where both the person and the search were the same";
        };
        int runs = claim.groups().stream().mapToInt(Integer::intValue).sum();
        return same + " (" + runs + " runs in groups of " + series(claim.groups()) + "); runs divided at random would"
                + " fall so in " + oneIn(claim.chance()) + ", and with all that was tested the chance of any false"
                + " claim is " + percent(claim.corrected());
    }

    /// `1 of 840`.
    public static String oneIn(double chance) {
        return "1 of " + String.format(Locale.ENGLISH, "%,d", Math.round(Math.floor(1 / chance + 1e-6)));
    }

    /// `0.4 %`, rounded up, so that it never sounds surer than it is.
    public static String percent(double chance) {
        double percent = 100 * chance;
        return percent < 0.01
                ? "less than 0.01 %"
                : String.format(
                        Locale.ENGLISH,
                        percent < 1 ? "%.2f %%" : "%.0f %%",
                        percent < 1 ? Math.ceil(percent * 100) / 100 : Math.ceil(percent));
    }

    private static String series(List<Integer> numbers) {
        List<String> sorted = new ArrayList<>();
        numbers.stream().sorted((a, b) -> b - a).forEach(number -> sorted.add(number.toString()));
        return sorted.size() < 2
                ? String.join("", sorted)
                : String.join(", ", sorted.subList(0, sorted.size() - 1)) + " and " + sorted.getLast();
    }
}
