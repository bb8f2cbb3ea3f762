package dev.earshot.guard.html;

import java.util.ArrayList;
import java.util.List;

/// The addresses in a `srcset`.
///
/// Source: WHATWG HTML § 4.8.4.3.10 (parsing a srcset attribute), read 2026-11-22.
final class SourceSet {
    private SourceSet() {}

    static List<String> addresses(String text) {
        List<String> addresses = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
            if (at == text.length()) {
                return addresses;
            }
            int from = at;
            while (at < text.length() && !isSpace(text.charAt(at))) {
                at++;
            }
            int end = at;
            while (end > from && text.charAt(end - 1) == ',') {
                end--;
            }
            addresses.add(text.substring(from, end));
            if (end == at) {
                int open = 0;
                while (at < text.length() && (open > 0 || text.charAt(at) != ',')) {
                    open = text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? 0 : open;
                    at++;
                }
            }
        }
    }

    private static boolean isSpace(char letter) {
        return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == '\f';
    }
}
