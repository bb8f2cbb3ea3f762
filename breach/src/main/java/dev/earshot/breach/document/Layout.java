package dev.earshot.breach.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The blocks of a document as strips of one column. For many threads.
public final class Layout {
    /// Size of the text, in points. California asks for no less than 10 (Civil Code § 1798.82(d)(1)(C)).
    public static final float SIZE = 10.5f;

    private static final float PARAGRAPH_GAP = 6;
    private static final float INDENT = 18;
    private static final float CELL_GAP = 8;

    private final Typesetter typesetter;
    private final float width;

    /// @param width of the column, in points
    public Layout(Fonts fonts, Locale language, float width) {
        this.typesetter = new Typesetter(fonts, language);
        this.width = width;
    }

    /// @param values by the name of each slot
    /// @throws IllegalArgumentException naming a slot that has no value
    /// @throws UnprintableException where a character can't be printed
    public List<Strip> strips(Block block, Map<String, String> values) {
        return strips(block, values, new Part("Document"));
    }

    /// Lines by themselves, from the left, as an address is set.
    ///
    /// @throws UnprintableException where a character can't be printed
    public List<Line> lines(String text, float size, float limit) {
        return typesetter.lines(List.of(new Span.Text(text, false)), Map.of(), false, size, limit);
    }

    List<Strip> strips(Block block, Map<String, String> values, Part document) {
        return switch (block) {
            case Block.Heading heading -> heading(heading, values, document);
            case Block.Paragraph paragraph -> {
                Part part = document.add("P");
                yield column(
                        typesetter.lines(paragraph.spans(), values, false, SIZE, width), PARAGRAPH_GAP, 0, false, part);
            }
            case Block.Listing listing -> listing(listing, values, document);
            case Block.Table table -> table(table, values, document);
        };
    }

    private List<Strip> heading(Block.Heading heading, Map<String, String> values, Part document) {
        float size = switch (heading.level()) {
            case 1 -> 16;
            case 2 -> 13;
            default -> 11.5f;
        };
        Part part = document.add("H" + Math.clamp(heading.level(), 1, 6));
        return column(typesetter.lines(heading.spans(), values, true, size, width), size * 0.9f, 0, true, part);
    }

    private List<Strip> listing(Block.Listing listing, Map<String, String> values, Part document) {
        List<Strip> strips = new ArrayList<>();
        Part list = document.add("L");
        int number = 1;
        for (List<Span> item : listing.items()) {
            Part entry = list.add("LI");
            String mark = listing.ordered() ? number + "." : "•";
            Line label = typesetter
                    .lines(List.of(new Span.Text(mark, false)), Map.of(), false, SIZE, width)
                    .getFirst();
            Part labelPart = entry.add("Lbl");
            List<Strip> body = column(
                    typesetter.lines(item, values, false, SIZE, width - INDENT),
                    PARAGRAPH_GAP / 2,
                    INDENT,
                    false,
                    entry.add("LBody"));
            Strip first = body.getFirst();
            List<Strip.Placed> lines = new ArrayList<>();
            float x =
                    typesetter.rightToLeft() ? width - INDENT / 2 - label.width() / 2 : INDENT / 2 - label.width() / 2;
            lines.addAll(first.lines());
            // In the order of the page, from left to right, as those expect it who read text back.
            lines.add(
                    typesetter.rightToLeft() ? lines.size() : 0,
                    new Strip.Placed(x, first.lines().getFirst().baseline(), label, labelPart));
            strips.add(new Strip(first.before(), first.height(), first.tied(), false, List.copyOf(lines)));
            strips.addAll(body.subList(1, body.size()));
            number++;
        }
        return strips;
    }

    /// @param indent from the side where lines begin
    private List<Strip> column(List<Line> lines, float before, float indent, boolean tied, Part part) {
        List<Strip> strips = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            // Neither the first nor the last line of a paragraph stands alone.
            boolean stays = tied || (lines.size() > 1 && (i == 0 || i == lines.size() - 2));
            strips.add(new Strip(
                    i == 0 ? before : 0,
                    line.height(),
                    stays,
                    false,
                    List.of(new Strip.Placed(start(line, indent), line.ascent(), line, part))));
        }
        return strips;
    }

    private float start(Line line, float left) {
        return typesetter.rightToLeft() ? width - left - line.width() : left;
    }

    private List<Strip> table(Block.Table table, Map<String, String> values, Part document) {
        int columns = table.rows().stream().mapToInt(List::size).max().orElse(0);
        if (columns == 0) {
            return List.of();
        }
        float[] widths = widths(table, values, columns);
        Part whole = document.add("Table");
        List<Strip> strips = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            Part rowPart = whole.add("TR");
            List<List<Line>> cells = new ArrayList<>();
            List<Part> parts = new ArrayList<>();
            for (int column = 0; column < table.rows().get(row).size(); column++) {
                cells.add(typesetter.lines(
                        table.rows().get(row).get(column), values, row == 0, SIZE, widths[column] - CELL_GAP));
                parts.add(rowPart.add(row == 0 ? "TH" : "TD"));
            }
            int deepest = cells.stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < deepest; i++) {
                List<Strip.Placed> placed = new ArrayList<>();
                float ascent = 0;
                float descent = 0;
                for (List<Line> cell : cells) {
                    if (i < cell.size()) {
                        ascent = Math.max(ascent, cell.get(i).ascent());
                        descent = Math.max(descent, cell.get(i).descent());
                    }
                }
                float edge = 0;
                for (int column = 0; column < cells.size(); column++) {
                    if (i < cells.get(column).size()) {
                        Line line = cells.get(column).get(i);
                        float x = typesetter.rightToLeft() ? width - edge - line.width() : edge;
                        placed.add(new Strip.Placed(x, ascent, line, parts.get(column)));
                    }
                    edge += widths[column];
                }
                boolean last = i == deepest - 1;
                strips.add(new Strip(
                        i == 0 ? (row == 0 ? PARAGRAPH_GAP : 3) : 0,
                        ascent + descent + (last ? 2 : 0),
                        !last || row == 0,
                        last,
                        List.copyOf(placed)));
            }
        }
        return strips;
    }

    /// Each column as wide as what is in it where there is room, and no narrower than its longest word where that can be.
    private float[] widths(Block.Table table, Map<String, String> values, int columns) {
        float[] natural = new float[columns];
        float[] least = new float[columns];
        for (List<List<Span>> row : table.rows()) {
            for (int column = 0; column < row.size(); column++) {
                natural[column] = Math.max(natural[column], widest(row.get(column), values));
                least[column] = Math.max(least[column], Math.min(width / 2, longestWord(row.get(column), values)));
            }
        }
        float wanted = sum(natural);
        float needed = sum(least);
        float[] widths = new float[columns];
        for (int column = 0; column < columns; column++) {
            if (wanted <= width) {
                widths[column] = natural[column] + (width - wanted) * natural[column] / wanted;
            } else if (needed >= width) {
                widths[column] = width * least[column] / needed;
            } else {
                float share = (natural[column] - least[column]) / (wanted - needed);
                widths[column] = least[column] + (width - needed) * share;
            }
        }
        return widths;
    }

    private float widest(List<Span> cell, Map<String, String> values) {
        double widest = typesetter.lines(cell, values, true, SIZE, 100_000).stream()
                .mapToDouble(Line::width)
                .max()
                .orElse(0);
        return (float) widest + CELL_GAP;
    }

    private float longestWord(List<Span> cell, Map<String, String> values) {
        float widest = 0;
        for (Span span : cell) {
            String text = switch (span) {
                case Span.Text plain -> plain.text();
                case Span.Slot slot -> values.getOrDefault(slot.name(), "");
                case Span.LineBreak _ -> "";
            };
            for (String word : text.split("\\s+")) {
                if (!word.isEmpty()) {
                    Line line = typesetter
                            .lines(List.of(new Span.Text(word, true)), Map.of(), true, SIZE, 100_000)
                            .getFirst();
                    widest = Math.max(widest, line.width() + CELL_GAP);
                }
            }
        }
        return widest;
    }

    private static float sum(float[] lengths) {
        float sum = 0;
        for (float length : lengths) {
            sum += length;
        }
        return sum;
    }
}
