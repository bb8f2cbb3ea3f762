package dev.earshot.investigate.history.gtm;

import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// On which pages the tags of a container fire.
///
/// A tag fires on an event where one of its triggers does and none that blocks it does *on the same event*: an
/// exception of page views does not hold back a click. Five events come with every page; any other may or may not.
/// Sources: support.google.com/tagmanager/answer/7679316 (triggers), /answer/7679319 (exceptions).
final class Firing {
    /// In their order. Source: support.google.com/tagmanager/answer/7679319, read 2026-11-22.
    static final List<String> OF_EVERY_PAGE = List.of("gtm.init_consent", "gtm.init", "gtm.js", "gtm.dom", "gtm.load");

    private static final String GROUP = "gtm.triggerGroup";
    private static final int DEEPEST = 8;
    private static final int MOST_PARTS = 2000;
    private static final Map<String, String> WAITS_FOR = Map.ofEntries(
            Map.entry("gtm.click", "a click"),
            Map.entry("gtm.linkClick", "a click on a link"),
            Map.entry("gtm.formSubmit", "a form that is sent"),
            Map.entry("gtm.timer", "a timer"),
            Map.entry("gtm.scrollDepth", "how far the page is scrolled"),
            Map.entry("gtm.elementVisibility", "an element that comes into view"),
            Map.entry("gtm.video", "a video that is played"),
            Map.entry("gtm.historyChange", "a change of the address within the page"),
            Map.entry("gtm.historyChange-v2", "a change of the address within the page"),
            Map.entry("gtm.pageError", "an error of the page's code"));

    private final Container container;
    private final Conditions conditions;
    private final Map<String, List<Tag>> ranBy = new HashMap<>();
    private final Map<String, PageRule> groups = new HashMap<>();

    Firing(Container container) {
        this.container = container;
        conditions = new Conditions(container.variables());
        for (Tag tag : container.tags()) {
            tag.after()
                    .forEach(name -> ranBy.computeIfAbsent(name, none -> new ArrayList<>())
                            .add(tag));
        }
    }

    /// Where a tag fires; [Rules#NOWHERE] where nothing ever lets it.
    PageRule rule(Tag tag) {
        PageRule rule = rule(tag, new LinkedHashSet<>());
        if (Parts.of(rule) > MOST_PARTS) {
            return Rules.unknown("its triggers are too many to replay");
        }
        return rule;
    }

    private PageRule rule(Tag tag, Set<String> asked) {
        if (!asked.add(tag.id()) || asked.size() > DEEPEST) {
            return Rules.NOWHERE;
        }
        List<PageRule> ways = new ArrayList<>();
        for (Optional<String> event : events(tag)) {
            List<PageRule> lets = new ArrayList<>();
            List<PageRule> keeps = new ArrayList<>();
            tag.firing().forEach(id -> lets.add(on(id, event, 0)));
            tag.blocking().forEach(id -> keeps.add(on(id, event, 0)));
            ways.add(Rules.all(occurs(event), Rules.any(lets), Rules.not(Rules.any(keeps))));
        }
        if (!tag.consents().isEmpty()) {
            PageRule own = Rules.all(
                    Rules.any(ways),
                    Rules.unknown(
                            "whether the visitor agreed to " + String.join(", ", tag.consents()) + " is in no log"));
            ways.clear();
            ways.add(own);
        }
        for (Tag other : ranBy.getOrDefault(tag.name(), List.of())) {
            if (!other.paused()) {
                ways.add(rule(other, asked));
            }
        }
        asked.remove(tag.id());
        return Rules.any(ways);
    }

    /// Every event that could matter to a tag; last, any other.
    private Set<Optional<String>> events(Tag tag) {
        Set<Optional<String>> events = new LinkedHashSet<>();
        OF_EVERY_PAGE.forEach(event -> events.add(Optional.of(event)));
        List<String> triggers = new ArrayList<>(tag.firing());
        triggers.addAll(tag.blocking());
        for (String id : triggers) {
            Trigger trigger = container.triggers().get(id);
            if (trigger != null) {
                trigger.events().forEach(event -> events.add(Optional.of(event)));
                trigger.conditions().stream()
                        .flatMap(condition -> conditions.eventName(condition).stream())
                        .forEach(event -> events.add(Optional.of(event)));
                if (!trigger.group().isEmpty()) {
                    events.add(Optional.of(GROUP));
                }
            }
        }
        events.add(Optional.empty());
        return events;
    }

    private static PageRule occurs(Optional<String> event) {
        if (event.isEmpty()) {
            return Rules.unknown("the event that the trigger waits for is in no log");
        }
        String name = event.get();
        return OF_EVERY_PAGE.contains(name) || name.equals(GROUP)
                ? PageRule.EVERYWHERE
                : Rules.unknown(
                        WAITS_FOR.containsKey(name)
                                ? WAITS_FOR.get(name) + ", which the trigger waits for, is in no log"
                                : "the event \"" + Conditions.shortened(name)
                                        + "\" that the trigger waits for is in no log");
    }

    /// Where a trigger fires when an event happens.
    private PageRule on(String id, Optional<String> event, int depth) {
        Trigger trigger = container.triggers().get(id);
        if (trigger == null) {
            return Rules.unknown("its trigger " + Conditions.shortened(id) + " is not in the container");
        }
        if (!trigger.group().isEmpty()) {
            return event.equals(Optional.of(GROUP)) ? group(trigger, depth) : Rules.NOWHERE;
        }
        if (!trigger.events().isEmpty() && (event.isEmpty() || !trigger.events().contains(event.get()))) {
            return Rules.NOWHERE;
        }
        if (event.isEmpty() && trigger.conditions().stream().anyMatch(this::namesItsEvent)) {
            return Rules.NOWHERE;
        }
        if (event.equals(Optional.of(GROUP))) {
            return Rules.NOWHERE;
        }
        List<PageRule> all = new ArrayList<>();
        for (Condition condition : trigger.conditions()) {
            all.add(
                    !trigger.onlyHost() || conditions.isOfHost(condition) || conditions.isOfEvent(condition)
                            ? conditions.rule(condition, event)
                            : Rules.unknown("the address within the page is in no log"));
        }
        return Rules.all(all);
    }

    private boolean namesItsEvent(Condition condition) {
        return !condition.negate() && conditions.eventName(condition).isPresent();
    }

    /// A group fires once all of its triggers have, whenever each did.
    private PageRule group(Trigger trigger, int depth) {
        if (depth > DEEPEST) {
            return Rules.unknown("its trigger groups hold each other");
        }
        PageRule before = groups.get(trigger.id());
        if (before != null) {
            return before;
        }
        List<PageRule> all = new ArrayList<>();
        for (String member : trigger.group()) {
            Set<Optional<String>> events = new LinkedHashSet<>();
            OF_EVERY_PAGE.forEach(event -> events.add(Optional.of(event)));
            events.add(Optional.of(GROUP));
            Trigger its = container.triggers().get(member);
            if (its != null) {
                its.events().forEach(event -> events.add(Optional.of(event)));
                its.conditions()
                        .forEach(condition ->
                                conditions.eventName(condition).ifPresent(event -> events.add(Optional.of(event))));
            }
            events.add(Optional.empty());
            List<PageRule> any = new ArrayList<>();
            events.forEach(event -> any.add(Rules.all(occurs(event), on(member, event, depth + 1))));
            all.add(Rules.any(any));
        }
        PageRule rule = Rules.all(all);
        groups.put(trigger.id(), rule);
        return rule;
    }

    /// Counts the parts of a rule.
    private static final class Parts {
        static int of(PageRule rule) {
            return switch (rule) {
                case PageRule.All all ->
                    1 + all.rules().stream().mapToInt(Parts::of).sum();
                case PageRule.AnyOf any ->
                    1 + any.rules().stream().mapToInt(Parts::of).sum();
                case PageRule.Not not -> 1 + of(not.rule());
                case PageRule.Unknown _, PageRule.Compare _ -> 1;
            };
        }
    }
}
