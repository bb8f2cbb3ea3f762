package dev.earshot.breach.document;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A document as plain text in lines of at most 72 columns, as a screen or a mail program with a fixed font shows them:
/// a Chinese, Japanese or Korean character takes two columns, a combining mark none (Unicode UAX #11). Lines break
/// where the language lets them (UAX #14). Text from right to left stays in the order in which it is read.
public final class PlainText {
    /// Columns of a line.
    public static final int WIDTH = 72;

    /// What stays whole, on a line that is too long if need be: broken, it could not be copied.
    private static final Pattern ADDRESS =
            Pattern.compile("(?:https?://|www\\.)[\\x21-\\x7e]+|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");

    private final BreakIterator lineBreaks;
    private final BreakIterator characterBreaks;
    private final StringBuilder text = new StringBuilder();

    private PlainText(Locale language) {
        this.lineBreaks = BreakIterator.getLineInstance(language);
        this.characterBreaks = BreakIterator.getCharacterInstance(language);
    }

    /// Lines end with LF; a blank line stands between blocks. A slot that has no value yet is shown as `[its name]`.
    public static String of(Document document) {
        PlainText plain = new PlainText(document.language());
        document.blocks().forEach(plain::block);
        return plain.text.toString();
    }

    /// Columns that a text takes on one line.
    static int width(String text) {
        return text.codePoints().map(PlainText::width).sum();
    }

    private static int width(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default ->
                switch (UCharacter.getIntPropertyValue(codePoint, UProperty.EAST_ASIAN_WIDTH)) {
                    case UCharacter.EastAsianWidth.WIDE, UCharacter.EastAsianWidth.FULLWIDTH -> 2;
                    default -> 1;
                };
        };
    }

    private void block(Block block) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        switch (block) {
            case Block.Heading(int level, List<Span> spans) -> {
                List<String> lines = wrap(plain(spans), WIDTH);
                lines.forEach(this::line);
                if (level <= 2) {
                    int longest =
                            lines.stream().mapToInt(PlainText::width).max().orElse(0);
                    line((level == 1 ? "=" : "-").repeat(longest));
                }
            }
            case Block.Paragraph(List<Span> spans) -> wrap(plain(spans), WIDTH).forEach(this::line);
            case Block.Listing(boolean ordered, List<List<Span>> items) -> {
                for (int item = 0; item < items.size(); item++) {
                    hanging(ordered ? item + 1 + ". " : "- ", plain(items.get(item)));
                }
            }
            case Block.Table(List<List<List<Span>>> rows) ->
                table(rows.stream()
                        .map(row -> row.stream().map(PlainText::plain).toList())
                        .toList());
        }
    }

    private void hanging(String mark, String item) {
        List<String> lines = wrap(item, WIDTH - mark.length());
        for (int at = 0; at < lines.size(); at++) {
            line((at == 0 ? mark : " ".repeat(mark.length())) + lines.get(at));
        }
    }

    /// In columns where they fit; else a paragraph for each row, `first: second` or each value after its head.
    private void table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        boolean oneLine = true;
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
                oneLine &= row.get(column).indexOf('\n') < 0;
            }
        }
        int all = 2 * Math.max(0, columns - 1);
        for (int width : widths) {
            all += width;
        }
        if (oneLine && all <= WIDTH) {
            for (int row = 0; row < rows.size(); row++) {
                StringBuilder line = new StringBuilder();
                for (int column = 0; column < rows.get(row).size(); column++) {
                    String cell = rows.get(row).get(column);
                    line.append(cell).append(" ".repeat(widths[column] - width(cell) + 2));
                }
                line(line.toString().stripTrailing());
                if (row == 0) {
                    line("-".repeat(all));
                }
            }
            return;
        }
        for (int row = 1; row < rows.size(); row++) {
            List<String> cells = rows.get(row);
            if (cells.size() == 2) {
                wrapped(named(cells.get(0), cells.get(1)));
            } else {
                for (int column = 0; column < cells.size(); column++) {
                    String head = column < rows.get(0).size() ? rows.get(0).get(column) : "";
                    wrapped(named(head, cells.get(column)));
                }
                if (row < rows.size() - 1) {
                    text.append('\n');
                }
            }
        }
    }

    private static String named(String head, String value) {
        boolean ends = head.isEmpty() || head.endsWith("?") || head.endsWith(":");
        return (head + (ends ? " " : ": ") + value).strip();
    }

    private void wrapped(String entry) {
        List<String> lines = wrap(entry, WIDTH - 2);
        for (int at = 0; at < lines.size(); at++) {
            line((at == 0 ? "" : "  ") + lines.get(at));
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String plain(List<Span> spans) {
        StringBuilder plain = new StringBuilder();
        for (Span span : spans) {
            switch (span) {
                case Span.Text(String words, boolean bold) -> plain.append(words);
                case Span.Slot(String name, boolean bold) ->
                    plain.append('[').append(name).append(']');
                case Span.LineBreak() -> plain.append('\n');
            }
        }
        return plain.toString();
    }

    private List<String> wrap(String words, int width) {
        List<String> lines = new ArrayList<>();
        for (String line : words.replace("\r\n", "\n").split("[\n\r\u2028\u2029]", -1)) {
            wrapLine(line.replaceAll("\\p{Cc}", " "), width, lines);
        }
        return lines;
    }

    private void wrapLine(String words, int width, List<String> lines) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String piece : pieces(words)) {
            if (used > 0 && used + width(piece.stripTrailing()) > width) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                used = 0;
            }
            boolean whole = width(piece.stripTrailing()) <= width
                    || ADDRESS.matcher(piece).find();
            for (String part : whole ? List.of(piece) : characters(piece)) {
                if (!whole && used + width(part) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                line.append(part);
                used += width(part);
            }
        }
        lines.add(line.toString().stripTrailing());
    }

    /// The text cut where a line may end.
    private List<String> pieces(String words) {
        List<int[]> addresses = new ArrayList<>();
        Matcher address = ADDRESS.matcher(words);
        while (address.find()) {
            addresses.add(new int[] {address.start(), address.end()});
        }
        lineBreaks.setText(words);
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int end = lineBreaks.next(); end != BreakIterator.DONE; end = lineBreaks.next()) {
            int cut = end;
            if (addresses.stream().noneMatch(range -> range[0] < cut && cut < range[1])) {
                pieces.add(words.substring(start, end));
                start = end;
            }
        }
        return pieces;
    }

    /// The characters as a reader sees them, each with its marks.
    private List<String> characters(String piece) {
        characterBreaks.setText(piece);
        List<String> characters = new ArrayList<>();
        int start = 0;
        for (int end = characterBreaks.next(); end != BreakIterator.DONE; end = characterBreaks.next()) {
            characters.add(piece.substring(start, end));
            start = end;
        }
        return characters;
    }
}
