package dev.earshot.guard.csp;

import dev.earshot.guard.protection.ZoneProtection;
import java.util.List;

/// An address pattern of a zone taken apart for servers: a scheme, a host and a path, each with its wildcards as
/// [dev.earshot.policy.AddressPattern] reads them.
///
/// @param scheme `*` for any
/// @param rest host and path as the pattern has them
record ZonePattern(String scheme, String rest) {
    static List<ZonePattern> of(ZoneProtection zone) {
        return zone.pages().stream().map(ZonePattern::of).toList();
    }

    private static ZonePattern of(String glob) {
        if (glob.startsWith("/")) {
            return new ZonePattern("*", "*" + glob);
        }
        int colon = glob.indexOf("://");
        return colon >= 0
                ? new ZonePattern(glob.substring(0, colon), glob.substring(colon + 3))
                : new ZonePattern("*", glob);
    }

    /// A regular expression over `https://host/path`, without anchors, that PCRE, .NET, ECMAScript and Java read alike.
    String address() {
        return rest.startsWith("**") && scheme.equals("*")
                ? regex(rest, ".*")
                : regex(scheme, ".*") + ":\\/\\/" + hostAndPath(".*");
    }

    /// A regular expression over `host/path`, a port allowed.
    ///
    /// @param anything what `**` becomes
    String hostAndPath(String anything) {
        int slash = rest.indexOf('/');
        boolean port = slash > 0 && !rest.substring(0, slash).contains("*") && rest.indexOf(':') < 0;
        return port
                ? regex(rest.substring(0, slash), anything) + "(?::[0-9]+)?" + regex(rest.substring(slash), anything)
                : regex(rest, anything);
    }

    /// The host part with its wildcards; `*` for any.
    String host() {
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    /// The path part with its wildcards; `/` and below where the pattern has none.
    String path() {
        int slash = rest.indexOf('/');
        return slash < 0 ? "" : rest.substring(slash);
    }

    static String regex(String glob, String anything) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < glob.length(); at++) {
            char letter = glob.charAt(at);
            if (letter == '*' && at + 1 < glob.length() && glob.charAt(at + 1) == '*') {
                regex.append(anything);
                at++;
            } else if (letter == '*') {
                regex.append("[^\\/]*");
            } else if (Character.isLetterOrDigit(letter) || letter == '-' || letter == '_' || letter > 127) {
                regex.append(letter);
            } else if (letter == '"' || letter == '\'' || letter == ' ' || letter == '#') {
                regex.append(String.format(java.util.Locale.ROOT, "\\x%02x", (int) letter));
            } else {
                regex.append('\\').append(letter);
            }
        }
        return regex.toString();
    }
}
