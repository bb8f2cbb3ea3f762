package dev.earshot.breach.planning;

import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.store.NoticeTable;
import dev.earshot.investigate.steps.Engine;
import dev.earshot.investigate.table.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Letters of a plan for proofreading. The same plan gives the same sample.
///
/// First come letters that show each language, role, status, jurisdiction, first channel and both kinds of letter (of one
/// person, of several) at least once, as few as do; then one of each combination that is left, the most frequent first;
/// then letters in even steps through the plan.
public final class Sample {
    private Sample() {}

    /// @param plan the plan's folder
    /// @param most how many letters
    /// @return the notices that each letter tells of, the one that is delivered first
    public static List<List<Notice>> of(Engine engine, Path plan, int most) {
        engine.table("notices", plan.resolve(NoticeTable.ID).toString());
        Set<Long> leads = leads(engine, most);
        if (leads.isEmpty()) {
            return List.of();
        }
        String columns = NoticeTable.COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));
        Map<Long, List<Notice>> letters = new LinkedHashMap<>();
        leads.forEach(lead -> letters.put(lead, new ArrayList<>()));
        engine.read(
                "SELECT " + columns + " FROM notices WHERE lead IN ("
                        + leads.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + ") ORDER BY lead, CASE WHEN id = lead THEN 0 ELSE 1 END, id",
                row -> {
                    Notice notice = NoticeTable.notice(new Row(row));
                    letters.getOrDefault(notice.lead(), List.of()).add(notice);
                });
        return letters.values().stream().map(List::copyOf).toList();
    }

    private record Row(List<Object> values) implements NoticeTable.Row<RuntimeException> {
        @Override
        public long number(int column) {
            return (Long) values.get(column);
        }

        @Override
        public String text(int column) {
            return (String) values.get(column);
        }
    }

    /// @param values of each dimension
    private record Combination(List<String> values, long letters, long first) {
        List<String> named() {
            return IntStream.range(0, values.size())
                    .mapToObj(i -> i + "=" + values.get(i))
                    .toList();
        }
    }

    private static Set<Long> leads(Engine engine, int most) {
        List<Combination> left = combinations(engine);
        Set<Long> leads = new LinkedHashSet<>();
        Set<String> shown = new HashSet<>();
        while (leads.size() < most) {
            // The list is in the order of frequency, and the first of the best is taken.
            Combination best = null;
            long newest = 0;
            for (Combination combination : left) {
                long fresh = combination.named().stream()
                        .filter(value -> !shown.contains(value))
                        .count();
                if (fresh > newest) {
                    best = combination;
                    newest = fresh;
                }
            }
            if (best == null) {
                break;
            }
            shown.addAll(best.named());
            leads.add(best.first());
            left.remove(best);
        }
        left.stream().limit(Math.max(0, most - leads.size())).forEach(combination -> leads.add(combination.first()));
        evenly(engine, most, leads);
        return leads;
    }

    private static List<Combination> combinations(Engine engine) {
        List<Combination> combinations = new ArrayList<>();
        engine.read(
                """
                SELECT n.language, n.role, n.status, n.jurisdiction, split_part(n.channels, chr(10), 1) AS channel,
                       CASE WHEN s.lead IS NULL THEN 'one' ELSE 'several' END AS tells, count(*), min(n.id)
                FROM notices n
                LEFT JOIN (SELECT DISTINCT c.lead FROM notices c WHERE c.lead <> c.id) s ON s.lead = n.id
                WHERE n.lead = n.id AND n.channels <> ''
                GROUP BY n.language, n.role, n.status, n.jurisdiction, channel, tells""",
                row -> combinations.add(new Combination(
                        row.subList(0, 6).stream().map(String::valueOf).toList(), (Long) row.get(6), (Long)
                                row.get(7))));
        combinations.sort(
                Comparator.comparingLong(Combination::letters).reversed().thenComparingLong(Combination::first));
        return combinations;
    }

    private static void evenly(Engine engine, int most, Set<Long> leads) {
        int missing = most - leads.size();
        if (missing <= 0) {
            return;
        }
        long[] last = new long[1];
        engine.read("SELECT coalesce(max(id), 0) FROM notices", row -> last[0] = (Long) row.getFirst());
        // Some of these are taken already, or have no way: twice as many will nearly always do.
        String ids = IntStream.range(0, 2 * missing)
                .mapToLong(i -> 1 + (long) ((double) last[0] * i / (2 * missing)))
                .distinct()
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
        List<Long> more = new ArrayList<>();
        engine.read(
                "SELECT DISTINCT lead FROM notices WHERE id IN (" + ids + ") AND channels <> '' ORDER BY lead",
                row -> more.add((Long) row.getFirst()));
        more.removeAll(leads);
        for (int i = 0; i < Math.min(missing, more.size()); i++) {
            leads.add(more.get(more.size() <= missing ? i : (int) ((long) more.size() * i / missing)));
        }
    }
}
