package dev.earshot.investigate.history.gtm;

/// One comparison of a trigger.
///
/// @param operator in lower case without separators, such as `startswith`
record Condition(String operator, Value left, Value right, boolean negate, boolean ignoreCase) {}
