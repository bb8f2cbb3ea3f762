package dev.earshot.differential;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.decode.Step;
import dev.earshot.disclosure.Transmission;
import java.util.ArrayList;
import java.util.List;

/// A place in what a recipient is told, the same in every run: positions in lists, and what looks like an id in the
/// request's path, stand as `*`.
///
/// The page and the order of requests are no part of it, since runs differ in how often and from where they tell the same
/// thing; a slot has a set of values in each run.
///
/// @param recipient the registrable domain, and the tracker where it is known
/// @param path of the request, generalised
/// @param steps from the origin to the value
public record Slot(String recipient, String path, Origin origin, String source, List<String> steps) {
    public Slot {
        steps = List.copyOf(steps);
    }

    static Slot of(Transmission transmission, Leaf leaf) {
        List<String> steps = new ArrayList<>(leaf.steps().size());
        for (Step step : leaf.steps()) {
            String label = step.label();
            steps.add(step instanceof Step.Member && (label.startsWith("[") || looksLikeId(label)) ? "*" : label);
        }
        return new Slot(
                transmission.recipient().domain()
                        + transmission
                                .tracker()
                                .map(found -> " " + found.tracker().id())
                                .orElse(""),
                pathOf(transmission.url()),
                leaf.origin(),
                leaf.source(),
                steps);
    }

    /// Whether `other` lies within what stands here.
    boolean holds(Slot other) {
        return steps.size() < other.steps.size()
                && origin == other.origin
                && source.equals(other.source)
                && recipient.equals(other.recipient)
                && path.equals(other.path)
                && steps.equals(other.steps.subList(0, steps.size()));
    }

    /// The path of an address with `*` for each segment that looks like an id.
    private static String pathOf(String url) {
        int scheme = url.indexOf("://");
        int start = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
        if (start < 0) {
            return "/";
        }
        int end = start;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#' && url.charAt(end) != ';') {
            end++;
        }
        StringBuilder path = new StringBuilder();
        for (int begin = start; begin < end; ) {
            int slash = url.indexOf('/', begin + 1);
            int stop = slash < 0 || slash > end ? end : slash;
            String segment = url.substring(begin + 1, stop);
            path.append('/').append(looksLikeId(segment) ? "*" : segment);
            begin = stop;
        }
        return path.toString();
    }

    /// Whether it has digits and is long, or is very long: a name that people chose seldom is either.
    private static boolean looksLikeId(String name) {
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            digits += name.charAt(i) >= '0' && name.charAt(i) <= '9' ? 1 : 0;
        }
        return (digits >= 3 && name.length() >= 5) || name.length() > 40;
    }
}
