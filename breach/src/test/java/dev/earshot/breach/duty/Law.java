package dev.earshot.breach.duty;

import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Comparator;
import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.HipaaEffect;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.law.Recipient;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Source;
import dev.earshot.breach.law.Threshold;
import dev.earshot.breach.law.Trigger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Invented rules, to be changed one part at a time.
final class Law {
    private final String id;
    private final String jurisdiction;
    private Optional<LocalDate> from = Optional.empty();
    private Optional<LocalDate> to = Optional.empty();
    private Recipient recipient = Recipient.INDIVIDUALS;
    private Set<String> entities = Set.of(Entity.Kind.BUSINESS.id());
    private Trigger.Elements elements = new Trigger.Elements(
            false, Set.of("ssn", "medical-information"), Set.of("username-with-password"), "a list");
    private Optional<Trigger.HarmTest> harm = Optional.empty();
    private Optional<String> encryption = Optional.empty();
    private final List<Threshold> thresholds = new ArrayList<>();
    private Clock.Event starts = Clock.Event.DISCOVERED;
    private OptionalInt days = OptionalInt.empty();
    private Clock.DayKind kind = Clock.DayKind.CALENDAR;
    private Optional<Clock.Order> order = Optional.empty();
    private boolean delay;
    private HipaaEffect hipaa = HipaaEffect.NONE;
    private Confidence confidence = Confidence.VERIFIED;

    private Law(String id) {
        this.id = id;
        this.jurisdiction = id.replaceFirst("/.*", "");
    }

    static Law rule(String id) {
        return new Law(id);
    }

    Law from(String day) {
        from = Optional.of(LocalDate.parse(day));
        return this;
    }

    Law to(String day) {
        to = Optional.of(LocalDate.parse(day));
        return this;
    }

    Law to(Recipient recipient) {
        this.recipient = recipient;
        return this;
    }

    Law binds(Entity.Kind... kinds) {
        entities = Set.copyOf(Arrays.stream(kinds).map(Entity.Kind::id).toList());
        return this;
    }

    Law within(Clock.Event starts, int days, Clock.DayKind kind) {
        this.starts = starts;
        this.days = OptionalInt.of(days);
        this.kind = kind;
        return this;
    }

    Law days(int days) {
        return within(Clock.Event.DISCOVERED, days, Clock.DayKind.CALENDAR);
    }

    Law starts(Clock.Event starts) {
        this.starts = starts;
        return this;
    }

    Law order(Clock.Order.Relation relation, String rule) {
        order = Optional.of(new Clock.Order(relation, rule));
        return this;
    }

    Law phi() {
        elements = new Trigger.Elements(true, Set.of(), Set.of(), "protected health information");
        return this;
    }

    Law elements(Set<String> withName, Set<String> alone) {
        elements = new Trigger.Elements(false, withName, alone, "a list");
        return this;
    }

    Law harm(Trigger.HarmTest.Effect effect) {
        harm = Optional.of(new Trigger.HarmTest("whether harm is likely", effect));
        return this;
    }

    Law encryption(String written) {
        encryption = Optional.of(written);
        return this;
    }

    Law threshold(Threshold.Scope scope, Comparator comparator, long number) {
        thresholds.add(new Threshold(scope, comparator, number, comparator.id() + " " + number));
        return this;
    }

    Law delayed() {
        delay = true;
        return this;
    }

    Law hipaa(HipaaEffect effect) {
        hipaa = effect;
        return this;
    }

    Law confidence(Confidence confidence) {
        this.confidence = confidence;
        return this;
    }

    private Rule rule() {
        return new Rule(
                id,
                jurisdiction,
                "A duty",
                "Example Code § 1",
                List.of(new Source("invented", LocalDate.parse("2026-01-01"))),
                confidence,
                from,
                to,
                recipient,
                "",
                new Trigger(entities, elements, harm, encryption, thresholds),
                new Clock(starts, days, kind, "as written", order, delay),
                List.of(),
                hipaa,
                List.of());
    }

    /// Rules of the made-up jurisdictions `us-aa`, `us-bb` and `eu`, and of `us` where one is given for it.
    static List<Jurisdiction> of(Law... rules) {
        return Stream.of("eu", "us", "us-aa", "us-bb")
                .map(id -> new Jurisdiction(
                        id,
                        id.toUpperCase(Locale.ROOT),
                        id.startsWith("us-") ? Optional.of(id.substring(3)) : Optional.empty(),
                        "US",
                        LawLibrary.builtIn().jurisdiction("us").orElseThrow().holidays(),
                        Map.of(),
                        Arrays.stream(rules)
                                .filter(rule -> rule.jurisdiction.equals(id))
                                .map(Law::rule)
                                .toList(),
                        "1"))
                .toList();
    }

    /// The law that comes with Earshot, with these in place of its states.
    static List<Jurisdiction> withHipaa(Law... rules) {
        return Stream.concat(
                        LawLibrary.builtIn().jurisdiction("us").stream(),
                        of(rules).stream().filter(each -> !each.id().equals("us")))
                .toList();
    }
}
