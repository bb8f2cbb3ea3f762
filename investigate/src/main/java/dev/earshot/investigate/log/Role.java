package dev.earshot.investigate.log;

/// What a field of a line is.
enum Role {
    /// Nothing that is needed.
    OTHER,
    /// A number that isn't needed, or `-`: it has no space in it.
    NUMBER,
    /// `10/Oct/2000:13:55:36 -0700`, 26 bytes.
    TIME,
    /// `2000-10-10T13:55:36-07:00`
    ISO_TIME,
    /// Seconds since 1970, with or without a fraction.
    UNIX_TIME,
    /// Written as a strftime pattern says; several of them may make up one time.
    TIME_PART,
    /// Method, target and version.
    REQUEST,
    METHOD,
    /// Path and query as asked for.
    TARGET,
    /// The path as the server understood it: unescaped; a query may follow.
    DECODED_TARGET,
    QUERY,
    STATUS,
    HOST,
    ADDRESS,
    FORWARDED_FOR,
    USER,
    SESSION,
    TRACE,
    AGENT,
    COOKIES
}
