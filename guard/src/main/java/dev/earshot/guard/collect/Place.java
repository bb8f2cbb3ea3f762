package dev.earshot.guard.collect;

import dev.earshot.domain.HostName;
import java.util.Locale;
import java.util.Set;

/// What an address in a report points to.
///
/// @param name a host in the form of [HostName], a scheme, or a keyword of CSP
/// @param port with its colon; empty where it is usual
/// @param path from its slash on, as it came; empty where there was none
record Place(Kind kind, String scheme, String name, String port, String path) {
    private static final int LONGEST_HOST = 253;

    enum Kind {
        HOST,
        /// A machine of the visitor's own network.
        LOCAL,
        /// An address without a host, such as `chrome-extension` or `data`.
        SCHEME,
        /// `inline`, `eval` and the like.
        KEYWORD,
        NOTHING,
        UNREADABLE
    }

    private static final Set<String> KEYWORDS =
            Set.of("inline", "eval", "wasm-eval", "trusted-types-policy", "trusted-types-sink");

    static final Place NOTHING = new Place(Kind.NOTHING, "", "", "", "");
    private static final Place UNREADABLE = new Place(Kind.UNREADABLE, "", "", "", "");

    /// @param text a URL, a host, a scheme, a keyword; anything
    static Place of(String text) {
        String address = text.strip();
        if (address.isEmpty()) {
            return NOTHING;
        }
        String lower = address.length() > LONGEST_HOST ? address : address.toLowerCase(Locale.ROOT);
        if (KEYWORDS.contains(lower)) {
            return new Place(Kind.KEYWORD, "", lower, "", "");
        }
        // Firefox before version 60 wrote this for what stands in the page itself.
        if (lower.equals("self")) {
            return new Place(Kind.KEYWORD, "", "inline", "", "");
        }
        int scheme = schemeLength(address);
        if (scheme > 0 && !address.startsWith("//", scheme + 1)) {
            boolean port = scheme + 1 < address.length() && Character.isDigit(address.charAt(scheme + 1));
            return port ? withHost("", address) : withoutHost(address.substring(0, scheme));
        }
        if (scheme > 0) {
            String name = address.substring(0, scheme).toLowerCase(Locale.ROOT);
            return isWeb(name) ? withHost(name, address.substring(scheme + 3)) : withoutHost(name);
        }
        if (address.startsWith("//")) {
            return withHost("", address.substring(2));
        }
        return address.indexOf('.') < 0 && address.indexOf('[') < 0 && !lower.startsWith("localhost")
                ? withoutHost(address)
                : withHost("", address);
    }

    private static boolean isWeb(String scheme) {
        return scheme.equals("https") || scheme.equals("http") || scheme.equals("wss") || scheme.equals("ws");
    }

    /// How long the scheme is that it begins with; 0 where it begins with none (RFC 3986, section 3.1).
    private static int schemeLength(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == ':') {
                return i;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) {
                return 0;
            }
        }
        return 0;
    }

    private static Place withoutHost(String scheme) {
        String name = scheme.toLowerCase(Locale.ROOT);
        return name.length() <= 32 && name.matches("[a-z][a-z0-9+.-]*")
                ? new Place(Kind.SCHEME, name, name, "", "")
                : UNREADABLE;
    }

    private static Place withHost(String scheme, String rest) {
        int end = 0;
        while (end < rest.length() && "/?#\\".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(
                rest.lastIndexOf('@', end) >= 0 && rest.lastIndexOf('@', end) < end
                        ? rest.lastIndexOf('@', end) + 1
                        : 0,
                end);
        String host = HostName.of(authority);
        int colon = authority.indexOf(':', authority.startsWith("[") ? Math.max(authority.indexOf(']'), 0) : 0);
        String port = colon < 0 ? "" : authority.substring(colon);
        if (host.isEmpty() || host.length() > LONGEST_HOST || !isHost(host) || !port.matches("(:\\d{0,5})?")) {
            return UNREADABLE;
        }
        String path = end < rest.length() && rest.charAt(end) == '/' ? rest.substring(end) : "";
        boolean usual = port.isEmpty() || port.equals(":") || port.equals(":443") || port.equals(":80");
        return new Place(isLocal(host) ? Kind.LOCAL : Kind.HOST, scheme, host, usual ? "" : port, path);
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return host.endsWith("]")
                    && host.chars().allMatch(c -> "[]:.%".indexOf(c) >= 0 || Character.digit(c, 16) >= 0);
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
            if (!fine || (c == '.' && (i == 0 || host.charAt(i - 1) == '.'))) {
                return false;
            }
        }
        return true;
    }

    /// RFC 1918, RFC 1122, RFC 3927, RFC 4291, RFC 4193, RFC 6762.
    private static boolean isLocal(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.endsWith(".local")) {
            return true;
        }
        if (host.startsWith("[")) {
            return host.equals("[::1]") || host.startsWith("[fe80:") || host.matches("\\[f[cd][0-9a-f]{2}:.*");
        }
        if (!Character.isDigit(host.charAt(host.length() - 1))) {
            return false;
        }
        return host.startsWith("10.")
                || host.startsWith("127.")
                || host.startsWith("192.168.")
                || host.startsWith("169.254.")
                || host.matches("172\\.(1[6-9]|2\\d|3[01])\\..*");
    }
}
