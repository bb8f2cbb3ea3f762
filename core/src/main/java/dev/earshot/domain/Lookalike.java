package dev.earshot.domain;

/// A domain whose name looks like the covered entity's own. A question to put to the user, never an answer:
/// anybody may register such a name.
///
/// @param domain the registrable domain seen
/// @param resembles the covered entity's domain that it looks like
/// @param shared the part of the name that both have, such as `clinic`
public record Lookalike(String domain, String resembles, String shared) {}
