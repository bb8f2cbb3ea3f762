package dev.earshot.breach.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

class PdfTest {
    @Test
    void each_language_reads_as_it_was_written() {
        Languages.samples().forEach((language, text) -> {
            byte[] pdf = PdfText.written(document(language, paragraph(text + " " + text)));

            assertThat(PdfText.solid(PdfText.text(pdf))).as(language).isEqualTo(PdfText.solid(text + text + "1 / 1"));
        });
    }

    @Test
    void bold_text_reads_the_same() {
        Languages.samples().forEach((language, text) -> {
            byte[] pdf = PdfText.written(document(language, new Block.Heading(2, List.of(new Span.Text(text, false)))));

            assertThat(PdfText.solid(PdfText.text(pdf))).as(language).isEqualTo(PdfText.solid(text + "1 / 1"));
        });
    }

    @Test
    void the_same_document_gives_the_same_bytes() {
        Document document = document("ar", paragraph(Languages.sample("ar")), table(30));

        assertThat(PdfText.written(document)).isEqualTo(PdfText.written(document));
    }

    @Test
    void all_fonts_are_embedded_and_no_text_is_smaller_than_ten_points_but_the_page_number() throws IOException {
        byte[] pdf = PdfText.written(document("vi", paragraph(Languages.sample("vi")), table(3)));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            for (COSName name : document.getPage(0).getResources().getFontNames()) {
                assertThat(document.getPage(0).getResources().getFont(name).isEmbedded())
                        .isTrue();
            }
        }
        List<TextPosition> small = PdfText.positions(pdf, 1).stream()
                .filter(position -> position.getFontSizeInPt() < 10)
                .toList();
        assertThat(small.stream().map(TextPosition::getUnicode).collect(Collectors.joining()))
                .isEqualTo("1 / 1");
    }

    @Test
    void title_and_language_are_said_and_parts_are_tagged_for_screen_readers() throws IOException {
        byte[] pdf = PdfText.written(document("es", heading("Aviso"), paragraph("Texto"), listing(), table(2)));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Título");
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("es");
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog()
                            .getStructureTreeRoot()
                            .getKids()
                            .toString())
                    .isNotEmpty();
        }
    }

    @Test
    void a_long_document_loses_no_line_and_numbers_its_pages() {
        Block[] blocks = IntStream.range(0, 200)
                .mapToObj(i -> i % 7 == 0
                        ? heading("Heading " + i + ".")
                        : paragraph("Paragraph " + i + ". " + "word ".repeat(i % 60) + "end"))
                .toArray(Block[]::new);

        List<String> pages = PdfText.pages(PdfText.written(document("en", blocks)));

        assertThat(pages).hasSizeGreaterThan(3);
        for (int page = 0; page < pages.size(); page++) {
            assertThat(pages.get(page).strip()).endsWith((page + 1) + " / " + pages.size());
        }
        String text = String.join("", pages);
        for (int i = 0; i < 200; i++) {
            assertThat(text.split(i % 7 == 0 ? "Heading " + i + "\\." : "Paragraph " + i + "\\.", -1))
                    .hasSize(2);
        }
    }

    @Test
    void a_heading_is_never_the_last_thing_on_a_page() {
        for (int before = 30; before < 60; before++) {
            List<Block> blocks = new ArrayList<>(Collections.nCopies(before, paragraph("A line.")));
            blocks.add(heading("The heading"));
            blocks.add(paragraph("What is below it."));

            List<String> pages = PdfText.pages(PdfText.written(document("en", blocks.toArray(Block[]::new))));

            assertThat(pages).anyMatch(page -> page.contains("The heading") && page.contains("What is below it."));
        }
    }

    @Test
    void a_table_goes_on_over_pages_with_all_its_rows() {
        String text = PdfText.text(PdfText.written(document("en", table(300))));

        for (int row = 0; row < 300; row++) {
            assertThat(text).contains("row " + row + " value " + row);
        }
    }

    @Test
    void a_cell_higher_than_a_page_is_cut_rather_than_lost() {
        String words = IntStream.range(0, 3000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        Block table = new Block.Table(List.of(List.of(cell("Head"), cell("Tail")), List.of(cell("a"), cell(words))));

        assertThat(PdfText.solid(
                        PdfText.text(PdfText.written(document("en", table))).replaceAll("\\d / \\d", "")))
                .contains("w2999")
                .contains("w1499w1500");
    }

    @Test
    void right_to_left_paragraphs_begin_at_the_right_margin() {
        List<TextPosition> positions = PdfText.positions(PdfText.written(document("ar", paragraph("نعم"))), 1);

        assertThat(positions.getLast().getFontSizeInPt()).isEqualTo(8);
        double right = positions.stream()
                .filter(position -> position.getFontSizeInPt() >= 10)
                .mapToDouble(position -> position.getX() + position.getWidth())
                .max()
                .orElseThrow();
        assertThat(right).isBetween(538.0, 542.0);
    }

    @Test
    void nothing_stands_beyond_the_margins() {
        Languages.samples().forEach((language, text) -> {
            byte[] pdf = PdfText.written(document(
                    language, heading(text), paragraph(text.repeat(3) + "x".repeat(400)), table(3), listing()));

            PdfText.positions(pdf, 1).forEach(position -> {
                assertThat(position.getX()).as(language).isGreaterThan(71);
                assertThat(position.getX() + position.getWidth()).as(language).isLessThan(541);
            });
        });
    }

    @Test
    void a_document_with_a_character_that_cannot_be_printed_is_refused_by_name_and_code_point() {
        assertThatThrownBy(() -> PdfText.written(document("en", paragraph("Hello ก"))))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("Título")
                .hasMessageContaining("U+0E01 (Thai)")
                .hasMessageNotContaining("Hello");
    }

    @Test
    void an_empty_document_is_one_page() throws IOException {
        try (PDDocument document = Loader.loadPDF(PdfText.written(document("en")))) {
            assertThat(document.getNumberOfPages()).isOne();
            PDPage page = document.getPage(0);
            assertThat(page.getMediaBox().getWidth()).isEqualTo(612);
            assertThat(page.getMediaBox().getHeight()).isEqualTo(792);
        }
    }

    private static Document document(String language, Block... blocks) {
        return new Document("Título", Locale.forLanguageTag(language), List.of(blocks));
    }

    private static Block heading(String text) {
        return new Block.Heading(2, List.of(new Span.Text(text, false)));
    }

    private static Block paragraph(String text) {
        return new Block.Paragraph(List.of(new Span.Text(text, false)));
    }

    private static Block listing() {
        return new Block.Listing(true, List.of(cell("one"), cell("two")));
    }

    private static Block table(int rows) {
        List<List<List<Span>>> table = new ArrayList<>();
        table.add(List.of(cell("Field"), cell("Value")));
        IntStream.range(0, rows).forEach(row -> table.add(List.of(cell("row " + row), cell("value " + row))));
        return new Block.Table(table);
    }

    private static List<Span> cell(String text) {
        return List.of(new Span.Text(text, false));
    }
}
