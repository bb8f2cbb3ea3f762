package dev.earshot.mobile.sdk;

import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Finds the hosts that are written in a text: those of web addresses (`https://api.x.com/v1`), and the host that a text
/// begins with (`api.x.com/v1`) where its last label is one of `suffixes` and something is known of it, so that no name
/// of a class, file or key is taken for one. What a program fills in (`https://%s.x.com`) is left out: `*.x.com`.
final class HostTexts {
    private static final int LONGEST = 253;

    private final Set<String> suffixes;
    private final Predicate<String> known;

    /// @param known whether anything is known of a host that no scheme shows to be one
    HostTexts(Set<String> suffixes, Predicate<String> known) {
        this.suffixes = Set.copyOf(suffixes);
        this.known = known;
    }

    /// @param found takes each host, in lower case, and the address that it stands in
    void in(String text, BiConsumer<String, String> found) {
        int colon = text.indexOf("://");
        if (colon < 0) {
            bare(text, found);
            return;
        }
        while (colon >= 0) {
            int start = colon + 3;
            int end = hostEnd(text, start);
            int schemeStart = schemeStart(text, colon);
            String host = isOfTheWeb(text.substring(schemeStart, colon)) ? host(text, start, end) : "";
            if (!host.isEmpty()) {
                found.accept(host, text.substring(schemeStart, addressEnd(text, end)));
            }
            colon = text.indexOf("://", start);
        }
    }

    private void bare(String text, BiConsumer<String, String> found) {
        int end = 0;
        int limit = Math.min(text.length(), LONGEST + 1);
        boolean dot = false;
        while (end < limit && text.charAt(end) != '/') {
            char c = text.charAt(end);
            if (!isHostChar(c)) {
                return;
            }
            dot |= c == '.';
            end++;
        }
        if (!dot || end < 4 || end > LONGEST) {
            return;
        }
        int last = text.lastIndexOf('.', end - 1);
        if (suffixes.contains(text.substring(last + 1, end))) {
            String host = host(text, 0, end);
            if (!host.isEmpty() && known.test(host.startsWith("*.") ? host.substring(2) : host)) {
                found.accept(host, "https://" + text);
            }
        }
    }

    private static boolean isHostChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '%'
                || c == '{'
                || c == '}'
                || c == '$';
    }

    private static int hostEnd(String text, int start) {
        int end = start;
        int limit = Math.min(text.length(), start + LONGEST + 1);
        while (end < limit) {
            char c = text.charAt(end);
            if (!isHostChar(c) && !(c >= 'A' && c <= 'Z') && c != '_') {
                break;
            }
            end++;
        }
        return end;
    }

    private static int addressEnd(String text, int start) {
        int end = start;
        while (end < text.length()
                && end - start < 1024
                && text.charAt(end) > ' '
                && "\"'<>\\`".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /// A scheme that is filled in by the program may be the web's.
    private static boolean isOfTheWeb(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http", "https", "ws", "wss", "s", "" -> true;
            default -> false;
        };
    }

    private static int schemeStart(String text, int colon) {
        int start = colon;
        while (start > 0 && colon - start < 10 && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /// The host between two places, `*.` in front where something is filled in there; empty where it is none.
    private static String host(String text, int start, int end) {
        int from = start;
        boolean open = start < end && text.charAt(start) == '.';
        for (int at = start; at < end; at++) {
            char c = text.charAt(at);
            if (c == '%' || c == '{' || c == '}' || c == '$') {
                int dot = text.indexOf('.', at);
                if (dot < 0 || dot >= end) {
                    return "";
                }
                from = dot;
                open = true;
                at = dot;
            }
        }
        if (open) {
            from++;
        }
        int to = end;
        while (to > from && text.charAt(to - 1) == '.') {
            to--;
        }
        String host = text.substring(from, to).toLowerCase(Locale.ROOT);
        return isHost(host) ? (open ? "*." + host : host) : "";
    }

    private static boolean isHost(String host) {
        int dot = host.lastIndexOf('.');
        if (dot <= 0 || host.length() - dot < 3 || host.length() > LONGEST || host.contains("..")) {
            return false;
        }
        char first = host.charAt(0);
        return first != '-' && first != '.' && Character.isLetter(host.charAt(dot + 1));
    }
}
