package dev.earshot.breach.print;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Fonts;
import dev.earshot.breach.document.Ink;
import dev.earshot.breach.document.Layout;
import dev.earshot.breach.document.Line;
import dev.earshot.breach.document.PdfPages;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.document.Strip;
import dev.earshot.breach.notice.Letter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Sets letters, and writes many of them into one PDF file. What a variant's letters share is set once, and drawn once in a
/// file, as a form that pages refer to; what is a person's own is set for each, and may make the letter longer.
///
/// Setting is for many threads.
public final class LetterBook {
    private static final float MARGIN = 72;
    private static final float COLUMN = PdfPages.WIDTH - 2 * MARGIN;
    private static final float FOOT = 28;
    private static final float SMALL = 6;
    private static final int VARIANTS = 4_096;
    private static final int BLOCKS = 8_192;

    private final Fonts fonts;
    private final PrintSettings settings;
    private final Layout plain;
    private final List<Line> sender;
    private final Map<String, Master> masters = Collections.synchronizedMap(new Recent<>(VARIANTS));
    /// Variants have most of their blocks in common.
    private final Map<Text, Section> texts = Collections.synchronizedMap(new Recent<>(BLOCKS));

    public LetterBook(Fonts fonts, PrintSettings settings) {
        this.fonts = fonts;
        this.settings = settings;
        this.plain = new Layout(fonts, Locale.US, COLUMN);
        this.sender = settings.returnAddress().stream()
                .flatMap(line -> plain.lines(line, 9, COLUMN).stream())
                .toList();
    }

    public PrintSettings settings() {
        return settings;
    }

    /// A letter set in pages.
    ///
    /// @param sections one below the other
    /// @param ends where each page ends, in strips from the letter's beginning
    record SetLetter(MailPiece piece, List<Line> address, List<Section> sections, int[] ends) {
        int pages() {
            return ends.length;
        }
    }

    /// @param text what it is made of, where it is part of other letters too
    private record Section(List<Strip> strips, Optional<Text> text) {}

    /// A block without slots. Letters that have an equal one draw it once in a file.
    private record Text(Locale language, Block block, int hash) {
        Text(Locale language, Block block) {
            this(language, block, 31 * language.hashCode() + block.hashCode());
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// @param parts blocks with slots, or what is set already
    private record Master(Layout layout, List<Part> parts) {
        private sealed interface Part {
            record Shared(Section section) implements Part {}

            record Own(Block block) implements Part {}
        }
    }

    /// What was asked for last.
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Recent(int most) {
            super(64, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    /// @param address of [#address]
    /// @throws UnprintableException where a character of it can't be printed
    /// @throws IllegalArgumentException naming a slot that has no value
    SetLetter set(MailPiece piece, List<Line> address) {
        Master master = master(piece.letter().variant());
        List<Section> sections = new ArrayList<>(master.parts.size());
        List<Strip> all = new ArrayList<>();
        for (Master.Part part : master.parts) {
            Section section = switch (part) {
                case Master.Part.Shared shared -> shared.section;
                case Master.Part.Own own ->
                    new Section(master.layout.strips(own.block, piece.letter().values()), Optional.empty());
            };
            sections.add(section);
            all.addAll(section.strips);
        }
        int[] ends = Strip.pages(all, top() - MARGIN, PdfPages.HEIGHT - 2 * MARGIN);
        return new SetLetter(piece, address, List.copyOf(sections), ends);
    }

    private Master master(Letter.Variant variant) {
        Master known = masters.get(variant.id());
        if (known != null) {
            return known;
        }
        Layout layout = new Layout(fonts, variant.document().language(), COLUMN);
        List<Master.Part> parts = new ArrayList<>();
        for (Block block : variant.document().blocks()) {
            parts.add(
                    hasSlot(block)
                            ? new Master.Part.Own(block)
                            : new Master.Part.Shared(
                                    shared(layout, variant.document().language(), block)));
        }
        Master master = new Master(layout, List.copyOf(parts));
        Master other = masters.putIfAbsent(variant.id(), master);
        return other == null ? master : other;
    }

    private Section shared(Layout layout, Locale language, Block block) {
        Text text = new Text(language, block);
        Section known = texts.get(text);
        if (known != null) {
            return known;
        }
        Section section = new Section(layout.strips(block, Map.of()), Optional.of(text));
        texts.put(text, section);
        return section;
    }

    /// Strips of a text that are drawn as one form.
    private record Drawn(Text text, int from, int to) {}

    private static boolean hasSlot(Block block) {
        return switch (block) {
            case Block.Heading heading -> heading.spans().stream().anyMatch(Span.Slot.class::isInstance);
            case Block.Paragraph paragraph -> paragraph.spans().stream().anyMatch(Span.Slot.class::isInstance);
            case Block.Listing listing ->
                listing.items().stream().flatMap(List::stream).anyMatch(Span.Slot.class::isInstance);
            case Block.Table table ->
                table.rows().stream()
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .anyMatch(Span.Slot.class::isInstance);
        };
    }

    /// The key in small type and the address below it, as large as the window lets it be.
    ///
    /// @return empty where it can't be read through the window
    /// @throws UnprintableException where a character of it can't be printed
    Optional<List<Line>> address(String key, List<String> address) {
        PrintSettings.Window window = settings.window();
        List<Line> first = plain.lines(key, 6, window.width());
        for (float size = 10; size >= SMALL; size--) {
            List<Line> lines = new ArrayList<>(first);
            for (String line : address) {
                lines.addAll(plain.lines(line, size, window.width()));
            }
            double height = lines.stream().mapToDouble(LetterBook::leading).sum();
            if (height <= window.height()) {
                return Optional.of(lines);
            }
        }
        return Optional.empty();
    }

    private static float leading(Line line) {
        return line.size() * 1.18f;
    }

    /// Where the first page's text begins.
    private float top() {
        return PdfPages.HEIGHT - settings.window().top() - settings.window().height() - 24;
    }

    /// Sheets of paper that a letter takes.
    int sheets(SetLetter letter) {
        return settings.duplex() ? (letter.pages() + 1) / 2 : letter.pages();
    }

    /// Pages that a letter takes in a batch, with the blank one that makes the next one begin on a new sheet.
    int pagesInBatch(SetLetter letter) {
        return settings.duplex() ? sheets(letter) * 2 : letter.pages();
    }

    /// Writes a PDF file. The same letters give the same bytes. The stream stays open.
    ///
    /// @param identity in hex, 32 digits
    void write(List<SetLetter> letters, String title, String identity, OutputStream out) throws IOException {
        try (PdfPages pages = new PdfPages(out, fonts)) {
            Map<Drawn, Integer> drawn = new HashMap<>();
            Map<String, Line> numbers = new HashMap<>();
            for (SetLetter letter : letters) {
                write(letter, pages, drawn, numbers);
            }
            Locale language = letters.isEmpty()
                    ? Locale.US
                    : letters.getFirst().piece().letter().variant().document().language();
            pages.finish(title, language, identity);
        }
    }

    private void write(SetLetter letter, PdfPages pages, Map<Drawn, Integer> drawn, Map<String, Line> numbers)
            throws IOException {
        int start = 0;
        for (int page = 0; page < letter.pages(); page++) {
            Ink ink = pages.ink();
            float y = PdfPages.HEIGHT - MARGIN;
            if (page == 0) {
                drawHead(letter, ink);
                y = top();
            }
            drawStrips(letter, start, letter.ends[page], y, ink, pages, drawn);
            drawFoot(letter, page, ink, numbers);
            pages.page();
            start = letter.ends[page];
        }
        for (int blank = letter.pages(); blank < pagesInBatch(letter); blank++) {
            pages.ink();
            pages.page();
        }
    }

    private void drawHead(SetLetter letter, Ink ink) {
        float y = PdfPages.HEIGHT - MARGIN / 2;
        for (Line line : sender) {
            ink.line(line, MARGIN, y - line.ascent());
            y -= leading(line);
        }
        PrintSettings.Window window = settings.window();
        y = PdfPages.HEIGHT - window.top();
        for (Line line : letter.address) {
            ink.line(line, window.left(), y - line.size() * 0.95f);
            y -= leading(line);
        }
    }

    private void drawStrips(
            SetLetter letter, int start, int end, float top, Ink ink, PdfPages pages, Map<Drawn, Integer> drawn)
            throws IOException {
        float y = top;
        int offset = 0;
        for (Section section : letter.sections) {
            int from = Math.max(start - offset, 0);
            int to = Math.min(end - offset, section.strips.size());
            if (from < to) {
                List<Strip> strips = section.strips.subList(from, to);
                y -= offset + from == start ? 0 : strips.getFirst().before();
                if (section.text.isPresent()) {
                    Drawn key = new Drawn(section.text.get(), from, to);
                    Integer part = drawn.get(key);
                    if (part == null) {
                        pages.partInk().strips(strips, 0, 0, COLUMN);
                        part = pages.part();
                        drawn.put(key, part);
                    }
                    ink.part(part, MARGIN, y);
                    for (int i = 0; i < strips.size(); i++) {
                        y -= strips.get(i).height()
                                + (i == 0 ? 0 : strips.get(i).before());
                    }
                } else {
                    y = ink.strips(strips, MARGIN, y, COLUMN);
                }
            }
            offset += section.strips.size();
        }
    }

    private void drawFoot(SetLetter letter, int page, Ink ink, Map<String, Line> numbers) {
        String of = letter.piece
                        .letter()
                        .variant()
                        .document()
                        .language()
                        .getLanguage()
                        .equals("en")
                ? " of "
                : " / ";
        if (page > 0) {
            // The first page has the key in the window.
            ink.line(plain.lines(letter.piece.key(), 6, COLUMN).getFirst(), MARGIN, FOOT);
        }
        Line number = numbers.computeIfAbsent(
                (page + 1) + of + letter.pages(),
                text -> plain.lines(text, 8, COLUMN).getFirst());
        ink.line(number, PdfPages.WIDTH - MARGIN - number.width(), FOOT);
    }
}
