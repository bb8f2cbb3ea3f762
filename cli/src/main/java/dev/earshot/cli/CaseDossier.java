package dev.earshot.cli;

import dev.earshot.breach.Case;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.Facts;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.filing.Answers;
import dev.earshot.breach.filing.DeletionDemand;
import dev.earshot.breach.filing.Dossier;
import dev.earshot.breach.filing.Proof;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.journal.Entry;
import dev.earshot.breach.journal.Journal;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Gathers what filings are made of from the case, its journal and the investigation.
final class CaseDossier {
    /// Of the entries that say how far a demand to delete has got.
    static final String DEMAND = "demand";

    private final CaseFolder place;
    private final CaseFile file;
    private final Case breach;
    private final Journal journal;

    CaseDossier(CaseFolder place, CaseFile file, Case breach, Journal journal) {
        this.place = place;
        this.file = file;
        this.breach = breach;
        this.journal = journal;
    }

    /// @param texts that individuals are sent
    Dossier of(Facts facts, Answers answers, CaseTexts texts, LocalDate date) {
        return new Dossier(
                facts.incident(),
                facts.population(),
                duties(facts),
                List.copyOf(place.law().jurisdictions()),
                date,
                answers,
                CaseWindows.of(file).told(facts.incident()),
                samples(facts, texts),
                individuals(facts),
                proofs(),
                List.copyOf(demands(journal).values()));
    }

    /// Without those that would be due only if somebody whose state is not known lived there.
    private List<Duty> duties(Facts facts) {
        return breach.duties(facts).stream()
                .filter(duty ->
                        duty.status() != Duty.Status.CONTINGENT || duty.count().orElse(1) > 0)
                .toList();
    }

    /// How far each demand to delete has got, by recipient.
    static SortedMap<String, DeletionDemand> demands(Journal journal) {
        Map<String, List<Map<String, Object>>> bodies = new LinkedHashMap<>();
        journal.read(Set.of(DEMAND), entry -> {
            Map<String, Object> body =
                    JsonMapper.shared().readValue(entry.body(), new TypeReference<Map<String, Object>>() {});
            bodies.computeIfAbsent(String.valueOf(body.get("recipient")), _ -> new ArrayList<>())
                    .add(body);
        });
        SortedMap<String, DeletionDemand> demands = new TreeMap<>();
        bodies.forEach((recipient, steps) -> demands.put(recipient, DeletionDemand.of(steps)));
        return demands;
    }

    private List<Proof> proofs() {
        List<Proof> proofs = new ArrayList<>();
        journal.read(Set.of("done"), entry -> proofs.addAll(proofs(entry)));
        return proofs;
    }

    private static List<Proof> proofs(Entry entry) {
        JsonNode body = JsonMapper.shared().readTree(entry.body());
        String reference = body.path("reference").asString("");
        return body.path("proof").properties().stream()
                .map(proof -> new Proof(
                        body.path("duty").asString(""),
                        LocalDate.parse(body.path("on").asString("")),
                        entry.who(),
                        reference.isEmpty() ? Optional.empty() : Optional.of(reference),
                        proof.getKey(),
                        proof.getValue().asString("")))
                .toList();
    }

    /// The list of individuals: the plan's notices, by reference.
    private Optional<Dossier.Reference> individuals(Facts facts) {
        Entry[] planned = new Entry[1];
        journal.read(Set.of("planned"), entry -> planned[0] = entry);
        return Optional.ofNullable(planned[0]).map(entry -> {
            JsonNode body = JsonMapper.shared().readTree(entry.body());
            return new Dossier.Reference(
                    body.path("folder").asString(""),
                    body.path("notices").asLong(facts.population().total().orElse(0)),
                    body.path("plan").asString(""));
        });
    }

    /// The text that residents of each jurisdiction are sent, with made-up words where a person's own would stand.
    private static Map<String, Document> samples(Facts facts, CaseTexts texts) {
        Map<String, Document> samples = new TreeMap<>();
        SortedSet<String> places = new TreeSet<>(facts.population().byRegion().keySet());
        places.add("us");
        for (String jurisdiction : places) {
            samples.put(
                    jurisdiction,
                    texts.composer()
                            .compose(List.of(anybody(facts.incident(), jurisdiction)))
                            .document());
        }
        return samples;
    }

    private static Notice anybody(Incident incident, String jurisdiction) {
        return new Notice(
                0,
                0,
                0,
                "[member id]",
                Role.SELF,
                "en",
                List.of(),
                jurisdiction,
                "[Name]",
                "[Name]",
                List.of("[Street]"),
                "[City]",
                "[ZIP]",
                "",
                "US",
                "",
                "exposed",
                List.of(),
                List.of(),
                incident.from(),
                incident.to());
    }
}
