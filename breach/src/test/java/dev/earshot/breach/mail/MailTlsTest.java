package dev.earshot.breach.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.mail.MailSettings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nothing is sent to a server that is not who it should be.
@Timeout(30)
class MailTlsTest {
    @TempDir
    Path folder;

    private final MemoryOutbox outbox = new MemoryOutbox();

    @Test
    void only_a_server_whose_certificate_is_trusted_and_names_it_gets_anything() throws Exception {
        outbox.plan(Mails.claim(1, "person1@b.example"));
        KeyStore keys = keys();
        Path trusted = Files.writeString(
                folder.resolve("server.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        try (ScriptedServer server = secure(keys)) {
            assertStops("127.0.0.1", server, Tls.TLS, Optional.empty(), "certificate");
            assertStops("localhost", server, Tls.TLS, Optional.of(trusted), "certificate");
            assertThat(server.commands).isEmpty();
            MailSettings.Login login = new MailSettings.Login("user", "secret");
            Tally tally = sender(new MailSettings.Server(
                            "127.0.0.1", server.port(), Tls.TLS, Optional.of(trusted), Optional.of(login), "localhost"))
                    .send();
            assertThat(tally.sent()).isEqualTo(1);
            assertThat(server.commands)
                    .contains("AUTH PLAIN "
                            + Base64.getEncoder().encodeToString("\0user\0secret".getBytes(StandardCharsets.UTF_8)));
            assertThat(login).hasToString("Login of user");
        }
    }

    @Test
    void a_server_without_starttls_gets_nothing() throws IOException {
        outbox.plan(Mails.claim(1, "person1@b.example"));
        try (ScriptedServer server = new ScriptedServer((_, _) -> ScriptedServer.OBEY)) {
            assertStops("127.0.0.1", server, Tls.STARTTLS, Optional.empty(), "offers no STARTTLS");
            assertThat(server.count("MAIL")).isZero();
        }
    }

    @Test
    void what_is_said_between_starttls_and_tls_is_an_attack() throws IOException {
        outbox.plan(Mails.claim(1, "person1@b.example"));
        try (ScriptedServer server = new ScriptedServer((command, _) -> command.startsWith("EHLO")
                ? "250-mail.example\r\n250 STARTTLS"
                : command.equals("STARTTLS") ? "220 go\r\n250 injected" : ScriptedServer.OBEY)) {
            assertStops("127.0.0.1", server, Tls.STARTTLS, Optional.empty(), "somebody in between");
            assertThat(server.count("MAIL")).isZero();
        }
    }

    @Test
    void a_password_never_travels_in_the_clear() {
        assertThatThrownBy(() -> new MailSettings.Server(
                        "mail.clinic.example",
                        25,
                        Tls.NONE,
                        Optional.empty(),
                        Optional.of(new MailSettings.Login("user", "secret")),
                        "localhost"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("unencrypted");
    }

    private void assertStops(String host, ScriptedServer server, Tls tls, Optional<Path> trust, String because) {
        MailSettings.Server settings =
                new MailSettings.Server(host, server.port(), tls, trust, Optional.empty(), "localhost");
        assertThatThrownBy(() -> sender(settings).send())
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.INCOMPLETE))
                .hasMessageContaining(because);
        assertThat(outbox.planned).hasSize(1);
    }

    private MailSender sender(MailSettings.Server server) {
        MailSettings usual = Mails.settings(1, 1);
        MailSettings settings =
                new MailSettings(server, usual.sender(), usual.limits(), usual.patience(), usual.dkim(), usual.doubt());
        return new MailSender(
                settings, folder.resolve("sending"), Mails.parts(outbox, Mails.composer(100), Optional.empty()));
    }

    private static ScriptedServer secure(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new ScriptedServer(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                (_, _) -> ScriptedServer.OBEY);
    }

    /// A key whose certificate names 127.0.0.1 and nothing else.
    private KeyStore keys() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=mail",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        return keys;
    }
}
