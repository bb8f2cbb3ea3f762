package dev.earshot.guard.csp;

import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Forbidden;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses as source expressions (W3C CSP Level 3, section 2.3.1).
final class Sources {
    private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[a-z0-9-]+(?:\\.[a-z0-9-]+)*");

    private Sources() {}

    /// Whether a host can stand in a source expression: no IPv6 address, no port, nothing but
    /// letters, digits and hyphens. Chromium blocks what a source with an underscore names.
    static boolean canBeSaid(String host) {
        return HOST.matcher(host).matches();
    }

    /// The expressions that together admit what an endpoint covers, and no less; the query can't be said.
    static List<String> of(Endpoint endpoint) {
        int query = endpoint.path().indexOf('?');
        String path = escaped(query < 0 ? endpoint.path() : endpoint.path().substring(0, query));
        if (path.equals("/") && query < 0) {
            return List.of(endpoint.host());
        }
        String exact = endpoint.host() + path;
        return path.endsWith("/") || query >= 0 ? List.of(exact) : List.of(exact, exact + "/");
    }

    /// A path as it can stand in a header: a semicolon or a comma would end the expression.
    private static String escaped(String path) {
        StringBuilder text = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            boolean plain = letter > ' ' && letter < 127 && ";,'\"\\<>^`{}|#?$".indexOf(letter) < 0;
            text.append(plain ? String.valueOf(letter) : String.format(Locale.ROOT, "%%%02X", (int) letter));
        }
        return text.toString();
    }

    /// What of an allowed endpoint a zone forbids.
    ///
    /// @return the first that covers all of it, else the first that covers a part; empty where none does
    static Optional<Forbidden> forbids(List<Forbidden> forbidden, Endpoint allowed) {
        return forbidden.stream()
                .filter(each -> coversAll(each.to(), allowed))
                .findFirst()
                .or(() -> forbidden.stream()
                        .filter(each -> overlap(each.to(), allowed))
                        .findFirst());
    }

    static boolean coversAll(Endpoint outer, Endpoint inner) {
        boolean host = outer.host().equals(inner.host())
                || (outer.host().startsWith("*.")
                        && (inner.host().startsWith("*.")
                                ? inner.host().endsWith(outer.host().substring(1))
                                : outer.coversHost(inner.host())));
        return host
                && outer.covers(
                        outer.host().startsWith("*.") ? "a" + outer.host().substring(1) : outer.host(), inner.path());
    }

    private static boolean overlap(Endpoint one, Endpoint other) {
        return (hostsOverlap(one.host(), other.host()) || hostsOverlap(other.host(), one.host()))
                && (pathWithin(one.path(), other.path()) || pathWithin(other.path(), one.path()));
    }

    private static boolean hostsOverlap(String outer, String inner) {
        return outer.equals(inner) || (outer.startsWith("*.") && inner.endsWith(outer.substring(1)));
    }

    /// Without the query, which a source expression can't tell apart.
    private static boolean pathWithin(String outer, String inner) {
        String wide = outer.split("\\?", 2)[0];
        String narrow = inner.split("\\?", 2)[0];
        return wide.equals("/") || new Endpoint("a", wide).covers("a", narrow);
    }
}
