package dev.earshot.app;

/// A file that was scanned.
///
/// @param name without its folder
/// @param kind `APK`, `split APK`, `AAB`, `IPA`, …
/// @param sha256 64 hexadecimal digits
public record AppFile(String name, String kind, long bytes, String sha256) {}
