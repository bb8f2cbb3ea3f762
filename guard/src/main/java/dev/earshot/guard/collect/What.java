package dev.earshot.guard.collect;

/// What reports are counted by.
///
/// @param page the zone, or host and shape of the page
/// @param use the directive, or the guard's word
/// @param host with its port where that is unusual; a keyword or scheme where there was no host
/// @param path its shape; empty where the browser told the origin alone
/// @param source the host of the script that asked, or its scheme; empty where it isn't told
/// @param rule the guard's; empty for browsers
record What(String page, String use, String host, String path, Verdict verdict, String source, String rule) {}
