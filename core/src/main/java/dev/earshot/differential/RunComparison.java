package dev.earshot.differential;

import dev.earshot.catalogue.Identification;
import dev.earshot.decode.Decoded;
import dev.earshot.decode.Decoding;
import dev.earshot.decode.Leaf;
import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.disclosure.CoveredEntity;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Finds what follows the person, or the search, from run to run.
///
/// Every run is a browser of its own, so that what a browser or a visit is known by differs in all of them. A value that
/// is the same in every run of a person and in no other follows that person, whatever it is made of. How likely that is to
/// come about otherwise is counted, not estimated: [Divisions]. See `docs/decisions/0006-proof-without-decoding.md`.
public final class RunComparison {
    private final Runs runs;
    private final CoveredEntity entity;
    private final Map<String, Transmission> transmissions = new HashMap<>();
    private final Map<Slot, Set<Factor>> provenByValue = new HashMap<>();
    private final Groups persons;
    private final Groups searches;
    private final Groups pairs;
    private final Map<Slot, SlotValues> slots = new LinkedHashMap<>();
    private final List<Disclosure> disclosures = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();

    /// @param transmissions of `runs`
    /// @param disclosures what each run shows by itself
    public RunComparison(
            Runs runs, List<Transmission> transmissions, List<Disclosure> disclosures, CoveredEntity entity) {
        this.runs = runs;
        this.entity = entity;
        transmissions.forEach(each -> this.transmissions.put(each.exchangeId(), each));
        for (Disclosure disclosure : disclosures) {
            Detection detection = disclosure.detection();
            if (detection.basis() == Basis.PROVEN && detection.leaf().isPresent()) {
                provenByValue
                        .computeIfAbsent(
                                Slot.of(
                                        disclosure.transmission(),
                                        detection.leaf().get()),
                                _ -> new TreeSet<>())
                        .add(detection.element() == DataElement.SEARCH_TERMS ? Factor.SEARCH : Factor.PERSON);
            }
        }
        this.persons = Groups.of(runs.list(), Factor.PERSON);
        this.searches = Groups.of(runs.list(), Factor.SEARCH);
        this.pairs = Groups.of(runs.list(), Factor.BOTH);
    }

    private Groups groups(Factor factor) {
        return switch (factor) {
            case PERSON -> persons;
            case SEARCH -> searches;
            case BOTH -> pairs;
        };
    }

    /// Compares. Afterwards [#disclosures()] has what is new.
    public Differential compare() {
        forEachValue(value -> slots.computeIfAbsent(value.slot, _ -> new SlotValues(value.transmission, value.leaf))
                .add(value.run, value.parts));
        List<Trial> trials = new ArrayList<>();
        slots.forEach((slot, values) -> trials.addAll(trialsOf(slot, values)));
        trials.removeIf(trial -> isSaidWithin(trial, trials));
        List<Claim> claims = withDisclosures(judged(trials));
        limits.addAll(persons.limits(searches));
        if (slots.values().stream().anyMatch(SlotValues::overflowed)) {
            limits.add("Places with more than " + SlotValues.MOST + " values were compared in part.");
        }
        int varied = (int) slots.values().stream()
                .filter(values -> Integer.bitCount(values.present()) > 1
                        && !values.shared().isEmpty())
                .count();
        int tested = (int) trials.stream().map(Trial::signal).distinct().count();
        claims.sort(Comparator.comparing(Claim::standing)
                .thenComparing(Claim::factor)
                .thenComparing(Claim::vendor)
                .thenComparing(Claim::tracker)
                .thenComparing(Claim::chain));
        return new Differential(
                runs.list().stream()
                        .map(run -> new Differential.Labelled(
                                run.id(), run.person().orElse(""), run.search().orElse("")))
                        .toList(),
                varied,
                tested,
                claims,
                limits);
    }

    /// One disclosure for each time that a proven value was told and that no value of the persona shows as well.
    public List<Disclosure> disclosures() {
        return Collections.unmodifiableList(disclosures);
    }

    private record Value(int run, Slot slot, Transmission transmission, Leaf leaf, Set<String> parts) {}

    private void forEachValue(Consumer<Value> reader) {
        Decoding decoding = Decoding.withDefaults();
        runs.forEachOfRun((exchange, run) -> {
            Transmission transmission = transmissions.get(exchange.id());
            if (transmission == null || exchange.delivery() != Exchange.Delivery.SENT) {
                return;
            }
            Decoded decoded = decoding.read(exchange, transmission.tracker().map(Identification::tracker));
            List<Leaf> leaves = new ArrayList<>(decoded.leaves());
            if (decoded.undecoded().stream().anyMatch(part -> part.chain().startsWith("body"))) {
                leaves.addAll(Parts.ofOpaque(exchange));
            }
            for (Leaf leaf : leaves) {
                reader.accept(new Value(run, Slot.of(transmission, leaf), transmission, leaf, Parts.of(leaf.value())));
            }
        });
    }

    /// Something that could be taken for a value that follows a visitor.
    ///
    /// @param follows whether it does
    /// @param signal equal for places that hold the same values in the same runs: one test, however often it is told
    private record Trial(
            Slot slot,
            SlotValues values,
            Factor factor,
            List<Integer> groups,
            Map<Integer, String> byGroup,
            boolean follows,
            boolean consecutive,
            double divisions,
            double fitting,
            String signal) {}

    private List<Trial> trialsOf(Slot slot, SlotValues values) {
        Map<Integer, String> shared = values.shared();
        List<Trial> trials = new ArrayList<>();
        for (Factor factor : Factor.values()) {
            List<Integer> present = groups(factor).within(values.present());
            List<Integer> sizes = present.stream().map(Integer::bitCount).toList();
            if (present.size() < 2 || sizes.stream().allMatch(size -> size == 1)) {
                continue;
            }
            int all = present.stream().reduce(0, (a, b) -> a | b);
            double fitting = Divisions.among(shared.keySet(), all, sizes);
            if (fitting == 0) {
                continue;
            }
            boolean follows = shared.keySet().containsAll(present);
            if (factor == Factor.BOTH && follows && trials.stream().anyMatch(Trial::follows)) {
                continue;
            }
            Set<Integer> telling = new TreeSet<>(shared.keySet());
            telling.removeIf(group -> follows ? !present.contains(group) : !sizes.contains(Integer.bitCount(group)));
            Map<Integer, String> byGroup = new TreeMap<>(shared);
            byGroup.keySet().retainAll(telling);
            Map<Integer, String> core = new TreeMap<>(values.core());
            core.keySet().retainAll(telling);
            trials.add(new Trial(
                    slot,
                    values,
                    factor,
                    present,
                    byGroup,
                    follows,
                    present.stream()
                            .filter(group -> Integer.bitCount(group) > 1)
                            .allMatch(group -> Divisions.consecutive(group, all)),
                    Divisions.count(sizes),
                    fitting,
                    factor + " " + core));
        }
        return trials;
    }

    private List<Claim> judged(List<Trial> trials) {
        Map<String, Double> chances = new LinkedHashMap<>();
        for (Trial trial : trials) {
            double chance = trial.follows ? trial.fitting / trial.divisions : 1;
            chances.merge(trial.signal, chance, Math::min);
        }
        double[] corrected = Divisions.corrected(
                chances.values().stream().mapToDouble(Double::doubleValue).toArray());
        Map<String, Double> correctedOf = new HashMap<>();
        int position = 0;
        for (String signal : chances.keySet()) {
            correctedOf.put(signal, corrected[position++]);
        }
        return trials.stream()
                .filter(Trial::follows)
                .map(trial -> claim(trial, correctedOf.getOrDefault(trial.signal, 1.0)))
                .toList();
    }

    /// What follows because something in it does is not told twice.
    private static boolean isSaidWithin(Trial trial, List<Trial> trials) {
        return trial.follows
                && trials.stream()
                        .anyMatch(other -> other.follows
                                && (other.factor == trial.factor || trial.factor == Factor.BOTH)
                                && trial.slot.holds(other.slot));
    }

    private Claim claim(Trial trial, double corrected) {
        Optional<String> doubt = doubt(trial, corrected);
        Claim.Standing standing = isProvenByValue(trial)
                ? Claim.Standing.CONFIRMED
                : doubt.isEmpty() ? Claim.Standing.PROVEN : Claim.Standing.INDICATED;
        Transmission first = trial.values.first();
        return new Claim(
                trial.factor,
                trial.slot,
                first.recipient().vendor(),
                first.tracker()
                        .map(found -> found.tracker().product())
                        .orElse(first.recipient().host()),
                trial.values.chain(),
                trial.factor == Factor.SEARCH ? DataElement.SEARCH_TERMS : DataElement.OTHER_IDENTIFIER,
                valuesByRun(trial),
                trial.groups.stream().map(Integer::bitCount).toList(),
                trial.divisions,
                trial.fitting,
                corrected,
                standing,
                standing == Claim.Standing.INDICATED ? doubt : Optional.empty(),
                List.of());
    }

    private Map<String, Sensitive> valuesByRun(Trial trial) {
        Set<Integer> lengths = new TreeSet<>();
        trial.byGroup.forEach((group, value) -> {
            if (Integer.bitCount(group) > 1) {
                lengths.add(value.length());
            }
        });
        Map<String, Sensitive> values = new LinkedHashMap<>();
        for (int number = 0; number < runs.list().size(); number++) {
            int run = 1 << number;
            String id = runs.list().get(number).id();
            trial.byGroup.forEach((group, value) -> {
                if (group == run) {
                    trial.values.alike(run, lengths, value).ifPresent(alike -> values.put(id, Sensitive.of(alike)));
                } else if ((group & run) != 0) {
                    values.put(id, Sensitive.of(value));
                }
            });
        }
        return Collections.unmodifiableMap(values);
    }

    private Optional<String> doubt(Trial trial, double corrected) {
        if (!searches.complete()) {
            return Optional.of("it is not said what was searched for in each run, so that it may follow that");
        }
        if (trial.factor != Factor.BOTH
                && persons.within(trial.values.present()).equals(searches.within(trial.values.present()))) {
            return Optional.of("each person searched for something else, so that it may follow either");
        }
        if (trial.consecutive) {
            return Optional.of("the runs of each were made one after another, so that it may follow the time");
        }
        if (corrected > Differential.LEVEL) {
            return Optional.of("with so few runs it may be chance");
        }
        return Optional.empty();
    }

    private boolean isProvenByValue(Trial trial) {
        return provenByValue.entrySet().stream()
                .anyMatch(proven ->
                        (trial.factor == Factor.BOTH || proven.getValue().contains(trial.factor))
                                && (trial.slot.equals(proven.getKey()) || trial.slot.holds(proven.getKey())));
    }

    /// Reads the runs again, for every place that told a proven value.
    private List<Claim> withDisclosures(List<Claim> claims) {
        Map<Slot, List<Integer>> proven = new HashMap<>();
        for (int i = 0; i < claims.size(); i++) {
            if (claims.get(i).standing() == Claim.Standing.PROVEN) {
                proven.computeIfAbsent(claims.get(i).slot(), _ -> new ArrayList<>())
                        .add(i);
            }
        }
        List<List<String>> ids = new ArrayList<>();
        claims.forEach(_ -> ids.add(new ArrayList<>()));
        Map<String, Integer> numbers = new HashMap<>();
        Set<List<Object>> told = new HashSet<>();
        if (!proven.isEmpty()) {
            forEachValue(value -> {
                for (int position : proven.getOrDefault(value.slot, List.of())) {
                    Claim claim = claims.get(position);
                    String run = runs.list().get(value.run).id();
                    Sensitive sought = claim.values().get(run);
                    if (sought != null
                            && value.parts.stream().map(Sensitive::of).anyMatch(sought::equals)) {
                        for (DataElement element : elementsOf(claim)) {
                            if (told.add(List.of(value.transmission.exchangeId(), element, value.leaf))) {
                                ids.get(position).add(disclose(value, element, sought, claim, numbers));
                            }
                        }
                    }
                }
            });
        }
        List<Claim> whole = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            whole.add(new Claim(
                    claim.factor(),
                    claim.slot(),
                    claim.vendor(),
                    claim.tracker(),
                    claim.chain(),
                    claim.element(),
                    claim.values(),
                    claim.groups(),
                    claim.divisions(),
                    claim.fitting(),
                    claim.corrected(),
                    claim.standing(),
                    claim.because(),
                    ids.get(i)));
        }
        return whole;
    }

    /// What is made of the person and the search together tells of both.
    private static List<DataElement> elementsOf(Claim claim) {
        return claim.factor() == Factor.BOTH
                ? List.of(DataElement.OTHER_IDENTIFIER, DataElement.SEARCH_TERMS)
                : List.of(claim.element());
    }

    private String disclose(
            Value value, DataElement element, Sensitive sought, Claim claim, Map<String, Integer> numbers) {
        String stem = value.transmission.exchangeId() + "/" + element.id() + "/d";
        String id = stem + numbers.merge(stem, 1, Integer::sum);
        Context context = value.transmission.context();
        disclosures.add(new Disclosure(
                id,
                value.transmission,
                new Detection(
                        element,
                        Basis.PROVEN_DIFFERENTIAL,
                        Optional.of(value.leaf),
                        sought,
                        Optional.empty(),
                        Statement.of(claim)),
                entity.zoneOf(context.pageUrl(), context.signedIn() == Context.SignedIn.YES)));
        return id;
    }
}
