package dev.earshot.breach.duty;

import dev.earshot.breach.incident.Population;
import dev.earshot.breach.law.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many people there can be somewhere: what is known leaves a range.
///
/// Those whose state is not known can live anywhere. Where some state has "some, number not known", they are counted as
/// its residents.
record Headcount(Population population) {
    Range total() {
        if (population.total().isEmpty()) {
            return new Range(placed(), Range.NO_LIMIT);
        }
        long total = population.total().getAsLong();
        return new Range(total, Math.max(total, placed()));
    }

    /// Individuals who live in no place that is known.
    long unplaced() {
        return population.total().isEmpty() || someNotCounted()
                ? 0
                : Math.max(0, population.total().getAsLong() - placed());
    }

    /// Whether nothing at all is known of where they live.
    boolean nowhere() {
        return population.byRegion().isEmpty();
    }

    /// @param region id of a jurisdiction that is a state or province
    Range in(String region) {
        long listed = population.byRegion().getOrDefault(region, 0L);
        if (listed == Population.NOT_KNOWN) {
            return new Range(1, Math.max(1, rest()));
        }
        return nowhere() ? new Range(0, rest()) : new Range(listed, listed + unplaced());
    }

    /// Residents of a country or union: those of itself and of its parts.
    Range within(String country) {
        return parts(country).values().stream().reduce(new Range(0, nowhere() ? rest() : unplaced()), Range::plus);
    }

    /// The listed places of a country, each without those whose state is not known.
    private SortedMap<String, Range> parts(String country) {
        SortedMap<String, Range> parts = new TreeMap<>();
        population.byRegion().forEach((region, count) -> {
            if (region.equals(country) || region.startsWith(country + "-")) {
                parts.put(
                        region,
                        count == Population.NOT_KNOWN ? new Range(1, Math.max(1, rest())) : new Range(count, count));
            }
        });
        return parts;
    }

    /// The states of a country where somebody lives.
    SortedMap<String, Range> states(String country) {
        SortedMap<String, Range> states = new TreeMap<>();
        for (Map.Entry<String, Range> part : parts(country).entrySet()) {
            if (part.getKey().length() > country.length() && part.getValue().high() > 0) {
                states.put(part.getKey(), in(part.getKey()));
            }
        }
        return states;
    }

    Range withoutAddress() {
        OptionalLong count = population.insufficientAddresses();
        return count.isPresent() ? new Range(count.getAsLong(), count.getAsLong()) : new Range(0, total().high());
    }

    private long rest() {
        return population.total().isEmpty()
                ? Range.NO_LIMIT
                : Math.max(0, population.total().getAsLong() - placed());
    }

    private long placed() {
        return population.byRegion().values().stream()
                .mapToLong(count -> Math.max(0, count))
                .sum();
    }

    private boolean someNotCounted() {
        return population.byRegion().containsValue(Population.NOT_KNOWN);
    }

    /// @param low at least so many
    /// @param high at most so many
    record Range(long low, long high) {
        static final long NO_LIMIT = Long.MAX_VALUE;

        Range plus(Range other) {
            return new Range(
                    low + other.low, high == NO_LIMIT || other.high == NO_LIMIT ? NO_LIMIT : high + other.high);
        }

        Answer holds(Comparator comparator, long number) {
            boolean atLow = comparator.holds(low, number);
            return atLow == comparator.holds(high, number) ? Answer.of(atLow) : Answer.OPEN;
        }

        OptionalLong exact() {
            return low == high ? OptionalLong.of(low) : OptionalLong.empty();
        }

        @Override
        public String toString() {
            return low == high
                    ? number(low)
                    : high == NO_LIMIT
                            ? low == 0 ? "an unknown number" : "at least " + number(low)
                            : "between " + number(low) + " and " + number(high);
        }

        private static String number(long count) {
            return String.format(Locale.ENGLISH, "%,d", count);
        }
    }
}
