package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamingTest {
    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: clinic.example\r\n\r\n";

    @Test
    void an_answer_of_known_length_passes_as_it_is() throws Exception {
        try (Origin origin = Origin.answering(
                        "HTTP/1.1 200 Fine\r\nX-one: 1\r\nContent-LENGTH: 5\r\nx-ONE:  2\r\n\r\nhello");
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(GET);
            assertThat(client.head())
                    .isEqualTo("HTTP/1.1 200 Fine\r\nX-one: 1\r\nContent-LENGTH: 5\r\nx-ONE:  2\r\n\r\n");
            assertThat(client.bytes(5)).isEqualTo("hello");
            assertThat(origin.heads.getFirst())
                    .isEqualTo(Client.lines(
                            "GET /a?b=c HTTP/1.1",
                            "Host: clinic.example",
                            "X-Forwarded-For: 127.0.0.1",
                            "X-Forwarded-Proto: http",
                            "X-Forwarded-Host: clinic.example",
                            ""));
        }
    }

    @Test
    void connections_are_kept_on_both_sides() throws Exception {
        try (Origin origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            for (int i = 0; i < 50; i++) {
                client.say(GET);
                client.head();
                assertThat(client.bytes(2)).isEqualTo("ok");
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void requests_sent_before_the_first_is_answered_are_answered_in_their_order() throws Exception {
        try (Origin origin = Origin.scripted(wire -> {
                    for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                        String path = head.substring(4, head.indexOf(' ', 4));
                        wire.say("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(GET.replace("/a?b=c", "/1") + GET.replace("/a?b=c", "/2") + GET.replace("/a?b=c", "/3"));
            for (int i = 1; i <= 3; i++) {
                client.head();
                assertThat(client.bytes(2)).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void an_answer_streams_by_while_the_upstream_still_writes() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Origin origin = Origin.scripted(wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
                    try {
                        seen.await(5, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new java.io.IOException(e);
                    }
                    wire.say("3;x=y\r\ntwo\r\n0\r\n\r\n");
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(GET);
            assertThat(client.head()).isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(client.bytes(8)).isEqualTo("3\r\none\r\n");
            seen.countDown();
            assertThat(client.chunked()).isEqualTo("two");
        }
    }

    @Test
    void a_request_with_a_body_streams_by_in_chunks_with_its_trailers() throws Exception {
        try (Origin origin = Origin.scripted(wire -> {
                    String head = wire.head();
                    String body = new String(wire.in.readNBytes(27), java.nio.charset.StandardCharsets.US_ASCII);
                    String all = head.contains("Transfer-Encoding: chunked") + body;
                    wire.say("HTTP/1.1 200 OK\r\nContent-Length: " + all.length() + "\r\n\r\n" + all);
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(
                    "POST / HTTP/1.1\r\nHost: clinic.example\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 12345\r\n\r\n");
            client.head();
            assertThat(client.bytes(31)).isEqualTo("true5\r\nhello\r\n0\r\nX-Sum: 12345\r\n");
        }
    }

    @Test
    void an_answer_that_is_cut_off_is_seen_as_cut_off() throws Exception {
        try (Origin origin = Origin.scripted(wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(GET);
            client.head();
            assertThat(client.chunked()).isEqualTo("one<cut off>");
        }
    }

    @Test
    void an_upstream_that_is_down_is_a_bad_gateway() throws Exception {
        Origin origin = Origin.answering("");
        origin.close();
        try (Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(GET);
            assertThat(client.head()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void a_host_that_no_site_has_is_misdirected() throws Exception {
        try (Origin origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 421 ");
            assertThat(origin.heads).isEmpty();
        }
    }

    @Test
    void a_request_that_waits_to_be_told_to_go_on_is_told_by_the_upstream() throws Exception {
        try (Origin origin = Origin.scripted(wire -> {
                    String head = wire.head();
                    wire.say("HTTP/1.1 100 Continue\r\n\r\n");
                    String body = new String(wire.in.readNBytes(5), java.nio.charset.StandardCharsets.US_ASCII);
                    String all = head.contains("Expect: 100-continue") + body;
                    wire.say("HTTP/1.1 200 OK\r\nContent-Length: " + all.length() + "\r\n\r\n" + all);
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say("PUT / HTTP/1.1\r\nHost: clinic.example\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.say("hello");
            client.head();
            assertThat(client.bytes(9)).isEqualTo("truehello");
        }
    }

    @Test
    void an_answer_before_the_request_is_whole_reaches_the_client_and_ends_the_connection() throws Exception {
        try (Origin origin = Origin.scripted(wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                    wire.socket.shutdownOutput();
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(
                    "POST / HTTP/1.1\r\nHost: clinic.example\r\nContent-Length: 8000000\r\n\r\n" + "x".repeat(100_000));
            assertThat(client.head()).startsWith("HTTP/1.1 413 Too Large\r\n").contains("Connection: close\r\n");
            assertThat(client.rest()).isEqualTo("no");
        }
    }

    @Test
    void answers_without_a_body_leave_the_connection_usable() throws Exception {
        String[] answers = {
            "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        };
        try (Origin origin = Origin.scripted(wire -> {
                    for (String answer : answers) {
                        wire.head();
                        wire.say(answer);
                    }
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            for (String answer : answers) {
                client.say(answer.equals(answers[0]) ? GET.replace("GET", "HEAD") : GET);
                assertThat(client.head() + (answer.endsWith("ok") ? client.bytes(2) : ""))
                        .isEqualTo(answer);
            }
        }
    }

    @Test
    void a_request_that_changes_something_is_never_asked_twice_and_one_that_does_not_is() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (Origin origin = Origin.scripted(wire -> {
                    boolean first = connections.incrementAndGet() % 2 == 1;
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    wire.head();
                    if (!first) {
                        wire.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain");
                    }
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(GET);
            client.head();
            client.bytes(2);
            client.say(GET);
            client.head();
            assertThat(client.bytes(2)).as("asked again on a new connection").isEqualTo("ok");
            client.say(GET);
            client.head();
            client.bytes(5);
            client.say(GET);
            client.head();
            client.bytes(2);
            int before = connections.get();
            client.say("POST / HTTP/1.1\r\nHost: clinic.example\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 502 ");
            assertThat(connections).hasValue(before);
        }
    }

    @Test
    void an_old_client_gets_an_answer_that_ends_with_the_connection() throws Exception {
        try (Origin origin = Origin.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say("GET / HTTP/1.0\r\nHost: clinic.example\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            assertThat(client.rest()).isEqualTo("onetwo");
        }
    }

    @Test
    void a_body_of_any_size_takes_little_memory_where_nobody_reads() throws Exception {
        int size = 64 << 20;
        try (Origin origin = Origin.scripted(wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    byte[] some = new byte[1 << 20];
                    for (int i = 0; i < size / some.length; i++) {
                        wire.out.write(some);
                    }
                });
                Gateway gateway = TestGateway.before(origin.address());
                Client client = Client.of(gateway)) {
            client.say(GET);
            client.head();
            Thread.sleep(300);
            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                    .isLessThan(48L << 20);
            long read = 0;
            byte[] some = new byte[1 << 20];
            while (read < size) {
                read += client.wire.in.readNBytes(some, 0, some.length);
            }
            assertThat(read).isEqualTo(size);
        }
    }
}
