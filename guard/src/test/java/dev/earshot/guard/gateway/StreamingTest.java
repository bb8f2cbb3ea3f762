package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
