package dev.earshot.breach.planning;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.breach.planning.PlanAccount.Fates;
import dev.earshot.breach.planning.PlanAccount.FaultCount;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Engine;
import dev.earshot.investigate.steps.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A plan of notices: a row for each individual of an investigation who is told, in the order of letters (country, state,
/// postal code, then person). The same investigation and settings give the same plan.
///
/// Its folder holds
/// - `notices/`: Parquet, a row a [dev.earshot.breach.notice.Notice]
/// - `faults/`: `id` of the notice, `person`, and what is amiss in the record, ids of [Fault] joined by line feeds
/// - `suppressed/`: `person`, `reason`, `status`, `state`, `country` of those who are not to be told
/// - `account.json`, `account.txt`: a [PlanAccount], which names nobody
public final class NoticePlan {
    /// How many notices are named for each fault.
    public static final int EXAMPLES = 20;

    static final List<String> ORDER = List.of(
            "merged10",
            "kept10 view",
            "known10 view",
            "told10",
            "several10",
            "joined10",
            "listed10 view",
            "read20 view",
            "known20 view",
            "judged20 view",
            "written20 view",
            "rows30",
            "before40",
            "ids40",
            "leads40");

    private final Engine engine;
    private final InstantSource clock;
    private final Progress progress;
    private final LocalStorage storage = new LocalStorage();
    private int number;

    /// @param engine DuckDB; it need not know anything yet
    /// @param clock tells `progress` how long a step took, and nothing else
    public NoticePlan(Engine engine, InstantSource clock, Progress progress) {
        this.engine = engine;
        this.clock = clock;
        this.progress = progress;
    }

    /// Plans, and puts the plan in place of the one that was there.
    ///
    /// @param investigation the folder of an investigation that has ended
    /// @param plan the plan's folder
    public PlanAccount make(Path investigation, PlanningSettings settings, Path plan) {
        Path work = plan.resolve(".work");
        try {
            storage.delete(work.toString());
            try {
                PlanSteps steps = new PlanSteps(engine, investigation, settings, work, true);
                for (String step : ORDER) {
                    if (step.endsWith(" view")) {
                        steps.view(step.substring(0, step.indexOf(' ')));
                    } else {
                        write(steps, step);
                    }
                }
                steps.writeTexts();
                long rows = write(steps, "notices50");
                write(steps, "faults50");
                write(steps, "suppressed50");
                PlanAccount account = account(steps);
                check(account, rows);
                keep(plan, work, account);
                return account;
            } finally {
                storage.delete(work.toString());
            }
        } catch (IOException e) {
            throw new EarshotException(
                    Code.INCOMPLETE,
                    "The plan of notices could not be kept in " + plan + ": "
                            + e.getClass().getSimpleName() + ". Look for space and permissions there, then plan again.",
                    e);
        }
    }

    private long write(PlanSteps steps, String step) {
        number++;
        int of = (int) ORDER.stream().filter(name -> !name.endsWith(" view")).count() + 3;
        progress.started(step, number, of);
        Instant start = clock.instant();
        long rows = steps.write(step);
        progress.finished(step, number, of, rows, Duration.between(start, clock.instant()));
        return rows;
    }

    /// The account comes last: a plan without one is none.
    private void keep(Path plan, Path work, PlanAccount account) throws IOException {
        storage.delete(plan.resolve("account.json").toString());
        for (String part : List.of("notices", "faults", "suppressed")) {
            storage.delete(plan.resolve(part).toString());
            storage.move(
                    work.resolve(part + "50").toString(), plan.resolve(part).toString());
        }
        Files.writeString(plan.resolve("account.txt"), account.text(), StandardCharsets.UTF_8);
        Path json = work.resolve("account.json");
        Files.writeString(json, account.json(), StandardCharsets.UTF_8);
        storage.move(json.toString(), plan.resolve("account.json").toString());
    }

    private static void check(PlanAccount account, long rows) {
        if (account.notices().all() != rows) {
            throw new EarshotException(
                    Code.INTERNAL,
                    "The plan has " + rows + " notices, but an account of "
                            + account.notices().all());
        }
    }

    private PlanAccount account(PlanSteps steps) {
        SortedMap<String, SortedMap<String, Fates>> by = new TreeMap<>();
        SortedMap<String, Long> regions = new TreeMap<>();
        Fates[] all = {Fates.NONE};
        long[] substitute = new long[1];
        engine.read("""
                SELECT channels, jurisdiction, language, role, status,
                       CAST(count(CASE WHEN channels <> '' AND lead = id THEN 1 END) AS BIGINT) AS delivered,
                       CAST(count(CASE WHEN channels <> '' AND lead <> id THEN 1 END) AS BIGINT) AS carried,
                       CAST(count(CASE WHEN channels = '' THEN 1 END) AS BIGINT) AS no_way
                FROM notices50
                GROUP BY channels, jurisdiction, language, role, status""", row -> {
            Fates fates = new Fates((Long) row.get(5), (Long) row.get(6), (Long) row.get(7));
            all[0] = all[0].plus(fates);
            List<String> dimensions = List.of("channels", "jurisdiction", "language", "role", "status");
            for (int i = 0; i < dimensions.size(); i++) {
                by.computeIfAbsent(dimensions.get(i), _ -> new TreeMap<>())
                        .merge((String) row.get(i), fates, Fates::plus);
            }
            String jurisdiction = (String) row.get(1);
            if (!jurisdiction.isEmpty()) {
                regions.merge(jurisdiction, fates.all(), Long::sum);
            }
            // No substitute notice is due for the next of kin or personal representative: 45 CFR § 164.404(d)(2).
            String role = (String) row.get(3);
            substitute[0] += role.equals("self") || role.equals("guardian") ? fates.noWay() : 0;
        });
        SortedMap<String, Long> suppressed = new TreeMap<>();
        engine.read(
                "SELECT reason, state, country, count(*) FROM suppressed50 GROUP BY reason, state, country", row -> {
                    suppressed.merge((String) row.get(0), (Long) row.get(3), Long::sum);
                    String jurisdiction = Places.jurisdiction((String) row.get(1), (String) row.get(2));
                    if (!jurisdiction.isEmpty()) {
                        regions.merge(jurisdiction, (Long) row.get(3), Long::sum);
                    }
                });
        long[] found = new long[1];
        engine.read("""
                SELECT count(*) FROM suppressions s LEFT JOIN merged10 m ON m.person = s.person
                SEMI JOIN suppressed50 t ON t.person = coalesce(m.canonical, s.person)""", row -> found[0] = (Long) row.getFirst());
        return new PlanAccount(
                all[0], suppressed, steps.suppressions() - found[0], by, regions, substitute[0], faults());
    }

    private List<FaultCount> faults() {
        List<FaultCount> counts = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            String with = " FROM faults50 WHERE (bits & " + fault.bit() + ") <> 0";
            long[] count = new long[1];
            engine.read("SELECT count(*)" + with, row -> count[0] = (Long) row.getFirst());
            if (count[0] > 0) {
                List<Long> examples = new ArrayList<>();
                engine.read(
                        "SELECT id" + with + " ORDER BY id LIMIT " + EXAMPLES,
                        row -> examples.add((Long) row.getFirst()));
                counts.add(new FaultCount(fault, count[0], examples));
            }
        }
        return counts;
    }
}
