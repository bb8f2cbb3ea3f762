package dev.earshot.investigate;

import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.identity.SourceAccount;
import dev.earshot.investigate.log.FileAccount;
import dev.earshot.investigate.log.SetAside;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an investigation found, in figures: no person is in it by name.
///
/// @param from start of the period
/// @param to its end, excluded
/// @param zone in which months and days are told
/// @param engine that ran the steps, with its version
/// @param historyRemarks conflicts and faults of the tag history, for a person to settle
/// @param inputs SHA-256 by the location of every file that was read, logs apart
/// @param sources identity and member sources, with what became of their rows
/// @param incomplete why this is not the whole answer, in sentences; empty where it is
public record Outcome(
        String name,
        String entity,
        Instant from,
        Instant to,
        ZoneId zone,
        String engine,
        List<FileAccount> files,
        List<Told> windows,
        List<String> historyRemarks,
        Map<String, String> inputs,
        List<LogGap> gaps,
        List<SourceAccount> sources,
        Funnel funnel,
        List<Total> totals,
        List<Month> months,
        List<String> remarks,
        List<String> incomplete) {
    public Outcome {
        files = List.copyOf(files);
        windows = List.copyOf(windows);
        historyRemarks = List.copyOf(historyRemarks);
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
        gaps = List.copyOf(gaps);
        sources = List.copyOf(sources);
        totals = List.copyOf(totals);
        months = List.copyOf(months);
        remarks = List.copyOf(remarks);
        incomplete = List.copyOf(incomplete);
    }

    /// How many persons the totals count; 0 where they have no such row.
    public long persons(Status status, String dimension, String value) {
        return totals.stream()
                .filter(total -> total.status().equals(status.id())
                        && total.dimension().equals(dimension)
                        && total.value().equals(value))
                .mapToLong(Total::individuals)
                .sum();
    }

    public long persons(Status status) {
        return persons(status, "all", "");
    }

    /// All lines of all files.
    public long lines() {
        return files.stream().mapToLong(FileAccount::lines).sum();
    }

    public long usedLines() {
        return files.stream().mapToLong(FileAccount::used).sum();
    }

    public Map<SetAside, Long> setAside() {
        Map<SetAside, Long> sums = new EnumMap<>(SetAside.class);
        files.forEach(file -> file.setAside().forEach((reason, lines) -> sums.merge(reason, lines, Long::sum)));
        return sums;
    }

    /// The three answers for a person.
    public enum Status {
        EXPOSED("exposed"),
        CANNOT_TELL("cannot-tell"),
        NOT_EXPOSED("not-exposed");

        private final String id;

        Status(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /// A window, and to how many persons it applied.
    public record Told(DisclosureWindow window, long exposed, long possible) {}

    /// From lines to people.
    ///
    /// @param hits lines used
    /// @param visits of all visitors
    /// @param namedVisits visits with at least one hit that something names a person for
    /// @param exposures pairs of a hit and a window
    /// @param namedExposures those with a person
    /// @param unidentifiedVisits visits with an exposure that no person could be named for
    /// @param seen persons with a visit
    /// @param members distinct members in the directory, merged records apart
    /// @param unlisted persons with a visit whom the directory does not have
    public record Funnel(
            long hits,
            long visits,
            long namedVisits,
            long exposures,
            long namedExposures,
            long unidentifiedVisits,
            long seen,
            long members,
            long unlisted) {}

    /// A row of `totals50`.
    public record Total(String status, String dimension, String value, long individuals) {}

    /// @param month such as `2026-03`, in the entity's zone
    /// @param exposed persons with a certain exposure in it
    public record Month(String month, long exposed) {}
}
