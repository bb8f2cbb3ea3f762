package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The custom variables in Matomo's and Piwik PRO's requests. One is a name and a value,
/// `_cvar={"1":["specialty","oncology"]}`: the value is a leaf under its name too.
///
/// Source: developer.matomo.org/api-reference/tracking-api, read 2026-11-22.
final class MatomoFormat implements VendorFormat {
    private static final Step.Decoded VARIABLE = new Step.Decoded("custom variable");

    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        List<Leaf> added = new ArrayList<>(0);
        for (int i = 1; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            if (isVariable(leaf.path())) {
                variable(leaves.get(i - 1), leaf).ifPresent(added::add);
            }
        }
        leaves.addAll(added);
    }

    /// The value of a custom variable: `_cvar.2[1]`, `requests[0]?cvar.2[1]`.
    private static boolean isVariable(String path) {
        int digits = path.length() - 3;
        if (!path.endsWith("[1]")) {
            return false;
        }
        while (digits > 0 && Character.isDigit(path.charAt(digits - 1))) {
            digits--;
        }
        return digits >= 5 && path.startsWith("cvar.", digits - 5);
    }

    private static Optional<Leaf> variable(Leaf name, Leaf value) {
        String path = value.path();
        boolean beside = name.path().length() == path.length()
                && name.path().endsWith("[0]")
                && name.path().regionMatches(0, path, 0, path.length() - 3);
        return beside && Derived.isName(name.value())
                ? Optional.of(Derived.part(value, VARIABLE, value.value(), name.value()))
                : Optional.empty();
    }
}
