package dev.earshot.breach.planning;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.breach.incident.Population;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many individuals of an investigation live where, and how many can't be written to: the same as a plan's account
/// says, without a plan. Those who are not to be told count too.
public final class Counts {
    private Counts() {}

    /// @param engine DuckDB; it need not know anything yet
    /// @param work a folder for the while, emptied in the end
    public static Population of(Engine engine, Path investigation, PlanningSettings settings, Path work) {
        LocalStorage storage = new LocalStorage();
        try {
            storage.delete(work.toString());
            try {
                return population(engine, new PlanSteps(engine, investigation, settings.tellingAll(), work, false));
            } finally {
                storage.delete(work.toString());
            }
        } catch (IOException e) {
            throw new EarshotException(
                    Code.INCOMPLETE,
                    "What individuals are counted with could not be kept in " + work + ": "
                            + e.getClass().getSimpleName()
                            + ". Look for space and permissions there, then count again.",
                    e);
        }
    }

    private static Population population(Engine engine, PlanSteps steps) {
        for (String step : NoticePlan.ORDER.subList(0, NoticePlan.ORDER.indexOf("rows30") + 1)) {
            String name = step.replace(" view", "");
            if (step.equals(name) && !name.equals("rows30") && !name.equals("told10")) {
                steps.write(name);
            } else {
                steps.view(name);
            }
        }
        SortedMap<String, Long> regions = new TreeMap<>();
        long[] all = new long[2];
        engine.read("""
                SELECT jurisdiction, count(*),
                       CAST(count(CASE WHEN channels = '' AND role IN ('self', 'guardian') THEN 1 END) AS BIGINT)
                FROM rows30 GROUP BY jurisdiction""", row -> {
            String jurisdiction = (String) row.getFirst();
            long individuals = (Long) row.get(1);
            if (!jurisdiction.isEmpty()) {
                regions.put(jurisdiction, individuals);
            }
            all[0] += individuals;
            all[1] += (Long) row.get(2);
        });
        return new Population(OptionalLong.of(all[0]), regions, OptionalLong.of(all[1]));
    }
}
