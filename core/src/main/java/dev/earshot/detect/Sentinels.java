package dev.earshot.detect;

import java.util.Set;

/// Values that tags send where they have nothing to tell.
final class Sentinels {
    private static final Set<String> NOTHING = Set.of(
            "",
            "N",
            "0",
            "(not set)",
            "(none)",
            "(direct)",
            "undefined",
            "null",
            "none",
            "NaN",
            "-",
            "tv.1",
            "[]",
            "{}");

    private Sentinels() {}

    /// Whether `value` tells nothing. In Google's user-data token, `tv.1` stands for nothing found and `tv.1~em.e1`
    /// for an error.
    static boolean saysNothing(String value) {
        if (value.length() > 9 && !value.startsWith("tv.1~")) {
            return value.isBlank();
        }
        if (NOTHING.contains(value) || value.isBlank()) {
            return true;
        }
        return value.startsWith("tv.1~") && onlyErrors(value);
    }

    private static boolean onlyErrors(String token) {
        for (String part : token.substring("tv.1~".length()).split("~")) {
            int dot = part.indexOf('.');
            String content = dot < 0 ? part : part.substring(dot + 1);
            boolean error = content.length() <= 3 && content.startsWith("e") || content.isEmpty();
            if (!error) {
                return false;
            }
        }
        return true;
    }
}
