package dev.earshot.breach.document;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A document as PDF: Letter size, pages numbered, fonts embedded, tagged for screen readers. The same document gives the
/// same bytes.
public final class Pdf {
    private static final float MARGIN = 72;
    private static final float COLUMN = PdfPages.WIDTH - 2 * MARGIN;

    private Pdf() {}

    /// The stream stays open.
    ///
    /// @throws EarshotException of code USAGE where a character can't be printed
    public static void write(Document document, OutputStream out) throws IOException {
        Fonts fonts = Fonts.shipped();
        Layout layout = new Layout(fonts, document.language(), COLUMN);
        Part whole = new Part("Document");
        List<Strip> strips = new ArrayList<>();
        try (PdfPages pages = new PdfPages(out, fonts)) {
            document.blocks().forEach(block -> strips.addAll(layout.strips(block, Map.of(), whole)));
            int[] ends = Strip.pages(strips, PdfPages.HEIGHT - 2 * MARGIN, PdfPages.HEIGHT - 2 * MARGIN);
            Tags tags = new Tags(pages.file(), ends.length);
            int start = 0;
            for (int page = 0; page < ends.length; page++) {
                Ink ink = pages.ink();
                float y = PdfPages.HEIGHT - MARGIN;
                for (int i = start; i < ends[page]; i++) {
                    Strip strip = strips.get(i);
                    y -= i == start ? 0 : strip.before();
                    for (Strip.Placed placed : strip.lines()) {
                        ink.tag(placed.part().role(), tags.content(page, placed.part()));
                        ink.line(placed.line(), MARGIN + placed.x(), y - placed.baseline());
                        ink.endTag();
                    }
                    y -= strip.height();
                    if (strip.rule()) {
                        ink.artifact();
                        ink.rule(MARGIN, y, COLUMN);
                        ink.endTag();
                    }
                }
                Line number = layout.lines((page + 1) + " / " + ends.length, 8, COLUMN)
                        .getFirst();
                ink.artifact();
                ink.line(number, (PdfPages.WIDTH - number.width()) / 2, MARGIN / 2);
                ink.endTag();
                tags.page(page, pages.page("/Tabs/S/StructParents " + page));
                start = ends[page];
            }
            pages.finish(document.title(), document.language(), identity(document), tags.write(whole));
        } catch (UnprintableException e) {
            throw new EarshotException(
                    Code.USAGE, "\"" + document.title() + "\" can't be made a PDF file: " + e.getMessage(), e);
        }
    }

    private static String identity(Document document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(document.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Which content of which page belongs to which part of the document (ISO 32000-1, 14.7).
    private static final class Tags {
        private final PdfFile pdf;
        private final Map<Part, List<Content>> contents = new HashMap<>();
        private final Map<Integer, List<Part>> byPage = new HashMap<>();
        private final int[] pages;

        private record Content(int page, int id) {}

        Tags(PdfFile pdf, int pages) {
            this.pdf = pdf;
            this.pages = new int[pages];
        }

        /// @return the id of the content on its page
        int content(int page, Part part) {
            List<Part> parts = byPage.computeIfAbsent(page, _ -> new ArrayList<>());
            contents.computeIfAbsent(part, _ -> new ArrayList<>()).add(new Content(page, parts.size()));
            parts.add(part);
            return parts.size() - 1;
        }

        void page(int page, int object) {
            pages[page] = object;
        }

        /// @return the entries of the catalogue
        String write(Part whole) throws IOException {
            int root = pdf.reserve();
            Map<Part, Integer> objects = new HashMap<>();
            number(whole, objects);
            write(whole, root, objects);
            StringBuilder parents = new StringBuilder();
            for (int page = 0; page < pages.length; page++) {
                parents.append(page).append('[');
                byPage.getOrDefault(page, List.of())
                        .forEach(part -> parents.append(objects.get(part)).append(" 0 R "));
                parents.append(']');
            }
            pdf.object(
                    root,
                    "<</Type/StructTreeRoot/K " + objects.get(whole) + " 0 R/ParentTree<</Nums[" + parents
                            + "]>>/ParentTreeNextKey " + pages.length + ">>");
            return "/MarkInfo<</Marked true>>/StructTreeRoot " + root + " 0 R";
        }

        private void number(Part part, Map<Part, Integer> objects) {
            objects.put(part, pdf.reserve());
            part.parts().forEach(child -> number(child, objects));
        }

        private void write(Part part, int parent, Map<Part, Integer> objects) throws IOException {
            int own = objects.getOrDefault(part, 0);
            StringBuilder kids = new StringBuilder();
            for (Content content : contents.getOrDefault(part, List.of())) {
                kids.append("<</Type/MCR/Pg ")
                        .append(pages[content.page])
                        .append(" 0 R/MCID ")
                        .append(content.id)
                        .append(">>");
            }
            part.parts().forEach(child -> kids.append(objects.get(child)).append(" 0 R "));
            pdf.object(own, "<</Type/StructElem/S/" + part.role() + "/P " + parent + " 0 R/K[" + kids + "]>>");
            for (Part child : part.parts()) {
                write(child, own, objects);
            }
        }
    }
}
