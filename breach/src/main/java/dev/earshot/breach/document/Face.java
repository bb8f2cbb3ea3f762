package dev.earshot.breach.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/// One TrueType font. Lengths are in thousandths of the font's size. For many threads.
final class Face {
    private static final List<String> TABLES =
            List.of("head", "hhea", "loca", "maxp", "cvt ", "prep", "glyf", "hmtx", "fpgm", "gasp");

    private final int index;
    private final String name;
    private final TrueTypeFont font;
    private final CmapLookup characters;
    private final short[] advances;
    private final float ascent;
    private final float descent;
    private final float scale;

    /// @param index its place among the fonts of a document
    Face(int index, byte[] file) {
        this.index = index;
        try {
            font = new TTFParser().parse(new RandomAccessReadBuffer(file));
            name = font.getName();
            characters = font.getUnicodeCmapLookup();
            scale = 1000f / font.getUnitsPerEm();
            ascent = font.getHorizontalHeader().getAscender() * scale;
            descent = -font.getHorizontalHeader().getDescender() * scale;
            advances = new short[font.getNumberOfGlyphs()];
            for (int glyph = 0; glyph < advances.length; glyph++) {
                advances[glyph] = (short) Math.round(font.getAdvanceWidth(glyph) * scale);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int index() {
        return index;
    }

    /// @return 0 where it has none
    int glyph(int codePoint) {
        return characters.getGlyphId(codePoint);
    }

    int advance(int glyph) {
        return advances[glyph];
    }

    float ascent() {
        return ascent;
    }

    float descent() {
        return descent;
    }

    /// How far right of a base's origin a mark is drawn so that it stands over or under the middle of the base.
    float markOffset(int base, int mark) {
        float[] below = extent(base);
        float[] above = extent(mark);
        return (below[0] + below[1] - above[0] - above[1]) / 2;
    }

    private synchronized float[] extent(int glyph) {
        try {
            GlyphData shape = font.getGlyph().getGlyph(glyph);
            return shape == null
                    ? new float[] {0, advances[glyph]}
                    : new float[] {
                        shape.getBoundingBox().getLowerLeftX() * scale,
                        shape.getBoundingBox().getUpperRightX() * scale
                    };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the font with the glyphs used, under their own numbers as codes, as the object `id` and others.
    ///
    /// Source: ISO 32000-1, 9.7 (composite fonts) and 9.10.3 (ToUnicode).
    synchronized void embed(PdfFile pdf, int id, BitSet used) throws IOException {
        TTFSubsetter subsetter = new TTFSubsetter(font, TABLES);
        subsetter.addGlyphIds(used.stream().boxed().collect(Collectors.toSet()));
        String tag = tag(used);
        subsetter.setPrefix(tag + "+");
        Map<Integer, Integer> renumbered = subsetter.getGIDMap();
        ByteArrayOutputStream subset = new ByteArrayOutputStream();
        subsetter.writeToStream(subset);

        ByteBuffer ids = ByteBuffer.allocate(2 * used.length());
        renumbered.forEach((now, before) -> {
            if (before < used.length()) {
                ids.putShort(2 * before, now.shortValue());
            }
        });
        StringBuilder widths = new StringBuilder();
        StringBuilder texts = new StringBuilder();
        TreeMap<Integer, String> said = new TreeMap<>();
        used.stream().filter(glyph -> glyph > 0).forEach(glyph -> {
            widths.append(glyph).append('[').append(advances[glyph]).append(']');
            String text = text(glyph);
            if (!text.isEmpty()) {
                said.put(glyph, text);
            }
        });
        HexFormat hex = HexFormat.of().withUpperCase();
        int count = 0;
        for (Map.Entry<Integer, String> entry : said.entrySet()) {
            if (count % 100 == 0) {
                texts.append(count > 0 ? "endbfchar\n" : "")
                        .append(Math.min(100, said.size() - count))
                        .append(" beginbfchar\n");
            }
            count++;
            texts.append('<')
                    .append(hex.toHexDigits(entry.getKey().shortValue()))
                    .append("> <")
                    .append(hex.formatHex(entry.getValue().getBytes(StandardCharsets.UTF_16BE)))
                    .append(">\n");
        }
        texts.append(count > 0 ? "endbfchar\n" : "");

        int descendant = pdf.reserve();
        int descriptor = pdf.reserve();
        int program = pdf.reserve();
        int map = pdf.reserve();
        int unicode = pdf.reserve();
        String full = tag + "+" + name;
        pdf.object(
                id,
                "<</Type/Font/Subtype/Type0/BaseFont/" + full + "/Encoding/Identity-H/DescendantFonts[" + descendant
                        + " 0 R]/ToUnicode " + unicode + " 0 R>>");
        pdf.object(
                descendant,
                "<</Type/Font/Subtype/CIDFontType2/BaseFont/" + full
                        + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor "
                        + descriptor
                        + " 0 R/CIDToGIDMap " + map + " 0 R/DW 1000/W[" + widths + "]>>");
        pdf.object(
                descriptor,
                "<</Type/FontDescriptor/FontName/" + full + "/Flags 4/FontBBox["
                        + Math.round(font.getHeader().getXMin() * scale)
                        + " " + Math.round(font.getHeader().getYMin() * scale) + " "
                        + Math.round(font.getHeader().getXMax() * scale) + " "
                        + Math.round(font.getHeader().getYMax() * scale) + "]/ItalicAngle 0/Ascent "
                        + Math.round(ascent)
                        + "/Descent " + -Math.round(descent) + "/CapHeight 700/StemV 80/FontFile2 " + program
                        + " 0 R>>");
        pdf.stream(program, "/Length1 " + subset.size(), subset.toByteArray());
        pdf.stream(map, "", ids.array());
        pdf.stream(
                unicode,
                "",
                ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                                + "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                                + "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                                + "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
                                + texts + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /// The text that a glyph stands for. Arabic letters are said by themselves, not in the form that they take in a word.
    private String text(int glyph) {
        List<Integer> codePoints = characters.getCharCodes(glyph);
        if (codePoints == null || codePoints.isEmpty()) {
            return "";
        }
        return codePoints.stream()
                .sorted()
                .filter(code -> !isAnotherWayToSayIt(code))
                .findFirst()
                .map(Character::toString)
                // A form of Arabic letters before one of Persian or Urdu ones that looks the same.
                .orElseGet(() -> Normalizer.normalize(
                        Character.toString(
                                codePoints.stream().max(Integer::compare).orElseThrow()),
                        Normalizer.Form.NFKC));
    }

    /// Radicals, compatibility ideographs and the forms of Arabic letters.
    private static boolean isAnotherWayToSayIt(int code) {
        return (code >= 0x2E80 && code <= 0x2FDF)
                || (code >= 0xF900 && code <= 0xFAFF)
                || (code >= 0xFB1D && code <= 0xFDFF)
                || (code >= 0xFE70 && code <= 0xFEFF);
    }

    /// Six letters that tell one subset from another (ISO 32000-1, 9.6.4).
    private static String tag(BitSet used) {
        long number = Integer.toUnsignedLong(used.hashCode());
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            tag.append((char) ('A' + number % 26));
            number /= 26;
        }
        return tag.toString();
    }
}
