package dev.earshot.clinic;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.persona.Persona;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A disclosure that the clinic makes on purpose when its patient journey is played: what a scan has to find.
///
/// @param vendor the legal owner of who is told; empty if nobody has a name for them
/// @param tracker the tracker's id in the catalogue; empty if it has none
/// @param basis the strongest that a scan can state it on
/// @param zone `public`, `health-content` or `signed-in`
/// @param page how the address of the page begins that it happens on
/// @param consent the states of the cookie banner in which it happens; in others it must not
/// @param endpoint of host and path without the query
/// @param marks texts which one request carries all of, once it is read as its receiver would
public record Planted(
        String vendor,
        String tracker,
        DataElement element,
        Basis basis,
        String zone,
        String page,
        Set<Consent> consent,
        Pattern endpoint,
        Marks marks) {
    public Planted {
        consent = Set.copyOf(consent);
    }

    /// What a request carries when the journey is played by a given patient.
    @FunctionalInterface
    public interface Marks {
        List<String> of(Persona patient);
    }

    /// The requests that made this disclosure, when `patient` played the journey.
    public List<Received> in(List<Received> received, Persona patient) {
        List<String> texts = marks.of(patient);
        return received.stream()
                .filter(request ->
                        endpoint.matcher(request.host() + request.path()).matches())
                .filter(request -> {
                    String legible = Legible.text(request);
                    return texts.stream().allMatch(legible::contains);
                })
                .toList();
    }

    /// In words, without a patient's value.
    @Override
    public String toString() {
        return (tracker.isEmpty() ? endpoint.pattern() : tracker) + " is told the " + element.label() + " (" + basis
                + ") on " + page + " " + consent;
    }
}
