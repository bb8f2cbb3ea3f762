package dev.earshot.breach.document;

/// A run of text within a [Block].
public sealed interface Span {
    record Text(String text, boolean bold) implements Span {}

    /// A place for a value of one person; may be many lines, separated by line feeds.
    record Slot(String name, boolean bold) implements Span {}

    record LineBreak() implements Span {}
}
