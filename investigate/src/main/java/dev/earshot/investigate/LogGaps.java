package dev.earshot.investigate;

import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.steps.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the days that logs say nothing of.
///
/// A day in UTC without a line is a gap for a host whose median day has [#BUSY] lines or more; a quieter host may well
/// rest for a day, and its gap is [#QUIET_DAYS] days or longer. A host of the plan without any line is one gap.
final class LogGaps {
    static final long BUSY = 24;
    static final int QUIET_DAYS = 7;

    private static final long DAY = Duration.ofDays(1).toSeconds() * 1_000_000;

    private LogGaps() {}

    /// @param engine knows `lines` and `pages`
    static List<LogGap> find(Plan plan, List<DisclosureWindow> windows, Engine engine) {
        SortedMap<String, NavigableMap<Long, Long>> lines = new TreeMap<>();
        plan.hosts().stream().filter(host -> !host.contains("*")).forEach(host -> lines.put(host, new TreeMap<>()));
        engine.read(
                """
                SELECT p.host, d.day, CAST(sum(d.lines) AS BIGINT) AS lines
                FROM (SELECT page, CAST(floor(ts / 86400000000) AS BIGINT) AS day, count(*) AS lines
                      FROM lines GROUP BY 1, 2) d
                JOIN (SELECT DISTINCT page, host FROM pages) p ON p.page = d.page
                GROUP BY 1, 2
                ORDER BY 1, 2""",
                row -> lines.computeIfAbsent((String) row.get(0), _ -> new TreeMap<>())
                        .put((Long) row.get(1), (Long) row.get(2)));
        List<LogGap> gaps = new ArrayList<>();
        lines.forEach((host, days) -> gaps.addAll(of(host, days, plan, windows)));
        return gaps;
    }

    private static List<LogGap> of(
            String host, NavigableMap<Long, Long> days, Plan plan, List<DisclosureWindow> windows) {
        long first = Math.floorDiv(micros(plan.from()), DAY);
        long last = Math.floorDiv(micros(plan.to()) - 1, DAY);
        int least = median(days) >= BUSY || days.isEmpty() ? 1 : QUIET_DAYS;
        List<LogGap> gaps = new ArrayList<>();
        long start = -1;
        for (long day = first; day <= last + 1; day++) {
            boolean silent = day <= last && !days.containsKey(day) && isLive(day, windows);
            if (silent && start < 0) {
                start = day;
            } else if (!silent && start >= 0) {
                if (day - start >= least) {
                    gaps.add(gap(host, start, day, plan));
                }
                start = -1;
            }
        }
        return gaps;
    }

    private static LogGap gap(String host, long firstDay, long nextDay, Plan plan) {
        LogGap open = new LogGap(host, instant(firstDay * DAY), instant(nextDay * DAY), "");
        return plan.settled().stream()
                .filter(settled ->
                        settled.id().equals(open.id()) && settled.as().equals("complete"))
                .findFirst()
                .map(settled -> new LogGap(host, open.from(), open.to(), settled.by() + ": " + settled.because()))
                .orElse(open);
    }

    private static boolean isLive(long day, List<DisclosureWindow> windows) {
        Instant from = instant(day * DAY);
        Instant to = instant((day + 1) * DAY);
        return windows.stream().anyMatch(window -> window.from().isBefore(to) && from.isBefore(window.to()));
    }

    private static long median(Map<Long, Long> days) {
        List<Long> counts = days.values().stream().sorted().toList();
        return counts.isEmpty() ? 0 : counts.get(counts.size() / 2);
    }

    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
