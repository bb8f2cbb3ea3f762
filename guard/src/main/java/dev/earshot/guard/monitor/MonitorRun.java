package dev.earshot.guard.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// One scan of a monitor, as its journal keeps it.
///
/// @param folder of its evidence, below the history's
/// @param says why it failed, or what was not covered; empty where it is good
/// @param comparedWith the folder of the last good one; empty where there was none
/// @param told what was told to whom from where
/// @param violations fingerprints of what policy forbids in it
/// @param news what is new in it, as alerts say it
/// @param missed runs before it that should have been
/// @param kept whether its folder is still there
record MonitorRun(
        Instant at,
        String folder,
        Outcome outcome,
        String says,
        String comparedWith,
        List<Told> told,
        List<String> violations,
        List<News> news,
        int missed,
        boolean kept) {
    MonitorRun {
        told = List.copyOf(told);
        violations = List.copyOf(violations);
        news = List.copyOf(news);
    }

    MonitorRun withNews(List<News> all) {
        return new MonitorRun(at, folder, outcome, says, comparedWith, told, violations, all, missed, kept);
    }

    MonitorRun withoutFolder() {
        return new MonitorRun(at, folder, outcome, says, comparedWith, told, violations, news, missed, false);
    }

    boolean isGood() {
        return outcome == Outcome.GOOD;
    }

    List<String> vendors() {
        TreeSet<String> vendors = new TreeSet<>();
        told.forEach(one -> vendors.add(one.vendor()));
        return List.copyOf(vendors);
    }

    enum Outcome {
        GOOD,
        /// Something that should have been seen was not.
        INCOMPLETE,
        FAILED,
        /// It was under way when the monitor ended.
        INTERRUPTED;

        String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param element its id
    record Told(String vendor, String element, String zone) implements Comparable<Told> {
        @Override
        public int compareTo(Told other) {
            int byVendor = vendor.compareTo(other.vendor);
            int byElement = byVendor != 0 ? byVendor : element.compareTo(other.element);
            return byElement != 0 ? byElement : zone.compareTo(other.zone);
        }
    }

    /// @param kind of the alert
    /// @param key of the alert
    /// @param says in a sentence, without addresses and values
    record News(String kind, String key, String says) {}
}
