package dev.earshot.breach.mail;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import dev.earshot.breach.store.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Invented people, a letter for them, and settings for a server on this machine.
final class Mails {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private Mails() {}

    static Notice notice(long id, String email) {
        return notice(id, email, "Quinn Example " + id);
    }

    static Notice notice(long id, String email, String name) {
        return new Notice(
                id,
                id,
                id,
                "M" + id,
                Role.SELF,
                "en",
                List.of(Channel.EMAIL, Channel.PRINT),
                "us-ca",
                name,
                name,
                List.of("1 Main St"),
                "Springfield",
                "00000",
                "CA",
                "US",
                email,
                "exposed",
                List.of("Pixel Example, Inc."),
                List.of("page-address"),
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 3, 1));
    }

    static String key(long delivery) {
        return String.format(Locale.ROOT, "%032x", delivery * 0x9E3779B97F4A7C15L);
    }

    static Outbox.Claim claim(long delivery, String email) {
        return new Outbox.Claim(delivery, key(delivery), Channel.EMAIL, 1, List.of(notice(delivery, email)));
    }

    static Document document(Locale language, String text) {
        return new Document(
                "Notice of Data Breach",
                language,
                List.of(
                        new Block.Heading(1, List.of(new Span.Text("Notice of Data Breach", false))),
                        new Block.Paragraph(List.of(
                                new Span.Text("Dear ", false), new Span.Slot("name", true), new Span.Text(",", false))),
                        new Block.Paragraph(List.of(new Span.Text(text, false)))));
    }

    /// About as long as a notice is.
    static Composer composer(int characters) {
        String sentence = "We are writing to tell you about an incident that involved your information. ";
        return composer(document(Locale.ENGLISH, sentence.repeat(Math.max(1, characters / sentence.length()))));
    }

    static Composer composer(Document document) {
        Letter.Variant variant = new Letter.Variant("v1", "Notice of Data Breach", document);
        return carried -> new Letter(variant, Map.of("name", carried.getFirst().addressee()));
    }

    static MailSettings settings(int port, int connections) {
        MailSettings usual = MailSettings.of(
                new MailSettings.Server("127.0.0.1", port, MailSettings.Tls.NONE),
                new MailSettings.Sender(
                        "Clinic Example",
                        "privacy@clinic.example",
                        Optional.empty(),
                        "bounces@clinic.example",
                        "mail.clinic.example"));
        return new MailSettings(
                usual.server(),
                usual.sender(),
                new MailSettings.Limits(connections, 0, 100_000, 200, Map.of()),
                new MailSettings.Patience(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(20),
                        5,
                        1000,
                        Duration.ofMinutes(10),
                        14),
                Optional.empty(),
                new MailSettings.Doubt(MailSettings.Doubt.Rule.LEAVE, Duration.ofMillis(200)));
    }

    static MailSender.Parts parts(MailSender.Runs runs, Composer composer, Optional<MessageLookup> lookup) {
        return new MailSender.Parts(runs, composer, lookup, InstantSource.system(), System::nanoTime);
    }
}
