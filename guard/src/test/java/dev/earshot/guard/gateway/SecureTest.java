package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS to clients and to upstreams.
@Timeout(60)
final class SecureTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET / HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n";

    private final TestAuthority authority = new TestAuthority();

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void clients_come_by_tls(String version) throws IOException, GeneralSecurityException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.secure(authority, upstream);
                SSLSocket socket = authority.connectBy(version, gate.port(), Gate.HOST, "http/1.1");
                RawClient client = RawClient.over(socket)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(client.send(GET).answer().text()).isEqualTo("ok");
            assertThat(client.send(GET).answer().text()).isEqualTo("ok");
            assertThat(upstream.heard()).contains("X-Forwarded-Proto: https\r\n");
        }
    }

    @Test
    void a_client_that_names_no_protocol_speaks_http_1() throws IOException, GeneralSecurityException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.secure(authority, upstream);
                RawClient client = RawClient.over(authority.connect(gate.port(), Gate.HOST))) {
            assertThat(client.send(GET).answer().text()).isEqualTo("ok");
        }
    }

    @Test
    void a_handshake_that_does_not_come_is_given_up() throws IOException, GeneralSecurityException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.secure(authority, upstream, "timeouts: {head: 400ms}");
                RawClient silent = gate.connect();
                RawClient plain = gate.connect()) {
            assertThat(silent.endsWithin(Duration.ofSeconds(20))).isTrue();
            assertThat(plain.send(GET).endsWithin(Duration.ofSeconds(20))).isTrue();
            assertThat(gate.metric("earshot_gateway_handshakes_failed_total")).isEqualTo(2);
        }
    }

    @Test
    void a_new_certificate_is_shown_to_whom_connects_from_then_on(@TempDir Path folder)
            throws IOException, GeneralSecurityException {
        authority.issue(Gate.HOST).writeTo(folder, "host");
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.in(
                        folder,
                        "http://127.0.0.1:" + upstream.port(),
                        "listen: [{address: '127.0.0.1:0', tls: {certificate: host.pem, key: host.key}}]");
                SSLSocket before = authority.connect(gate.port(), Gate.HOST);
                RawClient client = RawClient.over(before)) {
            TestAuthority.Issued issued = authority.issue(Gate.HOST);
            issued.writeTo(folder, "host");
            assertThat(gate.run().reload()).isEmpty();

            try (SSLSocket after = authority.connect(gate.port(), Gate.HOST)) {
                assertThat(after.getSession().getPeerCertificates()[0]).isEqualTo(issued.certificate());
            }
            assertThat(before.getSession().getPeerCertificates()[0]).isNotEqualTo(issued.certificate());
            assertThat(client.send(GET).answer().text()).isEqualTo("ok");
        }
    }

    @Test
    void a_certificate_may_come_as_pkcs_12(@TempDir Path folder) throws IOException, GeneralSecurityException {
        authority.issue(Gate.HOST).writePkcs12(folder.resolve("host.p12"), "s3cret");
        Files.writeString(folder.resolve("password"), "s3cret\n");
        String listen = "listen: [{address: '127.0.0.1:0', tls: {pkcs12: host.p12, passwordFile: password}}]";
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.in(folder, "http://127.0.0.1:" + upstream.port(), listen);
                RawClient client = RawClient.over(authority.connect(gate.port(), Gate.HOST))) {
            assertThat(client.send(GET).answer().text()).isEqualTo("ok");
            Files.writeString(folder.resolve("password"), "wrong\n");
            assertThat(gate.run().reload().orElse(""))
                    .contains("line 3", "could not be opened")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void a_key_of_another_certificate_is_a_mistake(@TempDir Path folder) throws IOException, GeneralSecurityException {
        authority.issue(Gate.HOST).writeTo(folder, "host");
        authority.issue(Gate.HOST).writeTo(folder, "other");
        assertThatThrownBy(() -> Gate.in(
                        folder,
                        "http://127.0.0.1:1",
                        "listen: [{address: '127.0.0.1:0', tls: {certificate: host.pem, key: other.key}}]"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("is not that of the first certificate");
    }

    @Test
    void requests_in_http_2_are_answered_side_by_side() throws IOException, GeneralSecurityException {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(conversation -> {
                    while (conversation.hears()) {
                        String head = conversation.hearRequest();
                        String path = head.substring(4, head.indexOf(' ', 4));
                        conversation.say("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                Gate gate = Gate.secure(
                        authority,
                        upstream,
                        "sites: [{hosts: [localhost], upstream: 'http://127.0.0.1:" + upstream.port() + "'}]");
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(authority.client())
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
            var answers = IntStream.range(0, 60)
                    .mapToObj(i -> client.sendAsync(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + gate.port() + "/" + i))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .toList();
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();

            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).join().version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answers.get(i).join().body()).isEqualTo("/" + i);
            }
        }
    }

    // Upstreams.

    @Test
    void an_upstream_by_tls_is_believed_where_its_authority_is_named() throws Exception {
        assertThat(statusFrom("127.0.0.1", authority.issue(Gate.HOST), "verify: ca.pem, serverName: " + Gate.HOST))
                .isEqualTo(200);
    }

    @Test
    void an_upstream_whose_certificate_is_for_another_host_is_not_believed() throws Exception {
        assertThat(statusFrom(
                        "127.0.0.1",
                        authority.issue("other.clinic.example"),
                        "verify: ca.pem, serverName: " + Gate.HOST))
                .isEqualTo(502);
    }

    @Test
    void an_upstream_of_an_unknown_authority_is_not_believed() throws Exception {
        assertThat(statusFrom("127.0.0.1", authority.issue(Gate.HOST), "serverName: " + Gate.HOST))
                .isEqualTo(502);
    }

    @Test
    void an_upstream_of_which_nothing_is_checked_is_believed() throws Exception {
        assertThat(statusFrom("127.0.0.1", authority.issue("other.clinic.example"), "verify: false"))
                .isEqualTo(200);
    }

    private int statusFrom(String host, TestAuthority.Issued issued, String keys) throws Exception {
        Path folder = Files.createTempDirectory("gate");
        authority.writeTo(folder.resolve("ca.pem"));
        try (SSLServerSocket listening = (SSLServerSocket)
                TestAuthority.server(issued).getServerSocketFactory().createServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    byte[] head = new byte[1_000];
                    if (socket.getInputStream().read(head) > 0) {
                        socket.getOutputStream().write(OK.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                        socket.getOutputStream().flush();
                        socket.getInputStream().read(head);
                    }
                } catch (IOException _) {
                    // The gateway did not believe it.
                }
            });
            try (Gate gate = Gate.in(
                    folder,
                    "",
                    "sites: [{hosts: [" + Gate.HOST + "], upstream: 'https://" + host + ":" + listening.getLocalPort()
                            + "', " + keys + "}]")) {
                return gate.get("/").status();
            }
        }
    }
}
