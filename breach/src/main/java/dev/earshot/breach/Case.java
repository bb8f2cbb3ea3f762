package dev.earshot.breach;

import dev.earshot.EarshotException;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.duty.Obligations;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.journal.Journal;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.yaml.Problems;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A breach case: what is known, what is due, and what was decided, all of it from its journal.
///
/// For one thread.
public final class Case {
    private final Journal journal;
    private final LawLibrary law;

    public Case(Journal journal, LawLibrary law) {
        this.journal = journal;
        this.law = law;
    }

    /// A deadline that an entry moved.
    ///
    /// @param before empty where there was no such duty
    /// @param after empty where there is none any more
    public record Moved(String duty, Optional<String> before, Optional<String> after) {}

    /// Records the facts of a file. Nothing is recorded where they are what is recorded already.
    ///
    /// @param population who it concerns, from the file or from an investigation
    /// @param why in the words of who does it
    /// @return the deadlines that it moved; all of them where the case was new; empty with nothing recorded
    public List<Moved> record(Incident incident, Population population, String who, String why) {
        Optional<Facts> before = facts(Optional.empty());
        Incident now = before.map(facts ->
                        incident.with(facts.incident().done(), facts.incident().overrides()))
                .orElse(incident);
        SortedMap<String, String> due = due(now, population);
        if (before.isPresent()
                && before.get().incident().equals(now)
                && before.get().population().equals(population)
                && before.get().due().equals(due)) {
            return List.of();
        }
        journal.append(
                Facts.RECORDED,
                who,
                new Facts.Recorded(why, now.with(new TreeMap<>(), List.of()), population, law.version(), due));
        return moved(before.map(Facts::due).orElse(new TreeMap<>()), due);
    }

    /// Records that a duty was done.
    ///
    /// @param proof SHA-256 by the name of each file under `attachments/`
    public List<Moved> done(String duty, LocalDate on, String reference, SortedMap<String, String> proof, String who) {
        Facts facts = required();
        requireDuty(facts, duty);
        SortedMap<String, LocalDate> done = new TreeMap<>(facts.incident().done());
        done.put(duty, on);
        SortedMap<String, String> due =
                due(facts.incident().with(done, facts.incident().overrides()), facts.population());
        journal.append(Facts.DONE, who, new Facts.Done(duty, on, reference, proof, law.version(), due));
        return moved(facts.due(), due);
    }

    /// Records counsel's decision against what was computed.
    public List<Moved> overrule(Incident.Overruling overruling) {
        Facts facts = required();
        requireDuty(facts, overruling.rule());
        List<Incident.Overruling> overrulings = new ArrayList<>(facts.incident().overrides());
        overrulings.add(overruling);
        SortedMap<String, String> due =
                due(facts.incident().with(facts.incident().done(), overrulings), facts.population());
        journal.append(Facts.OVERRULED, overruling.who(), new Facts.Overruled(overruling, law.version(), due));
        return moved(facts.due(), due);
    }

    /// @param until what was recorded by the end of this day, in the incident's zone
    /// @return empty where nothing is recorded yet
    public Optional<Facts> facts(Optional<LocalDate> until) {
        return Facts.of(journal, until);
    }

    /// @throws EarshotException of code USAGE where nothing is recorded yet
    public Facts required() {
        return facts(Optional.empty())
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE,
                        "Nothing is recorded in this case yet. Write its facts into case.yaml (docs/breach.md), then:"
                                + " earshot case record DIR --by NAME --why TEXT"));
    }

    public List<Duty> duties(Facts facts) {
        return Obligations.of(facts.incident(), facts.population(), law);
    }

    /// Deadlines that this version of the law gives otherwise than what is recorded: nobody has decided on them yet.
    public List<Moved> unrecorded(Facts facts) {
        return moved(facts.due(), due(facts.incident(), facts.population()));
    }

    private SortedMap<String, String> due(Incident incident, Population population) {
        SortedMap<String, String> due = new TreeMap<>();
        for (Duty duty : Obligations.of(incident, population, law)) {
            // Of places where nobody affected is known to live, none is recorded until somebody is.
            if (duty.status() == Duty.Status.DUE
                    || (duty.status() == Duty.Status.CONTINGENT && duty.count().orElse(1) > 0)) {
                due.put(
                        duty.key(),
                        duty.dueAt()
                                .map(Object::toString)
                                .or(() -> duty.due().map(Object::toString))
                                .orElse(""));
            }
        }
        return due;
    }

    private void requireDuty(Facts facts, String key) {
        List<String> keys = duties(facts).stream().map(Duty::key).toList();
        if (!keys.contains(key)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "There is no duty \"" + key + "\" in this case."
                            + Problems.didYouMean(key, keys)
                            + " earshot case duties DIR lists them.");
        }
    }

    private static List<Moved> moved(SortedMap<String, String> before, SortedMap<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Moved> moved = new ArrayList<>();
        for (String key : keys) {
            Optional<String> was = Optional.ofNullable(before.get(key));
            Optional<String> is = Optional.ofNullable(after.get(key));
            if (!was.equals(is)) {
                moved.add(new Moved(key, was, is));
            }
        }
        return moved;
    }
}
