package dev.earshot.guard.protection;

/// What becomes of a request to a third party that nobody has ruled on.
public enum Otherwise {
    /// It is blocked and reported.
    BLOCK,
    /// It is let through and reported: for the days in which one learns what a site needs.
    REPORT
}
