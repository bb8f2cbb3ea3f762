package dev.earshot.breach;

import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.journal.Entry;
import dev.earshot.breach.journal.Journal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// What duties are computed from, as the journal has it.
///
/// @param incident with what was done and overruled since
/// @param law version of the law that the recorded dates were computed by
/// @param due the recorded last day by duty key; `none` where the law names no day
/// @param recorded the entry that the facts are from
public record Facts(
        Incident incident, Population population, String law, SortedMap<String, String> due, Entry recorded) {
    static final String RECORDED = "facts";
    static final String DONE = "done";
    static final String OVERRULED = "overruled";
    private static final JsonMapper JSON = JsonMapper.shared();

    public Facts {
        due = new TreeMap<>(due);
    }

    /// The body of an entry of kind `facts`.
    record Body(String why, Incident incident, Population population, String law, SortedMap<String, String> due) {}

    /// The body of an entry of kind `done`.
    ///
    /// @param proof SHA-256 of the file that proves it, by its name under `attachments/`; empty where there is none
    record Done(String duty, LocalDate on, String reference, SortedMap<String, String> proof) {}

    /// @param until only entries of this day and before it, in the incident's zone
    /// @return empty where nothing was recorded by then
    public static Optional<Facts> of(Journal journal, Optional<LocalDate> until) {
        List<Entry> entries = new ArrayList<>();
        journal.read(Set.of(RECORDED, DONE, OVERRULED), entries::add);
        Facts facts = null;
        SortedMap<String, LocalDate> done = new TreeMap<>();
        List<Incident.Overruling> overrulings = new ArrayList<>();
        for (Entry entry : entries) {
            switch (entry.kind()) {
                case RECORDED -> {
                    Body body = JSON.readValue(entry.body(), Body.class);
                    if (isBy(entry, body.incident(), until)) {
                        facts = new Facts(body.incident(), body.population(), body.law(), body.due(), entry);
                    }
                }
                case DONE -> {
                    if (facts != null && isBy(entry, facts.incident, until)) {
                        Done body = JSON.readValue(entry.body(), Done.class);
                        done.put(body.duty(), body.on());
                    }
                }
                default -> {
                    if (facts != null && isBy(entry, facts.incident, until)) {
                        overrulings.add(JSON.readValue(entry.body(), Incident.Overruling.class));
                    }
                }
            }
        }
        if (facts == null) {
            return Optional.empty();
        }
        return Optional.of(new Facts(
                facts.incident.with(done, overrulings), facts.population, facts.law, facts.due, facts.recorded));
    }

    private static boolean isBy(Entry entry, Incident incident, Optional<LocalDate> until) {
        LocalDate day = entry.at().atZone(incident.zone()).toLocalDate();
        return until.map(last -> !day.isAfter(last)).orElse(true);
    }
}
