package dev.earshot.breach.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/// What another program reads from a PDF file: PDFBox, which had no part in writing it.
public final class PdfText {
    private PdfText() {}

    public static byte[] written(Document document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Pdf.write(document, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// The text of each page, in logical order.
    public static List<String> pages(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setPageEnd("\f");
            String[] pages = stripper.getText(document).split("\f", -1);
            return List.of(pages).subList(0, pages.length - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(byte[] pdf) {
        return String.join("", pages(pdf));
    }

    /// Without spaces and line ends, which aren't the same where lines are broken.
    public static String solid(String text) {
        return text.replaceAll("[\\s\\u2066-\\u2069]+", "");
    }

    /// Where characters of a page stand, as they are drawn.
    public static List<TextPosition> positions(byte[] pdf, int page) {
        List<TextPosition> positions = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    positions.add(text);
                }
            };
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            stripper.getText(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return positions;
    }
}
