package dev.earshot.investigate.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the `event` of a row means: a session begins, ends, fails to begin, or something else happens.
///
/// The plan's `login-events` and `logout-events` decide where they are given. Else an event is one that fails or ends a
/// session where a word in it says so, and begins one otherwise: also where a row has no event.
final class Events {
    static final String BEGINS = "session begins";
    static final String ENDS = "session ends";
    static final String FAILS = "session fails to begin";
    static final String OTHER = "something else";

    private static final List<String> ENDING =
            List.of("logout", "log out", "logoff", "signout", "sign out", "signoff", "expire", "timeout", "timed out");
    private static final List<String> FAILING =
            List.of("fail", "denied", "deny", "invalid", "locked", "reject", "error", "unsuccess", "incorrect");

    private final Optional<Set<String>> logins;
    private final Set<String> logouts;

    Events(Map<String, String> settings) {
        logins = Optional.ofNullable(settings.get("login-events")).map(words -> Set.of(distinct(words)));
        logouts = Set.of(distinct(settings.getOrDefault("logout-events", "")));
    }

    private static String[] distinct(String words) {
        return words.lines().map(Events::plain).distinct().toArray(String[]::new);
    }

    What of(String event) {
        return switch (event) {
            case BEGINS -> What.BEGINS;
            case ENDS -> What.ENDS;
            case FAILS -> What.FAILS;
            case OTHER -> What.OTHER;
            default -> written(event);
        };
    }

    private What written(String event) {
        String word = plain(event);
        if (logouts.contains(word)) {
            return What.ENDS;
        }
        if (logins.isPresent()) {
            return logins.get().contains(word) ? What.BEGINS : What.OTHER;
        }
        if (FAILING.stream().anyMatch(word::contains)) {
            return What.FAILS;
        }
        return logouts.isEmpty() && ENDING.stream().anyMatch(word::contains) ? What.ENDS : What.BEGINS;
    }

    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('-', ' ').replace('_', ' ');
    }

    enum What {
        BEGINS,
        ENDS,
        FAILS,
        OTHER
    }
}
