package dev.earshot.guard.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.guard.alert.Alerts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class CollectorServerTest {
    private static final String REPORT = """
            {"csp-report":{"document-uri":"https://www.clinic.example/portal","blocked-uri":"https://static.hotjar.com/c/x.js",
            "effective-directive":"script-src-elem","disposition":"report"}}""";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ReportCollector collector;
    private CollectorServer server;

    @BeforeEach
    void start() {
        CollectorSettings settings = CollectorSettings.of(Set.of("www.clinic.example"), folder)
                .with(new CollectorSettings.Intake(2000, 50, 1, 3, 64));
        InstantSource clock = InstantSource.system();
        collector = ReportCollector.start(settings, clock, new Random(7), Alerts.toNobody(clock), _ -> {});
        server = CollectorServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                collector,
                clock,
                Optional.of("X-Forwarded-For"),
                1);
    }

    @AfterEach
    void stop() {
        server.close();
        collector.close();
        client.close();
    }

    @Test
    void what_it_answers() throws Exception {
        assertThat(post("/report", REPORT, "192.0.2.1").statusCode()).isEqualTo(204);
        assertThat(post("/.well-known/earshot/report", REPORT, "192.0.2.2").statusCode())
                .isEqualTo(204);
        assertThat(post("/report", "no report", "192.0.2.3").statusCode()).isEqualTo(400);
        assertThat(post("/report", REPORT + " ".repeat(3000), "192.0.2.4").statusCode())
                .isEqualTo(413);
        assertThat(post("/elsewhere", REPORT, "192.0.2.5").statusCode()).isEqualTo(404);
        HttpResponse<String> got = send(HttpRequest.newBuilder(uri("/report")).GET());
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("allow")).contains("POST, OPTIONS");
        for (int i = 0; i < 3; i++) {
            post("/report", REPORT, "203.0.113.9");
        }
        HttpResponse<String> tooMany = post("/report", REPORT, "203.0.113.9");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void a_page_of_another_origin_may_ask_first() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/report"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Access-Control-Request-Method", "POST"));
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(response.headers().firstValue("access-control-allow-methods"))
                .contains("POST");
        assertThat(response.headers().firstValue("access-control-allow-headers"))
                .contains("content-type");
    }

    @Test
    void the_client_that_a_proxy_names_last_counts() throws Exception {
        for (int i = 0; i < 9; i++) {
            assertThat(post("/report", REPORT, "198.51.100." + i + ", 192.0.2." + i)
                            .statusCode())
                    .isEqualTo(204);
        }
        int taken = 0;
        for (int i = 0; i < 9; i++) {
            taken += post("/report", REPORT, "198.51.100." + i + ", 203.0.113.77")
                                    .statusCode()
                            == 204
                    ? 1
                    : 0;
        }
        assertThat(taken).isBetween(3, 6);
    }

    @Test
    void health_says_whether_it_writes() throws Exception {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(uri("/health")).GET());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonMapper.shared().readTree(response.body()).path("writes").asBoolean())
                .isTrue();
    }

    @Test
    void what_is_no_http_is_hung_up_on() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("\u0016\u0003\u0001 hello\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void what_was_delivered_is_shown_as_a_new_third_party() throws Exception {
        for (int i = 0; i < 5; i++) {
            post("/report", REPORT, "192.0." + i + ".1");
        }
        post("/report", REPORT.replace("https://static.hotjar.com/c/x.js", "https://few.example/<b>"), "192.0.2.1");
        post("/report", REPORT.replace("https://static.hotjar.com/c/x.js", "chrome-extension"), "192.0.2.2");
        server.close();
        collector.close();
        LocalDate yesterday = InstantSource.system()
                .instant()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .minusDays(1);
        Overview overview = Overview.read(folder, yesterday);
        assertThat(overview.fresh()).singleElement().satisfies(party -> {
            assertThat(party.name()).isEqualTo("hotjar.com");
            assertThat(party.vendor()).isPresent();
            assertThat(party.tracker()).isTrue();
            assertThat(party.letThrough()).isTrue();
            assertThat(party.reports()).isEqualTo(5);
            assertThat(party.networks()).isEqualTo(5);
            assertThat(party.pages()).containsExactly("www.clinic.example/portal");
        });
        assertThat(overview.unconfirmed()).extracting(Overview.Party::name).containsExactly("few.example");
        assertThat(overview.noise()).extracting(Overview.NoiseCount::rule).containsExactly("browser-extension");
        assertThat(overview.gaps())
                .as("since yesterday, nobody listened before it started")
                .hasSize(1);
        assertThat(OverviewText.of(overview))
                .startsWith("1 new third party since " + yesterday)
                .contains("hotjar.com", "let through", "browser-extension", "Nobody listened");
        JsonNode json = JsonMapper.shared().readTree(OverviewJson.of(overview));
        assertThat(json.path("new")
                        .path(0)
                        .path("evidence")
                        .path(0)
                        .path("address")
                        .asString())
                .isEqualTo("static.hotjar.com/c/x.js");
        assertThat(OverviewPage.of(overview)).contains("hotjar.com").doesNotContain("<b>", "<script");
        assertThat(Overview.read(folder, yesterday.plusDays(2)).fresh()).isEmpty();
    }

    private HttpResponse<String> post(String path, String body, String client) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/csp-report")
                .header("X-Forwarded-For", client)
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }
}
