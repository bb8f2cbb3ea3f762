package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP/2 to clients: what it is answered, and what is not taken.
@Timeout(60)
final class Http2Test {
    private final TestAuthority authority = new TestAuthority();
    private ScriptedUpstream upstream;
    private Gate gate;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start(conversation -> {
            while (conversation.hears()) {
                conversation.hearRequest();
                conversation.say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        gate = Gate.secure(authority, upstream);
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    private Http2Client connect() throws Exception {
        return Http2Client.over(authority.connect(gate.port(), Gate.HOST, "h2"));
    }

    @Test
    void a_request_is_answered() throws Exception {
        try (Http2Client client = connect()) {
            client.ask(
                    1, Http2Client.get(Gate.HOST, "/a?b=c", "accept", "text/plain", "cookie", "a=1", "cookie", "b=2"));
            Http2Client.Answer answer = client.answer(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("ok");
            assertThat(upstream.heard())
                    .startsWith("GET /a?b=c HTTP/1.1\r\nHost: www.clinic.example\r\n")
                    .contains("cookie: a=1; b=2\r\n");
        }
    }

    @Test
    void a_request_with_a_body_goes_on_with_its_length_or_in_chunks() throws Exception {
        try (Http2Client client = connect()) {
            byte[] body = "name=value".getBytes(StandardCharsets.US_ASCII);
            client.frame(
                            Http2Client.HEADERS,
                            Http2Client.END_HEADERS,
                            1,
                            Http2Client.block(Http2Client.request("POST", Gate.HOST, "/known", "content-length", "10")))
                    .frame(Http2Client.DATA, Http2Client.END_STREAM, 1, body);
            assertThat(client.answer(1).status()).isEqualTo(200);
            client.frame(
                            Http2Client.HEADERS,
                            Http2Client.END_HEADERS,
                            3,
                            Http2Client.block(Http2Client.request("POST", Gate.HOST, "/unknown")))
                    .frame(Http2Client.DATA, 0, 3, body)
                    .frame(Http2Client.DATA, Http2Client.END_STREAM, 3, new byte[0]);
            assertThat(client.answer(3).status()).isEqualTo(200);

            assertThat(upstream.heard())
                    .containsIgnoringCase("content-length: 10\r\n")
                    .contains(
                            "\r\n\r\nname=value", "Transfer-Encoding: chunked\r\n", "\r\na\r\nname=value\r\n0\r\n\r\n");
        }
    }

    /// Heads that would be something else in HTTP/1.1.
    private static Map<String, String[]> downgrades() {
        String host = Gate.HOST;
        return Map.ofEntries(
                Map.entry(
                        "a line break in a value", Http2Client.get(host, "/", "x", "y\r\nTransfer-Encoding: chunked")),
                Map.entry(
                        "two line breaks in a value",
                        Http2Client.get(host, "/", "x", "y\r\n\r\nGET /smuggled HTTP/1.1\r\n")),
                Map.entry("a bare LF in a value", Http2Client.get(host, "/", "x", "y\nz: a")),
                Map.entry("a bare CR in a value", Http2Client.get(host, "/", "x", "y\rz")),
                Map.entry("a NUL in a value", Http2Client.get(host, "/", "x", "y\0z")),
                Map.entry("a blank before a value", Http2Client.get(host, "/", "x", " y")),
                Map.entry("a blank behind a value", Http2Client.get(host, "/", "x", "y ")),
                Map.entry("a line break in a name", Http2Client.get(host, "/", "x: y\r\nz", "a")),
                Map.entry("a colon in a name", Http2Client.get(host, "/", "x: y", "a")),
                Map.entry("a blank in a name", Http2Client.get(host, "/", "x y", "a")),
                Map.entry("an upper-case name", Http2Client.get(host, "/", "X-Y", "a")),
                Map.entry("an empty name", Http2Client.get(host, "/", "", "a")),
                Map.entry("a transfer coding", Http2Client.get(host, "/", "transfer-encoding", "chunked")),
                Map.entry("a connection field", Http2Client.get(host, "/", "connection", "close")),
                Map.entry("an upgrade", Http2Client.get(host, "/", "upgrade", "websocket")),
                Map.entry("a coding in te", Http2Client.get(host, "/", "te", "chunked")),
                Map.entry("a length without a body", Http2Client.get(host, "/", "content-length", "10")),
                Map.entry("two lengths", Http2Client.get(host, "/", "content-length", "0", "content-length", "5")),
                Map.entry("a list of lengths", Http2Client.get(host, "/", "content-length", "0, 5")),
                Map.entry("a length with a sign", Http2Client.get(host, "/", "content-length", "+0")),
                Map.entry("a line break in the path", Http2Client.get(host, "/ HTTP/1.1\r\nX: y")),
                Map.entry("a blank in the path", Http2Client.get(host, "/a HTTP/1.1")),
                Map.entry("a fragment in the path", Http2Client.get(host, "/a#b")),
                Map.entry("a path without a slash", Http2Client.get(host, "a")),
                Map.entry("an address for a path", Http2Client.get(host, "http://other.example/")),
                Map.entry("an empty path", Http2Client.get(host, "")),
                Map.entry("a line break in the host", Http2Client.get(host + "\r\nX: y", "/")),
                Map.entry("a user in the host", Http2Client.get("user@" + host, "/")),
                Map.entry("a path in the host", Http2Client.get(host + "/a", "/")),
                Map.entry("another host beside", Http2Client.get(host, "/", "host", "other.example")),
                Map.entry("a line break in the method", Http2Client.request("GET / HTTP/1.1\r\nX: y", host, "/")),
                Map.entry("a blank in the method", Http2Client.request("GET /", host, "/")),
                Map.entry("a tunnel", Http2Client.request("CONNECT", host, "/")),
                Map.entry("no path", new String[] {":method", "GET", ":scheme", "https", ":authority", host}),
                Map.entry("no method", new String[] {":scheme", "https", ":authority", host, ":path", "/"}),
                Map.entry("no host", new String[] {":method", "GET", ":scheme", "https", ":path", "/"}),
                Map.entry("no scheme", new String[] {":method", "GET", ":authority", host, ":path", "/"}),
                Map.entry("a scheme with more", new String[] {
                    ":method", "GET", ":scheme", "https://other.example/?", ":authority", host, ":path", "/"
                }),
                Map.entry("two paths", Http2Client.get(host, "/", ":path", "/smuggled")),
                Map.entry("two methods", Http2Client.get(host, "/", ":method", "POST")),
                Map.entry("an unknown pseudo field", Http2Client.get(host, "/", ":proxy", "a")),
                Map.entry("an answer's pseudo field", Http2Client.get(host, "/", ":status", "200")),
                Map.entry("a pseudo field behind a field", new String[] {
                    ":method", "GET", ":scheme", "https", "x", "y", ":authority", host, ":path", "/"
                }));
    }

    @Test
    void what_would_be_something_else_in_http_1_is_refused() throws Exception {
        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, String[]> each : downgrades().entrySet()) {
            try (Http2Client client = connect()) {
                client.ask(1, each.getValue());
                if (!client.answer(1).refused()) {
                    taken.add(each.getKey());
                }
            }
        }

        assertThat(downgrades()).hasSizeGreaterThan(40);
        assertThat(taken).isEmpty();
        assertThat(upstream.heard()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "100"})
    void a_body_of_another_length_than_its_head_says_is_refused(String length) throws Exception {
        try (Http2Client client = connect()) {
            String body = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n";
            client.frame(
                            Http2Client.HEADERS,
                            Http2Client.END_HEADERS,
                            1,
                            Http2Client.block(Http2Client.request("POST", Gate.HOST, "/", "content-length", length)))
                    .frame(Http2Client.DATA, Http2Client.END_STREAM, 1, body.getBytes(StandardCharsets.US_ASCII));

            assertThat(client.answer(1).refused()).isTrue();
            assertThat(upstream.heard().split("\r\n\r\n", -1)[0]).doesNotContain("smuggled");
            assertThat(upstream.requests()).isLessThan(2);
        }
    }

    @Test
    void trailers_that_frame_are_refused() throws Exception {
        try (Http2Client client = connect()) {
            client.frame(
                            Http2Client.HEADERS,
                            Http2Client.END_HEADERS,
                            1,
                            Http2Client.block(Http2Client.request("POST", Gate.HOST, "/")))
                    .frame(Http2Client.DATA, 0, 1, new byte[3])
                    .ask(1, "transfer-encoding", "chunked");

            assertThat(client.answer(1).refused()).isTrue();
        }
    }

    // Floods.

    @Test
    void requests_that_are_taken_back_at_once_end_the_connection() throws Exception {
        try (Http2Client client = connect()) {
            try {
                for (int i = 0; i < 1_000; i++) {
                    client.ask(2 * i + 1, Http2Client.get(Gate.HOST, "/"))
                            .frame(Http2Client.RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
                }
            } catch (SocketException _) {
                // It has ended already.
            }

            assertThat(client.endsWithin(Duration.ofSeconds(20))).isTrue();
            assertThat(upstream.requests()).isLessThan(400);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Http2Client.PING, Http2Client.SETTINGS})
    void pings_and_settings_without_end_end_the_connection(int type) throws Exception {
        try (Http2Client client = connect()) {
            try {
                for (int i = 0; i < 5_000; i++) {
                    client.frame(type, 0, 0, new byte[type == Http2Client.PING ? 8 : 0]);
                }
            } catch (SocketException _) {
                // It has ended already.
            }

            assertThat(client.endsWithin(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void a_head_in_crumbs_ends_the_connection() throws Exception {
        try (Http2Client client = connect()) {
            try {
                client.frame(Http2Client.HEADERS, 0, 1, Http2Client.block(Http2Client.get(Gate.HOST, "/")));
                for (int i = 0; i < 10_000; i++) {
                    client.frame(Http2Client.CONTINUATION, 0, 1, Http2Client.block("x", "y"));
                }
            } catch (SocketException _) {
                // It has ended already.
            }

            assertThat(client.endsWithin(Duration.ofSeconds(20))).isTrue();
            assertThat(upstream.requests()).isZero();
        }
    }

    @Test
    void empty_frames_without_end_end_the_connection() throws Exception {
        try (Http2Client client = connect()) {
            try {
                client.frame(
                        Http2Client.HEADERS,
                        Http2Client.END_HEADERS,
                        1,
                        Http2Client.block(Http2Client.request("POST", Gate.HOST, "/")));
                for (int i = 0; i < 5_000; i++) {
                    client.frame(Http2Client.DATA, 0, 1, new byte[0]);
                }
            } catch (SocketException _) {
                // It has ended already.
            }

            assertThat(client.endsWithin(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void a_head_that_is_too_long_gives_431() throws Exception {
        try (Http2Client client = connect()) {
            client.ask(1, Http2Client.get(Gate.HOST, "/", "x", "y".repeat(8_000), "z", "y".repeat(8_000)));
            assertThat(client.answer(1).status()).isEqualTo(200);
        }
        try (Http2Client client = connect()) {
            byte[] block = Http2Client.block(Http2Client.get(Gate.HOST, "/", "x", "y".repeat(50_000)));
            client.frame(Http2Client.HEADERS, Http2Client.END_STREAM, 1, java.util.Arrays.copyOf(block, 16_000))
                    .frame(Http2Client.CONTINUATION, 0, 1, java.util.Arrays.copyOfRange(block, 16_000, 32_000))
                    .frame(Http2Client.CONTINUATION, 0, 1, java.util.Arrays.copyOfRange(block, 32_000, 48_000))
                    .frame(
                            Http2Client.CONTINUATION,
                            Http2Client.END_HEADERS,
                            1,
                            java.util.Arrays.copyOfRange(block, 48_000, block.length));

            Http2Client.Answer answer = client.answer(1);
            assertThat(answer.status() == 431 || answer.gone())
                    .as(answer.toString())
                    .isTrue();
            assertThat(upstream.requests()).isEqualTo(1);
        }
    }

    @Test
    void more_streams_than_allowed_are_refused_and_the_others_answered() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedUpstream waiting = ScriptedUpstream.start(conversation -> {
                    while (conversation.hears()) {
                        conversation.hearRequest();
                        boolean _ = go.await(20, TimeUnit.SECONDS);
                        conversation.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                Gate narrow = Gate.secure(authority, waiting, "limits: {streams: 5}");
                Http2Client client = Http2Client.over(authority.connect(narrow.port(), Gate.HOST, "h2"))) {
            for (int i = 0; i < 6; i++) {
                client.ask(2 * i + 1, Http2Client.get(Gate.HOST, "/"));
            }
            assertThat(client.answer(11).reset()).isEqualTo(7);
            go.countDown();
            assertThat(client.answer(9).status()).isEqualTo(200);
        }
    }

    @Test
    void an_answer_that_breaks_off_resets_its_stream_alone() throws Exception {
        try (ScriptedUpstream lying = ScriptedUpstream.start(conversation -> {
                    String head = conversation.hearRequest();
                    conversation.say("HTTP/1.1 200 OK\r\nContent-Length: " + (head.startsWith("GET /cut") ? 99 : 4)
                            + "\r\n\r\nhalf");
                });
                Gate before = Gate.secure(authority, lying);
                Http2Client client = Http2Client.over(authority.connect(before.port(), Gate.HOST, "h2"))) {
            client.ask(1, Http2Client.get(Gate.HOST, "/cut"));
            Http2Client.Answer cut = client.answer(1);
            assertThat(cut.status()).isEqualTo(200);
            assertThat(cut.reset()).isEqualTo(2);
            client.ask(3, Http2Client.get(Gate.HOST, "/whole"));
            assertThat(client.answer(3).text()).isEqualTo("half");
        }
    }

    @Test
    void a_stream_that_is_taken_back_ends_the_request_to_the_upstream() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedUpstream silent = ScriptedUpstream.start(conversation -> {
                    conversation.hearHead();
                    conversation.hearOut();
                    ended.countDown();
                });
                Gate before = Gate.secure(authority, silent);
                Http2Client client = Http2Client.over(authority.connect(before.port(), Gate.HOST, "h2"))) {
            client.ask(1, Http2Client.get(Gate.HOST, "/"));
            assertThat(Gate.soonTrue(() -> silent.requests() == 1)).isTrue();
            client.frame(Http2Client.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
