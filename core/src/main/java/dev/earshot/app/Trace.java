package dev.earshot.app;

/// One thing in an app's files that a rung rests on.
///
/// @param rung what it shows
/// @param kind how it was recognised, in kebab case: `class`, `component`, `meta-data`, `text`, `native-text`,
///     `script`, `build-file`, `dependency`, `framework`, `symbol`, `call`, `path`, `key`, `switch`, `exchange`
/// @param survivesRenaming whether it is found in an app whose classes were renamed as well
/// @param what it is, in words of the file: a class name, a key, a host
public record Trace(Rung rung, String kind, boolean survivesRenaming, String what, Spot at) {}
