package dev.earshot.breach.duty;

import dev.earshot.EarshotException;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Rule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which version of each rule holds for an incident.
///
/// @param all versions by the rule's id
record Versions(Incident incident, Map<String, List<Rule>> all) {
    private static final List<Clock.Event> NEAREST = List.of(
            Clock.Event.DISCOVERED,
            Clock.Event.DETERMINED,
            Clock.Event.DETECTED,
            Clock.Event.NOTIFIED_BY_VENDOR,
            Clock.Event.AWARE);
    private static final int SOON = 60;

    static Versions of(Incident incident, Map<String, List<Rule>> all) {
        return new Versions(incident, all);
    }

    /// @param inForce [Answer#OPEN] where the day that picks the version is not recorded and matters
    record Pick(Rule rule, Answer inForce, List<String> because) {}

    /// The version in force on the day of the event that its clock runs from; where that is not recorded, or no version
    /// was in force on its own day though the law had one, the one of the nearest recorded day.
    Pick pick(String id) {
        List<Rule> versions = all.getOrDefault(id, List.of());
        List<Rule> inForce = versions.stream()
                .filter(rule -> anchor(rule).map(rule::inForce).orElse(false))
                .toList();
        if (!inForce.isEmpty()) {
            return settled(newest(inForce), versions);
        }
        Optional<LocalDate> nearest = nearest();
        List<Rule> then = versions.stream()
                .filter(rule -> nearest.map(rule::inForce).orElse(true)
                        || (anchor(rule).isEmpty() && !over(rule, nearest.get())))
                .toList();
        return then.isEmpty() ? notInForce(versions, nearest) : nearest(newest(then), versions, nearest);
    }

    private Pick settled(Rule rule, List<Rule> versions) {
        Optional<LocalDate> anchor = anchor(rule);
        boolean dated = rule.from().isPresent() || rule.to().isPresent();
        List<String> because = new ArrayList<>();
        because.add(cited(rule)
                + anchor.filter(_ -> dated)
                        .map(day -> "; the day that picks the version is " + day)
                        .orElse("")
                + ".");
        versions.stream()
                .filter(each -> soonAfter(anchor, each))
                .findFirst()
                .ifPresent(each -> because.add("The law changed on " + first(each)
                        + ", soon after: ask counsel whether the new version binds."));
        return new Pick(rule, Answer.YES, because);
    }

    private static Pick notInForce(List<Rule> versions, Optional<LocalDate> day) {
        Rule newest = newest(versions);
        List<String> because = new ArrayList<>();
        because.add(cited(newest) + ": no version of it was in force on "
                + day.map(LocalDate::toString).orElse("that day") + ".");
        versions.stream()
                .filter(rule -> soonAfter(day, rule))
                .findFirst()
                .ifPresent(rule -> because.add(
                        "One came into force soon after, on " + first(rule) + ": ask counsel whether it holds."));
        return new Pick(newest, Answer.NO, because);
    }

    private Pick nearest(Rule rule, List<Rule> versions, Optional<LocalDate> day) {
        boolean matters =
                versions.size() > 1 || rule.from().isPresent() || rule.to().isPresent();
        String how = versions.stream().allMatch(each -> anchor(each).isPresent())
                ? ": its versions start their clocks on different days, and none was in force on its own; the version of "
                        + day.map(LocalDate::toString).orElse("") + " is taken."
                : day.map(each -> ": the day that picks the version is not recorded; " + each + " stands in.")
                        .orElse(": the day that picks the version is not recorded; the newest is taken.");
        return new Pick(
                rule,
                matters ? Answer.OPEN : Answer.YES,
                List.of(matters ? Finding.OPEN + cited(rule) + how : cited(rule) + "."));
    }

    private static boolean over(Rule rule, LocalDate day) {
        return rule.to().map(day::isAfter).orElse(false);
    }

    private static boolean soonAfter(Optional<LocalDate> day, Rule rule) {
        return day.isPresent()
                && rule.from().isPresent()
                && rule.from().get().isAfter(day.get())
                && !rule.from().get().isAfter(day.get().plusDays(SOON));
    }

    private static Rule newest(List<Rule> rules) {
        return rules.stream()
                .max(Comparator.comparing(rule -> rule.from().orElse(LocalDate.MIN)))
                .orElseThrow();
    }

    private static String first(Rule rule) {
        return rule.from().map(LocalDate::toString).orElse("");
    }

    private static String cited(Rule rule) {
        return rule.citation()
                + rule.from().map(day -> ", in force from " + day).orElse("")
                + rule.to().map(day -> ", until " + day).orElse("");
    }

    /// The day that picks a rule's version: that of the event at the root of its clock.
    private Optional<LocalDate> anchor(Rule rule) {
        return anchor(rule, List.of());
    }

    private Optional<LocalDate> anchor(Rule rule, List<String> path) {
        return switch (rule.clock().starts()) {
            case OTHER_DUTY_DONE -> anchorOfOther(rule, path);
            case YEAR_END_OF_DISCOVERY -> Timing.recorded(incident, Clock.Event.DISCOVERED);
            case DISCOVERED, DETERMINED, DETECTED, NOTIFIED_BY_VENDOR, AWARE ->
                Timing.recorded(incident, rule.clock().starts());
        };
    }

    private Optional<LocalDate> anchorOfOther(Rule rule, List<String> path) {
        String other = rule.clock().order().map(Clock.Order::rule).orElse("");
        List<String> further =
                Stream.concat(path.stream(), Stream.of(rule.id())).toList();
        if (further.contains(other)) {
            throw circle(further, other);
        }
        return all.getOrDefault(other, List.of()).stream()
                .flatMap(each -> anchor(each, further).filter(each::inForce).stream())
                .findFirst()
                .or(this::nearest);
    }

    static EarshotException circle(List<String> path, String again) {
        return new EarshotException(
                EarshotException.Code.USAGE,
                "The order of these duties goes round in a circle: " + String.join(" → ", path) + " → " + again
                        + ". Correct \"order\" in the file of one of them.");
    }

    private Optional<LocalDate> nearest() {
        return NEAREST.stream()
                .flatMap(event -> Timing.recorded(incident, event).stream())
                .findFirst();
    }
}
