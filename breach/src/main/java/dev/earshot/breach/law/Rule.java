package dev.earshot.breach.law;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// One duty that a law makes, in one version of that law.
///
/// @param id such as `us-ca/1798.82-residents`; versions of one duty share it
/// @param from first day on which this version is in force; absent: always
/// @param to last day; absent: until further notice
/// @param to whom: `addressee` names the authority where it is one, such as `California Attorney General`
/// @param hipaa what compliance with HIPAA does to it
/// @param notes what a reader must know besides
public record Rule(
        String id,
        String jurisdiction,
        String title,
        String citation,
        List<Source> sources,
        Confidence confidence,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Recipient recipient,
        String addressee,
        Trigger trigger,
        Clock clock,
        List<Required> content,
        HipaaEffect hipaa,
        List<String> notes) {
    public Rule {
        sources = List.copyOf(sources);
        content = List.copyOf(content);
        notes = List.copyOf(notes);
    }

    public boolean inForce(LocalDate day) {
        return from.map(first -> !day.isBefore(first)).orElse(true)
                && to.map(last -> !day.isAfter(last)).orElse(true);
    }
}
