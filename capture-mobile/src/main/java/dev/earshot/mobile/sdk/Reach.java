package dev.earshot.mobile.sdk;

import dev.earshot.mobile.reading.Code;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which classes an app's code reaches from where the system enters it, class by class: a class that is reached
/// reaches every class that its code uses. So it may reach too much, never too little of what the code says plainly;
/// what is called by reflection or from native code alone is not seen.
final class Reach {
    private static final int LONGEST_PATH = 12;
    private static final int CROSSINGS_KEPT = 3;

    private final Map<String, Code> codeOf = new HashMap<>();
    private final Map<String, String> reachedFrom = new HashMap<>();
    private final Map<String, List<Crossing>> crossings = new LinkedHashMap<>();

    /// A reached class of one SDK that uses a class of another.
    record Crossing(String from, String to) {}

    /// @param entries classes that the system enters; those that are not in the code are left out
    /// @param catalogue tells whose a class is
    Reach(List<Code> codes, Collection<String> entries, SdkCatalogue catalogue) {
        for (Code code : codes) {
            for (String name : code.classes()) {
                codeOf.putIfAbsent(name, code);
            }
        }
        Deque<String> waiting = new ArrayDeque<>();
        for (String entry : entries) {
            if (codeOf.containsKey(entry) && reachedFrom.putIfAbsent(entry, "") == null) {
                waiting.add(entry);
            }
        }
        while (!waiting.isEmpty()) {
            String from = waiting.remove();
            Code code = codeOf.get(from);
            if (code == null) {
                continue;
            }
            SdkCatalogue.@Nullable Hit fromOwner = catalogue.ownerOf(from);
            for (String to : code.usedBy(from)) {
                if (!codeOf.containsKey(to)) {
                    continue;
                }
                if (fromOwner != null) {
                    SdkCatalogue.@Nullable Hit toOwner = catalogue.ownerOf(to);
                    if (toOwner != null && !toOwner.sdk().is(fromOwner.sdk())) {
                        cross(toOwner.sdk().id(), new Crossing(from, to));
                    }
                }
                if (reachedFrom.putIfAbsent(to, from) == null) {
                    waiting.add(to);
                }
            }
        }
    }

    private void cross(String sdk, Crossing crossing) {
        List<Crossing> known = crossings.computeIfAbsent(sdk, key -> new ArrayList<>(CROSSINGS_KEPT));
        if (known.size() < CROSSINGS_KEPT) {
            known.add(crossing);
        }
    }

    boolean isDefined(String className) {
        return codeOf.containsKey(className);
    }

    boolean has(String className) {
        return reachedFrom.containsKey(className);
    }

    /// Where other SDKs that are reached use one.
    List<Crossing> into(Sdk sdk) {
        return crossings.getOrDefault(sdk.id(), List.of());
    }

    /// The classes from the entry to this one, both with it; a long way shows its beginning and its end.
    List<String> path(String className) {
        List<String> path = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String at = className;
        while (at != null && !at.isEmpty() && seen.add(at)) {
            path.addFirst(at);
            at = reachedFrom.get(at);
        }
        if (path.size() > LONGEST_PATH) {
            List<String> ends = new ArrayList<>(path.subList(0, LONGEST_PATH / 2));
            ends.add("…");
            ends.addAll(path.subList(path.size() - LONGEST_PATH / 2, path.size()));
            return ends;
        }
        return path;
    }
}
