package dev.earshot.guard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.earshot.guard.alert.Alert.Fact;
import dev.earshot.guard.alert.Alerts.Became;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class AlertsTest {
    private static final AlertSettings.Pace QUICK =
            new AlertSettings.Pace(3, Duration.ofMillis(5), Duration.ofSeconds(5), 50, Duration.ofSeconds(5));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T10:00:00Z"));
    private final InstantSource clock = now::get;
    private final List<String> remarks = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeWhatIsOpen() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void a_webhook_gets_json_that_is_signed() throws Exception {
        Web web = new Web(200);
        try (Alerts alerts = alerts(web.receiver())) {
            assertThat(alerts.raise(alert("new-third-party:vendor.example"))).isEqualTo(Became.SENT);
        }
        assertThat(web.bodies).hasSize(1);
        byte[] body = web.bodies.getFirst();
        JsonNode json = JsonMapper.shared().readTree(body);
        assertThat(json.path("format").asString()).isEqualTo("earshot-alert/1");
        assertThat(json.path("kind").asString()).isEqualTo("new-third-party");
        assertThat(json.path("facts").path(0).path("value").asString()).isEqualTo("portal");
        Map<String, List<String>> headers = web.headers.getFirst();
        assertThat(headers.get("Earshot-timestamp")).containsExactly("1795168800");
        assertThat(headers.get("Earshot-signature"))
                .containsExactly(WebhookDelivery.signature("a-secret", "1795168800", body));
    }

    @Test
    void the_signature_is_what_openssl_makes_of_timestamp_stop_and_body() {
        // printf '1.{}' | openssl dgst -sha256 -hmac key
        assertThat(WebhookDelivery.signature("key", "1", "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224");
    }

    @Test
    void what_a_webhook_can_not_take_now_is_tried_again() throws Exception {
        Web web = new Web(503, 429, 204);
        Alerts alerts = alerts(web.receiver());
        alerts.raise(alert("a"));
        alerts.close();
        assertThat(web.bodies).hasSize(3);
        assertThat(alerts.counts().delivered()).isEqualTo(1);
        assertThat(remarks).isEmpty();
    }

    @Test
    void what_a_webhook_refuses_is_not_tried_again_and_is_said_without_its_path() throws Exception {
        Web web = new Web(404);
        Alerts alerts = alerts(web.receiver());
        alerts.raise(alert("a"));
        alerts.close();
        assertThat(web.bodies).hasSize(1);
        assertThat(alerts.counts().lost()).isEqualTo(1);
        assertThat(remarks).singleElement().asString().contains("404").doesNotContain("hook-secret");
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        Web web = new Web(302);
        Alerts alerts = alerts(web.receiver());
        alerts.raise(alert("a"));
        alerts.close();
        assertThat(alerts.counts().lost()).isEqualTo(1);
    }

    @Test
    void a_receiver_that_is_down_costs_only_its_own_alerts() throws Exception {
        Web web = new Web(200);
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        Alerts alerts = alerts(
                new AlertSettings.Webhook(
                        URI.create("http://127.0.0.1:" + nobody + "/hook-secret"), Optional.empty(), Optional.empty()),
                web.receiver());
        alerts.raise(alert("a"));
        alerts.close();
        assertThat(web.bodies).hasSize(1);
        assertThat(alerts.counts()).isEqualTo(new Alerts.Counts(1, 1, 0, 0));
        assertThat(remarks)
                .singleElement()
                .asString()
                .contains("after 3 attempts")
                .doesNotContain("hook-secret");
    }

    @Test
    void a_key_is_told_once_a_period() throws Exception {
        Web web = new Web(200);
        Alerts alerts = alerts(web.receiver());
        assertThat(alerts.raise(alert("a"))).isEqualTo(Became.SENT);
        now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
        assertThat(alerts.raise(alert("a"))).isEqualTo(Became.REPEATED);
        assertThat(alerts.raise(alert("b"))).isEqualTo(Became.SENT);
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        assertThat(alerts.raise(alert("a"))).isEqualTo(Became.SENT);
        alerts.close();
        assertThat(web.bodies).hasSize(3);
    }

    @Test
    void a_flood_becomes_a_digest_that_names_how_many() throws Exception {
        Web web = new Web(200);
        Alerts alerts = alerts(web.receiver());
        IntStream.range(0, 500).forEach(n -> alerts.raise(alert("key " + n)));
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        alerts.raise(alert("later"));
        alerts.close();
        assertThat(web.bodies).hasSize(10 + 1 + 1);
        JsonNode digest = JsonMapper.shared().readTree(web.bodies.get(10));
        assertThat(digest.path("kind").asString()).isEqualTo("digest");
        assertThat(digest.path("title").asString()).startsWith("490 more alerts");
        assertThat(digest.path("text").asString()).contains("not listed here: 470");
        assertThat(alerts.counts().lost()).isZero();
    }

    @Test
    void a_digest_that_is_due_at_the_end_is_sent_then() throws Exception {
        Web web = new Web(200);
        Alerts alerts = alerts(web.receiver());
        IntStream.range(0, 11).forEach(n -> alerts.raise(alert("key " + n)));
        alerts.close();
        assertThat(web.bodies).hasSize(11);
    }

    @Test
    void a_full_queue_loses_what_is_new_and_counts_it() throws Exception {
        Web web = new Web(200);
        web.delay = Duration.ofMillis(200);
        AlertSettings.Pace narrow =
                new AlertSettings.Pace(1, Duration.ofMillis(1), Duration.ofSeconds(5), 1, Duration.ofSeconds(5));
        Alerts alerts = Alerts.start(
                new AlertSettings(Duration.ofDays(1), 100, narrow, List.of(web.receiver())), clock, remarks::add);
        IntStream.range(0, 20).forEach(n -> alerts.raise(alert("key " + n)));
        alerts.close();
        assertThat(alerts.counts().delivered() + alerts.counts().lost()).isEqualTo(20);
        assertThat(alerts.counts().lost()).isGreaterThan(10);
        assertThat(remarks).anyMatch(remark -> remark.contains("queue is full"));
    }

    @Test
    void a_mail_server_gets_a_message_with_name_and_password() throws Exception {
        GreenMail server = mailServer(ServerSetup.PROTOCOL_SMTP);
        server.setUser("earshot@clinic.example", "earshot", "open sesame");
        try (Alerts alerts = alerts(new AlertSettings.Mail(
                "127.0.0.1",
                server.getSmtp().getPort(),
                AlertSettings.Security.NONE,
                Optional.of(new AlertSettings.Login("earshot", new AlertSettings.Secret("open sesame"))),
                "earshot@clinic.example",
                List.of("privacy@clinic.example", "web@clinic.example"),
                Optional.empty()))) {
            alerts.raise(alert("a"));
        }
        assertThat(remarks).isEmpty();
        MimeMessage message = server.getReceivedMessages()[0];
        assertThat(server.getReceivedMessages()).hasSize(2);
        assertThat(message.getSubject()).isEqualTo("[Earshot] Vendor Inc. is new – on portal");
        assertThat(message.getContent().toString()).contains("zone: portal");
    }

    @Test
    void a_wrong_password_is_refused_once_and_never_shown() throws Exception {
        GreenMail server = mailServer(ServerSetup.PROTOCOL_SMTP);
        server.setUser("earshot@clinic.example", "earshot", "open sesame");
        try (Alerts alerts = alerts(new AlertSettings.Mail(
                "127.0.0.1",
                server.getSmtp().getPort(),
                AlertSettings.Security.NONE,
                Optional.of(new AlertSettings.Login("earshot", new AlertSettings.Secret("wrong-one"))),
                "earshot@clinic.example",
                List.of("privacy@clinic.example"),
                Optional.empty()))) {
            alerts.raise(alert("a"));
        }
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(remarks).singleElement().asString().contains("password").doesNotContain("wrong-one");
    }

    @Test
    void a_mail_server_whose_certificate_nobody_vouches_for_gets_nothing() throws Exception {
        GreenMail server = mailServer(ServerSetup.PROTOCOL_SMTPS);
        try (Alerts alerts = alerts(mail(server.getSmtps().getPort(), AlertSettings.Security.TLS))) {
            alerts.raise(alert("a"));
        }
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(remarks).hasSize(1);
    }

    @Test
    void a_mail_server_without_the_encryption_that_was_asked_for_gets_nothing() throws Exception {
        GreenMail server = mailServer(ServerSetup.PROTOCOL_SMTP);
        try (Alerts alerts = alerts(mail(server.getSmtp().getPort(), AlertSettings.Security.STARTTLS))) {
            alerts.raise(alert("a"));
        }
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(remarks).hasSize(1);
    }

    @Test
    void syslog_over_udp_is_one_datagram_of_rfc_5424() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(5000);
            try (Alerts alerts = alerts(syslog(server.getLocalPort(), AlertSettings.Transport.UDP))) {
                alerts.raise(alert("a"));
            }
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            server.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("<132>1 2026-11-20T10:00:00Z - earshot - new-third-party - \uFEFFVendor Inc. is new – on"
                            + " portal; zone: portal");
        }
    }

    @Test
    void syslog_over_tcp_counts_its_octets() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Alerts alerts = alerts(syslog(server.getLocalPort(), AlertSettings.Transport.TCP))) {
                alerts.raise(alert("a"));
                try (Socket socket = server.accept();
                        InputStream in = socket.getInputStream()) {
                    byte[] frame = in.readAllBytes();
                    String text = new String(frame, StandardCharsets.UTF_8);
                    int space = text.indexOf(' ');
                    assertThat(Integer.parseInt(text.substring(0, space))).isEqualTo(frame.length - space - 1);
                    assertThat(text.substring(space + 1)).startsWith("<132>1 ");
                }
            }
        }
    }

    @Test
    void a_long_syslog_message_is_cut_between_characters() {
        byte[] cut = SyslogDelivery.cut("ab–cd".getBytes(StandardCharsets.UTF_8), 4);
        assertThat(new String(cut, StandardCharsets.UTF_8)).isEqualTo("ab");
        assertThat(SyslogDelivery.cut("ab".getBytes(StandardCharsets.UTF_8), 4)).hasSize(2);
    }

    @Test
    void what_a_foreign_page_put_in_forges_no_line() {
        Alert alert = new Alert(
                now.get(),
                Alert.Level.NOTICE,
                "new-third-party",
                "a",
                "evil\r\nBcc: everybody@vendor.example",
                List.of(new Fact("zone\n", "a\u2028b\u0000c")));
        assertThat(alert.title()).isEqualTo("evil  Bcc: everybody@vendor.example");
        assertThat(alert.facts()).containsExactly(new Fact("zone", "a b c"));
    }

    private Alerts alerts(AlertSettings.Receiver... receivers) {
        return Alerts.start(new AlertSettings(Duration.ofDays(1), 10, QUICK, List.of(receivers)), clock, remarks::add);
    }

    private Alert alert(String key) {
        return new Alert(
                now.get(),
                Alert.Level.WARNING,
                "new-third-party",
                key,
                "Vendor Inc. is new – on portal",
                List.of(new Fact("zone", "portal")));
    }

    private static AlertSettings.Mail mail(int port, AlertSettings.Security security) {
        return new AlertSettings.Mail(
                "127.0.0.1",
                port,
                security,
                Optional.empty(),
                "earshot@clinic.example",
                List.of("privacy@clinic.example"),
                Optional.empty());
    }

    private static AlertSettings.Syslog syslog(int port, AlertSettings.Transport transport) {
        return new AlertSettings.Syslog("127.0.0.1", port, transport, 16, Optional.empty());
    }

    private GreenMail mailServer(String protocol) {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        server.start();
        open.add(server::stop);
        return server;
    }

    /// A web server that answers what it is told to, the last answer for ever.
    private final class Web {
        private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
        private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
        private final HttpServer server;
        private volatile Duration delay = Duration.ZERO;

        Web(int... answers) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                headers.add(Map.copyOf(exchange.getRequestHeaders()));
                bodies.add(exchange.getRequestBody().readAllBytes());
                try {
                    Thread.sleep(delay);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(answers[Math.min(bodies.size(), answers.length) - 1], -1);
                exchange.close();
            });
            server.start();
            open.add(() -> server.stop(0));
        }

        AlertSettings.Webhook receiver() {
            return new AlertSettings.Webhook(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook-secret"),
                    Optional.of(new AlertSettings.Secret("a-secret")),
                    Optional.empty());
        }
    }
}
