package dev.earshot.breach.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.mail.Bounces.Action;
import dev.earshot.breach.mail.Bounces.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class BouncesTest {
    private static final String KEY = Mails.key(7);
    private final Bounces bounces = new Bounces(Mails.settings(1, 1).sender());

    @TempDir
    Path folder;

    @Test
    void a_bounce_names_its_delivery_and_why_without_the_mailbox() {
        assertThat(bounces.read(notification("failed", "5.1.1")))
                .isEqualTo(new Reading.Notification(
                        KEY, Action.FAILED, "5.1.1", "smtp; 550 5.1.1 …: Recipient rejected: user … unknown"));
    }

    @Test
    void delays_and_deliveries_are_no_failures() {
        assertThat(bounces.read(notification("delayed", "4.4.1")))
                .isInstanceOfSatisfying(
                        Reading.Notification.class, n -> assertThat(n.action()).isEqualTo(Action.DELAYED));
        assertThat(bounces.read(notification("Delivered", "2.0.0")))
                .isInstanceOfSatisfying(
                        Reading.Notification.class, n -> assertThat(n.action()).isEqualTo(Action.DELIVERED));
        assertThat(bounces.read(notification("relayed", "2.0.0")))
                .isInstanceOfSatisfying(
                        Reading.Notification.class, n -> assertThat(n.action()).isEqualTo(Action.PASSED_ON));
    }

    @Test
    void a_delivery_is_found_by_its_address_or_by_the_message_that_was_returned() {
        String both = notification("failed", "5.1.1");
        String byMessageId = both.replace("bounces+" + KEY, "bounces");
        String byAddress = both.replace("<" + KEY + "@mail", "<x@mail");
        assertThat(bounces.read(byMessageId)).isInstanceOf(Reading.Notification.class);
        assertThat(bounces.read(byAddress)).isInstanceOf(Reading.Notification.class);
        assertThat(bounces.read(byMessageId.replace("<" + KEY + "@mail", "<x@mail")))
                .isEqualTo(new Reading.NotUnderstood("it names no delivery of this case"));
        assertThat(bounces.read(both.replace("<" + KEY + "@mail", "<" + Mails.key(8) + "@mail")))
                .isEqualTo(new Reading.NotUnderstood("it names more than one delivery"));
    }

    @Test
    void what_is_no_notification_is_not_guessed_at() {
        assertThat(bounces.read("To: bounces+" + KEY + "@clinic.example\nSubject: Out of office\n\nI am away.\n"))
                .isEqualTo(new Reading.NotUnderstood("it has no delivery status (RFC 3464)"));
        assertThat(bounces.read("To: bounces+" + KEY
                        + "@clinic.example\nSubject: failure notice\n\nHi. This is the qmail-send program."
                        + " I'm afraid I wasn't able to deliver your message.\n"))
                .isInstanceOf(Reading.NotUnderstood.class);
        assertThat(bounces.read(notification("exploded", "5.1.1"))).isInstanceOf(Reading.NotUnderstood.class);
        assertThat(
                        bounces.read(
                                notification("failed", "5.1.1")
                                        .replace(
                                                "\n\n--b\nContent-Type: text/rfc822",
                                                "\n\nFinal-Recipient: rfc822; c@d.example\nAction: delivered\n\n--b\nContent-Type: text/rfc822")))
                .isEqualTo(new Reading.NotUnderstood("its recipients fared differently"));
        assertThat(bounces.read("")).isInstanceOf(Reading.NotUnderstood.class);
    }

    @Test
    void a_status_in_base64_is_read() {
        String plain =
                "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; p@b.example\nAction: failed\nStatus: 5.2.2\n";
        String message =
                "Delivered-To: bounces+" + KEY + "@clinic.example\nContent-Type: multipart/report; boundary=b\n\n--b\n"
                        + "Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: base64\n\n"
                        + Base64.getMimeEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)) + "\n--b--\n";
        assertThat(bounces.read(message)).isEqualTo(new Reading.Notification(KEY, Action.FAILED, "5.2.2", ""));
    }

    @Test
    void a_maildir_and_an_mbox_are_read_message_by_message() throws IOException {
        Path cur = Files.createDirectories(folder.resolve("maildir/cur"));
        Files.writeString(cur.resolve("1"), notification("failed", "5.1.1"));
        Files.writeString(cur.resolve("2"), notification("failed", "5.1.1").replace("\n", "\r\n"));
        assertThat(read(folder.resolve("maildir"))).hasSize(2).allMatch(Reading.Notification.class::isInstance);
        Path mbox = Files.writeString(
                folder.resolve("mbox"),
                "From MAILER-DAEMON Sun Nov 22 10:00:00 2026\n" + notification("failed", "5.1.1")
                        + "\nFrom MAILER-DAEMON Sun Nov 22 10:00:00 2026\nTo: x@b.example\n\nFrom here on, nothing.\n");
        List<Reading> readings = read(mbox);
        assertThat(readings).hasSize(2);
        assertThat(readings.getFirst()).isInstanceOf(Reading.Notification.class);
        assertThat(readings.getLast()).isInstanceOf(Reading.NotUnderstood.class);
    }

    @Test
    void deep_nesting_endless_lines_and_great_files_cost_little() throws IOException {
        StringBuilder nested = new StringBuilder("To: bounces+" + KEY + "@clinic.example\n");
        for (int i = 0; i < 20_000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertThat(bounces.read(nested.toString())).isInstanceOf(Reading.NotUnderstood.class);
        Path great = folder.resolve("great");
        Files.writeString(
                great, notification("failed", "5.1.1") + "x".repeat(20_000_000) + "\n" + "y\n".repeat(5_000_000));
        assertThat(read(great)).hasSize(1).first().isInstanceOf(Reading.Notification.class);
        assertThat(bounces.read(notification("failed", "5.1.1").replace("Status:", " ".repeat(200_000) + "\nStatus:")))
                .isNotNull();
    }

    private List<Reading> read(Path place) throws IOException {
        List<Reading> readings = new ArrayList<>();
        bounces.read(place, (_, reading) -> readings.add(reading));
        return readings;
    }

    private static String notification(String action, String status) {
        return """
            Return-Path: <>
            Delivered-To: bounces+KEY@clinic.example
            Subject: Undelivered Mail Returned to Sender
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain

            I'm sorry.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.b.example
            Arrival-Date: Sun, 22 Nov 2026 10:00:00 +0000

            Final-Recipient: rfc822; pat.doe@b.example
            Action: ACTION
            Status: STATUS
            Diagnostic-Code: smtp; 550 5.1.1 <pat.doe@b.example>: Recipient
             rejected: user pat.doe unknown

            --b
            Content-Type: text/rfc822-headers

            From: privacy@clinic.example
            Message-ID: <KEY@mail.clinic.example>

            --b--
            """.replace("KEY", KEY).replace("ACTION", action).replace("STATUS", status);
    }
}
