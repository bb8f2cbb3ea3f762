package dev.earshot.guard.csp;

import java.util.Locale;
import java.util.Optional;

/// What a Content-Security-Policy looks at in an address.
///
/// @param scheme lower case
/// @param host lower case, without a port; empty for `data:`, `blob:` and the like
/// @param port -1 where the address has the scheme's own
/// @param path as written, without query and fragment; `/` where it has none
record Url(String scheme, String host, int port, String path) {
    /// Reads an address leniently; empty where it has no scheme.
    static Optional<Url> of(String address) {
        int colon = address.indexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        String scheme = address.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!address.startsWith("//", colon + 1)) {
            return Optional.of(new Url(scheme, "", -1, ""));
        }
        int start = colon + 3;
        int end = start;
        while (end < address.length() && "/?#\\".indexOf(address.charAt(end)) < 0) {
            end++;
        }
        int stop = end;
        while (stop < address.length() && "?#".indexOf(address.charAt(stop)) < 0) {
            stop++;
        }
        String authority = address.substring(
                        address.lastIndexOf('@', end) + 1 > start ? address.lastIndexOf('@', end) + 1 : start, end)
                .toLowerCase(Locale.ROOT);
        int portColon = authority.lastIndexOf(':');
        boolean hasPort = portColon > authority.lastIndexOf(']')
                && authority.substring(portColon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        String portText = hasPort ? authority.substring(portColon + 1) : "";
        int port = portText.isEmpty() || portText.length() > 5 ? -1 : Integer.parseInt(portText);
        return Optional.of(new Url(
                scheme,
                hasPort ? authority.substring(0, portColon) : authority,
                port == defaultPort(scheme) ? -1 : port,
                stop == end ? "/" : address.substring(end, stop).replace('\\', '/')));
    }

    static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> -1;
        };
    }

    int effectivePort() {
        return port < 0 ? defaultPort(scheme) : port;
    }

    boolean isOfNetwork() {
        return !host.isEmpty();
    }
}
