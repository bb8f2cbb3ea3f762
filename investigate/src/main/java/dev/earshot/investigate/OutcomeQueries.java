package dev.earshot.investigate;

import dev.earshot.investigate.Outcome.Funnel;
import dev.earshot.investigate.Outcome.Month;
import dev.earshot.investigate.Outcome.Told;
import dev.earshot.investigate.Outcome.Total;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.steps.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the figures of an [Outcome] out of what the steps gave. The engine knows the tables of the steps. Only outputs
/// that were written are gone over: those that are only named (`seen40`, `resolved40`) are made anew for each reader.
final class OutcomeQueries {
    private final Engine engine;

    OutcomeQueries(Engine engine) {
        this.engine = engine;
    }

    Funnel funnel() {
        return new Funnel(
                count("SELECT count(*) FROM hits10"),
                count("SELECT count(DISTINCT visitor) FROM hits10 WHERE by_session = 1")
                        + count("SELECT count(*) FROM (SELECT DISTINCT visitor, visit FROM cells20) v")
                        + count("SELECT count(*) FROM hits10 WHERE visitor = 0"),
                count("SELECT count(*) FROM (SELECT DISTINCT by_session, visitor, visit FROM visitors40) v"),
                count("SELECT count(*) FROM told30"),
                count("SELECT CAST(coalesce(sum(hits), 0) AS BIGINT) FROM visits40")
                        - count("SELECT CAST(coalesce(sum(hits), 0) AS BIGINT) FROM unidentified40"),
                count("SELECT count(*) FROM (SELECT DISTINCT by_session, visitor, visit FROM unidentified40) v"),
                count("SELECT count(DISTINCT person) FROM visitors40"),
                count("SELECT count(*) FROM individuals50 WHERE listed = 1"),
                count("SELECT count(*) FROM individuals50 WHERE listed = 0"));
    }

    List<Total> totals() {
        List<Total> totals = new ArrayList<>();
        engine.read(
                "SELECT status, dimension, value, CAST(individuals AS BIGINT) AS individuals FROM totals50"
                        + " ORDER BY dimension, value, status",
                row -> totals.add(
                        new Total((String) row.get(0), (String) row.get(1), (String) row.get(2), (Long) row.get(3))));
        return totals;
    }

    List<Month> months() {
        List<Month> months = new ArrayList<>();
        engine.read("""
                SELECT m.month, count(DISTINCT n.person) AS exposed
                FROM named50 n
                JOIN months m ON n.ts >= m.from_ts AND n.ts < m.to_ts
                WHERE n.certain = 1
                GROUP BY m.month
                ORDER BY m.month""", row -> months.add(new Month((String) row.get(0), (Long) row.get(1))));
        return months;
    }

    /// In the order of `windows`.
    List<Told> told(List<DisclosureWindow> windows) {
        Map<String, long[]> persons = new HashMap<>();
        engine.read("""
                SELECT window_id,
                       count(DISTINCT CASE WHEN certainty = 'certain' THEN person END) AS exposed,
                       count(DISTINCT CASE WHEN certainty = 'possible' THEN person END) AS possible
                FROM exposures50 GROUP BY window_id""", row -> persons.put((String) row.get(0), new long[] {(Long) row.get(1), (Long) row.get(2)}));
        return windows.stream()
                .map(window -> {
                    long[] counts = persons.getOrDefault(window.id(), new long[2]);
                    return new Told(window, counts[0], counts[1]);
                })
                .toList();
    }

    private long count(String select) {
        long[] count = new long[1];
        engine.read(select, row -> count[0] = (Long) row.get(0));
        return count[0];
    }
}
