package dev.earshot.breach.mail;

import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.store.Outbox;
import dev.earshot.evidence.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/// Writes the e-mail of a claim. For many threads.
///
/// A value of a person stands in the body, in `To`, and nowhere else; nothing in the message is fetched from anywhere.
final class MailWriter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss +0000", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final MailSettings.Sender sender;
    private final Optional<Dkim> dkim;
    private final Composer composer;
    private final Map<Letter.Variant, MailText> texts = Collections.synchronizedMap(new WeakHashMap<>());

    MailWriter(MailSettings settings, Composer composer) {
        this.sender = settings.sender();
        this.dkim = settings.dkim().map(Dkim::of);
        this.composer = composer;
    }

    MailMessage write(Outbox.Claim claim, MailAddress to, Instant now) {
        Letter letter = composer.compose(claim.carried());
        MailText shared = texts.computeIfAbsent(letter.variant(), MailText::new);
        Bytes body = new Bytes(shared.size());
        shared.write(letter.values(), body);
        List<Field> fields = fields(letter.variant(), claim.key(), to, now);
        Bytes whole = new Bytes(body.size() + 2048);
        dkim.ifPresent(
                signer -> signer.sign(fields, body.array(), body.size(), now).write(whole));
        fields.forEach(field -> field.write(whole));
        whole.ascii("\r\n").write(body.array(), 0, body.size());
        byte[] bytes = whole.toByteArray();
        return new MailMessage(claim, sender.bounceAddress().with(claim.key()), to, bytes, Sha256.hex(bytes));
    }

    private List<Field> fields(Letter.Variant variant, String key, MailAddress to, Instant now) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("Date", DATE.format(now)));
        fields.add(new Field("From", named(sender.name(), sender.fromAddress().wire())));
        fields.add(new Field("To", to.wire()));
        sender.replyTo().ifPresent(address -> fields.add(new Field("Reply-To", address)));
        fields.add(new Field("Subject", words(variant.subject())));
        fields.add(new Field("Message-ID", sender.messageId(key)));
        // RFC 3834: no vacation answers to it.
        fields.add(new Field("Auto-Submitted", "auto-generated"));
        fields.add(new Field("Content-Language", variant.document().language().toLanguageTag()));
        fields.add(new Field("MIME-Version", "1.0"));
        fields.add(new Field("Content-Type", "multipart/alternative; boundary=\"" + MailText.BOUNDARY + "\""));
        return fields;
    }

    private static String named(String name, String address) {
        if (name.isBlank()) {
            return address;
        }
        String words = words(name);
        return (words.startsWith("=?") ? words : "\"" + words.replaceAll("[\"\\\\]", "") + "\"") + " <" + address + ">";
    }

    /// Free text in a header: as it is where it is short and ASCII, else in encoded words (RFC 2047).
    static String words(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.length() < 200 && line.chars().allMatch(c -> c < 127) && !line.contains("=?")) {
            return line;
        }
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int point : line.codePoints().toArray()) {
            String next = Character.toString(point);
            int length = next.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + length > 45) {
                encoded(words, word);
                bytes = 0;
            }
            word.append(next);
            bytes += length;
        }
        encoded(words, word);
        return words.toString();
    }

    private static void encoded(StringBuilder words, StringBuilder word) {
        words.append(words.isEmpty() ? "" : "\r\n ")
                .append("=?UTF-8?B?")
                .append(Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8)))
                .append("?=");
        word.setLength(0);
    }

    /// A header field.
    ///
    /// @param value lines of a folded value end with CRLF and the next starts with a space
    record Field(String name, String value) {
        Field {
            String unfolded = value.replace("\r\n ", " ");
            if (unfolded.indexOf('\r') >= 0 || unfolded.indexOf('\n') >= 0 || unfolded.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("the field " + name + " would have a line of its own");
            }
        }

        void write(Bytes out) {
            out.ascii(name).ascii(": ").utf8(value).ascii("\r\n");
        }
    }
}
