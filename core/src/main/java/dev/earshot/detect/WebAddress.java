package dev.earshot.detect;

import dev.earshot.domain.RegistrableDomain;
import dev.earshot.memo.Memo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The address of a web page as it stands in a leaf or a header; it need not be a valid URI.
///
/// Immutable. What a page's address says is worked out once: the requests of one page all tell it.
final class WebAddress {
    private static final List<String> FILES = List.of(
            ".js", ".mjs", ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".json",
            ".xml", ".mp4", ".map");

    private static final int MOST_PARAMETERS = 200;
    private static final int LONGEST = 8192;
    private static final Memo<Optional<WebAddress>> KNOWN = new Memo<>(2048, WebAddress::read);

    private final String host;
    private final String path;
    private final String query;
    private final String fragment;
    private @Nullable String domain;
    private @Nullable Boolean file;
    private @Nullable PageSigns signs;

    /// @param host lower case, without a port; empty for a path alone
    /// @param path from its first `/`, as sent; empty where there is none
    /// @param query after the `?`, without fragment; empty where there is none
    /// @param fragment after the `#`; empty where there is none
    WebAddress(String host, String path, String query, String fragment) {
        this.host = host;
        this.path = path;
        this.query = query;
        this.fragment = fragment;
    }

    /// The address that `text` is as a whole; empty where it is none. A path alone (`/find-a-doctor?q=x`) is one.
    static Optional<WebAddress> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        char first = text.charAt(0);
        return first == '/' || first == 'h' || first == 'H' ? KNOWN.of(text) : Optional.empty();
    }

    private static Optional<WebAddress> read(String text) {
        int length = text.length();
        if (text.indexOf(' ') >= 0 || text.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        int hostStart;
        if (text.regionMatches(true, 0, "https://", 0, 8)) {
            hostStart = 8;
        } else if (text.regionMatches(true, 0, "http://", 0, 7)) {
            hostStart = 7;
        } else if (text.charAt(0) == '/' && length > 1 && text.charAt(1) != '/') {
            return Optional.of(of("", text));
        } else {
            return Optional.empty();
        }
        int hostEnd = hostStart;
        while (hostEnd < length && "/?#".indexOf(text.charAt(hostEnd)) < 0) {
            hostEnd++;
        }
        String authority = text.substring(hostStart, hostEnd).toLowerCase(Locale.ROOT);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int port = authority.indexOf(':');
        String host = port < 0 ? authority : authority.substring(0, port);
        return host.isEmpty() ? Optional.empty() : Optional.of(of(host, text.substring(hostEnd)));
    }

    /// Whether the address `url` is one of `host`; user and port are not looked at.
    ///
    /// @param host lower case
    static boolean isAt(String url, String host) {
        int start = url.indexOf("://") + 3;
        int end = start + host.length();
        if (start < 3 || !url.regionMatches(true, start, host, 0, host.length())) {
            return false;
        }
        return end == url.length() || "/?#:".indexOf(url.charAt(end)) >= 0;
    }

    private static WebAddress of(String host, String rest) {
        int hash = rest.indexOf('#');
        String fragment = hash < 0 ? "" : rest.substring(hash + 1);
        String beforeHash = hash < 0 ? rest : rest.substring(0, hash);
        int question = beforeHash.indexOf('?');
        String query = question < 0 ? "" : beforeHash.substring(question + 1);
        return new WebAddress(host, question < 0 ? beforeHash : beforeHash.substring(0, question), query, fragment);
    }

    String host() {
        return host;
    }

    String path() {
        return path;
    }

    String query() {
        return query;
    }

    String fragment() {
        return fragment;
    }

    /// The registrable domain of the host.
    String domain() {
        String known = domain;
        if (known == null) {
            known = RegistrableDomain.of(host);
            domain = known;
        }
        return known;
    }

    /// What the page's place on the site says of the visitor.
    PageSigns signs() {
        PageSigns known = signs;
        if (known == null) {
            known = PageSigns.of(this);
            signs = known;
        }
        return known;
    }

    /// Whether it says more than which site it is.
    boolean tellsPage() {
        return path.length() > 1 || !query.isEmpty() || fragment.length() > 1;
    }

    boolean isFile() {
        Boolean known = file;
        if (known == null) {
            String lower = path.toLowerCase(Locale.ROOT);
            known = FILES.stream().anyMatch(lower::endsWith);
            file = known;
        }
        return known;
    }

    /// Same host and same path, a final `/` aside. Query and fragment may differ: tags cut them off or add to them.
    boolean isSamePageAs(WebAddress other) {
        return host.equals(other.host) && trimmed(path).equals(trimmed(other.path));
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// What is told of the page: labels of the host below its domain, path, and the path of a route in the fragment,
    /// percent-decoded.
    String wordsOfPage() {
        int last = host.lastIndexOf('.');
        int domain = last < 0 ? -1 : host.lastIndexOf('.', last - 1);
        int question = fragment.indexOf('?');
        String route = !isRoute() ? "" : question < 0 ? fragment : fragment.substring(0, question);
        return (domain < 0 ? "" : host.substring(0, domain))
                + decoded(path)
                + (route.isEmpty() ? "" : "#" + decoded(route));
    }

    /// What stands in the query, that of a route included, or in a fragment that is no route, percent-decoded.
    String wordsOfQuery() {
        String rest = isRoute() ? fragment.substring(fragment.indexOf('?') + 1) : fragment;
        String told = isRoute() && fragment.indexOf('?') < 0 ? "" : rest;
        return told.isEmpty() ? decoded(query) : decoded(query) + "#" + decoded(told);
    }

    private boolean isRoute() {
        return fragment.startsWith("/") || fragment.startsWith("!/");
    }

    /// The parameters of the query, and of a query inside the fragment.
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        collect(query, parameters);
        collect(fragment.substring(fragment.indexOf('?') + 1), parameters);
        return parameters;
    }

    private static void collect(String query, List<Parameter> into) {
        for (int begin = 0; begin < query.length() && into.size() < MOST_PARAMETERS; ) {
            int ampersand = query.indexOf('&', begin);
            int end = ampersand < 0 ? query.length() : ampersand;
            int equals = query.indexOf('=', begin);
            if (equals > begin && equals < end) {
                into.add(new Parameter(
                        decoded(query.substring(begin, equals)), decoded(query.substring(equals + 1, end))));
            }
            begin = end + 1;
        }
    }

    /// Percent escapes and `+` undone as far as they are sound; the rest stays.
    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                bytes[length++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                bytes[length++] = bytes[i] == '+' ? (byte) ' ' : bytes[i];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /// One parameter of a query, decoded.
    record Parameter(String name, String value) {}
}
