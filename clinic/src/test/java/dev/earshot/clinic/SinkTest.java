package dev.earshot.clinic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What arrives is kept as it was sent. No browser is needed to see that.
class SinkTest {
    private static Clinic clinic;
    private static HttpClient client;

    @BeforeAll
    static void open() throws Exception {
        clinic = Clinic.start(ClinicOptions.defaults());
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustAnybody()}, null);
        client = HttpClient.newBuilder().sslContext(trusting).build();
    }

    @AfterAll
    static void shut() {
        client.shutdownNow();
        clinic.close();
    }

    @BeforeEach
    void startAfresh() {
        clinic.forget();
    }

    @Test
    void a_body_is_kept_byte_by_byte_and_not_decoded() throws Exception {
        byte[] body = {0x1f, (byte) 0x8b, 0, 1, 2, (byte) 0xff};
        HttpResponse<Void> answer = client.send(
                HttpRequest.newBuilder(address("/robots.txt?a=%2Fb+c&d"))
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(clinic.received()).singleElement().satisfies(received -> {
            assertThat(received.method()).isEqualTo("POST");
            assertThat(received.httpVersion()).isEqualTo("HTTP/2.0");
            assertThat(received.url()).endsWith("/robots.txt?a=%2Fb+c&d");
            assertThat(received.header("content-encoding")).hasValue("gzip");
            assertThat(received.body().toArray()).isEqualTo(body);
            assertThat(received.whole()).isTrue();
        });
    }

    @Test
    void a_path_that_a_strict_server_refuses_is_kept_as_it_was_sent() throws Exception {
        client.send(
                HttpRequest.newBuilder(address("/activity;src=1;~oref=https%3A%2F%2Fwww.clinic.example%2F%5B"))
                        .build(),
                BodyHandlers.discarding());

        assertThat(clinic.received())
                .singleElement()
                .satisfies(received -> assertThat(received.path())
                        .isEqualTo("/activity;src=1;~oref=https%3A%2F%2Fwww.clinic.example%2F%5B"));
    }

    @Test
    void requests_are_numbered_in_order_of_arrival_and_forgotten_on_demand() throws Exception {
        for (int i = 0; i < 3; i++) {
            client.send(HttpRequest.newBuilder(address("/?" + i)).build(), BodyHandlers.discarding());
        }

        assertThat(clinic.received().stream().map(Received::id)).containsExactly(1L, 2L, 3L);
        clinic.forget();
        assertThat(clinic.received()).isEmpty();
    }

    @Test
    void the_messages_of_a_web_socket_are_kept_in_both_directions() throws Exception {
        CompletableFuture<String> reply = new CompletableFuture<>();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("wss://127.0.0.1:" + clinic.port() + "/live"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        reply.complete(data.toString());
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(20, TimeUnit.SECONDS);
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).get(20, TimeUnit.SECONDS);
        socket.sendText("hello", true).get(20, TimeUnit.SECONDS);

        assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo("{\"heard\":5}");
        assertThat(clinic.received()).singleElement().satisfies(received -> {
            assertThat(received.url()).startsWith("wss://");
            assertThat(received.messages().stream().map(WebSocketMessage::direction))
                    .containsExactly(Direction.SENT, Direction.SENT, Direction.RECEIVED);
            assertThat(received.messages().getFirst().payload().toArray()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void a_taken_port_is_said_to_be_taken() {
        ClinicOptions samePort = ClinicOptions.defaults().port(clinic.port());

        assertThatThrownBy(() -> Clinic.start(samePort))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("port " + clinic.port());
    }

    @Test
    void its_instructions_hold_every_switch_a_browser_needs() {
        assertThat(clinic.instructions())
                .contains(clinic.browserArgs())
                .contains(clinic.home().toString());
    }

    private static URI address(String rest) {
        return URI.create("https://127.0.0.1:" + clinic.port() + rest);
    }

    private static final class TrustAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
