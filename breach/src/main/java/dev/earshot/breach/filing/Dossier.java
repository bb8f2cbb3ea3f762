package dev.earshot.breach.filing;

import dev.earshot.breach.document.Document;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.law.Jurisdiction;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What filings are made of.
///
/// @param date that the documents carry
/// @param told by recipient, where the investigation shows it
/// @param samples texts of the notice to individuals, by jurisdiction id; the one of `us` is taken where a state has none
/// @param individuals the list of individuals, which filings refer to and never hold
/// @param proofs of what was filed already
/// @param demands to delete, as far as they have got
public record Dossier(
        Incident incident,
        Population population,
        List<Duty> duties,
        List<Jurisdiction> law,
        LocalDate date,
        Answers answers,
        List<Told> told,
        Map<String, Document> samples,
        Optional<Reference> individuals,
        List<Proof> proofs,
        List<DeletionDemand> demands) {
    public Dossier {
        duties = List.copyOf(duties);
        law = List.copyOf(law);
        told = List.copyOf(told);
        samples = Map.copyOf(samples);
        proofs = List.copyOf(proofs);
        demands = List.copyOf(demands);
    }

    /// A file that stays where it is.
    ///
    /// @param rows how many individuals it lists
    public record Reference(String file, long rows, String sha256) {}

    Dossier with(Answers other) {
        return new Dossier(incident, population, duties, law, date, other, told, samples, individuals, proofs, demands);
    }

    Optional<Document> sample(String jurisdiction) {
        return Optional.ofNullable(samples.get(jurisdiction)).or(() -> Optional.ofNullable(samples.get("us")));
    }

    /// The name of a jurisdiction, or its id where it is not known.
    String nameOf(String id) {
        return law.stream()
                .filter(each -> each.id().equals(id))
                .map(Jurisdiction::name)
                .findFirst()
                .orElse(id);
    }

    List<Proof> proofsOf(Duty duty) {
        return proofs.stream().filter(proof -> proof.duty().equals(duty.key())).toList();
    }
}
