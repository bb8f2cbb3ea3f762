package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Matomo's and Piwik PRO's requests.
///
/// A bulk body is a list of query strings, each a request of its own: the parameters of the second are
/// `requests[1].url` and so on, as if it were a list of objects. A custom variable is a name and a value,
/// `_cvar={"1":["specialty","oncology"]}`: the value is a leaf under its name too.
///
/// Source: developer.matomo.org/api-reference/tracking-api, read 2026-11-22.
final class MatomoFormat implements VendorFormat {
    private static final Step.Decoded VARIABLE = new Step.Decoded("custom variable");
    private static final String BULK = "requests[";

    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        List<Leaf> added = new ArrayList<>(0);
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            if (leaf.origin() == Origin.BODY && leaf.path().startsWith(BULK)) {
                leaf = ofList(leaf);
                leaves.set(i, leaf);
            }
            if (i > 0 && isVariable(leaf.path())) {
                variable(leaves.get(i - 1), leaf).ifPresent(added::add);
            }
        }
        leaves.addAll(added);
    }

    private static Leaf ofList(Leaf leaf) {
        String path = leaf.path();
        int end = path.indexOf(']') + 1;
        return end == 0 || end == path.length() || path.charAt(end) != '?'
                ? leaf
                : new Leaf(
                        leaf.origin(),
                        leaf.source(),
                        leaf.steps(),
                        path.substring(0, end) + '.' + path.substring(end + 1),
                        leaf.key(),
                        leaf.event(),
                        leaf.value(),
                        leaf.start(),
                        leaf.length());
    }

    /// The value of a custom variable: `_cvar.2[1]`, `requests[0].cvar.2[1]`.
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
