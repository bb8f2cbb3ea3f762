package dev.earshot.breach.document;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Bidi;
import com.ibm.icu.text.BidiRun;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.ULocale;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sets text in lines: Arabic letters in their forms, right-to-left text from the right (UAX #9), lines broken where the
/// script allows it (UAX #14), and anywhere in a word that is longer than a line. For many threads.
final class Typesetter {
    private static final char ISOLATE = '\u2068';
    private static final char END_OF_ISOLATE = '\u2069';
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final Fonts fonts;
    private final boolean rightToLeft;
    private final ThreadLocal<BreakIterator> breaks;

    Typesetter(Fonts fonts, Locale language) {
        this.fonts = fonts;
        this.rightToLeft = ULocale.forLocale(language).isRightToLeft();
        this.breaks = ThreadLocal.withInitial(() -> BreakIterator.getLineInstance(language));
    }

    boolean rightToLeft() {
        return rightToLeft;
    }

    /// @param values by the name of each slot; what is in a value can't change the direction of the text around it
    /// @throws IllegalArgumentException naming a slot that has no value
    List<Line> lines(List<Span> spans, Map<String, String> values, boolean bold, float size, float width) {
        List<Line> lines = new ArrayList<>();
        Passage passage = new Passage();
        for (Span span : spans) {
            switch (span) {
                case Span.Text text -> passage.add(text.text(), bold || text.bold(), false, size, width, lines);
                case Span.Slot slot -> {
                    String value = values.get(slot.name());
                    if (value == null) {
                        throw new IllegalArgumentException("no value for the slot " + slot.name());
                    }
                    passage.add(value, bold || slot.bold(), true, size, width, lines);
                }
                case Span.LineBreak _ -> passage.end(size, width, lines);
            }
        }
        passage.end(size, width, lines);
        return lines;
    }

    /// A text without line feeds, and which of its characters are bold.
    private final class Passage {
        private final StringBuilder text = new StringBuilder();
        private boolean[] bold = new boolean[256];

        void add(String added, boolean heavy, boolean isolated, float size, float width, List<Line> lines) {
            String composed = Normalizer2.getNFCInstance().normalize(added);
            boolean apart = isolated && (rightToLeft || hasRightToLeft(composed));
            int start = 0;
            while (start <= composed.length()) {
                int end = composed.indexOf('\n', start);
                if (end < 0) {
                    end = composed.length();
                }
                int from = text.length();
                if (apart) {
                    text.append(ISOLATE);
                    composed.substring(start, end)
                            .chars()
                            .filter(c -> !isBidiControl(c))
                            .forEach(c -> text.append((char) c));
                    text.append(END_OF_ISOLATE);
                } else {
                    text.append(composed, start, end);
                }
                if (text.length() > bold.length) {
                    bold = Arrays.copyOf(bold, text.length() * 2);
                }
                Arrays.fill(bold, from, text.length(), heavy);
                if (end < composed.length()) {
                    end(size, width, lines);
                }
                start = end + 1;
            }
        }

        void end(float size, float width, List<Line> lines) {
            char[] characters = new char[text.length()];
            text.getChars(0, characters.length, characters, 0);
            text.setLength(0);
            new Setting(characters, bold, size).breakInto(width, lines);
        }
    }

    static boolean hasRightToLeft(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x590
                    && (c < 0x900
                            || (c >= 0xFB1D && c <= 0xFEFC)
                            || (c >= 0xD802 && c <= 0xD83B)
                            || isBidiControl(c))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBidiControl(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /// One stretch of text on its way to lines. `glyphs` is -1 where nothing is drawn.
    private final class Setting {
        private final char[] text;
        private final float size;
        private final int[] glyphs;
        private final int[] widths;
        private final boolean[] marks;
        private final boolean[] heavy;
        private final Bidi bidi;
        private final boolean[] breakable;
        private final boolean leftToRight;

        Setting(char[] text, boolean[] bold, float size) {
            this.text = text;
            this.size = size;
            this.heavy = bold;
            int length = text.length;
            glyphs = new int[length];
            widths = new int[length];
            marks = new boolean[length];
            boolean anyRightToLeft = hasRightToLeft(new String(text));
            char[] shaped = anyRightToLeft ? ArabicForms.of(text) : text;
            boolean simple = true;
            int face = -1;
            for (int i = 0; i < length; i++) {
                char c = shaped[i];
                if (c > 0x24F && !(c >= 0x2010 && c <= 0x201D)) {
                    simple = false;
                }
                if (c == Character.MIN_VALUE) {
                    glyphs[i] = -1;
                    continue;
                }
                int code = c;
                if (Character.isHighSurrogate(c) && i + 1 < length) {
                    code = Character.toCodePoint(c, shaped[i + 1]);
                }
                int glyph = fonts.glyph(code, bold[i]);
                if (c == ' ' && face >= 0) {
                    int same = fonts.face(face).glyph(' ');
                    glyph = same > 0 ? face << 16 | same : glyph;
                }
                if (code >= 0x300 && isMark(code)) {
                    marks[i] = true;
                    int same = face < 0 ? 0 : fonts.face(face).glyph(code);
                    glyph = same > 0 ? face << 16 | same : glyph;
                } else if (c > ' ' && glyph > 0) {
                    face = glyph >> 16;
                }
                if (glyph == 0 && !Fonts.isIgnorable(code)) {
                    throw new UnprintableException(new Fonts.Unprintable(code));
                }
                boolean drawn = glyph != 0 && !Fonts.isIgnorable(code);
                glyphs[i] = drawn ? glyph : -1;
                widths[i] = drawn && !marks[i] ? fonts.face(glyph >> 16).advance(glyph & 0xFFFF) : 0;
                if (code > 0xFFFF) {
                    i++;
                    glyphs[i] = -1;
                }
            }
            breakable = simple ? atSpaces(text) : byScript(text);
            bidi = new Bidi();
            if (anyRightToLeft || rightToLeft) {
                bidi.setPara(text, rightToLeft ? Bidi.RTL : Bidi.LTR, null);
            }
            leftToRight = !(anyRightToLeft || rightToLeft) || bidi.getDirection() == Bidi.DIRECTION_LEFT_TO_RIGHT;
        }

        void breakInto(float width, List<Line> lines) {
            float limit = width * 1000 / size;
            int start = 0;
            do {
                int end = end(start, limit);
                lines.add(line(start, end));
                start = end;
            } while (start < text.length);
        }

        /// The end of the line that begins at `start`. Spaces at the end may hang over.
        private int end(int start, float limit) {
            int last = start;
            float pen = 0;
            for (int i = start; i < text.length; i++) {
                if (breakable[i] && i > start) {
                    last = i;
                }
                pen += widths[i];
                if (pen > limit && !Character.isWhitespace(text[i]) && i > start) {
                    if (last > start) {
                        return last;
                    }
                    int cut = i;
                    while (cut > start && (marks[cut] || glyphs[cut] < 0)) {
                        cut--;
                    }
                    if (cut > start) {
                        return cut;
                    }
                }
            }
            return text.length;
        }

        private Line line(int start, int limit) {
            int end = limit;
            while (end > start
                    && (Character.isWhitespace(text[end - 1])
                            || (glyphs[end - 1] < 0 && !Character.isSurrogate(text[end - 1])))) {
                end--;
            }
            Pen pen = new Pen();
            if (leftToRight || end == start) {
                pen.draw(start, end, false);
            } else {
                Bidi line = bidi.setLine(start, end);
                for (int i = 0; i < line.countRuns(); i++) {
                    BidiRun run = line.getVisualRun(i);
                    pen.draw(start + run.getStart(), start + run.getLimit(), run.isOddRun());
                }
            }
            return pen.finish();
        }

        /// Draws glyphs from left to right.
        private final class Pen {
            private final List<Line.Run> runs = new ArrayList<>(2);
            private final ByteArrayOutputStream show = new ByteArrayOutputStream();
            private final StringBuilder drawn = new StringBuilder();
            private int face = -1;
            private boolean thick;
            private int x;
            private int begun;
            private int drawnTo;
            private boolean moves;
            private float ascent;
            private float descent;

            void draw(int start, int end, boolean reversed) {
                if (!reversed) {
                    for (int i = start; i < end; ) {
                        i = cluster(i, end, false);
                    }
                    return;
                }
                int limit = end;
                while (limit > start) {
                    int base = limit - 1;
                    while (base > start && (marks[base] || Character.isLowSurrogate(text[base]))) {
                        base--;
                    }
                    cluster(base, limit, true);
                    limit = base;
                }
            }

            /// @return where the next one begins
            private int cluster(int base, int end, boolean mirrored) {
                int glyph = glyphs[base];
                if (mirrored && glyph >= 0 && UCharacter.isMirrored(text[base])) {
                    glyph = fonts.glyph(UCharacter.getMirror(text[base]), heavy[base]);
                }
                int before = x;
                if (glyph >= 0) {
                    put(glyph, heavy[base], 0, widths[base]);
                }
                int i = base + 1;
                while (i < end && (marks[i] || Character.isLowSurrogate(text[i]))) {
                    if (marks[i] && glyphs[i] >= 0) {
                        Face font = fonts.face(glyphs[i] >> 16);
                        boolean same = glyph >= 0 && glyph >> 16 == glyphs[i] >> 16;
                        int offset = same ? Math.round(font.markOffset(glyph & 0xFFFF, glyphs[i] & 0xFFFF)) : 0;
                        put(glyphs[i], heavy[i], same ? before + offset - x : 0, 0);
                    }
                    i++;
                }
                return i;
            }

            /// @param shift how far from the pen it is drawn
            private void put(int glyph, boolean bold, int shift, int width) {
                Face font = fonts.face(glyph >> 16);
                boolean outlined = bold && fonts.lacksBold(glyph >> 16);
                int place = x + shift;
                if (glyph >> 16 != face || outlined != thick) {
                    endRun();
                    face = glyph >> 16;
                    thick = outlined;
                    begun = place;
                    drawnTo = place;
                    ascent = Math.max(ascent, font.ascent());
                    descent = Math.max(descent, font.descent());
                }
                if (drawnTo != place) {
                    moves = true;
                    show.writeBytes((">" + (drawnTo - place) + "<").getBytes(StandardCharsets.US_ASCII));
                }
                int code = glyph & 0xFFFF;
                show.write(HEX[code >> 12]);
                show.write(HEX[code >> 8 & 15]);
                show.write(HEX[code >> 4 & 15]);
                show.write(HEX[code & 15]);
                drawn.append((char) code);
                drawnTo = place + font.advance(code);
                x += width;
            }

            private void endRun() {
                if (face >= 0 && !drawn.isEmpty()) {
                    String body = "<" + show.toString(StandardCharsets.US_ASCII) + ">";
                    String operation = moves ? "[" + body + "]TJ\n" : body + "Tj\n";
                    runs.add(new Line.Run(
                            face,
                            thick,
                            begun * size / 1000,
                            drawn.toString().toCharArray(),
                            operation.getBytes(StandardCharsets.US_ASCII)));
                }
                show.reset();
                drawn.setLength(0);
                moves = false;
            }

            Line finish() {
                endRun();
                Face usual = fonts.face(0);
                return new Line(
                        List.copyOf(runs),
                        size,
                        x * size / 1000,
                        Math.max(ascent, usual.ascent()) * size / 1000,
                        Math.max(descent, usual.descent()) * size / 1000);
            }
        }
    }

    private static boolean isMark(int code) {
        int type = Character.getType(code);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean[] atSpaces(char[] text) {
        boolean[] breakable = new boolean[text.length];
        for (int i = 1; i < text.length; i++) {
            breakable[i] = (text[i - 1] == ' ' && text[i] != ' ')
                    || (text[i - 1] == '-' && i > 1 && Character.isLetter(text[i]) && Character.isLetter(text[i - 2]));
        }
        return breakable;
    }

    private boolean[] byScript(char[] text) {
        boolean[] breakable = new boolean[text.length];
        BreakIterator iterator = breaks.get();
        iterator.setText(new String(text));
        for (int at = iterator.first(); at != BreakIterator.DONE; at = iterator.next()) {
            if (at < text.length) {
                breakable[at] = true;
            }
        }
        return breakable;
    }
}
