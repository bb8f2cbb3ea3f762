package dev.earshot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The parts of a web address, read leniently: anything is an address.
///
/// @param scheme with its `://`; may be empty
/// @param host with its port, without user and password
/// @param path from its slash on; empty when it has none
/// @param query without its question mark; may be empty
/// @param fragment without its number sign; may be empty
record Address(String scheme, String host, String path, String query, String fragment) {
    /// A part of a path that looks like one person's or one visit's: a run of digits, an `@`, a long token.
    private static final Pattern IDENTIFIER =
            Pattern.compile("(?i)\\d{5,}|@|%40|(?=[^/]*\\d)[0-9a-z_]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-|=[^/]{6,}");

    static Address of(String url) {
        String rest = url;
        String scheme = "";
        int colon = rest.indexOf("://");
        if (colon > 0 && colon < 12) {
            scheme = rest.substring(0, colon + 3);
            rest = rest.substring(colon + 3);
        } else if (rest.startsWith("/") || rest.startsWith("?") || rest.startsWith("#")) {
            return ofPath(rest);
        }
        int end = firstOf(rest, "/?#");
        String authority = rest.substring(0, end);
        Address tail = ofPath(rest.substring(end));
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return new Address(scheme, host, tail.path, tail.query, tail.fragment);
    }

    /// The same of what follows a host.
    static Address ofPath(String text) {
        int hash = firstOf(text, "#");
        String fragment = hash < text.length() ? text.substring(hash + 1) : "";
        int mark = firstOf(text.substring(0, hash), "?");
        String query = mark < hash ? text.substring(mark + 1, hash) : "";
        return new Address("", "", text.substring(0, mark), query, fragment);
    }

    private static int firstOf(String text, String characters) {
        for (int at = 0; at < text.length(); at++) {
            if (characters.indexOf(text.charAt(at)) >= 0) {
                return at;
            }
        }
        return text.length();
    }

    /// The whole, with every value of the query, every part of the path that looks like an identifier, and every
    /// fragment
    /// that is not a route put through `mask`.
    String maskedBy(UnaryOperator<String> mask) {
        StringBuilder masked = new StringBuilder(scheme).append(host).append(maskedPath(path, mask));
        if (!query.isEmpty()) {
            masked.append('?').append(maskedQuery(query, mask));
        }
        if (fragment.startsWith("/") || fragment.startsWith("!/")) {
            Address route = ofPath(fragment);
            masked.append('#').append(maskedPath(route.path, mask));
            if (!route.query.isEmpty()) {
                masked.append('?').append(maskedQuery(route.query, mask));
            }
        } else if (!fragment.isEmpty()) {
            masked.append('#').append(mask.apply(fragment));
        }
        return masked.toString();
    }

    private static String maskedPath(String path, UnaryOperator<String> mask) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            parts.add(IDENTIFIER.matcher(part).find() ? mask.apply(part) : part);
        }
        return String.join("/", parts);
    }

    private static String maskedQuery(String query, UnaryOperator<String> mask) {
        List<String> parts = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                parts.add(part.isEmpty() ? part : mask.apply(part));
            } else if (equals == part.length() - 1) {
                parts.add(part);
            } else {
                parts.add(part.substring(0, equals + 1) + mask.apply(part.substring(equals + 1)));
            }
        }
        return String.join("&", parts);
    }
}
