package dev.earshot.policy;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthClass;
import dev.earshot.health.ProtectedKind;
import java.util.Collections;
import java.util.Set;

/// What policy says of some elements told to some recipients from some zones. An empty set means any.
///
/// @param classes what the told must say of health, any of them
/// @param kinds the protected kinds it must be of, any of them
/// @param baa whether the recipient must have (TRUE) or lack (FALSE) a business associate agreement
/// @param because why the rule exists, for the reader of a finding
record Rule(
        String id,
        Verdict verdict,
        Set<String> zones,
        Set<DataElement> elements,
        Set<HealthClass> classes,
        Set<ProtectedKind> kinds,
        Set<String> vendors,
        Set<String> trackers,
        Set<String> purposes,
        Set<Basis> bases,
        Baa baa,
        String because) {
    boolean covers(Told told) {
        return (zones.isEmpty() || zones.contains(told.zone()))
                && (elements.isEmpty() || elements.contains(told.element()))
                && (classes.isEmpty() || !Collections.disjoint(classes, told.classes()))
                && (kinds.isEmpty() || !Collections.disjoint(kinds, told.kinds()))
                && (vendors.isEmpty() || vendors.contains(told.vendor()))
                && (trackers.isEmpty() || trackers.contains(told.tracker()))
                && (purposes.isEmpty() || purposes.contains(told.purpose()))
                && (bases.isEmpty() || bases.contains(told.basis()))
                && switch (baa) {
                    case ANY -> true;
                    case WITH -> told.withBaa();
                    case WITHOUT -> !told.withBaa();
                };
    }

    /// What the first rule that covers a case decides.
    enum Verdict {
        FORBID,
        NOTE,
        ALLOW
    }

    /// Which recipients a rule is for.
    enum Baa {
        ANY,
        WITH,
        WITHOUT
    }

    /// One element told by one tracker to one vendor from one zone, with what it says of health.
    record Told(
            String zone,
            DataElement element,
            Set<HealthClass> classes,
            Set<ProtectedKind> kinds,
            String vendor,
            String tracker,
            String purpose,
            Basis basis,
            boolean withBaa) {}
}
