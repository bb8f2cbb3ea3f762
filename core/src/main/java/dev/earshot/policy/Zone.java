package dev.earshot.policy;

import java.util.List;
import java.util.regex.Pattern;

/// A part of the covered entity's sites, by address pattern.
///
/// @param name such as `public`, `health-content`, `signed-in`
/// @param globs address patterns ([AddressPattern]), any of which an address must match; empty for a zone that only the
///     signed-in state opens
/// @param whenSignedIn whether every page seen while signed in belongs to it, whatever its address
/// @param patterns the same, compiled
public record Zone(String name, List<String> globs, List<Pattern> patterns, boolean whenSignedIn) {
    public Zone {
        globs = List.copyOf(globs);
        patterns = List.copyOf(patterns);
    }

    static Zone of(String name, List<String> globs, boolean whenSignedIn) {
        return new Zone(name, globs, globs.stream().map(AddressPattern::of).toList(), whenSignedIn);
    }

    boolean holds(String url, boolean signedIn) {
        int end = endOfPath(url);
        String page = url.substring(0, end);
        return (whenSignedIn && signedIn)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(page).matches());
    }

    private static int endOfPath(String url) {
        for (int at = 0; at < url.length(); at++) {
            if (url.charAt(at) == '?' || url.charAt(at) == '#') {
                return at;
            }
        }
        return url.length();
    }
}
