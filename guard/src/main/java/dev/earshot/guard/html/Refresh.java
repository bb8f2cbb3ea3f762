package dev.earshot.guard.html;

import java.util.Optional;

/// The address in a `<meta http-equiv=refresh>`.
///
/// Source: WHATWG HTML § 4.2.5.3 (shared declarative refresh steps), read 2026-11-22.
final class Refresh {
    private Refresh() {}

    /// Empty where the page itself is loaded again.
    static Optional<String> address(String content) {
        int at = skipSpaces(content, 0);
        int digits = at;
        while (at < content.length() && (isDigit(content.charAt(at)) || content.charAt(at) == '.')) {
            at++;
        }
        if (at == digits) {
            return Optional.empty();
        }
        at = skipSpaces(content, at);
        if (at < content.length() && (content.charAt(at) == ';' || content.charAt(at) == ',')) {
            at = skipSpaces(content, at + 1);
        }
        if (at == content.length()) {
            return Optional.empty();
        }
        if (content.regionMatches(true, at, "url", 0, 3)) {
            int equals = skipSpaces(content, at + 3);
            if (content.startsWith("=", equals)) {
                at = skipSpaces(content, equals + 1);
            }
        }
        if (at < content.length() && (content.charAt(at) == '"' || content.charAt(at) == '\'')) {
            int end = content.indexOf(content.charAt(at), at + 1);
            return Optional.of(content.substring(at + 1, end < 0 ? content.length() : end));
        }
        return Optional.of(content.substring(at));
    }

    private static int skipSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && " \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
