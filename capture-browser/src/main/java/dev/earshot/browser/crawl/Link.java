package dev.earshot.browser.crawl;

/// An anchor as a page shows it.
///
/// @param url absolute
/// @param text what is written on it
/// @param download whether the page says that it is a file to download
public record Link(String url, String text, boolean download) {}
