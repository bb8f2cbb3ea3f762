package dev.earshot.browser.watch.cdp;

/// An address that a page took on.
///
/// @param page the page's target id
/// @param wall when we heard of it, in milliseconds since 1970
/// @param url without its fragment
public record PageAddress(String page, long wall, String url) {}
