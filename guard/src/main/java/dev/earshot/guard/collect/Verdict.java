package dev.earshot.guard.collect;

import java.util.Arrays;

/// What became of the request that a report is about.
enum Verdict {
    BLOCKED("blocked"),
    /// It left with some of its fields alone.
    STRIPPED("stripped"),
    /// It left as it was: a policy that only reports, or a guard that nobody told what to do.
    SEEN("let through"),
    UNSAID("not said");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static Verdict ofWords(String words) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.words.equals(words))
                .findFirst()
                .orElse(UNSAID);
    }

    /// @param disposition of CSP level 3, section 5.3; browsers before it don't say
    static Verdict ofDisposition(String disposition) {
        return switch (disposition) {
            case "enforce" -> BLOCKED;
            case "report" -> SEEN;
            default -> UNSAID;
        };
    }

    static Verdict ofGuard(String verdict) {
        return switch (verdict) {
            case "blocked" -> BLOCKED;
            case "stripped" -> STRIPPED;
            case "seen" -> SEEN;
            default -> UNSAID;
        };
    }
}
