package dev.earshot.guard.csp;

/// What a Content-Security-Policy says of a request.
sealed interface Verdict {
    /// @param by the source expression that admits it; empty where no directive rules on it
    record Allowed(String directive, String by) implements Verdict {}

    record Blocked(String directive) implements Verdict {}

    /// What was recorded doesn't say enough.
    record Unknown(String directive, String why) implements Verdict {}

    String directive();
}
