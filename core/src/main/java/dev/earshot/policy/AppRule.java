package dev.earshot.policy;

import dev.earshot.app.Rung;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthClass;
import dev.earshot.health.HealthContext;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.AppFinding.About;
import java.util.Collections;
import java.util.Set;

/// What policy says of some of what an app holds, asks for or declares. An empty set means any.
///
/// An SDK that only serves the app is meant by a rule that names it, and one that is handed something by a rule that
/// names elements; by no other.
///
/// @param about never empty
/// @param rung the lowest that the evidence of an SDK must reach
/// @param elements what is given or asked for, any of them
/// @param classes what texts in the code must say of health, any of them
/// @param kinds the protected kinds these must be of, any of them
/// @param permissions by name; means permissions alone
/// @param because why the rule exists, for the reader of a finding
record AppRule(
        String id,
        Rule.Verdict verdict,
        Set<About> about,
        Set<String> sdks,
        Set<String> vendors,
        Set<String> purposes,
        Rung rung,
        SwitchedOff switchedOff,
        Set<DataElement> elements,
        Set<HealthClass> classes,
        Set<ProtectedKind> kinds,
        Set<String> permissions,
        Rule.Baa baa,
        String because) {
    boolean covers(AppCase held) {
        return about.contains(held.about())
                && (sdks.isEmpty() || sdks.contains(held.sdk()))
                && (vendors.isEmpty() || vendors.contains(held.vendor()))
                && (purposes.isEmpty() || purposes.contains(held.purpose()))
                && held.rung().map(reached -> reached.atLeast(rung)).orElse(true)
                && (elements.isEmpty() || !Collections.disjoint(elements, held.elements()))
                && (classes.isEmpty()
                        || !Collections.disjoint(
                                classes,
                                held.health().map(HealthContext::classes).orElse(Set.of())))
                && (kinds.isEmpty()
                        || !Collections.disjoint(
                                kinds, held.health().map(HealthContext::kinds).orElse(Set.of())))
                && (permissions.isEmpty() || permissions.contains(held.subject()))
                && (!held.infrastructure()
                        || sdks.contains(held.sdk())
                        || (held.about() == About.HAND_OVER && !elements.isEmpty()))
                && switch (switchedOff) {
                    case ANY -> true;
                    case YES -> held.switchedOff();
                    case NO -> !held.switchedOff();
                }
                && switch (baa) {
                    case ANY -> true;
                    case WITH -> held.withBaa();
                    case WITHOUT -> !held.withBaa();
                };
    }

    /// Whether a rule is for SDKs whose collection a switch turns off, and nothing in the app turns on again.
    enum SwitchedOff {
        ANY,
        YES,
        NO
    }
}
