package dev.earshot.mobile.proxy;

import java.util.Locale;

/// Where a request goes.
///
/// @param host in lower case; an IPv6 address in brackets
/// @param port the one given, or else the default one
record HostAndPort(String host, int port) {
    /// @param authority `host`, `host:port`, `[::1]:port`; nonsense gives a host that can't be resolved
    static HostAndPort of(String authority, int defaultPort) {
        int colon = authority.lastIndexOf(':');
        String lower = authority.toLowerCase(Locale.ROOT);
        if (colon < 0 || authority.endsWith("]")) {
            return new HostAndPort(lower, defaultPort);
        }
        try {
            return new HostAndPort(lower.substring(0, colon), Integer.parseInt(lower.substring(colon + 1)));
        } catch (NumberFormatException notAPort) {
            return new HostAndPort(lower.substring(0, colon), defaultPort);
        }
    }

    boolean isAddress() {
        return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
