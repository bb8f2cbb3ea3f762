package dev.earshot.investigate.history.gtm;

/// A variable of a container: a "macro" of a served one.
///
/// @param name as people call it; empty in a served container
/// @param type without the underscores of a served container, such as `u` for a part of the address
record Variable(String name, String type, Value.Fields parameters) {}
