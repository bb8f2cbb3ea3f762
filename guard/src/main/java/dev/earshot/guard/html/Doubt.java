package dev.earshot.guard.html;

/// Why part of a page could not be judged as a browser would read it.
public enum Doubt {
    /// A tag longer than the limit.
    LONG_TAG,
    /// An inline script, or the content of a `<noscript>`, longer than the limit.
    LONG_SCRIPT,
    /// Text in which browsers of different ages, or with a different view of what is open, see tags or none.
    AMBIGUOUS_TEXT,
    /// Documents in attributes of documents, deeper than anybody nests them.
    DEEP_NESTING,
    /// An encoding in which `<` is not the one byte 3C wherever it stands: UTF-16, UTF-32, ISO-2022-JP.
    ENCODING
}
