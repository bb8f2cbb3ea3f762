package dev.earshot.guard.collect;

/// A path without what may be somebody's: of each step a short word of letters stays, and everything else becomes `*`,
/// such as numbers, ids, names with an escape or an at sign, and long tokens. Query and fragment go.
final class PathShape {
    private static final int LONGEST_WORD = 24;
    private static final String HIDDEN = "*";

    private PathShape() {}

    /// @param path from its slash on, a query and a fragment behind it or not; anything else is `/*`
    /// @param steps that are kept; the rest becomes `…`
    static String of(String path, int steps) {
        if (path.isEmpty() || path.equals("/")) {
            return "/";
        }
        if (path.charAt(0) != '/') {
            return "/" + HIDDEN;
        }
        int end = 0;
        while (end < path.length() && path.charAt(end) != '?' && path.charAt(end) != '#') {
            end++;
        }
        StringBuilder shape = new StringBuilder();
        int from = 1;
        for (int step = 0; from <= end; step++) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            if (step == steps && to > from) {
                return shape.append("/…").toString();
            }
            shape.append('/').append(to == from || isWord(path, from, to) ? path.substring(from, to) : HIDDEN);
            if (step > steps) {
                return shape.toString();
            }
            from = to + 1;
        }
        return shape.toString();
    }

    /// Letters, with hyphens, underscores and full stops between them; `v2` is a word too.
    private static boolean isWord(String path, int from, int to) {
        if (to - from > LONGEST_WORD) {
            return false;
        }
        if (to - from == 2 && path.charAt(from) == 'v' && Character.isDigit(path.charAt(from + 1))) {
            return true;
        }
        for (int i = from; i < to; i++) {
            char c = path.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean between = (c == '-' || c == '_' || c == '.') && i > from && i < to - 1;
            if (!letter && !between && c != '*' && c != '…') {
                return false;
            }
        }
        return true;
    }
}
