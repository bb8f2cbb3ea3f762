package dev.earshot.breach.notice;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Span;
import dev.earshot.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// The Markdown that a notice is written in: headings, paragraphs, lists, tables, bold and hard line breaks, read by
/// the rules of CommonMark 0.31 and GitHub's tables. Anything else is a mistake with its line, HTML foremost.
///
/// Links become text with their address behind it. What stands for a value is one private-use character, so that the
/// value itself is never read as markup.
final class Markdown {
    /// From here on, characters stand for values; the whole of plane 15 is for private use.
    static final int FIRST_VALUE = 0xF0000;

    static final int LAST_VALUE = 0xFFFFD;

    private static final int DEEPEST = 16;
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .maxOpenBlockParsers(DEEPEST)
            .build();

    private final Map<Integer, Span> values;
    private final IntUnaryOperator lines;
    private final String softBreak;
    private final Problems problems;

    /// @param values what the private-use characters stand for; a [Span.Text] or a [Span.Slot]
    /// @param lines from a line of the text that is read to the one that is reported, both from 1
    Markdown(Locale language, Map<Integer, Span> values, IntUnaryOperator lines, Problems problems) {
        this.values = values;
        this.lines = lines;
        this.softBreak = language.getLanguage().equals("zh") ? "" : " ";
        this.problems = problems;
    }

    List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        for (Node node = PARSER.parse(text).getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Heading heading -> blocks.add(new Block.Heading(heading.getLevel(), spans(heading)));
                case Paragraph paragraph -> blocks.add(new Block.Paragraph(spans(paragraph)));
                case ListBlock list -> blocks.add(listing(list));
                case TableBlock table -> blocks.add(table(table));
                default -> refuse(node);
            }
        }
        return blocks;
    }

    private Block listing(ListBlock list) {
        boolean ordered = list instanceof OrderedList;
        if (list instanceof OrderedList numbers
                && numbers.getMarkerStartNumber() != null
                && numbers.getMarkerStartNumber() != 1) {
            problem(list, "a numbered list starts at 1.");
        }
        List<List<Span>> items = new ArrayList<>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            Node only = item.getFirstChild();
            if (item instanceof ListItem && only instanceof Paragraph paragraph && paragraph.getNext() == null) {
                items.add(spans(paragraph));
            } else if (only != null) {
                problem(item, "an item of a list is one paragraph, without lists or blocks in it.");
            }
        }
        return new Block.Listing(ordered, items);
    }

    private Block table(TableBlock table) {
        List<List<List<Span>>> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                List<List<Span>> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                    cells.add(spans(cell));
                }
                rows.add(cells);
            }
        }
        return new Block.Table(rows);
    }

    private List<Span> spans(Node parent) {
        List<Span> spans = new ArrayList<>();
        add(parent, false, 0, spans);
        return spans;
    }

    private void add(Node parent, boolean bold, int depth, List<Span> spans) {
        if (depth > DEEPEST) {
            problem(parent, "this is nested too deep.");
            return;
        }
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Text text -> add(text.getLiteral(), bold, spans);
                case SoftLineBreak _ -> add(softBreak, bold, spans);
                case HardLineBreak _ -> spans.add(new Span.LineBreak());
                case StrongEmphasis strong -> add(strong, true, depth + 1, spans);
                case Link link -> {
                    List<Span> words = new ArrayList<>();
                    add(link, bold, depth + 1, words);
                    List<Span> address = new ArrayList<>();
                    add(link.getDestination().replaceFirst("^mailto:", ""), bold, address);
                    words.forEach(span -> append(span, spans));
                    if (!words.equals(address)) {
                        add(" (", bold, spans);
                        address.forEach(span -> append(span, spans));
                        add(")", bold, spans);
                    }
                }
                default -> refuse(node);
            }
        }
    }

    private void add(String text, boolean bold, List<Span> spans) {
        int from = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c >= FIRST_VALUE && c <= LAST_VALUE) {
                append(new Span.Text(text.substring(from, i), bold), spans);
                switch (values.get(c)) {
                    case Span.Slot slot -> spans.add(new Span.Slot(slot.name(), bold));
                    case Span.Text value -> append(new Span.Text(value.text(), bold), spans);
                    case Span.LineBreak line -> spans.add(line);
                    case null -> throw new IllegalStateException("a character for private use without a value");
                }
                from = next;
            }
            i = next;
        }
        append(new Span.Text(text.substring(from), bold), spans);
    }

    /// Joined to a neighbour of the same weight.
    private static void append(Span span, List<Span> spans) {
        if (span instanceof Span.Text text) {
            if (text.text().isEmpty()) {
                return;
            }
            if (!spans.isEmpty() && spans.getLast() instanceof Span.Text before && before.bold() == text.bold()) {
                spans.set(spans.size() - 1, new Span.Text(before.text() + text.text(), text.bold()));
                return;
            }
        }
        spans.add(span);
    }

    private void refuse(Node node) {
        problem(
                node,
                switch (node.getClass().getSimpleName()) {
                    case "HtmlBlock", "HtmlInline" -> "HTML can't be used; write Markdown.";
                    case "Image" -> "images can't be used: a notice shows no picture and loads none.";
                    case "Code", "FencedCodeBlock", "IndentedCodeBlock" ->
                        "code can't be used: write without back-quotes, and with fewer than four spaces before a line.";
                    case "Emphasis" -> "there are no italics; write **bold**.";
                    case "BlockQuote" -> "quotations can't be used; write a paragraph.";
                    case "ThematicBreak" -> "rules can't be used; write a heading.";
                    case "LinkReferenceDefinition" -> "write the address where the link is: [words](address).";
                    default -> node.getClass().getSimpleName() + " can't be used.";
                });
    }

    private void problem(Node node, String what) {
        Node placed = node;
        while (placed.getSourceSpans().isEmpty() && placed.getParent() != null) {
            placed = placed.getParent();
        }
        int line = placed.getSourceSpans().isEmpty()
                ? 1
                : placed.getSourceSpans().getFirst().getLineIndex() + 1;
        problems.add(lines.applyAsInt(line), what);
    }
}
