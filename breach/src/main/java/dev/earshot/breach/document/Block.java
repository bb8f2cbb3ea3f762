package dev.earshot.breach.document;

import java.util.List;

/// A part of a [Document].
public sealed interface Block {
    /// @param level 1 is the title
    record Heading(int level, List<Span> spans) implements Block {
        public Heading {
            spans = List.copyOf(spans);
        }
    }

    record Paragraph(List<Span> spans) implements Block {
        public Paragraph {
            spans = List.copyOf(spans);
        }
    }

    record Listing(boolean ordered, List<List<Span>> items) implements Block {
        public Listing {
            items = items.stream().map(List::copyOf).toList();
        }
    }

    /// @param rows the first is the head; each a list of cells
    record Table(List<List<List<Span>>> rows) implements Block {
        public Table {
            rows = rows.stream()
                    .map(row -> row.stream().map(List::copyOf).toList())
                    .toList();
        }
    }
}
