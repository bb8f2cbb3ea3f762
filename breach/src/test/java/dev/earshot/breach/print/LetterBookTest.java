package dev.earshot.breach.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Fonts;
import dev.earshot.breach.document.Languages;
import dev.earshot.breach.document.PdfText;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.document.UnprintableException;
import dev.earshot.breach.notice.Letter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

class LetterBookTest {
    private final LetterBook book = new LetterBook(Fonts.shipped(), PrintSettings.usual(MadeUpLetters.SENDER));

    @Test
    void a_letter_in_each_language_reads_as_it_was_composed() {
        Languages.samples().forEach((language, text) -> {
            Letter letter = MadeUpLetters.letter(language, "María Núñez");

            String read = PdfText.text(written(letter));

            // Where the bullet of a right-to-left item comes in the order of reading is the reader's guess.
            String body = PdfText.solid(read).replace("•", "");
            assertThat(body).as(language).contains(PdfText.solid(text));
            assertThat(body.split(java.util.regex.Pattern.quote(PdfText.solid(text)), -1))
                    .as(language + ": the heading, three paragraphs and the list")
                    .hasSize(6);
            assertThat(read).as(language).contains("María Núñez");
        });
    }

    @Test
    void a_name_of_three_hundred_letters_prints_in_full_in_the_letter_and_in_the_window() {
        String name = "Maximiliana Esperanza de la ".repeat(11).substring(0, 299) + "n";

        byte[] pdf = written(MadeUpLetters.letter("en", name), name, "1 Main Street", "Springfield, IL 62701");

        String text = PdfText.solid(PdfText.text(pdf));
        assertThat(text.split(PdfText.solid(name), -1)).hasSize(3);
        assertThat(text).contains("1MainStreet").contains("Springfield,IL62701Wh");
    }

    @Test
    void a_name_of_three_hundred_letters_without_a_space_is_broken_and_stays_within_the_margins() {
        String name = "x".repeat(300);

        byte[] pdf = written(MadeUpLetters.letter("en", name), "A", "1 Main Street");

        assertThat(PdfText.solid(PdfText.text(pdf))).contains(name);
        assertThat(PdfText.positions(pdf, 1)).allMatch(place -> place.getX() + place.getWidth() < 541);
    }

    @Test
    void markup_in_a_name_prints_as_it_is_written() {
        String name = "<b>Bobby</b> &amp; {{name}} (Tj) \\) %PDF";

        assertThat(PdfText.text(written(MadeUpLetters.letter("en", name), name, "1 Main Street")))
                .contains("Re: " + name + ",");
    }

    @Test
    void an_arabic_name_in_an_english_letter_reads_from_the_right_and_the_comma_stays_after_it() {
        byte[] pdf = written(MadeUpLetters.letter("en", "محمد الأمين"));

        assertThat(PdfText.text(pdf)).contains("Re: محمد الأمين,");
        List<TextPosition> line = lineOf(pdf, "R");
        double comma = line.stream()
                .filter(place -> place.getUnicode().equals(","))
                .mapToDouble(TextPosition::getX)
                .findFirst()
                .orElseThrow();
        assertThat(line)
                .filteredOn(place -> place.getUnicode().charAt(0) >= 0x600)
                .isNotEmpty()
                .allMatch(place -> place.getX() < comma);
    }

    @Test
    void a_name_with_an_override_does_not_turn_the_rest_of_the_line_around() {
        byte[] plain = written(MadeUpLetters.letter("en", "محمد"));
        byte[] hostile = written(MadeUpLetters.letter("en", "\u202E\u2067محمد"));

        assertThat(PdfText.text(hostile)).isEqualTo(PdfText.text(plain));
    }

    @Test
    void a_latin_name_in_an_arabic_letter_reads_from_the_left() {
        assertThat(PdfText.text(written(MadeUpLetters.letter("ar", "Anna de Vries"))))
                .contains("Anna de Vries");
    }

    @Test
    void a_character_that_cannot_be_printed_is_an_error_that_names_no_person() {
        assertThatThrownBy(() -> written(MadeUpLetters.letter("en", "Somchai สมชาย")))
                .isInstanceOf(UnprintableException.class)
                .hasMessageContaining("U+0E2A (Thai)")
                .hasMessageNotContaining("Somchai");
    }

    @Test
    void the_address_stands_within_the_window_and_nothing_else_does() {
        byte[] pdf = written(
                MadeUpLetters.letter("en", "Ana"), "ANA DIAZ", "1 Main Street", "Apt 2", "Springfield, IL 62701");

        PrintSettings.Window window = PrintSettings.Window.NUMBER_10;
        String inside = PdfText.positions(pdf, 1).stream()
                .filter(place -> place.getY() > window.top()
                        && place.getY() - place.getHeight() < window.top() + window.height())
                .peek(place -> {
                    assertThat(place.getY() - place.getHeight()).isGreaterThanOrEqualTo(window.top());
                    assertThat(place.getY()).isLessThan(window.top() + window.height());
                    assertThat(place.getX()).isGreaterThanOrEqualTo(window.left());
                    assertThat(place.getX() + place.getWidth()).isLessThan(window.left() + window.width());
                })
                .map(TextPosition::getUnicode)
                .reduce("", String::concat);
        assertThat(inside).isEqualTo(MadeUpLetters.key(1) + "ANA DIAZ1 Main StreetApt 2Springfield, IL 62701");
    }

    @Test
    void an_address_of_twenty_lines_does_not_fit() {
        assertThat(book.address(
                        MadeUpLetters.key(1),
                        IntStream.range(0, 20).mapToObj(i -> "line " + i).toList()))
                .isEmpty();
    }

    /// The reference for where lines and pages may fall: whatever is a person's own, each letter says all of its text, once, in
    /// order.
    @Test
    void no_line_is_lost_or_doubled_wherever_pages_are_cut() {
        long seed = 20261122;
        Random random = new Random(seed);
        List<LetterBook.SetLetter> letters = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            String own = IntStream.range(0, random.nextInt(900))
                    .mapToObj(word -> "own" + word)
                    .reduce("", (left, right) -> left + " " + right);
            Letter letter = new Letter(
                    MadeUpLetters.variant("en", "Word ".repeat(random.nextInt(1, 40)) + "end", random.nextInt(30)),
                    Map.of("name", "Ana", "own", own));
            letters.add(MadeUpLetters.set(book, MadeUpLetters.piece(i, letter, "Ana", "1 Main Street")));
            expected.append("Ana1MainStreet").append(PdfText.solid(plain(letter)));
        }

        StringBuilder read = new StringBuilder();
        for (String page : PdfText.pages(write(letters))) {
            page.lines()
                    .map(String::strip)
                    .filter(line -> !MadeUpLetters.SENDER.contains(line))
                    .filter(line -> !line.matches("([0-9a-f]{32} ?)?(\\d+ of \\d+)?"))
                    .forEach(line -> read.append(PdfText.solid(line)));
        }
        int same = Arrays.mismatch(
                read.toString().toCharArray(), expected.toString().toCharArray());
        assertThat(same).as("seed " + seed + ", first difference").isEqualTo(-1);
    }

    @Test
    void pages_are_numbered_for_each_letter() {
        List<LetterBook.SetLetter> letters = List.of(set(1, 40), set(2, 1), set(3, 40));

        List<String> pages = PdfText.pages(write(letters));

        assertThat(letters.stream().map(LetterBook.SetLetter::pages)).containsExactly(3, 1, 3);
        assertThat(pages.stream().map(page -> page.replaceAll("(?s).*?(\\d of \\d)?\\s*$", "$1")))
                .containsExactly("1 of 3", "2 of 3", "3 of 3", "", "1 of 1", "", "1 of 3", "2 of 3", "3 of 3", "");
    }

    @Test
    void on_one_side_there_are_no_blank_pages() {
        PrintSettings usual = PrintSettings.usual(MadeUpLetters.SENDER);
        LetterBook simplex = new LetterBook(
                Fonts.shipped(),
                new PrintSettings(
                        usual.pages(),
                        usual.letters(),
                        usual.window(),
                        usual.returnAddress(),
                        false,
                        usual.apart(),
                        usual.order()));

        LetterBook.SetLetter letter = MadeUpLetters.set(
                simplex, MadeUpLetters.piece(1, MadeUpLetters.letter("en", "Ana"), "Ana", "1 Main Street"));

        assertThat(simplex.pagesInBatch(letter)).isOne();
        assertThat(simplex.sheets(letter)).isOne();
        assertThat(book.pagesInBatch(letter)).isEqualTo(2);
    }

    @Test
    void the_same_letters_give_the_same_bytes_also_from_another_book() {
        LetterBook other = new LetterBook(Fonts.shipped(), PrintSettings.usual(MadeUpLetters.SENDER));
        List<LetterBook.SetLetter> again = new ArrayList<>();
        for (int i = 1; i < 20; i++) {
            again.add(MadeUpLetters.set(other, set(i, i % 4).piece()));
        }

        assertThat(write(other, again))
                .isEqualTo(write(again.stream()
                        .map(letter -> MadeUpLetters.set(book, letter.piece()))
                        .toList()));
    }

    @Test
    void what_letters_share_is_in_the_file_once() throws IOException {
        List<LetterBook.SetLetter> one = List.of(set(1, 3));
        List<LetterBook.SetLetter> many =
                IntStream.range(1, 200).mapToObj(i -> set(i, 3)).toList();

        byte[] pdf = write(many);

        assertThat(forms(pdf)).isEqualTo(forms(write(one)));
        assertThat(pdf.length / many.size()).isLessThan(2000);
    }

    @Test
    void a_slot_without_a_value_is_an_error_that_names_it() {
        Letter letter = new Letter(MadeUpLetters.variant("en", "Text", 1), Map.of("name", "Ana"));

        assertThatThrownBy(() -> written(letter)).hasMessageContaining("own");
    }

    @Test
    void a_value_of_many_lines_is_many_lines() {
        Letter letter = new Letter(
                MadeUpLetters.variant("en", "Text", 1), Map.of("name", "Ana", "own", "first\nsecond\n\nfourth"));

        assertThat(PdfText.text(written(letter)).lines())
                .containsSequence("first", "second")
                .contains("fourth");
    }

    private static long forms(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return StreamSupport.stream(
                            document.getPage(0).getResources().getXObjectNames().spliterator(), false)
                    .count();
        }
    }

    private static String plain(Letter letter) {
        StringBuilder text = new StringBuilder();
        Document document = letter.document();
        for (Block block : document.blocks()) {
            switch (block) {
                case Block.Heading heading -> add(text, heading.spans());
                case Block.Paragraph paragraph -> add(text, paragraph.spans());
                case Block.Listing listing ->
                    listing.items().forEach(item -> {
                        text.append("•");
                        add(text, item);
                    });
                case Block.Table table -> throw new IllegalStateException(table.toString());
            }
        }
        return text.toString();
    }

    private static void add(StringBuilder text, List<Span> spans) {
        spans.forEach(span -> {
            if (span instanceof Span.Text part) {
                text.append(part.text());
            }
        });
    }

    private static List<TextPosition> lineOf(byte[] pdf, String first) {
        List<TextPosition> places = PdfText.positions(pdf, 1);
        float y = places.stream()
                .filter(place -> place.getUnicode().equals(first))
                .findFirst()
                .orElseThrow()
                .getY();
        return places.stream().filter(place -> Math.abs(place.getY() - y) < 0.1).toList();
    }

    private LetterBook.SetLetter set(long delivery, int paragraphs) {
        Letter letter = new Letter(
                MadeUpLetters.variant("en", Languages.sample("en"), paragraphs),
                Map.of("name", String.format(Locale.ROOT, "Name %d", delivery), "own", "Own."));
        return MadeUpLetters.set(book, MadeUpLetters.piece(delivery, letter, "Name " + delivery, "1 Main Street"));
    }

    private byte[] written(Letter letter, String... address) {
        String[] lines =
                address.length == 0 ? new String[] {"Ana Diaz", "1 Main Street", "Springfield, IL 62701"} : address;
        return write(List.of(MadeUpLetters.set(book, MadeUpLetters.piece(1, letter, lines))));
    }

    private byte[] write(List<LetterBook.SetLetter> letters) {
        return write(book, letters);
    }

    private static byte[] write(LetterBook book, List<LetterBook.SetLetter> letters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            book.write(letters, "Letters", "0".repeat(32), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
