package dev.earshot.breach.duty;

import dev.earshot.EarshotException;
import dev.earshot.breach.duty.Headcount.Range;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.HipaaEffect;
import dev.earshot.breach.law.Holidays;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.law.LegalElements;
import dev.earshot.breach.law.Recipient;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Threshold;
import dev.earshot.yaml.Problems;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// From law and facts to duties. Pure: the same facts and the same law give the same duties, in the same order.
///
/// The version of a rule is the one in force on the day of the event that starts its clock (discovery for a clock that
/// runs from discovery, determination for one that runs from determination). A rule whose clock runs from another duty
/// goes by that duty's event, so that a notice and what follows it go by one law. The end of a year goes by the day of
/// discovery. Where that day is not recorded, the nearest recorded day stands in, and the duty is contingent.
public final class Obligations {
    private final Incident incident;
    private final Headcount headcount;
    private final TriggerTest triggers;
    private final Holidays holidays;
    private final Map<String, Jurisdiction> jurisdictions = new TreeMap<>();
    private final Map<String, List<Rule>> versions = new LinkedHashMap<>();
    private final Map<String, BusinessDays> business = new HashMap<>();
    private final Map<String, List<Duty>> worked = new HashMap<>();
    private final List<String> under = new ArrayList<>();

    private Obligations(
            Incident incident,
            Population population,
            Collection<Jurisdiction> law,
            LegalElements elements,
            Holidays holidays) {
        this.incident = incident;
        this.headcount = new Headcount(population);
        this.triggers = new TriggerTest(incident, headcount, elements);
        this.holidays = holidays;
        for (Jurisdiction jurisdiction : law) {
            jurisdictions.put(jurisdiction.id(), jurisdiction);
            jurisdiction
                    .rules()
                    .forEach(rule -> versions.computeIfAbsent(rule.id(), _ -> new ArrayList<>())
                            .add(rule));
        }
    }

    /// Every duty that the law knows of, also those that are not due, with the reason; by due date, those without one
    /// last, then by key.
    ///
    /// @throws EarshotException of code USAGE where a recorded deed or decision names no rule, or the law's order of
    ///     duties goes round in a circle
    public static List<Duty> of(Incident incident, Population population, LawLibrary law) {
        return of(incident, population, law.jurisdictions(), law.elements(), law.holidays());
    }

    static List<Duty> of(
            Incident incident,
            Population population,
            Collection<Jurisdiction> law,
            LegalElements elements,
            Holidays holidays) {
        Obligations obligations = new Obligations(incident, population, law, elements, holidays);
        obligations.checkNames();
        return obligations.versions.keySet().stream()
                .flatMap(rule -> obligations.duties(rule).stream())
                .sorted(Comparator.comparing((Duty duty) -> duty.due().orElse(LocalDate.MAX))
                        .thenComparing(Duty::key))
                .toList();
    }

    /// Those to be shown unasked: all but what is not due, and that too where it was overruled or done.
    public static List<Duty> shown(List<Duty> duties) {
        return duties.stream()
                .filter(duty -> duty.status() != Duty.Status.NOT_DUE
                        || duty.overruled().isPresent()
                        || duty.done().isPresent())
                .toList();
    }

    private void checkNames() {
        List<String> mistakes = new ArrayList<>();
        incident.done().keySet().forEach(key -> checkName(key, "done", mistakes));
        incident.done().keySet().stream()
                .filter(key -> versions.getOrDefault(key, List.of()).stream().anyMatch(Obligations::eachState))
                .forEach(key -> mistakes.add(
                        "done: \"" + key + "\" is one duty for each state: say which, such as " + key + "@us-ca."));
        incident.overrides().forEach(decision -> checkName(decision.rule(), "overruled", mistakes));
        if (!mistakes.isEmpty()) {
            throw new EarshotException(EarshotException.Code.USAGE, String.join("\n", mistakes));
        }
    }

    private void checkName(String key, String where, List<String> mistakes) {
        String rule = key.replaceFirst("@.*", "");
        if (!versions.containsKey(rule)) {
            mistakes.add(where + ": there is no rule \"" + rule + "\"." + Problems.didYouMean(rule, versions.keySet()));
        }
    }

    private List<Duty> duties(String rule) {
        List<Duty> known = worked.get(rule);
        if (known != null) {
            return known;
        }
        enter(rule);
        List<Duty> duties = new ArrayList<>();
        Versions.Pick version = Versions.of(incident, versions).pick(rule);
        if (eachState(version.rule())) {
            eachState(version, duties);
        } else {
            duties.add(duty(rule, version, Optional.empty()));
        }
        under.removeLast();
        worked.put(rule, duties);
        return duties;
    }

    private void enter(String rule) {
        if (under.contains(rule)) {
            throw Versions.circle(under, rule);
        }
        under.add(rule);
    }

    private void eachState(Versions.Pick version, List<Duty> duties) {
        String rule = version.rule().id();
        headcount
                .states(version.rule().jurisdiction())
                .forEach((state, count) -> duties.add(
                        duty(rule + "@" + state, version, Optional.of(new Residents(count, "residents of " + state)))));
        Range elsewhere = new Range(0, headcount.nowhere() ? headcount.total().high() : headcount.unplaced());
        if (duties.isEmpty() || elsewhere.high() > 0) {
            duties.add(duty(rule, version, Optional.of(new Residents(elsewhere, "residents of one other state"))));
        }
    }

    private static boolean eachState(Rule rule) {
        return rule.trigger().thresholds().stream()
                .anyMatch(threshold -> threshold.scope() == Threshold.Scope.EACH_STATE);
    }

    /// @param whose such as `residents of us-ca`
    private record Residents(Range count, String whose) {}

    private Duty duty(String key, Versions.Pick version, Optional<Residents> ofState) {
        Rule rule = version.rule();
        List<String> because = new ArrayList<>(version.because());
        Residents residents = ofState.orElseGet(() -> residents(rule));
        Answer holds = version.inForce();
        for (Finding finding : findings(rule, residents)) {
            holds = holds.and(finding.answer());
            because.add(finding.sentence());
        }
        Timing timing = Timing.of(incident, rule.clock(), business(rule), other(rule));
        if (holds != Answer.NO) {
            because.addAll(timing.because());
            holds = holds.and(timing.certain());
        }
        Duty.Status status = switch (holds) {
            case YES -> Duty.Status.DUE;
            case OPEN -> Duty.Status.CONTINGENT;
            case NO -> Duty.Status.NOT_DUE;
        };
        if (status != Duty.Status.NOT_DUE) {
            status = hipaa(rule, status, timing.due(), because);
        }
        boolean dated = status != Duty.Status.NOT_DUE;
        return overruled(new Duty(
                key,
                rule,
                status,
                dated ? timing.due() : Optional.empty(),
                dated ? timing.dueAt() : Optional.empty(),
                count(residents.count()),
                residents.count().toString(),
                done(key, dated ? timing.due() : Optional.empty(), because),
                Optional.ofNullable(incident.done().get(key)),
                Optional.empty()));
    }

    private List<String> done(String key, Optional<LocalDate> due, List<String> because) {
        LocalDate done = incident.done().get(key);
        if (done != null) {
            long late = due.map(last -> done.toEpochDay() - last.toEpochDay()).orElse(0L);
            String inTime = due.isPresent() ? ", in time for the last day." : ".";
            because.add("Done on " + Timing.day(done)
                    + (late > 0 ? ", " + late + (late == 1 ? " day" : " days") + " after the last day." : inTime));
        }
        return because;
    }

    /// Zero where nobody is known to live there and somebody may.
    private OptionalLong count(Range count) {
        return count.low() == 0 && !headcount.nowhere() ? OptionalLong.of(0) : count.exact();
    }

    private List<Finding> findings(Rule rule, Residents residents) {
        List<Finding> findings = new ArrayList<>(triggers.conditions(rule));
        Range anyone = residents.count();
        if (anyone.high() == 0) {
            findings.add(new Finding(Answer.NO, "Nobody affected lives there (" + residents.whose() + ": 0)."));
        } else if (anyone.low() == 0 && !rule.jurisdiction().equals("us")) {
            findings.add(new Finding(
                    Answer.OPEN,
                    headcount.nowhere()
                            ? "It is not recorded where those affected live."
                            : "None of those affected is known to live there, but the state of " + headcount.unplaced()
                                    + " is not known."));
        }
        for (Threshold threshold : rule.trigger().thresholds()) {
            findings.add(
                    switch (threshold.scope()) {
                        case TOTAL -> TriggerTest.threshold(threshold, headcount.total(), "individuals in all");
                        case JURISDICTION, EACH_STATE -> TriggerTest.threshold(threshold, anyone, residents.whose());
                        case INSUFFICIENT_ADDRESSES ->
                            TriggerTest.threshold(threshold, headcount.withoutAddress(), "who can't be written to");
                    });
        }
        return findings;
    }

    private Residents residents(Rule rule) {
        Jurisdiction jurisdiction = jurisdiction(rule);
        String whose = "residents of " + jurisdiction.name();
        if (jurisdiction.id().equals("us")) {
            return new Residents(headcount.total(), "individuals in all");
        }
        return new Residents(
                jurisdiction.region().isPresent()
                        ? headcount.in(jurisdiction.id())
                        : headcount.within(jurisdiction.id()),
                whose);
    }

    private Jurisdiction jurisdiction(Rule rule) {
        Jurisdiction jurisdiction = jurisdictions.get(rule.jurisdiction());
        if (jurisdiction == null) {
            throw new IllegalArgumentException(rule.id() + " belongs to no jurisdiction at hand");
        }
        return jurisdiction;
    }

    private BusinessDays business(Rule rule) {
        return business.computeIfAbsent(rule.jurisdiction(), _ -> {
            Map<Integer, Set<LocalDate>> years = new HashMap<>();
            Jurisdiction jurisdiction = jurisdiction(rule);
            return new BusinessDays(year -> years.computeIfAbsent(year, each -> holidays.in(each, jurisdiction)));
        });
    }

    private Optional<Timing.Other> other(Rule rule) {
        return rule.clock()
                .order()
                .filter(order -> order.relation() != Clock.Order.Relation.AFTER
                        || rule.clock().starts() == Clock.Event.OTHER_DUTY_DONE)
                .flatMap(order -> other(order.rule()));
    }

    /// Of one that is due in each state: the earliest.
    private Optional<Timing.Other> other(String rule) {
        if (!versions.containsKey(rule)) {
            return Optional.ofNullable(incident.done().get(rule))
                    .map(done -> new Timing.Other(rule, Optional.of(done), Optional.empty(), true));
        }
        List<Duty> duties = duties(rule);
        boolean deemed = duties.stream().anyMatch(duty -> duty.status() == Duty.Status.DEEMED_MET);
        List<Duty> considered =
                deemed ? Stream.concat(duties.stream(), hipaaNotice().stream()).toList() : duties;
        return Optional.of(new Timing.Other(
                rule,
                considered.stream().flatMap(duty -> duty.done().stream()).min(Comparator.naturalOrder()),
                considered.stream().flatMap(duty -> duty.due().stream()).min(Comparator.naturalOrder()),
                duties.stream().anyMatch(duty -> duty.status() != Duty.Status.NOT_DUE)));
    }

    /// HIPAA's notice to individuals, for an entity that is not in HIPAA's own jurisdiction.
    private List<Duty> hipaaNotice() {
        return versions.values().stream()
                .map(List::getFirst)
                .filter(rule -> rule.jurisdiction().equals("us")
                        && rule.recipient() == Recipient.INDIVIDUALS
                        && rule.trigger().elements().phi()
                        && rule.trigger().thresholds().isEmpty()
                        && rule.trigger().entities().contains(Entity.Kind.HIPAA_COVERED_ENTITY.id()))
                .flatMap(rule -> duties(rule.id()).stream())
                .toList();
    }

    private Duty.Status hipaa(Rule rule, Duty.Status status, Optional<LocalDate> due, List<String> because) {
        if (rule.hipaa() == HipaaEffect.NONE || rule.jurisdiction().equals("us")) {
            return status;
        }
        Optional<Duty> notice = hipaaNotice().stream().findFirst();
        if (notice.isEmpty() || notice.get().status() != Duty.Status.DUE) {
            because.add("Following HIPAA would bear on this (" + rule.hipaa().id()
                    + "), but no notice under HIPAA is due for certain: this law is reckoned by itself.");
            return status;
        }
        boolean met = switch (rule.hipaa()) {
            case FULL_DEEMED -> true;
            case INDIVIDUAL_ONLY_REGULATOR_STILL_DUE, EXTRA_REGULATOR_COPY -> rule.recipient() == Recipient.INDIVIDUALS;
            case CONTENT_ONLY, NONE -> false;
        };
        because.add(
                switch (rule.hipaa()) {
                    case FULL_DEEMED ->
                        "Following HIPAA is deemed to meet this law: "
                                + notice.get().key() + " does it.";
                    case CONTENT_ONLY ->
                        "Following HIPAA is deemed to meet what the notice must contain, and nothing else: the time stands.";
                    case INDIVIDUAL_ONLY_REGULATOR_STILL_DUE ->
                        met
                                ? "The notice under HIPAA takes the place of this one; the regulator must still be told."
                                : "Following HIPAA does not replace this.";
                    case EXTRA_REGULATOR_COPY ->
                        met
                                ? "The notice under HIPAA takes the place of this one; a copy of it goes to the regulator."
                                : "Where the notice under HIPAA takes the place of this law's, a copy of it goes here.";
                    case NONE -> "";
                });
        boolean read = rule.confidence() == Confidence.VERIFIED || rule.confidence() == Confidence.SECONDARY;
        if (met) {
            because.add(
                    read
                            ? "That holds only while HIPAA is followed"
                                    + (rule.confidence() == Confidence.VERIFIED
                                            ? "."
                                            : ", and was not read in a primary text: ask counsel before relying on it.")
                            : Finding.OPEN
                                    + "that effect of HIPAA was read in no text, or texts disagree: counsel decides.");
        }
        due.filter(day -> notice.get().due().map(day::isBefore).orElse(false))
                .ifPresent(day -> because.add("This law's own last day is before HIPAA's, "
                        + Timing.day(notice.get().due().orElse(day))
                        + ": where both bind, the shorter time controls."));
        return !met ? status : read ? Duty.Status.DEEMED_MET : Duty.Status.CONTINGENT;
    }

    private Duty overruled(Duty computed) {
        Optional<Incident.Overruling> decision = incident.overrides().stream()
                .filter(each -> each.rule().equals(computed.key())
                        || each.rule().equals(computed.rule().id()))
                .reduce((_, newer) -> newer);
        if (decision.isEmpty()) {
            return computed;
        }
        Incident.Overruling counsel = decision.get();
        List<String> because = new ArrayList<>();
        because.add("Overruled by " + counsel.who() + " on " + counsel.when() + ": "
                + (counsel.applies()
                        ? counsel.due().map(day -> "due on " + Timing.day(day)).orElse("a duty")
                        : "no duty")
                + ". Reason: " + counsel.why());
        because.add("Computed without that: " + computed.status()
                + computed.due().map(day -> ", last day " + Timing.day(day)).orElse("") + ". What follows led there.");
        counsel.due()
                .filter(day -> computed.due().map(day::isAfter).orElse(false))
                .ifPresent(_ -> because.add("Counsel's day is later than the computed last day."));
        because.addAll(computed.because());
        Optional<LocalDate> due = counsel.due().or(computed::due);
        return new Duty(
                computed.key(),
                computed.rule(),
                counsel.applies() ? Duty.Status.DUE : Duty.Status.NOT_DUE,
                counsel.applies() ? due : Optional.empty(),
                counsel.applies() && counsel.due().isEmpty() ? computed.dueAt() : Optional.empty(),
                computed.count(),
                computed.people(),
                because,
                computed.done(),
                decision);
    }
}
