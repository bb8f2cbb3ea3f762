package dev.earshot.exchange;

import java.util.Optional;

/// One link of the chain from a request up to the tag in the page that caused it.
///
/// @param kind how it caused the next link
/// @param url the script or document that did; empty where the browser did not say
/// @param line one-based, or 0 where unknown
/// @param column one-based, or 0 where unknown
/// @param function the function's name; empty where it has none
public record Initiator(Kind kind, Optional<String> url, int line, int column, String function) {
    /// What the browser said about the cause.
    public enum Kind {
        PARSER,
        SCRIPT,
        REDIRECT,
        PRELOAD,
        PREFLIGHT,
        OTHER
    }
}
