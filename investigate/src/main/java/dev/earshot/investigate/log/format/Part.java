package dev.earshot.investigate.log.format;

import java.util.Optional;

/// What a column, or a path in JSON, can be of a request. The keys are what a plan's `fields` writes.
enum Part {
    /// The instant, in any way that [Instants] reads.
    TIME("time"),
    /// The day alone, beside [#CLOCK].
    DATE("date"),
    CLOCK("clock"),
    STATUS("status"),
    METHOD("method"),
    HOST("host"),
    /// With or without a query.
    PATH("path"),
    QUERY("query"),
    /// Host, path and query in one.
    URL("url"),
    /// Method, target and version in one.
    REQUEST("request"),
    ADDRESS("address"),
    FORWARDED_FOR("forwardedFor"),
    USER("user"),
    SESSION("session"),
    TRACE("trace"),
    AGENT("agent"),
    COOKIES("cookies");

    private final String key;

    Part(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    static Optional<Part> of(String key) {
        for (Part part : values()) {
            if (part.key.equals(key)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
