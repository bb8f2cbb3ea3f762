package dev.earshot.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/// The middle of some measurements, and how far they lie apart.
///
/// @param lower the first quartile
/// @param upper the third quartile
record Spread(int count, double lower, double median, double upper) {
    static Spread of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Spread(sorted.length, at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    /// Between two measurements, as far between as asked.
    private static double at(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1.0);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// `12.3 (10.1 to 15.0)`
    String text(int decimals) {
        String number = "%." + decimals + "f";
        return String.format(Locale.ROOT, number + " (" + number + " to " + number + ")", median, lower, upper);
    }
}
