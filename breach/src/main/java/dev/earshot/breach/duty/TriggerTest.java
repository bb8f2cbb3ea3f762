package dev.earshot.breach.duty;

import dev.earshot.breach.duty.Headcount.Range;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.LegalElements;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Threshold;
import dev.earshot.breach.law.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Holds the trigger of a rule against an incident: whom the rule binds, what was disclosed, whether it was readable,
/// and what was found on harm. A condition that nobody has decided is open, never met or unmet.
record TriggerTest(Incident incident, Headcount headcount, LegalElements elements) {
    /// All conditions but those that count people.
    List<Finding> conditions(Rule rule) {
        List<Finding> findings = new ArrayList<>();
        findings.add(entity(rule));
        findings.add(disclosed(rule));
        if (!incident.unsecured()) {
            findings.add(unreadable(rule));
        }
        rule.trigger().harm().ifPresent(test -> findings.add(harm(rule, test)));
        return findings;
    }

    private Finding entity(Rule rule) {
        Set<String> bound = rule.trigger().entities();
        Set<Entity.Kind> kinds = incident.entity().kinds();
        if (bound.isEmpty()) {
            return new Finding(Answer.YES, "It binds anyone.");
        }
        if (kinds.isEmpty()) {
            return new Finding(
                    Answer.OPEN,
                    "It binds " + listed(bound) + "; the case does not say what kind of entity "
                            + incident.entity().name() + " is.");
        }
        List<Entity.Kind> meant =
                kinds.stream().filter(kind -> binds(bound, kind)).sorted().toList();
        return meant.isEmpty()
                ? new Finding(
                        Answer.NO,
                        "It binds " + listed(bound) + "; " + incident.entity().name() + " is "
                                + listed(kinds.stream().map(Entity.Kind::id).toList()) + ".")
                : new Finding(
                        Answer.YES,
                        "It binds " + incident.entity().name() + " as "
                                + listed(meant.stream().map(Entity.Kind::id).toList()) + ".");
    }

    /// Whoever is no government does business.
    private static boolean binds(Set<String> bound, Entity.Kind kind) {
        return bound.contains(kind.id())
                || (bound.contains(Entity.Kind.BUSINESS.id()) && kind != Entity.Kind.GOVERNMENT);
    }

    private Finding disclosed(Rule rule) {
        Trigger.Elements wanted = rule.trigger().elements();
        Finding protectedHealth = protectedHealth(wanted);
        if (wanted.withName().isEmpty() && wanted.alone().isEmpty()) {
            return protectedHealth;
        }
        if (incident.elements().isEmpty()) {
            return new Finding(
                    Answer.OPEN, "It covers " + wanted.written() + "; the case does not say yet what was disclosed.");
        }
        Answer alone = among(wanted.alone());
        Answer withName = among(wanted.withName());
        Answer name = name();
        Answer listed = alone.or(withName.and(name));
        if (protectedHealth.answer().or(listed) == protectedHealth.answer() && wanted.phi() && listed != Answer.YES) {
            return protectedHealth;
        }
        String covers = "It covers " + wanted.written() + ".";
        return switch (listed) {
            case YES ->
                new Finding(
                        Answer.YES,
                        covers + " Disclosed were "
                                + those(Answer.YES, alone == Answer.YES ? wanted.alone() : wanted.withName())
                                + (alone == Answer.YES ? "." : " with a name."));
            case OPEN -> new Finding(Answer.OPEN, covers + " " + open(wanted, alone, withName, name));
            case NO -> new Finding(Answer.NO, covers + " " + none(wanted, withName, name));
        };
    }

    private Finding protectedHealth(Trigger.Elements wanted) {
        if (!wanted.phi()) {
            return new Finding(Answer.NO, "");
        }
        return incident.phi()
                .map(phi -> new Finding(
                        Answer.of(phi),
                        phi
                                ? "What was disclosed was found to be protected health information."
                                : "What was disclosed was found not to be protected health information."))
                .orElse(new Finding(
                        Answer.OPEN,
                        "Nobody has decided yet whether what was disclosed is protected health information."));
    }

    private String open(Trigger.Elements wanted, Answer alone, Answer withName, Answer name) {
        List<String> sentences = new ArrayList<>();
        Set<String> contested = new TreeSet<>(wanted.alone());
        contested.addAll(wanted.withName());
        if (alone == Answer.OPEN || withName == Answer.OPEN) {
            List<String> why = contested.stream()
                    .filter(each -> among(each) == Answer.OPEN)
                    .flatMap(each -> elements.element(each).flatMap(LegalElements.Element::why).stream())
                    .distinct()
                    .toList();
            sentences.add("Whether what was disclosed is " + those(Answer.OPEN, contested)
                    + " is contested, for counsel to decide"
                    + (why.isEmpty() ? "." : ": " + String.join("; ", why) + "."));
        }
        if (name == Answer.OPEN && withName != Answer.NO) {
            sentences.add(
                    "Disclosed were " + those(withName, wanted.withName())
                            + "; whether a name went with it is not recorded: name it among what was disclosed or what was not.");
        }
        return String.join(" ", sentences);
    }

    private String none(Trigger.Elements wanted, Answer withName, Answer name) {
        if (withName != Answer.NO && name == Answer.NO) {
            return "No name was disclosed with " + those(withName, wanted.withName()) + ".";
        }
        Set<String> notRuledOut = new TreeSet<>(wanted.alone());
        notRuledOut.addAll(wanted.withName());
        notRuledOut.removeAll(incident.notInvolved());
        return "None of that is recorded as disclosed."
                + (notRuledOut.isEmpty()
                        ? ""
                        : " Not ruled out in the case either: " + listed(notRuledOut)
                                + "; if any was, there is a duty.");
    }

    private Answer name() {
        Answer disclosed = among("name");
        return disclosed == Answer.NO && !incident.notInvolved().contains("name") ? Answer.OPEN : disclosed;
    }

    private Answer among(Set<String> legal) {
        return legal.stream().map(this::among).reduce(Answer.NO, Answer::or);
    }

    private Answer among(String legal) {
        return switch (elements.disclosed(legal, incident.elements())) {
            case YES -> Answer.YES;
            case CONTESTED -> Answer.OPEN;
            case NO -> Answer.NO;
        };
    }

    private String those(Answer answer, Set<String> legal) {
        return listed(legal.stream().filter(each -> among(each) == answer).toList());
    }

    private Finding unreadable(Rule rule) {
        String unreadable = "All of it was unreadable to whoever got it, by a method that HHS names";
        if (rule.jurisdiction().equals("us")) {
            return new Finding(Answer.NO, unreadable + ": it was not unsecured.");
        }
        return rule.trigger()
                .encryption()
                .map(law -> new Finding(
                        Answer.OPEN,
                        unreadable + ". This law says: " + law + ". Counsel holds the one against the other."))
                .orElse(new Finding(Answer.YES, unreadable + "; this law names no exemption for that."));
    }

    private Finding harm(Rule rule, Trigger.HarmTest test) {
        Incident.Harm found = incident.harm().get(rule.jurisdiction());
        String law = "The law asks: " + test.written() + ". ";
        if (found == Incident.Harm.LIKELY) {
            return new Finding(Answer.YES, law + "Harm was found likely.");
        }
        boolean unlikely = found == Incident.Harm.UNLIKELY;
        return switch (test.effect()) {
            case EXEMPTION ->
                unlikely
                        ? new Finding(
                                Answer.NO,
                                law + "Harm was found unlikely: no notice is due. Keep that finding in writing.")
                        : new Finding(
                                Answer.YES, law + "No finding that harm is unlikely is recorded, so the duty stands.");
            case ELEMENT ->
                unlikely
                        ? new Finding(
                                Answer.NO,
                                law
                                        + "Harm was found unlikely, and without it there is no breach here. Keep that finding in writing.")
                        : new Finding(
                                Answer.OPEN,
                                law + "Harm is part of what a breach is here, and nobody has found on it yet.");
            case PRESUMPTION ->
                unlikely
                        ? new Finding(
                                Answer.NO,
                                law
                                        + "A documented assessment found a low probability: no breach. It must be kept for six years.")
                        : new Finding(
                                Answer.YES,
                                law + "A breach is presumed; no assessment that found a low probability is recorded.");
        };
    }

    /// @param scope its count of people
    static Finding threshold(Threshold threshold, Range scope, String whose) {
        String found = "\"" + threshold.written() + "\": " + scope + " " + whose;
        return switch (scope.holds(threshold.comparator(), threshold.number())) {
            case YES -> new Finding(Answer.YES, found + ".");
            case NO -> new Finding(Answer.NO, found + ", which is not that.");
            case OPEN -> new Finding(Answer.OPEN, found + "; that is not known well enough.");
        };
    }

    private static String listed(Collection<String> words) {
        return words.stream().sorted().collect(Collectors.joining(", "));
    }
}
