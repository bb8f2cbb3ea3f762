package dev.earshot.guard.csp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a page under a policy may make a request: the matching of W3C CSP Level 3, section 6.7, as Chromium does it.
///
/// Where Chromium and the text differ, this does as Chromium does: `'self'` alone admits WebSockets without naming their
/// scheme, and port 80 stands for 443 when the scheme is upgraded.
final class Evaluator {
    private static final Pattern HOST_SOURCE = Pattern.compile(
            "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?<host>\\*|(?:\\*\\.)?[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.?)"
                    + "(?::(?<port>[0-9]+|\\*))?(?<path>/.*)?");
    private static final Pattern SCHEME_SOURCE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    private final ContentPolicy policy;
    private final Url page;

    /// @param page the page's own address
    Evaluator(ContentPolicy policy, Url page) {
        this.policy = policy;
        this.page = page;
    }

    /// @param directive the one that rules on requests of its kind, such as `img-src`
    /// @param redirects how many redirects led to this address: after one, paths don't count
    Verdict request(String directive, Url url, int redirects) {
        Optional<Map.Entry<String, List<String>>> rule = policy.effective(directive);
        if (rule.isEmpty()) {
            return new Verdict.Allowed(directive, "");
        }
        String ruling = rule.get().getKey();
        List<String> sources = rule.get().getValue();
        for (String source : sources) {
            if (matches(source, url, redirects)) {
                return new Verdict.Allowed(ruling, source);
            }
        }
        boolean byNonce = directive.equals("script-src-elem")
                || directive.equals("style-src-elem")
                || directive.equals("worker-src");
        if (byNonce && sources.stream().anyMatch(source -> lower(source).startsWith("'nonce-"))) {
            return new Verdict.Unknown(ruling, "it is let through if its tag carries the page's nonce");
        }
        if (directive.equals("object-src") && redirects > 0) {
            return new Verdict.Unknown(ruling, "Chromium lets an object be redirected to where it may not begin");
        }
        return new Verdict.Blocked(ruling);
    }

    /// Script or style in the page itself (section 4.2.3).
    ///
    /// @param directive `script-src-elem`, `script-src-attr`, `style-src-elem` or `style-src-attr`
    /// @param canHaveNonce whether somebody puts nonces into the page, as the gateway does
    Verdict inline(String directive, boolean canHaveNonce) {
        Optional<Map.Entry<String, List<String>>> rule = policy.effective(directive);
        if (rule.isEmpty()) {
            return new Verdict.Allowed(directive, "");
        }
        List<String> sources = rule.get().getValue();
        boolean nonces = sources.stream().anyMatch(source -> lower(source).startsWith("'nonce-"));
        boolean hashes = sources.stream().anyMatch(source -> lower(source).startsWith("'sha"));
        boolean strict = sources.stream().anyMatch(source -> lower(source).equals("'strict-dynamic'"));
        if (!nonces
                && !hashes
                && !strict
                && sources.stream().anyMatch(source -> lower(source).equals("'unsafe-inline'"))) {
            return new Verdict.Allowed(rule.get().getKey(), "'unsafe-inline'");
        }
        if (nonces && canHaveNonce && directive.endsWith("-elem")) {
            return new Verdict.Allowed(rule.get().getKey(), "its nonce");
        }
        if (strict && directive.equals("script-src-elem")) {
            return new Verdict.Unknown(rule.get().getKey(), "under 'strict-dynamic' it depends on who put it there");
        }
        return hashes
                ? new Verdict.Unknown(rule.get().getKey(), "its hash was not compared")
                : new Verdict.Blocked(rule.get().getKey());
    }

    /// Text run as script by `eval` and its like (section 4.4).
    Verdict eval() {
        Optional<Map.Entry<String, List<String>>> rule = policy.effective("script-src");
        if (rule.isEmpty()) {
            return new Verdict.Allowed("script-src", "");
        }
        return rule.get().getValue().stream().anyMatch(source -> lower(source).equals("'unsafe-eval'"))
                ? new Verdict.Allowed(rule.get().getKey(), "'unsafe-eval'")
                : new Verdict.Blocked(rule.get().getKey());
    }

    /// Section 6.7.2.8.
    private boolean matches(String source, Url url, int redirects) {
        if (source.equals("*")) {
            return List.of("http", "https", "ws", "wss").contains(url.scheme())
                    || url.scheme().equals(page.scheme());
        }
        if (lower(source).equals("'self'")) {
            String scheme = url.scheme().startsWith("ws") ? page.scheme().replace("http", "ws") : page.scheme();
            return url.isOfNetwork() && hostSource(scheme, page.host(), portText(page), "", url, redirects);
        }
        if (SCHEME_SOURCE.matcher(source).matches()) {
            return schemes(lower(source.substring(0, source.length() - 1)), url.scheme());
        }
        Matcher host = HOST_SOURCE.matcher(source);
        if (!host.matches() || !url.isOfNetwork()) {
            return false;
        }
        String scheme = host.group("scheme");
        String port = host.group("port");
        String path = host.group("path");
        return hostSource(
                scheme == null ? page.scheme() : lower(scheme),
                lower(host.group("host")),
                port == null ? "" : port,
                path == null ? "" : path,
                url,
                redirects);
    }

    private static String portText(Url url) {
        return url.port() < 0 ? "" : String.valueOf(url.port());
    }

    private static boolean hostSource(String scheme, String host, String port, String path, Url url, int redirects) {
        if (!schemes(scheme, url.scheme()) || !hosts(host, url.host())) {
            return false;
        }
        boolean exactPort = ports(port, url);
        boolean upgraded = port.equals("80") && url.effectivePort() == 443 && !scheme.equals(url.scheme());
        return (exactPort || upgraded) && (path.isEmpty() || redirects > 0 || paths(path, url.path()));
    }

    /// Section 6.7.2.10: a scheme stands for its secure one as well.
    private static boolean schemes(String source, String actual) {
        return source.equals(actual)
                || (source.equals("http") && actual.equals("https"))
                || (source.equals("ws") && actual.equals("wss"));
    }

    /// Section 6.7.2.11.
    private static boolean hosts(String source, String actual) {
        return source.equals("*")
                || (source.startsWith("*.") ? actual.endsWith(source.substring(1)) : source.equals(actual));
    }

    /// Section 6.7.2.12.
    private static boolean ports(String source, Url url) {
        if (source.isEmpty()) {
            return url.port() < 0;
        }
        return source.equals("*") || source.equals(String.valueOf(url.effectivePort()));
    }

    /// Section 6.7.2.13: a path that ends with a slash stands for all below it, any other for itself.
    private static boolean paths(String source, String actual) {
        String wanted = decoded(source);
        String path = decoded(actual);
        return wanted.endsWith("/") ? path.startsWith(wanted) : path.equals(wanted);
    }

    private static String decoded(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '?' && path.charAt(end) != '#') {
            end++;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end);
        byte[] from = path.substring(0, end).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < from.length; at++) {
            int high = at + 2 < from.length && from[at] == '%' ? Character.digit(from[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(from[at + 2], 16);
            if (low >= 0) {
                bytes.write(high * 16 + low);
                at += 2;
            } else {
                bytes.write(from[at]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
