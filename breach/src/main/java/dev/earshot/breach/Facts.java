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
/// @param incident with what was done and overruled since it was recorded
/// @param law version of the law that the recorded dates were computed by
/// @param due the recorded last day by duty key; empty text where the law names no day
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
    ///
    /// @param due as [Facts#due], computed as the entry was written; every entry that may move a deadline has it
    record Recorded(String why, Incident incident, Population population, String law, SortedMap<String, String> due) {}

    /// The body of an entry of kind `done`.
    ///
    /// @param reference such as a tracking number
    /// @param proof SHA-256 of each file that proves it, by its name under `attachments/`
    record Done(
            String duty,
            LocalDate on,
            String reference,
            SortedMap<String, String> proof,
            String law,
            SortedMap<String, String> due) {}

    /// The body of an entry of kind `overruled`.
    record Overruled(Incident.Overruling overruling, String law, SortedMap<String, String> due) {}

    /// @param until only entries of this day and before it, in the incident's zone
    /// @return empty where nothing was recorded by then
    public static Optional<Facts> of(Journal journal, Optional<LocalDate> until) {
        List<Entry> entries = new ArrayList<>();
        journal.read(Set.of(RECORDED, DONE, OVERRULED), entries::add);
        Optional<Facts> facts = Optional.empty();
        for (Entry entry : entries) {
            Optional<Facts> next =
                    facts.isEmpty() && !entry.kind().equals(RECORDED) ? facts : Optional.of(after(facts, entry));
            if (next.isPresent() && isBy(entry, next.get().incident, until)) {
                facts = next;
            }
        }
        return facts;
    }

    private static Facts after(Optional<Facts> before, Entry entry) {
        SortedMap<String, LocalDate> done = new TreeMap<>();
        List<Incident.Overruling> overrulings = new ArrayList<>();
        before.ifPresent(facts -> {
            done.putAll(facts.incident.done());
            overrulings.addAll(facts.incident.overrides());
        });
        return switch (entry.kind()) {
            case DONE -> {
                Done body = JSON.readValue(entry.body(), Done.class);
                done.put(body.duty(), body.on());
                yield before.orElseThrow().with(done, overrulings, body.law(), body.due());
            }
            case OVERRULED -> {
                Overruled body = JSON.readValue(entry.body(), Overruled.class);
                overrulings.add(body.overruling());
                yield before.orElseThrow().with(done, overrulings, body.law(), body.due());
            }
            default -> {
                Recorded body = JSON.readValue(entry.body(), Recorded.class);
                yield new Facts(
                        body.incident().with(done, overrulings), body.population(), body.law(), body.due(), entry);
            }
        };
    }

    private Facts with(
            SortedMap<String, LocalDate> done,
            List<Incident.Overruling> overrulings,
            String version,
            SortedMap<String, String> dates) {
        return new Facts(incident.with(done, overrulings), population, version, dates, recorded);
    }

    private static boolean isBy(Entry entry, Incident incident, Optional<LocalDate> until) {
        LocalDate day = entry.at().atZone(incident.zone()).toLocalDate();
        return until.map(last -> !day.isAfter(last)).orElse(true);
    }
}
