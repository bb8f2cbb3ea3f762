package dev.earshot.breach.document;

import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.Locale;

/// The pages of one PDF file, Letter size (8½ × 11 inches), each written as it is finished. Fonts are embedded once, with
/// the glyphs that were drawn. The same ink gives the same bytes. For one thread; the stream stays open.
public final class PdfPages implements AutoCloseable {
    public static final float WIDTH = 612;
    public static final float HEIGHT = 792;

    private final Fonts fonts;
    private final PdfFile pdf;
    private final BitSet[] used;
    private final Ink ink;
    private final Ink partInk;
    private final int catalogue;
    private final int tree;
    private final int resources;
    private final StringBuilder kids = new StringBuilder();
    private final StringBuilder parts = new StringBuilder();
    private int count;

    public PdfPages(OutputStream out, Fonts fonts) throws IOException {
        this.fonts = fonts;
        this.pdf = new PdfFile(out);
        this.used = new BitSet[fonts.count()];
        for (int i = 0; i < used.length; i++) {
            used[i] = new BitSet();
        }
        this.ink = new Ink(used);
        this.partInk = new Ink(used);
        this.catalogue = pdf.reserve();
        this.tree = pdf.reserve();
        this.resources = pdf.reserve();
    }

    /// Ink for the next page.
    public Ink ink() {
        ink.clear();
        return ink;
    }

    /// Ink for the next shared part.
    public Ink partInk() {
        partInk.clear();
        return partInk;
    }

    /// Writes a page with what was drawn with [#ink].
    public void page() throws IOException {
        page("");
    }

    /// @return the object of the page
    int page(String entries) throws IOException {
        int content = pdf.reserve();
        int page = pdf.reserve();
        pdf.stream(content, "", ink.bytes(), ink.length());
        pdf.object(
                page,
                "<</Type/Page/Parent " + tree + " 0 R/MediaBox[0 0 612 792]/Resources " + resources + " 0 R/Contents "
                        + content + " 0 R" + entries + ">>");
        kids.append(page).append(" 0 R ");
        count++;
        return page;
    }

    /// The number of pages so far.
    public int count() {
        return count;
    }

    /// Writes what was drawn with [#partInk], for many pages.
    ///
    /// @return what [Ink#part] is told
    public int part() throws IOException {
        int part = pdf.reserve();
        int length = partInk.length();
        pdf.stream(
                part,
                "/Type/XObject/Subtype/Form/BBox[-99 -9999 999 9999]/Resources " + resources + " 0 R",
                partInk.bytes(),
                length);
        parts.append("/X").append(part).append(' ').append(part).append(" 0 R");
        return part;
    }

    PdfFile file() {
        return pdf;
    }

    /// @param identity in hex, 32 digits: the same for the same pages
    public void finish(String title, Locale language, String identity) throws IOException {
        finish(title, language, identity, "");
    }

    void finish(String title, Locale language, String identity, String entries) throws IOException {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < used.length; i++) {
            if (!used[i].isEmpty()) {
                int font = pdf.reserve();
                fonts.face(i).embed(pdf, font, used[i]);
                names.append("/F").append(i).append(' ').append(font).append(" 0 R");
            }
        }
        pdf.object(resources, "<</Font<<" + names + ">>/XObject<<" + parts + ">>>>");
        pdf.object(tree, "<</Type/Pages/Count " + count + "/Kids[" + kids + "]>>");
        pdf.object(
                catalogue,
                "<</Type/Catalog/Pages " + tree + " 0 R/Lang" + PdfFile.text(language.toLanguageTag())
                        + "/ViewerPreferences<</DisplayDocTitle true>>" + entries + ">>");
        int properties = pdf.reserve();
        pdf.object(properties, "<</Title" + PdfFile.text(title) + "/Producer" + PdfFile.text("Earshot") + ">>");
        pdf.finish(catalogue, properties, identity);
    }

    @Override
    public void close() {
        pdf.close();
    }
}
