package dev.earshot.breach.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.store.Outbox;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes out, read by other libraries.
class MailWriterTest {
    private static final String SENTENCE = "We are writing to tell you about an incident. ";

    @TempDir
    Path folder;

    @Test
    void a_message_reads_as_text_and_as_html_with_the_persons_name() throws Exception {
        MimeMessage message = parsed(written(Mails.document(Locale.ENGLISH, SENTENCE.repeat(20)), "Quinn Example"));
        assertThat(message.getMessageID()).isEqualTo("<" + Mails.key(7) + "@mail.clinic.example>");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("Content-Language")).containsExactly("en");
        assertThat(message.getFrom()[0]).hasToString("Clinic Example <privacy@clinic.example>");
        assertThat(message.getSentDate().toInstant()).isEqualTo(Mails.START);
        assertThat(text(message)).contains("Dear Quinn Example,\r\n").contains(SENTENCE.strip());
        assertThat(html(message)).contains("Dear <strong><bdi>Quinn Example</bdi></strong>,");
        assertThat(((MimeMultipart) message.getContent()).getCount()).isEqualTo(2);
    }

    @Test
    void names_of_every_kind_arrive_as_they_are() throws Exception {
        for (String name : List.of(
                "Zoë O'Brien-Łuczak",
                "陳大文",
                "أحمد بن محمد",
                "😀 Example",
                "<b>&\"'</b> {{name}}",
                "=?UTF-8?B?eA==?=",
                "x".repeat(300),
                "ünï ".repeat(80).strip(),
                ".",
                "From me",
                "line one\nline two")) {
            MimeMessage message = parsed(written(Mails.document(Locale.ENGLISH, SENTENCE), name));
            assertThat(text(message)).as(name).contains("Dear " + name.replace("\n", "\r\n") + ",");
            String escaped = name.replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;")
                    .replace("'", "&#39;")
                    .replace("\n", "<br>\r\n");
            assertThat(html(message)).as(name).contains("<bdi>" + escaped + "</bdi>");
        }
    }

    @Test
    void what_is_hardly_ascii_goes_as_base64_and_the_rest_as_quoted_printable() throws Exception {
        Document chinese = Mails.document(Locale.forLanguageTag("zh-Hant"), "我們寫信通知您一起涉及您資訊的事件。".repeat(50));
        byte[] bytes = written(chinese, "陳大文");
        assertThat(ascii(bytes)).contains("Content-Transfer-Encoding: base64");
        assertThat(text(parsed(bytes))).contains("陳大文").contains("我們寫信通知您");
        assertThat(ascii(written(Mails.document(Locale.ENGLISH, SENTENCE), "A")))
                .contains("quoted-printable")
                .doesNotContain("base64");
    }

    @Test
    void every_line_is_ascii_short_and_starts_with_no_full_stop() throws Exception {
        Document long_ =
                Mails.document(Locale.ENGLISH, ". . .x" + "a".repeat(1000) + "\n.\n..\nFrom here\n" + "é".repeat(500));
        for (String name : List.of("", " ", "..", "é".repeat(400))) {
            byte[] bytes = written(long_, name);
            for (String line : ascii(bytes).split("\r\n")) {
                assertThat(line)
                        .hasSizeLessThanOrEqualTo(200)
                        .doesNotContain("\n")
                        .doesNotContain("\r");
                assertThat(line.startsWith(".") || line.startsWith("From "))
                        .as(line)
                        .isFalse();
                assertThat(line.chars().allMatch(c -> c < 128)).isTrue();
            }
            assertThat(ascii(bytes)).endsWith("\r\n");
            assertThat(text(parsed(bytes)).replaceAll("\\s", ""))
                    .contains("a".repeat(1000))
                    .contains("é".repeat(500));
        }
    }

    @Test
    void no_value_becomes_a_header() throws Exception {
        String evil = "x\r\nBcc: all@clinic.example\r\n\r\nBody";
        Letter.Variant variant =
                new Letter.Variant("v", "Notice\r\nBcc: a@b.example", Mails.document(Locale.ENGLISH, SENTENCE));
        byte[] bytes = written(carried -> new Letter(variant, Map.of("name", evil)), Optional.empty());
        String headers = ascii(bytes).substring(0, ascii(bytes).indexOf("\r\n\r\n"));
        assertThat(headers.lines().noneMatch(line -> line.startsWith("Bcc:"))).isTrue();
        assertThat(headers).contains("Content-Type: multipart/alternative");
        assertThat(parsed(bytes).getSubject()).isEqualTo("Notice Bcc: a@b.example");
        assertThatThrownBy(() -> new MailWriter.Field("Subject", "a\r\nBcc: b")).hasMessageContaining("Subject");
    }

    @Test
    void a_subject_in_any_script_is_folded_into_encoded_words() throws Exception {
        String subject = "重要通知：您的個人資訊 — Aviso de violación de datos ".repeat(4).strip();
        Letter.Variant variant = new Letter.Variant("v", subject, Mails.document(Locale.ENGLISH, SENTENCE));
        byte[] bytes = written(carried -> new Letter(variant, Map.of("name", "A")), Optional.empty());
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(parsed(bytes).getHeader("Subject", null))))
                .isEqualTo(subject);
        assertThat(ascii(bytes).lines().limit(12)).allMatch(line -> line.length() <= 90);
    }

    @Test
    void a_text_that_would_fetch_something_is_not_sent() {
        // A template can't have an image today; what shows a document as HTML might one day.
        assertThat(MailText.fetches("<p>x <img src=\"https://tracker.example/p.gif\"></p>"))
                .isTrue();
        assertThat(MailText.fetches("<style>p { background: url(https://tracker.example) }</style>"))
                .isTrue();
        assertThat(MailText.fetches("<p>Write to https://www.clinic.example, or click &lt;img src=x&gt;</p>"))
                .isFalse();
    }

    @Test
    void one_variant_is_encoded_once_and_each_person_gets_the_own_values() throws Exception {
        Composer composer = Mails.composer(Mails.document(Locale.ENGLISH, SENTENCE));
        MailWriter writer = new MailWriter(Mails.settings(1, 1), composer);
        for (int i = 1; i < 50; i++) {
            Outbox.Claim claim = Mails.claim(i, "person" + i + "@b.example");
            MailMessage message = writer.write(
                    claim, MailAddress.of("person" + i + "@b.example").orElseThrow(), Mails.START);
            assertThat(text(parsed(message.bytes()))).contains("Dear Quinn Example " + i + ",");
            assertThat(message.from().wire()).isEqualTo("bounces+" + Mails.key(i) + "@clinic.example");
        }
    }

    @Test
    void jdkim_verifies_the_signature_and_finds_what_was_changed() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Optional<MailSettings.Signature> dkim = Optional.of(new MailSettings.Signature(
                "clinic.example", "s1", pem(pair.getPrivate().getEncoded())));
        Document document = Mails.document(Locale.ENGLISH, " two  spaces \t" + SENTENCE.repeat(30) + "\n\n");
        byte[] bytes = written(Mails.composer(document), dkim);
        assertThat(verified(bytes, pair)).isTrue();
        String text = ascii(bytes);
        assertThat(verified(text.replace("incident", "accident").getBytes(StandardCharsets.US_ASCII), pair))
                .isFalse();
        assertThat(verified(text.replace("Subject: N", "Subject: n").getBytes(StandardCharsets.US_ASCII), pair))
                .isFalse();
        assertThat(verified(("From: other@clinic.example\r\n" + text).getBytes(StandardCharsets.US_ASCII), pair))
                .isFalse();
        // What servers on the way may do.
        assertThat(verified((text + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), pair))
                .isTrue();
        assertThat(verified(text.replace("Subject: ", "Subject:  ").getBytes(StandardCharsets.US_ASCII), pair))
                .isTrue();
    }

    @Test
    void ed25519_signs_the_hash_of_the_fields_as_rfc_8463_has_it() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Dkim dkim = Dkim.of(new MailSettings.Signature(
                "clinic.example", "s2", pem(pair.getPrivate().getEncoded())));
        byte[] body = "Hi.\r\n".getBytes(StandardCharsets.US_ASCII);
        String value = dkim.sign(
                        List.of(
                                new MailWriter.Field("From", "a@clinic.example"),
                                new MailWriter.Field("To", "b@c.example")),
                        body,
                        body.length,
                        Mails.START)
                .value();
        String unsigned = value.substring(0, value.indexOf(" b=") + 3).replaceAll("\\s+", " ");
        String signed = "from:a@clinic.example\r\nto:b@c.example\r\ndkim-signature:" + unsigned;
        assertThat(unsigned).contains("a=ed25519-sha256;").contains("h=from:from:to;");
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update(MessageDigest.getInstance("SHA-256").digest(signed.getBytes(StandardCharsets.US_ASCII)));
        assertThat(verifier.verify(Base64.getMimeDecoder().decode(value.substring(value.indexOf(" b=") + 3))))
                .isTrue();
    }

    @Test
    void a_key_that_is_none_is_the_users_mistake() throws IOException {
        Path file = Files.writeString(
                folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        for (Path key : List.of(file, folder.resolve("missing.pem"))) {
            assertThatThrownBy(() -> Dkim.of(new MailSettings.Signature("clinic.example", "s1", key)))
                    .isInstanceOfSatisfying(
                            EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE))
                    .hasMessageContaining("PKCS #8");
        }
    }

    private byte[] written(Document document, String name) {
        Letter.Variant variant = new Letter.Variant("v", "Notice of Data Breach", document);
        return written(carried -> new Letter(variant, Map.of("name", name)), Optional.empty());
    }

    private static byte[] written(Composer composer, Optional<MailSettings.Signature> dkim) {
        MailSettings usual = Mails.settings(1, 1);
        MailSettings settings =
                new MailSettings(usual.server(), usual.sender(), usual.limits(), usual.patience(), dkim, usual.doubt());
        Outbox.Claim claim =
                new Outbox.Claim(7, Mails.key(7), Channel.EMAIL, 1, List.of(Mails.notice(7, "person@b.example")));
        return new MailWriter(settings, composer)
                .write(claim, MailAddress.of("person@b.example").orElseThrow(), Mails.START)
                .bytes();
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static MimeMessage parsed(byte[] bytes) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
    }

    private static String text(MimeMessage message) throws MessagingException, IOException {
        return (String) ((MimeMultipart) message.getContent()).getBodyPart(0).getContent();
    }

    private static String html(MimeMessage message) throws MessagingException, IOException {
        return (String) ((MimeMultipart) message.getContent()).getBodyPart(1).getContent();
    }

    private Path pem(byte[] key) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "key", ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static boolean verified(byte[] message, KeyPair pair) throws IOException {
        String dns = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        try {
            return !new DKIMVerifier(
                            (_, selector, domain) -> selector.toString().equals("s1")
                                            && domain.toString().equals("clinic.example")
                                    ? List.of(dns)
                                    : List.of())
                    .verify(new ByteArrayInputStream(message))
                    .isEmpty();
        } catch (FailException e) {
            return false;
        }
    }
}
