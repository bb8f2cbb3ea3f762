package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gateway in operation: its files change, it is watched, it is ended.
@Timeout(60)
final class OperationTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
    private static final String OTHER = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nother";
    private static final String GET = "GET / HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n";

    // Reloading.

    @Test
    void a_changed_file_holds_without_a_restart(@TempDir Path folder) throws IOException {
        try (ScriptedUpstream one = ScriptedUpstream.answering(OK);
                ScriptedUpstream other = ScriptedUpstream.answering(OTHER);
                Gate gate = Gate.in(folder, "http://127.0.0.1:" + one.port());
                RawClient client = gate.connect()) {
            assertThat(client.send(GET).answer().text()).isEqualTo("ok");
            Gate.write(folder, "http://127.0.0.1:" + other.port());

            assertThat(Gate.soonTrue(() -> gate.get("/").text().equals("other")))
                    .isTrue();
            assertThat(client.send(GET).answer().text()).isEqualTo("other");
            assertThat(gate.log()).contains("anew");
            assertThat(gate.metric("earshot_gateway_reloads_total{outcome=\"taken\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_changed_protection_is_a_reason_to_read_again(@TempDir Path folder) throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.in(folder, "http://127.0.0.1:" + upstream.port())) {
            Files.writeString(folder.resolve("protection.yaml"), "# reviewed\n");

            assertThat(Gate.soonTrue(() -> gate.log().contains("anew"))).isTrue();
        }
    }

    @Test
    void a_file_with_mistakes_changes_nothing_and_is_told_of(@TempDir Path folder) throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.in(folder, "http://127.0.0.1:" + upstream.port())) {
            Gate.write(folder, "ftp://127.0.0.1", "mod: report", "onDoubt: maybe");

            assertThat(Gate.soonTrue(() -> gate.log().contains("Not taken"))).isTrue();
            assertThat(gate.log()).contains("3 mistakes", "line ", "Did you mean \"mode\"?", "upstream");
            assertThat(gate.get("/").text()).isEqualTo("ok");
            assertThat(gate.metric("earshot_gateway_reloads_total{outcome=\"refused\"}"))
                    .isEqualTo(1);
            assertThat(gate.metric("earshot_gateway_configuration_current")).isZero();
            assertThat(gate.admin("GET", "/health/ready").text()).contains("mistakes");

            Gate.write(folder, "http://127.0.0.1:" + upstream.port());
            assertThat(gate.admin("POST", "/reload").status()).isEqualTo(200);
            assertThat(gate.metric("earshot_gateway_configuration_current")).isEqualTo(1);
        }
    }

    @Test
    void a_file_that_is_gone_changes_nothing(@TempDir Path folder) throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.in(folder, "http://127.0.0.1:" + upstream.port())) {
            Files.delete(folder.resolve("gateway.yaml"));
            RawClient.Answer answer = gate.admin("POST", "/reload");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text()).contains("Could not read");
            assertThat(gate.get("/").text()).isEqualTo("ok");
        }
    }

    @Test
    void what_takes_a_restart_is_refused_as_a_whole(@TempDir Path folder) throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.in(folder, "http://127.0.0.1:" + upstream.port())) {
            Gate.write(folder, "http://127.0.0.1:1", "threads: 2");

            assertThat(gate.admin("POST", "/reload").text()).contains("takes a restart");
            assertThat(gate.get("/").text()).isEqualTo("ok");
        }
    }

    @Test
    void a_page_in_a_browser_may_not_reload_it() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.before(upstream);
                RawClient client = RawClient.to(gate.adminPort())) {
            client.send(
                    "POST /reload HTTP/1.1\r\nHost: x\r\nOrigin: https://other.example\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(403);
        }
    }

    // Watching.

    @Test
    void it_is_ready_where_an_upstream_can_be_reached() throws IOException {
        ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
        try (Gate gate = Gate.before(upstream)) {
            assertThat(gate.admin("GET", "/health/live").status()).isEqualTo(200);
            assertThat(gate.admin("GET", "/health/ready").status()).isEqualTo(200);
            assertThat(gate.admin("GET", "/health/ready").text())
                    .contains("ready", "upstream of www.clinic.example: reached");
            upstream.close();

            assertThat(Gate.soonTrue(() -> gate.admin("GET", "/health/ready").status() == 503))
                    .isTrue();
            assertThat(gate.admin("GET", "/health/ready").text()).contains("not reached");
            assertThat(gate.admin("GET", "/health/live").status()).isEqualTo(200);
        } finally {
            upstream.close();
        }
    }

    @Test
    void clients_can_t_ask_what_the_operator_asks() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.before(upstream)) {
            assertThat(gate.get("/metrics").text()).isEqualTo("ok");
            assertThat(gate.admin("GET", "/").status()).isEqualTo(404);
            assertThat(gate.admin("DELETE", "/metrics").status()).isEqualTo(405);
        }
    }

    @Test
    void metrics_are_text_that_prometheus_reads() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.before(upstream)) {
            gate.get("/");
            gate.get("/");
            RawClient.Answer answer = gate.admin("GET", "/metrics");

            assertThat(answer.header("content-type")).contains(Metrics.MEDIA_TYPE);
            assertThat(answer.text().lines())
                    .allMatch(
                            line -> line.matches(
                                    "# (HELP|TYPE) earshot_gateway_[a-z_]+ .+|earshot_gateway_[a-z_]+(\\{[a-z]+=\"[^\"]+\"})? [0-9.E+-]+"));
            assertThat(gate.metric("earshot_gateway_requests_total")).isEqualTo(2);
            assertThat(gate.metric("earshot_gateway_answers_total{class=\"2xx\"}"))
                    .isEqualTo(2);
            assertThat(gate.metric("earshot_gateway_request_duration_seconds_count"))
                    .isEqualTo(2);
            assertThat(gate.metric("earshot_gateway_request_duration_seconds_bucket{le=\"+Inf\"}"))
                    .isEqualTo(2);
            assertThat(gate.metric("earshot_gateway_memory_bytes{kind=\"heap\"}"))
                    .isPositive();
        }
    }

    // Ending.

    @Test
    void what_is_under_way_comes_to_its_end() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedUpstream slow = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
                    boolean _ = go.await(20, TimeUnit.SECONDS);
                    upstream.say("half");
                });
                Gate gate = Gate.before(slow);
                RawClient idle = gate.connect();
                RawClient busy = gate.connect()) {
            busy.send(GET);
            assertThat(Gate.soonTrue(() -> slow.requests() == 1)).isTrue();
            Thread draining = Thread.ofVirtual().start(gate.run()::drain);

            assertThat(idle.endsWithin(Duration.ofSeconds(20))).isTrue();
            assertThat(Gate.soonTrue(() -> refuses(gate.port()))).isTrue();
            assertThat(gate.admin("GET", "/health/ready").status()).isEqualTo(503);
            assertThat(gate.admin("GET", "/health/ready").text()).contains("draining");
            go.countDown();
            assertThat(busy.answer().text()).isEqualTo("halfhalf");
            assertThat(busy.endsWithin(Duration.ofSeconds(20))).isTrue();
            draining.join(Duration.ofSeconds(20));
            assertThat(draining.isAlive()).isFalse();
        }
    }

    @Test
    void what_takes_longer_than_the_limit_is_cut() throws Exception {
        try (ScriptedUpstream silent = ScriptedUpstream.start(ScriptedUpstream.Conversation::hearOut);
                Gate gate = Gate.before(silent, "timeouts: {drain: 300ms}");
                RawClient busy = gate.connect()) {
            busy.send(GET);
            assertThat(Gate.soonTrue(() -> gate.metric("earshot_gateway_requests_total") == 1))
                    .isTrue();
            Thread draining = Thread.ofVirtual().start(gate.run()::drain);

            draining.join(Duration.ofSeconds(20));
            assertThat(draining.isAlive()).isFalse();
            assertThat(busy.endsWithin(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void a_client_in_http_2_is_told_to_open_no_more_and_gets_what_it_asked_for() throws Exception {
        TestAuthority authority = new TestAuthority();
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedUpstream slow = ScriptedUpstream.start(upstream -> {
                    upstream.hearHead();
                    boolean _ = go.await(20, TimeUnit.SECONDS);
                    upstream.say(OK);
                });
                Gate gate = Gate.secure(authority, slow);
                Http2Client client = Http2Client.over(authority.connect(gate.port(), Gate.HOST, "h2"))) {
            client.ask(1, Http2Client.get(Gate.HOST, "/"));
            assertThat(Gate.soonTrue(() -> slow.requests() == 1)).isTrue();
            Thread draining = Thread.ofVirtual().start(gate.run()::drain);
            Http2Client.Frame frame = client.next();
            while (frame.type() != Http2Client.GOAWAY) {
                frame = client.next();
            }
            assertThat(frame.error()).isZero();
            go.countDown();

            assertThat(client.answer(1).text()).isEqualTo("ok");
            draining.join(Duration.ofSeconds(20));
            assertThat(draining.isAlive()).isFalse();
        }
    }

    // What it must not do.

    @Test
    void nothing_of_a_request_is_in_what_it_tells_or_counts() throws IOException {
        String canary = "canary7391";
        try (ScriptedUpstream upstream = ScriptedUpstream.start(conversation -> {
                    while (conversation.hears()) {
                        conversation.hearRequest();
                        conversation.say("HTTP/1.1 200 OK\r\nX-" + canary + ": " + canary + "\r\nSet-Cookie: own="
                                + canary + "\r\nContent-Length: 10\r\n\r\n" + canary);
                    }
                });
                Gate gate = Gate.before(upstream)) {
            String rest = " HTTP/1.1\r\nHost: www.clinic.example\r\nCookie: s=" + canary + "\r\nReferer: https://x/"
                    + canary + "\r\nX-" + canary + ": y\r\nContent-Length: 10\r\n\r\n" + canary;
            for (String start : new String[] {
                "POST /" + canary + "?q=" + canary,
                canary + " /",
                "POST http://" + canary + ".example/",
                "POST /\r" + canary,
                "GET /\0" + canary
            }) {
                try (RawClient client = gate.connect()) {
                    client.send(start + rest).answer();
                }
            }
            try (RawClient client = gate.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: " + canary + ".example\r\n\r\n")
                        .answer();
            }
            gate.run().reload();

            String told = gate.log()
                    + gate.admin("GET", "/metrics").text()
                    + gate.admin("GET", "/health/ready").text();
            assertThat(told).isNotEmpty().doesNotContain(canary).doesNotContain("127.0.0.1");
        }
    }

    @Test
    void no_cookie_is_added_and_those_of_the_site_pass() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(
                        "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; HttpOnly\r\nContent-Length: 0\r\n\r\n");
                Gate gate = Gate.before(upstream)) {
            RawClient.Answer answer = gate.get("/", "Cookie: c=3; d=4");

            assertThat(answer.headers().stream().filter(each -> each.startsWith("set-cookie")))
                    .containsExactly("set-cookie: a=1; Path=/", "set-cookie: b=2; HttpOnly");
            assertThat(upstream.heard()).contains("\r\nCookie: c=3; d=4\r\n");
            assertThat(RawClient.get(gate.port(), "other.example", "/").headers())
                    .noneMatch(each -> each.startsWith("set-cookie"));
        }
    }

    @Test
    void an_address_that_is_taken_is_told_of() throws IOException {
        try (ScriptedUpstream taken = ScriptedUpstream.answering(OK)) {
            assertThatThrownBy(() -> Gate.before(taken, "listen: [{address: '127.0.0.1:" + taken.port() + "'}]"))
                    .isInstanceOf(EarshotException.class)
                    .hasMessageContaining("can't listen on port " + taken.port());
        }
    }

    // Reports.

    private static String report(String body) {
        return "POST /.well-known/earshot/report HTTP/1.1\r\nHost: www.clinic.example\r\n"
                + "Content-Type: application/csp-report\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void reports_are_taken_and_do_not_reach_the_site() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            assertThat(client.send(report("{\"csp-report\":{}}")).answer().status())
                    .isEqualTo(204);

            assertThat(gate.collector().reports).containsExactly("application/csp-report 17");
            assertThat(upstream.requests()).isZero();
            assertThat(gate.metric("earshot_gateway_reports_total{outcome=\"taken\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_flood_of_reports_leaves_pages_served() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.before(upstream);
                RawClient flooding = gate.connect()) {
            gate.collector().outcome = dev.earshot.guard.collect.Collector.Outcome.TOO_MANY;
            for (int i = 0; i < 2_000; i++) {
                assertThat(flooding.send(report("{}")).answer().status()).isEqualTo(429);
                if (i % 500 == 0) {
                    assertThat(gate.get("/").text()).isEqualTo("ok");
                }
            }
            assertThat(gate.metric("earshot_gateway_reports_total{outcome=\"too-many\"}"))
                    .isEqualTo(2_000);
        }
    }

    @Test
    void a_report_that_can_t_be_kept_leaves_pages_served() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.before(upstream);
                RawClient reporting = gate.connect()) {
            gate.collector().full = true;

            assertThat(reporting.send(report("{}")).answer().status()).isEqualTo(503);
            assertThat(gate.get("/").text()).isEqualTo("ok");
            assertThat(gate.metric("earshot_gateway_reports_total{outcome=\"lost\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_report_that_is_too_big_or_has_no_end_is_refused() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.before(upstream);
                RawClient big = gate.connect()) {
            big.trySend(report("x".repeat(1 << 20)));

            assertThat(big.answer().status()).isEqualTo(413);
            assertThat(gate.collector().reports).isEmpty();
        }
    }

    // WebSockets.

    private static String upgrade(String path, String connection) {
        return String.join(
                "\r\n",
                "GET " + path + " HTTP/1.1",
                "Host: www.clinic.example",
                "Upgrade: websocket",
                "Connection: " + connection,
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "",
                "");
    }

    @Test
    void a_web_socket_to_a_forbidden_address_is_refused() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering(OK);
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            client.send(upgrade("/disguised/socket", "Upgrade"));

            assertThat(client.answer().status()).isEqualTo(403);
            assertThat(upstream.requests()).isZero();
        }
    }

    @Test
    void a_web_socket_s_bytes_pass_both_ways() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(conversation -> {
                    conversation.hearHead();
                    conversation.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nfirst");
                    while (conversation.hears()) {
                        conversation.say(new byte[] {(byte) (conversation.hear() ^ 0xff)});
                    }
                });
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            client.send(upgrade("/chat", "keep-alive, Upgrade"));
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("upgrade")).contains("websocket");
            assertThat(answer.header("connection")).contains("Upgrade");
            assertThat(answer.header("sec-websocket-accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(new String(client.bytes(5), StandardCharsets.US_ASCII)).isEqualTo("first");
            byte[] all = new byte[256];
            for (int i = 0; i < 256; i++) {
                all[i] = (byte) i;
            }
            byte[] back = client.send(all).bytes(256);
            for (int i = 0; i < 256; i++) {
                assertThat(back[i]).isEqualTo((byte) ~all[i]);
            }
            assertThat(upstream.heard()).contains("Connection: Upgrade\r\nUpgrade: websocket\r\n");
            client.reset();
            assertThat(Gate.soonTrue(() -> upstream.conversations().getFirst().ended()))
                    .isTrue();
        }
    }

    @Test
    void a_web_socket_that_the_site_declines_stays_http() throws IOException {
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.answering("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno");
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            client.send(upgrade("/chat", "Upgrade") + "GET /smuggled HTTP/1.0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(426);
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(upstream.heard()).doesNotContain("smuggled");
        }
    }

    @Test
    void a_web_socket_that_is_silent_for_too_long_is_ended() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(conversation -> {
                    conversation.hearHead();
                    conversation.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
                    conversation.hearOut();
                });
                Gate gate = Gate.before(upstream, "timeouts: {webSocket: 300ms}");
                RawClient client = gate.connect()) {
            client.send(upgrade("/chat", "Upgrade"));
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.endsWithin(Duration.ofSeconds(20))).isTrue();
        }
    }

    private static boolean refuses(int port) {
        try (RawClient client = RawClient.to(port)) {
            return client.socket().isClosed();
        } catch (IOException _) {
            return true;
        }
    }
}
