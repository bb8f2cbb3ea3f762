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
        int end = orEnd(url.indexOf('#', start), url.length());
        int question = orEnd(url.indexOf('?', start, end), end);
        int slash = orEnd(url.indexOf('/', start, question), question);
        return new Address(
                host(url.substring(start, slash)),
                slash == question ? "/" : url.substring(slash, question),
                question == end ? "" : url.substring(question + 1, end));
    }

    private static int orEnd(int index, int end) {
        return index < 0 ? end : index;
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
