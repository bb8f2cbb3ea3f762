package dev.earshot.mobile.sdk;

/// A fact of an SDK's data file.
///
/// @param is what the file says
/// @param verified whether it was read in one of the file's sources; general knowledge where it was not
public record Fact(String is, boolean verified) {}
