package dev.earshot.breach.law;

import dev.earshot.evidence.Sha256;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// The file of one jurisdiction, while it is read: its rules with the places that mistakes are reported at.
final class JurisdictionFile {
    /// The kinds of entity that a rule can bind, as [dev.earshot.breach.incident.Entity.Kind] names them.
    static final Set<String> ENTITIES = Set.of(
            "hipaa-covered-entity",
            "hipaa-business-associate",
            "california-licensed-facility",
            "personal-health-records-vendor",
            "information-broker",
            "government",
            "business");

    private static final String ANYONE = "anyone";

    private final LawLibrary.Vocabulary vocabulary;
    private final Jurisdiction jurisdiction;
    private final List<String> countries;
    private final Map<String, Source> sources = new HashMap<>();
    private final List<Placed> rules = new ArrayList<>();

    /// @param text of the file, of which `top` is the top mapping; what is wrong goes to its problems
    JurisdictionFile(String file, YamlMapping top, String text, LawLibrary.Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        top.only(Set.of(
                "jurisdiction",
                "name",
                "region",
                "country",
                "countries",
                "holidays",
                "authorities",
                "sources",
                "rules"));
        String id = top.required("jurisdiction");
        if (!file.equals(id + ".yaml")) {
            top.problem("jurisdiction", "the file of \"" + id + "\" is named " + id + ".yaml, and not " + file + ".");
        }
        String country = top.required("country");
        countries = Stream.concat(Stream.of(country), top.texts("countries").stream())
                .toList();
        YamlMapping named = top.mapping("sources");
        for (String name : named.names()) {
            YamlMapping source = named.mapping(name).only(Set.of("text", "read"));
            sources.put(name, new Source(source.required("text"), date(source, "read")));
        }
        Map<String, Jurisdiction.Authority> authorities = authorities(top.mapping("authorities"));
        top.mappings("rules").forEach(rule -> rules.add(new Placed(rule(id, rule, authorities.keySet()), rule)));
        if (rules.isEmpty()) {
            top.problem("rules", "there are no rules.");
        }
        versions();
        jurisdiction = new Jurisdiction(
                id,
                top.required("name"),
                top.text("region"),
                country,
                known(top, "holidays", vocabulary.holidays()),
                authorities,
                rules.stream().map(Placed::rule).toList(),
                Sha256.hex(text));
    }

    Jurisdiction jurisdiction() {
        return jurisdiction;
    }

    /// Those whose addresses this law is for; more than one for a union of countries.
    List<String> countries() {
        return countries;
    }

    Stream<String> ruleIds() {
        return rules.stream().map(each -> each.rule.id());
    }

    void checkReferences(Collection<String> known) {
        for (Placed each : rules) {
            each.rule.clock().order().map(Clock.Order::rule).ifPresent(other -> {
                if (other.equals(each.rule.id())) {
                    each.place.problem("clock", "\"" + other + "\" can't be ordered against itself.");
                } else if (!known.contains(other)) {
                    each.place
                            .mapping("clock")
                            .mapping("order")
                            .problem("rule", "there is no rule \"" + other + "\"." + Problems.didYouMean(other, known));
                }
            });
        }
    }

    private Map<String, Jurisdiction.Authority> authorities(YamlMapping named) {
        Map<String, Jurisdiction.Authority> authorities = new LinkedHashMap<>();
        for (String name : named.names()) {
            YamlMapping authority = named.mapping(name).only(Set.of("lines", "phone", "web", "confidence"));
            authorities.put(
                    name,
                    new Jurisdiction.Authority(
                            name,
                            authority.texts("lines"),
                            authority.text("phone"),
                            authority.text("web"),
                            Words.required(authority, "confidence", Confidence.values(), Confidence::id)));
        }
        return authorities;
    }

    private Rule rule(String jurisdictionId, YamlMapping rule, Set<String> authorities) {
        rule.only(Set.of(
                "id",
                "title",
                "citation",
                "sources",
                "confidence",
                "from",
                "to",
                "recipient",
                "addressee",
                "binds",
                "elements",
                "harm",
                "encryption",
                "thresholds",
                "clock",
                "content",
                "hipaa",
                "notes"));
        Recipient recipient = Words.required(rule, "recipient", Recipient.values(), Recipient::id);
        String addressee = rule.text("addressee").orElse("");
        if (recipient == Recipient.REGULATOR && !authorities.contains(addressee)) {
            rule.problem(
                    "addressee",
                    "\"" + addressee + "\" is not among the authorities of this file."
                            + Problems.didYouMean(addressee, authorities));
        }
        if (rule.texts("sources").isEmpty()) {
            rule.problem("sources", "a rule names at least one source.");
        }
        return new Rule(
                jurisdictionId + "/" + rule.required("id"),
                jurisdictionId,
                rule.required("title"),
                rule.required("citation"),
                known(rule, "sources", sources.keySet()).stream()
                        .flatMap(name -> Stream.ofNullable(sources.get(name)))
                        .toList(),
                Words.required(rule, "confidence", Confidence.values(), Confidence::id),
                rule.date("from"),
                rule.date("to"),
                recipient,
                addressee,
                trigger(rule),
                clock(jurisdictionId, rule.mapping("clock")),
                rule.mappings("content").stream().map(this::content).toList(),
                Words.required(rule, "hipaa", HipaaEffect.values(), HipaaEffect::id),
                rule.texts("notes"));
    }

    private Trigger trigger(YamlMapping rule) {
        List<String> binds = rule.texts("binds");
        if (binds.isEmpty()) {
            rule.problem("binds", "say whom the rule binds: " + ANYONE + ", or kinds of entity.");
        }
        YamlMapping elements = rule.mapping("elements").only(Set.of("phi", "withName", "alone", "written"));
        Set<String> withName = Set.copyOf(known(elements, "withName", vocabulary.elements()));
        Set<String> alone = Set.copyOf(known(elements, "alone", vocabulary.elements()));
        boolean phi = elements.yes("phi");
        if (!phi && withName.isEmpty() && alone.isEmpty()) {
            rule.problem("elements", "say what must have been disclosed: phi, withName or alone.");
        }
        return new Trigger(
                binds.equals(List.of(ANYONE)) ? ENTITIES : Set.copyOf(known(rule, "binds", ENTITIES)),
                new Trigger.Elements(phi, withName, alone, elements.required("written")),
                rule.names().contains("harm") ? Optional.of(harm(rule.mapping("harm"))) : Optional.empty(),
                rule.text("encryption"),
                rule.mappings("thresholds").stream().map(this::threshold).toList());
    }

    private Trigger.HarmTest harm(YamlMapping harm) {
        harm.only(Set.of("effect", "written"));
        return new Trigger.HarmTest(
                harm.required("written"),
                Words.required(harm, "effect", Trigger.HarmTest.Effect.values(), Trigger.HarmTest.Effect::id));
    }

    private Threshold threshold(YamlMapping threshold) {
        threshold.only(Set.of("scope", "comparator", "number", "written"));
        return new Threshold(
                Words.required(threshold, "scope", Threshold.Scope.values(), Threshold.Scope::id),
                Words.required(threshold, "comparator", Comparator.values(), Comparator::id),
                number(threshold, "number").orElse(0),
                threshold.required("written"));
    }

    private Clock clock(String jurisdictionId, YamlMapping clock) {
        clock.only(Set.of("starts", "days", "kind", "written", "order", "lawEnforcementDelay"));
        Clock.Event starts = Words.required(clock, "starts", Clock.Event.values(), Clock.Event::id);
        OptionalInt days = number(clock, "days");
        Clock.DayKind kind = clock.names().contains("kind") || days.isPresent()
                ? Words.required(clock, "kind", Clock.DayKind.values(), Clock.DayKind::id)
                : Clock.DayKind.CALENDAR;
        Optional<Clock.Order> order = clock.names().contains("order")
                ? Optional.of(order(jurisdictionId, clock.mapping("order")))
                : Optional.empty();
        if (starts == Clock.Event.OTHER_DUTY_DONE && order.isEmpty()) {
            clock.problem("starts", "\"other-duty-done\" needs an order that names the other duty.");
        }
        return new Clock(starts, days, kind, clock.required("written"), order, clock.yes("lawEnforcementDelay"));
    }

    /// A rule of the same file may be named without its jurisdiction.
    private Clock.Order order(String jurisdictionId, YamlMapping order) {
        order.only(Set.of("relation", "rule"));
        String rule = order.required("rule");
        return new Clock.Order(
                Words.required(order, "relation", Clock.Order.Relation.values(), Clock.Order.Relation::id),
                rule.contains("/") ? rule : jurisdictionId + "/" + rule);
    }

    private Required content(YamlMapping item) {
        item.only(Set.of("item", "citation", "written", "when"));
        String id = item.required("item");
        if (!vocabulary.content().contains(id)) {
            item.problem(
                    "item", "\"" + id + "\" is not in content.yaml." + Problems.didYouMean(id, vocabulary.content()));
        }
        return new Required(
                id,
                item.required("citation"),
                item.required("written"),
                Set.copyOf(known(item, "when", vocabulary.elements())));
    }

    /// Versions of one duty follow one another, and no day has two.
    private void versions() {
        for (int index = 0; index < rules.size(); index++) {
            Rule rule = rules.get(index).rule;
            YamlMapping place = rules.get(index).place;
            if (from(rule).isAfter(to(rule))) {
                place.problem("to", "\"" + rule.id() + "\" ends before it begins.");
            }
            for (Placed earlier : rules.subList(0, index)) {
                Rule other = earlier.rule;
                if (other.id().equals(rule.id())
                        && !from(rule).isAfter(to(other))
                        && !from(other).isAfter(to(rule))) {
                    place.problem(
                            "id",
                            "two versions of \"" + rule.id() + "\" are in force on the same day (the other is in line "
                                    + earlier.place.line() + "); give them from and to.");
                }
            }
        }
    }

    private static LocalDate from(Rule rule) {
        return rule.from().orElse(LocalDate.MIN);
    }

    private static LocalDate to(Rule rule) {
        return rule.to().orElse(LocalDate.MAX);
    }

    private LocalDate date(YamlMapping mapping, String name) {
        if (!mapping.names().contains(name)) {
            mapping.required(name);
        }
        return mapping.date(name).orElse(LocalDate.EPOCH);
    }

    private static OptionalInt number(YamlMapping mapping, String name) {
        Optional<String> given = mapping.text(name);
        try {
            return given.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(given.get()));
        } catch (NumberFormatException notANumber) {
            mapping.problem(name, "\"" + given.orElse("") + "\" is no whole number.");
            return OptionalInt.of(0);
        }
    }

    /// The values of a list, those that are not known reported and left out.
    private static List<String> known(YamlMapping mapping, String name, Collection<String> known) {
        List<String> words = mapping.texts(name);
        words.stream()
                .filter(word -> !known.contains(word))
                .forEach(word -> mapping.problem(
                        name, "\"" + word + "\" is not known in " + name + "." + Problems.didYouMean(word, known)));
        return words.stream().filter(known::contains).distinct().toList();
    }

    /// A rule, and where in the file it stands.
    private record Placed(Rule rule, YamlMapping place) {}
}
