package dev.earshot.breach.duty;

/// One condition of a rule held against the facts.
///
/// @param because a sentence
record Finding(Answer answer, String because) {}
