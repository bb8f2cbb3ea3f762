package dev.earshot.decode;

import dev.earshot.decode.Content.Text;

/// An address inside a value: absolute, or a path or nothing before a query. It is a leaf, and so are its path
/// segments, matrix and query parameters and fragment.
///
/// Source: RFC 3986 section 3; section 3.3 for matrix parameters, which Floodlight sends in place of a query.
final class Url implements TextCodec {
    private static final Step.Decoded AUTHORITY = new Step.Decoded("authority");
    private static final Step.Decoded PATH = new Step.Decoded("path");
    private static final Step.Decoded MATRIX = new Step.Decoded("matrix");
    private static final Step.Decoded QUERY = new Step.Decoded("query");
    private static final Step.Decoded FRAGMENT = new Step.Decoded("fragment");
    private static final Pairs OWN_QUERY = new Pairs('&', '.');
    private static final Pairs OWN_MATRIX = new Pairs(';', '.');
    private static final Pairs NESTED_QUERY = new Pairs('&', '?');
    private static final Pairs NESTED_MATRIX = new Pairs(';', ';');
    private static final int LONGEST_SCHEME = 20;

    @Override
    public int asks() {
        return Traits.SLASH | Traits.QUESTION;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String url = text.value;
        int authority = authority(url);
        if (authority < 0) {
            int query = url.indexOf('?');
            if (query < 0 || !isPath(url, query)) {
                return false;
            }
            int fragment = url.indexOf('#', query);
            if (!NESTED_QUERY.fit(url, query + 1, fragment < 0 ? url.length() : fragment)) {
                return false;
            }
        }
        into.leaf(text);
        int path = authority < 0 ? 0 : pathOf(url, authority);
        parts(text, path, authority >= 0 || url.startsWith("/"), NESTED_QUERY, NESTED_MATRIX, into);
        return true;
    }

    /// Opens the request's own URL, which is no leaf itself.
    static void openOwn(Text text, Opening into) {
        int authority = authority(text.value);
        int path = authority < 0 ? 0 : pathOf(text.value, authority);
        if (authority >= 0) {
            into.leaf(text.part(text.place.layer(AUTHORITY).parameter('/', "/"), authority, path));
        }
        parts(text, path, true, OWN_QUERY, OWN_MATRIX, into);
    }

    private static void parts(Text text, int path, boolean segments, Pairs query, Pairs matrix, Opening into) {
        String url = text.value;
        int fragment = orEnd(url.indexOf('#', path), url.length());
        int question = orEnd(url.indexOf('?', path, fragment), fragment);
        if (segments) {
            int semicolon = url.indexOf(';', path, question);
            int plain = semicolon >= 0 && url.indexOf('=', semicolon, question) >= 0 ? semicolon : question;
            segments(text, path, plain, into);
            if (plain < question) {
                matrix.open(text, plain + 1, question, text.place.layer(MATRIX), into);
            }
        }
        if (question < fragment) {
            query.open(text, question + 1, fragment, text.place.layer(QUERY), into);
        }
        if (fragment < url.length()) {
            into.open(text.part(text.place.layer(FRAGMENT, '#'), fragment + 1, url.length()));
        }
    }

    private static void segments(Text text, int from, int to, Opening into) {
        Place path = text.place.layer(PATH);
        int position = 0;
        for (int begin = from; begin < to && !into.full(); ) {
            int end = orEnd(text.value.indexOf('/', begin, to), to);
            if (end > begin) {
                into.open(text.part(path.segment(position++), begin, end));
            }
            begin = end + 1;
        }
    }

    /// Where the authority begins, -1 when there is none.
    private static int authority(String url) {
        if (url.startsWith("//") && url.indexOf('.') > 0 && url.indexOf(' ') < 0) {
            return 2;
        }
        int colon = url.indexOf("://");
        if (colon <= 0 || colon > LONGEST_SCHEME) {
            return -1;
        }
        for (int i = 0; i < colon; i++) {
            char c = (char) (url.charAt(i) | 0x20);
            boolean letter = c >= 'a' && c <= 'z';
            if (!letter && (i == 0 || "+-.0123456789".indexOf(url.charAt(i)) < 0)) {
                return -1;
            }
        }
        return colon + 3;
    }

    private static int pathOf(String url, int authority) {
        int path = authority;
        while (path < url.length() && "/?#;".indexOf(url.charAt(path)) < 0) {
            path++;
        }
        return path;
    }

    private static boolean isPath(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || "=&{}[]\"<>|,'".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static int orEnd(int index, int end) {
        return index < 0 ? end : index;
    }
}
