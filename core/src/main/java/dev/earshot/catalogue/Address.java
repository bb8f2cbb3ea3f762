package dev.earshot.catalogue;

import java.util.Locale;

/// The parts of a request's address that tell trackers apart. Any text gives one: what is missing is empty.
///
/// @param host lower case, without user, port or a closing dot
/// @param path as sent, matrix parameters included
/// @param query as sent, without the question mark
record Address(String host, String path, String query) {
    static Address of(String url) {
        int scheme = url.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int end = url.indexOf('#', start);
        String rest = url.substring(start, end < 0 ? url.length() : end);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String beforeQuery = question < 0 ? rest : rest.substring(0, question);
        int slash = beforeQuery.indexOf('/');
        String authority = slash < 0 ? beforeQuery : beforeQuery.substring(0, slash);
        String path = slash < 0 ? "/" : beforeQuery.substring(slash);
        return new Address(host(authority), path, query);
    }

    private static String host(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = host.lastIndexOf(':');
        if (colon >= 0 && host.indexOf(']', colon) < 0) {
            host = host.substring(0, colon);
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return host.toLowerCase(Locale.ROOT);
    }
}
