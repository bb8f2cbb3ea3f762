package dev.earshot.breach.print;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Languages;
import dev.earshot.breach.document.Line;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Letters and notices of invented people.
final class MadeUpLetters {
    static final List<String> SENDER = List.of("Example Health", "PO Box 1", "Springfield, IL 62701");

    private MadeUpLetters() {}

    /// @param paragraphs of text between the salutation and what is the person's own
    static Letter.Variant variant(String language, String text, int paragraphs) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(1, List.of(new Span.Text(text, false))));
        blocks.add(new Block.Paragraph(
                List.of(new Span.Text("Re: ", false), new Span.Slot("name", true), new Span.Text(",", false))));
        for (int i = 0; i < paragraphs; i++) {
            blocks.add(new Block.Paragraph(List.of(new Span.Text((i + 1) + ". " + text, false))));
        }
        blocks.add(new Block.Paragraph(List.of(new Span.Slot("own", false))));
        blocks.add(new Block.Listing(
                false, List.of(List.of(new Span.Text(text, false)), List.of(new Span.Text("End.", false)))));
        return new Letter.Variant(
                language + "-" + text.length() + "-" + paragraphs,
                "Notice",
                new Document("Notice", Locale.forLanguageTag(language), blocks));
    }

    static Letter letter(String language, String name) {
        return new Letter(variant(language, Languages.sample(language), 3), Map.of("name", name, "own", "Own."));
    }

    static MailPiece piece(long delivery, Letter letter, String... address) {
        return new MailPiece(delivery, key(delivery), letter, List.of(address), "62701", "en");
    }

    static String key(long delivery) {
        return String.format(Locale.ROOT, "%032x", delivery * 0x9E3779B97F4A7C15L);
    }

    static LetterBook.SetLetter set(LetterBook book, MailPiece piece) {
        List<Line> address = book.address(piece.key(), piece.address()).orElseThrow();
        return book.set(piece, address);
    }

    static Notice notice(
            long id, String name, List<String> street, String city, String state, String zip, String country) {
        return new Notice(
                id,
                id,
                id,
                "M" + id,
                Role.SELF,
                "en",
                List.of(Channel.PRINT),
                "us-il",
                name,
                name,
                street,
                city,
                zip,
                state,
                country,
                "",
                "exposed",
                List.of("Example Ads"),
                List.of(),
                LocalDate.of(2025, 1, 1),
                LocalDate.of(2025, 2, 1));
    }

    static Notice notice(long id, String name) {
        return notice(id, name, List.of(id + " Main Street"), "Springfield", "IL", "62701", "US");
    }
}
