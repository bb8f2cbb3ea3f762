package dev.earshot.detect;

import dev.earshot.catalogue.Identification;
import dev.earshot.decode.Leaf;
import dev.earshot.exchange.Exchange;
import dev.earshot.health.HealthTerms;
import dev.earshot.persona.Persona;
import java.util.List;
import java.util.Optional;

/// Recognises patient data in the decoded leaves of one exchange, and in its raw bytes.
///
/// Immutable and free of state between exchanges: the same exchange gives the same detections. An exchange that was
/// only attempted is read like any other, but its connection tells nothing; whether it counts is for the caller.
public final class Detectors {
    private final Optional<PersonaSearch> search;
    private final HealthTerms terms;

    private Detectors(Optional<PersonaSearch> search, HealthTerms terms) {
        this.search = search;
        this.terms = terms;
    }

    /// Builds the table of the persona's values, hashes and encodings, once for all exchanges.
    public static Detectors forPersona(Optional<Persona> persona) {
        return forPersonas(persona.stream().toList());
    }

    /// The same for several personas at once, with the words that say something of health that come with Earshot.
    public static Detectors forPersonas(List<Persona> personas) {
        return forPersonas(personas, HealthTerms.bundled());
    }

    /// The same for several personas at once, up to a thousand; [Detection#persona()] tells whose value was found.
    ///
    /// @param terms words that say something of health
    public static Detectors forPersonas(List<Persona> personas, HealthTerms terms) {
        return new Detectors(personas.isEmpty() ? Optional.empty() : Optional.of(new PersonaSearch(personas)), terms);
    }

    /// What the exchange tells of a patient, in order of leaf, then of element; what the connection tells comes
    /// first.
    ///
    /// For one leaf and element there is one detection, on the strongest basis. What stands in a leaf is not told
    /// again of the leaves and raw bytes around it.
    ///
    /// @param leaves as decoded from `exchange`
    public List<Detection> detect(Exchange exchange, Optional<Identification> identification, List<Leaf> leaves) {
        Reading reading = new Reading(exchange, identification.map(Identification::tracker), leaves, terms);
        search.ifPresent(persona -> persona.prove(reading));
        new LeafReader(reading).read();
        new ConnectionReader(reading).read();
        reading.keepInnermost();
        return reading.sightings().all();
    }
}
