package dev.earshot.policy;

import java.util.List;
import java.util.regex.Pattern;

/// A part of the covered entity's sites, by address pattern.
///
/// @param name such as `public`, `health-content`, `signed-in`
/// @param patterns any of which an address must match; empty for a zone that only the signed-in state opens
/// @param whenSignedIn whether every page seen while signed in belongs to it, whatever its address
record Zone(String name, List<Pattern> patterns, boolean whenSignedIn) {
    Zone {
        patterns = List.copyOf(patterns);
    }

    boolean holds(String url, boolean signedIn) {
        int end = endOfPath(url);
        String page = url.substring(0, end);
        return (whenSignedIn && signedIn)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(page).matches());
    }

    /// An address pattern: `*` stands for anything but a slash, `**` for anything. One that starts with a slash is a
    /// path
    /// on any of the entity's hosts, one that starts with a host name any scheme.
    static Pattern pattern(String glob) {
        String whole = glob.startsWith("/")
                ? "*://*" + glob
                : glob.contains("://") || glob.startsWith("**") ? glob : "*://" + glob;
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < whole.length(); at++) {
            char letter = whole.charAt(at);
            if (letter == '*' && at + 1 < whole.length() && whole.charAt(at + 1) == '*') {
                regex.append(".*");
                at++;
            } else if (letter == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
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
