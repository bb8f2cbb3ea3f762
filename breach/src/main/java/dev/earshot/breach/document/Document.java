package dev.earshot.breach.document;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A text to be shown, sent or printed.
///
/// @param language whose script and direction the text has
public record Document(String title, Locale language, List<Block> blocks) {
    public Document {
        blocks = List.copyOf(blocks);
    }

    /// The same with a text in place of each slot. A value is text and nothing else: no markup in it takes effect.
    ///
    /// @throws IllegalArgumentException naming a slot that has no value
    public Document filled(Map<String, String> values) {
        return new Document(
                title,
                language,
                blocks.stream().map(block -> filled(block, values)).toList());
    }

    private static Block filled(Block block, Map<String, String> values) {
        return switch (block) {
            case Block.Heading heading -> new Block.Heading(heading.level(), filled(heading.spans(), values));
            case Block.Paragraph paragraph -> new Block.Paragraph(filled(paragraph.spans(), values));
            case Block.Listing listing ->
                new Block.Listing(
                        listing.ordered(),
                        listing.items().stream()
                                .map(item -> filled(item, values))
                                .toList());
            case Block.Table table ->
                new Block.Table(table.rows().stream()
                        .map(row ->
                                row.stream().map(cell -> filled(cell, values)).toList())
                        .toList());
        };
    }

    private static List<Span> filled(List<Span> spans, Map<String, String> values) {
        return spans.stream()
                .<Span>map(span -> switch (span) {
                    case Span.Slot slot -> {
                        String value = values.get(slot.name());
                        if (value == null) {
                            throw new IllegalArgumentException("no value for the slot " + slot.name());
                        }
                        yield new Span.Text(value, slot.bold());
                    }
                    case Span.Text text -> text;
                    case Span.LineBreak line -> line;
                })
                .toList();
    }
}
