package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a request whose upstream, or whose client, does not do as it should; as docs/gateway.md states it.
@Timeout(60)
final class FaultTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

    @Test
    void an_upstream_that_is_down_gives_502_quickly() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        try (Gate gate = Gate.before("http://127.0.0.1:" + nobody)) {
            long start = System.nanoTime();

            assertThat(gate.get("/").status()).isEqualTo(502);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(gate.metric("earshot_gateway_upstream_faults_total")).isEqualTo(1);
        }
    }

    @Test
    void an_upstream_that_takes_no_connection_gives_504() throws IOException {
        // A full backlog on loopback drops what comes further.
        try (ServerSocket full = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                java.nio.channels.SocketChannel filling = java.nio.channels.SocketChannel.open();
                filling.configureBlocking(false);
                filling.connect(full.getLocalSocketAddress());
            }
            try (Gate gate = Gate.before("http://127.0.0.1:" + full.getLocalPort(), "timeouts: {connect: 300ms}")) {
                assertThat(gate.get("/").status()).isEqualTo(504);
            }
        }
    }

    @Test
    void an_upstream_that_does_not_answer_gives_504() throws IOException {
        try (ScriptedUpstream silent = ScriptedUpstream.start(ScriptedUpstream.Conversation::hearOut);
                Gate gate = Gate.before(silent, "timeouts: {answer: 300ms}")) {
            assertThat(gate.get("/").status()).isEqualTo(504);
        }
    }

    @Test
    void an_answer_that_stalls_before_its_head_is_whole_gives_504() throws IOException {
        try (ScriptedUpstream stalling = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.say("HTTP/1.1 200 OK\r\nContent-Ty").hearOut();
                });
                Gate gate = Gate.before(stalling, "timeouts: {answer: 300ms}")) {
            assertThat(gate.get("/").status()).isEqualTo(504);
        }
    }

    @Test
    void an_answer_that_stalls_in_the_middle_is_cut_off() throws IOException {
        try (ScriptedUpstream stalling = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.say(OK + "Content-Length: 100\r\n\r\nhalf").hearOut();
                });
                Gate gate = Gate.before(stalling, "timeouts: {body: 300ms}")) {
            RawClient.Answer answer = gate.get("/");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("half");
            assertThat(answer.complete()).isFalse();
        }
    }

    @Test
    void an_answer_shorter_than_it_says_is_cut_off() throws IOException {
        try (ScriptedUpstream lying = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.say(OK + "Content-Length: 100\r\n\r\nhalf");
                });
                Gate gate = Gate.before(lying)) {
            RawClient.Answer answer = gate.get("/");

            assertThat(answer.text()).isEqualTo("half");
            assertThat(answer.complete()).isFalse();
            assertThat(gate.metric("earshot_gateway_cut_answers_total")).isEqualTo(1);
        }
    }

    @Test
    void what_follows_an_answer_is_dropped_and_never_becomes_the_next_one() throws IOException {
        try (ScriptedUpstream lying = ScriptedUpstream.start(upstream -> {
                    while (upstream.hears()) {
                        upstream.hearHead();
                        upstream.say(
                                OK + "Content-Length: 4\r\n\r\ntrueHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
                    }
                });
                Gate gate = Gate.before(lying);
                RawClient client = gate.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /" + i + " HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n");
                assertThat(client.answer().text()).isEqualTo("true");
            }
            assertThat(lying.conversations()).hasSize(3);
        }
    }

    @Test
    void an_answer_in_chunks_that_end_too_early_is_cut_off() throws IOException {
        try (ScriptedUpstream lying = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.say(OK + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                });
                Gate gate = Gate.before(lying)) {
            RawClient.Answer answer = gate.get("/");

            assertThat(answer.text()).isEqualTo("half");
            assertThat(answer.complete()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 200\tOK\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 099 Odd\r\n\r\n",
                "<html>no head at all</html>\r\n\r\n",
            })
    void an_answer_that_is_none_gives_502(String answer) throws IOException {
        try (ScriptedUpstream odd = ScriptedUpstream.answering(answer);
                Gate gate = Gate.before(odd)) {
            assertThat(gate.get("/").status()).isEqualTo(502);
        }
    }

    @Test
    void answers_of_1xx_without_end_give_502() throws IOException {
        try (ScriptedUpstream flooding = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    while (true) {
                        upstream.say("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n".repeat(100));
                    }
                });
                Gate gate = Gate.before(flooding)) {
            assertThat(gate.get("/").status()).isEqualTo(502);
            assertThat(Gate.soonTrue(() -> flooding.conversations().getFirst().broken()))
                    .isTrue();
        }
    }

    @Test
    void fields_without_end_give_502() throws IOException {
        try (ScriptedUpstream flooding = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.say("HTTP/1.1 200 OK\r\n");
                    while (true) {
                        upstream.say("X-More: and more\r\n".repeat(100));
                    }
                });
                Gate gate = Gate.before(flooding)) {
            assertThat(gate.get("/").status()).isEqualTo(502);
            assertThat(Gate.soonTrue(() -> flooding.conversations().getFirst().broken()))
                    .isTrue();
        }
    }

    @Test
    void a_client_that_goes_in_the_middle_ends_the_upstream_s_work() throws IOException {
        AtomicBoolean told = new AtomicBoolean();
        try (ScriptedUpstream endless = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.say(OK + "Content-Length: 1000000000\r\n\r\n");
                    try {
                        while (true) {
                            upstream.say(new byte[1 << 16]);
                        }
                    } finally {
                        told.set(true);
                    }
                });
                Gate gate = Gate.before(endless);
                RawClient client = gate.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n").bytes(100_000);
            client.reset();

            assertThat(Gate.soonTrue(told::get)).isTrue();
        }
    }

    @Test
    void a_client_that_goes_while_an_answer_is_waited_for_ends_the_request_to_the_upstream() throws IOException {
        AtomicBoolean told = new AtomicBoolean();
        try (ScriptedUpstream slow = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.hearOut();
                    told.set(true);
                });
                Gate gate = Gate.before(slow, "timeouts: {answer: 1m}");
                RawClient client = gate.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n");
            assertThat(Gate.soonTrue(() -> slow.requests() == 1)).isTrue();
            client.reset();

            assertThat(Gate.soonTrue(told::get)).isTrue();
        }
    }

    // Clients.

    @Test
    void a_head_that_drips_in_is_given_up() throws IOException, InterruptedException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK + "Content-Length: 2\r\n\r\nok");
                Gate gate = Gate.before(upstream, "timeouts: {head: 400ms}");
                RawClient slow = gate.connect()) {
            long start = System.nanoTime();
            slow.send("GET / HTTP/1.1\r\nHost: www.clinic.example\r\n");
            while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
                slow.trySend("X: y\r\n");
                Thread.sleep(50);
                if (slow.socket().getInputStream().available() > 0) {
                    break;
                }
            }

            assertThat(slow.answer().status()).isEqualTo(408);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
            assertThat(upstream.requests()).isZero();
        }
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK + "Content-Length: 2\r\n\r\nok");
                Gate gate = Gate.before(upstream, "timeouts: {idle: 400ms}");
                RawClient silent = gate.connect()) {
            assertThat(silent.endsWithin(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void a_body_that_stops_in_the_middle_gives_408() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(ScriptedUpstream.Conversation::hearOut);
                Gate gate = Gate.before(upstream, "timeouts: {body: 300ms}");
                RawClient slow = gate.connect()) {
            slow.send("POST / HTTP/1.1\r\nHost: www.clinic.example\r\nContent-Length: 10\r\n\r\nhalf");

            assertThat(slow.answer().status()).isEqualTo(408);
            assertThat(slow.endsWithin(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void a_client_that_takes_nothing_of_its_answer_is_let_go() throws IOException {
        AtomicBoolean ended = new AtomicBoolean();
        try (ScriptedUpstream endless = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.say(OK + "Content-Length: 1000000000\r\n\r\n");
                    try {
                        while (true) {
                            upstream.say(new byte[1 << 16]);
                        }
                    } finally {
                        ended.set(true);
                    }
                });
                Gate gate = Gate.before(endless, "timeouts: {body: 500ms}");
                RawClient client = gate.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n");

            assertThat(Gate.soonTrue(ended::get)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void heads_that_are_too_long_or_hold_too_many_fields_give_431(boolean many) throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK + "Content-Length: 2\r\n\r\nok");
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            String fields = many ? "X: y\r\n".repeat(101) : "X: " + "y".repeat(40_000) + "\r\n";
            client.trySend("GET / HTTP/1.1\r\nHost: www.clinic.example\r\n" + fields + "\r\n");

            assertThat(client.answer().status()).isEqualTo(431);
            assertThat(upstream.requests()).isZero();
        }
    }

    @Test
    void a_head_without_end_is_not_kept() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK + "Content-Length: 2\r\n\r\nok");
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            client.send("GET /");
            for (int i = 0; i < 2_000; i++) {
                client.trySend("x".repeat(1_000));
            }

            assertThat(client.endsWithin(Duration.ofSeconds(20))).isTrue();
            assertThat(gate.metric("earshot_gateway_refused_total{reason=\"malformed\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_body_that_is_larger_than_allowed_gives_413() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(ScriptedUpstream.Conversation::hearOut);
                Gate gate = Gate.before(upstream, "limits: {body: 10 KB}")) {
            try (RawClient client = gate.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: www.clinic.example\r\nContent-Length: 10241\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(413);
            }
            try (RawClient client = gate.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: www.clinic.example\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (int i = 0; i < 11; i++) {
                    client.trySend("400\r\n" + "x".repeat(1_024) + "\r\n");
                }
                assertThat(client.answer().status()).isEqualTo(413);
            }
        }
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_those_within_go_on() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK + "Content-Length: 2\r\n\r\nok");
                Gate gate = Gate.before(upstream, "limits: {connections: 20}")) {
            RawClient[] clients = new RawClient[60];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = gate.connect();
            }
            int closed = 0;
            for (int i = 20; i < clients.length; i++) {
                closed += clients[i].endsWithin(Duration.ofSeconds(20)) ? 1 : 0;
            }

            assertThat(closed).isEqualTo(40);
            assertThat(clients[5]
                            .send("GET / HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n")
                            .answer()
                            .text())
                    .isEqualTo("ok");
            assertThat(gate.metric("earshot_gateway_connections_refused_total")).isEqualTo(40);
            for (RawClient client : clients) {
                client.close();
            }
            assertThat(Gate.soonTrue(() -> gate.get("/").status() == 200)).isTrue();
        }
    }
}
