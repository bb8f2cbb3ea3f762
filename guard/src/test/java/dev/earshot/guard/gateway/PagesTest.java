package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.guard.gateway.GatewaySettings.Enforcement;
import dev.earshot.guard.gateway.GatewaySettings.OnDoubt;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.guard.relay.Relay;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final String TRACKER = "<script src=\"https://cdn.tracker.example/t.js\"></script>";
    private static final String PAGE =
            "<!doctype html><html><head><title>x</title>" + TRACKER + "</head><body>text</body></html>";

    private static Gateway gateway(Origin origin, UnaryOperator<GatewaySettings> change) {
        return TestGateway.before(origin.address(), settings -> change.apply(TestGateway.with(settings, protection())));
    }

    private static Protection protection() {
        return new Protection(
                Set.of("clinic.example"),
                List.of(zone("care", List.of("/care/**"), "/px"), zone("public", List.of(), "/never")));
    }

    private static ZoneProtection zone(String name, List<String> pages, String ownPath) {
        return new ZoneProtection(
                name,
                pages,
                false,
                Otherwise.BLOCK,
                List.of(),
                List.of(
                        new Forbidden(Endpoint.of("cdn.tracker.example"), "Tracker Inc.", "tracker", "no trackers"),
                        new Forbidden(
                                new Endpoint("clinic.example", ownPath), "Tracker Inc.", "tracker", "no trackers")));
    }

    private static String answer(String fields, String body) {
        return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: clinic.example\r\n"
                + (fields.length == 0 ? "" : Client.lines(fields)) + "\r\n";
    }

    @Test
    void a_page_leaves_without_what_is_forbidden_and_with_the_policy() throws Exception {
        try (Origin origin = Origin.answering(answer(
                        Client.lines(
                                "Content-Type: text/html; charset=utf-8",
                                "ETag: \"a\"",
                                "Accept-Ranges: bytes",
                                "Digest: sha-256=x",
                                "Referrer-Policy: unsafe-url",
                                "Content-Security-Policy: img-src 'self'"),
                        PAGE));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/"));
            String head = client.head();
            assertThat(client.chunked()).doesNotContain("tracker").endsWith("<body>text</body></html>");
            assertThat(head)
                    .contains("Content-Security-Policy: img-src 'self'\r\n", "\r\nETag: W/\"a\"\r\n")
                    .contains("\r\nReferrer-Policy: same-origin\r\n")
                    .doesNotContain("Content-Length", "Accept-Ranges", "Digest", "unsafe-url");
            assertThat(head.split("Content-Security-Policy: ", -1)).hasSize(3);
        }
    }

    @Test
    void each_page_has_a_nonce_of_its_own_in_policy_and_scripts() throws Exception {
        String page = "<!doctype html><html><head></head><body><script>1</script></body></html>";
        try (Origin origin = Origin.answering(answer("Content-Type: text/html\r\n", page));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/"));
            String first = nonce(client.head());
            assertThat(client.chunked()).contains("<script nonce=\"" + first + "\">1</script>");
            client.say(get("/"));
            String second = nonce(client.head());
            assertThat(second).hasSize(32).isNotEqualTo(first);
        }
    }

    private static String nonce(String head) {
        int at = head.indexOf("'nonce-") + 7;
        return head.substring(at, head.indexOf('\'', at));
    }

    @Test
    void what_is_no_page_passes_as_it_is() throws Exception {
        try (Origin origin = Origin.answering(answer("Content-Type: text/plain\r\nETag: \"a\"\r\n", PAGE));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/"));
            assertThat(client.head())
                    .isEqualTo(Client.lines(
                            "HTTP/1.1 200 OK",
                            "Content-Type: text/plain",
                            "ETag: \"a\"",
                            "Content-Length: " + PAGE.length(),
                            ""));
            assertThat(client.bytes(PAGE.length())).isEqualTo(PAGE);
        }
    }

    @Test
    void whatever_becomes_a_window_of_the_site_has_the_policy() throws Exception {
        for (String type : List.of("text/plain", "application/json", "image/png", "image/svg+xml", "text/xml")) {
            for (String body : List.of("opening hours", "")) {
                try (Origin origin = Origin.answering(answer("Content-Type: " + type + "\r\n", body));
                        Gateway gateway = gateway(origin, settings -> settings);
                        Client client = Client.of(gateway)) {
                    client.say(get("/", "Sec-Fetch-Dest: iframe"));
                    assertThat(client.head())
                            .as(type)
                            .contains("\r\nContent-Security-Policy: ", "\r\nContent-Length: " + body.length() + "\r\n");
                    assertThat(client.bytes(body.length())).isEqualTo(body);
                    client.say(get("/", "Sec-Fetch-Dest: image"));
                    assertThat(client.head()).as(type).doesNotContain("Content-Security-Policy");
                }
            }
        }
    }

    @Test
    void a_pdf_is_shown_in_frames_of_own_hosts_alone() throws Exception {
        try (Origin origin = Origin.answering(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 1\r\n\r\nx");
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/", "Sec-Fetch-Dest: iframe"));
            assertThat(client.head())
                    .contains("\r\nContent-Security-Policy: frame-ancestors 'self' ")
                    .doesNotContain("script-src");
        }
    }

    @Test
    void a_redirect_passes_as_it_is() throws Exception {
        try (Origin origin = Origin.answering("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 1\r\n\r\nx");
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/", "Sec-Fetch-Dest: document"));
            assertThat(client.head()).doesNotContain("Content-Security-Policy");
        }
    }

    @Test
    void a_page_in_an_unknown_coding_passes_or_is_closed_as_configured() throws Exception {
        try (Origin origin =
                        Origin.answering(answer("Content-Type: text/html\r\nContent-Encoding: compress\r\n", PAGE));
                Gateway passing = gateway(origin, settings -> settings);
                Gateway closing = gateway(origin, settings -> TestGateway.with(settings, OnDoubt.CLOSE));
                Client one = Client.of(passing);
                Client other = Client.of(closing)) {
            one.say(get("/"));
            assertThat(one.head()).doesNotContain("Content-Security-Policy");
            assertThat(one.bytes(PAGE.length())).isEqualTo(PAGE);
            other.say(get("/"));
            assertThat(other.head()).startsWith("HTTP/1.1 502 ");
            assertThat(closing.counts().pagesInDoubt.sum()).isEqualTo(1);
        }
    }

    @Test
    void a_page_in_utf_16_is_a_doubt_though_its_header_does_not_say_so() throws Exception {
        try (Origin origin = Origin.answering(answer("Content-Type: text/html\r\n", "\u00ff\u00fe<\0h\0"));
                Gateway gateway = gateway(origin, settings -> TestGateway.with(settings, OnDoubt.CLOSE));
                Client client = Client.of(gateway)) {
            client.say(get("/"));
            assertThat(client.head()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void a_page_is_asked_for_whole_and_not_by_what_a_browser_kept() throws Exception {
        try (Origin origin = Origin.answering(answer("Content-Type: text/html\r\n", PAGE));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/", "Sec-Fetch-Dest: document", "If-None-Match: \"a\"", "Range: bytes=0-4"));
            client.head();
            client.chunked();
            client.say(get("/x.js", "Sec-Fetch-Dest: script", "If-None-Match: \"a\""));
            client.head();
            assertThat(origin.heads.get(0)).doesNotContain("If-None-Match", "Range");
            assertThat(origin.heads.get(1)).contains("If-None-Match");
        }
    }

    @Test
    void an_answer_of_not_modified_leaves_the_policies_that_a_browser_kept() throws Exception {
        try (Origin origin = Origin.answering(Client.lines(
                        "HTTP/1.1 304 Not Modified",
                        "Content-Security-Policy: x",
                        "Referrer-Policy: y",
                        "ETag: \"a\"",
                        ""));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/x.css", "If-None-Match: \"a\""));
            assertThat(client.head()).isEqualTo(Client.lines("HTTP/1.1 304 Not Modified", "ETag: \"a\"", ""));
        }
    }

    @Test
    void an_own_address_that_is_a_vendors_in_truth_is_refused_to_the_zone_that_forbids_it() throws Exception {
        try (Origin origin = Origin.answering(answer("Content-Type: image/gif\r\n", "GIF"));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            for (String path : List.of("/px", "/px?a=b", "/%70x", "//px", "/a/../px")) {
                client.say(get(path, "Referer: http://clinic.example/care/cancer"));
                assertThat(client.head()).as(path).startsWith("HTTP/1.1 403 ");
                client.say(get(path, "Referer: http://clinic.example/"));
                assertThat(client.head()).as(path).startsWith("HTTP/1.1 403 ");
            }
            assertThat(origin.heads).isEmpty();
            client.say(get("/px", "Referer: http://clinic.example/jobs"));
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void fields_by_which_a_browser_would_tell_others_go() throws Exception {
        try (Origin origin = Origin.answering(answer(
                        Client.lines(
                                "Content-Type: text/html",
                                "Link: <https://cdn.tracker.example/t.js>; rel=preload; as=script",
                                "Link: </site.css>; rel=preload; as=style",
                                "Report-To: {\"endpoints\":[{\"url\":\"https:\\/\\/nel.other.example\\/r\"}]}",
                                "Content-Security-Policy: img-src 'self'; report-uri https://csp.other.example/r"),
                        PAGE));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/"));
            assertThat(client.head())
                    .doesNotContain("tracker.example/t.js", "other.example")
                    .contains(
                            "Link: </site.css>; rel=preload; as=style", "Content-Security-Policy: img-src 'self'\r\n");
        }
    }

    @Test
    void report_only_takes_nothing_out() throws Exception {
        try (Origin origin = Origin.answering(answer("Content-Type: text/html\r\n", PAGE));
                Gateway gateway = gateway(origin, settings -> TestGateway.with(settings, Enforcement.REPORT_ONLY));
                Client client = Client.of(gateway)) {
            client.say(get("/"));
            assertThat(client.head())
                    .contains("Content-Security-Policy-Report-Only: ")
                    .doesNotContain("Content-Security-Policy: ");
            assertThat(client.chunked()).contains("https://cdn.tracker.example/t.js");
        }
    }

    @Test
    void reports_are_taken_and_nothing_else_below_the_own_folder_reaches_the_site() throws Exception {
        try (Origin origin = Origin.answering(answer("", "x"));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(
                    "POST /.well-known/earshot/report HTTP/1.1\r\nHost: clinic.example\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(client.head()).startsWith("HTTP/1.1 204 ");
            client.say(get("/.well-known/earshot/report"));
            assertThat(client.head()).startsWith("HTTP/1.1 405 ");
            client.say(get("/.well-known/earshot/other"));
            assertThat(client.head()).startsWith("HTTP/1.1 404 ");
            assertThat(origin.heads).isEmpty();
            assertThat(gateway.counts().reports.sum()).isEqualTo(1);
        }
    }

    @Test
    void what_a_page_tells_the_relay_is_told_to_the_vendor_without_the_client() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (Origin vendor = Origin.scripted(wire -> {
                    told.add(wire.head() + new String(wire.in.readNBytes(3), StandardCharsets.US_ASCII));
                    wire.say("HTTP/1.1 200 OK\r\nSet-Cookie: id=1\r\nContent-Length: 1\r\n\r\nx");
                });
                Origin origin = Origin.answering(answer("", "x"));
                Gateway gateway = gateway(
                        origin,
                        settings -> TestGateway.with(settings, (Relay)
                                request -> request.path().startsWith("/collect/ga?")
                                        ? Optional.of(new Relay.Outgoing(
                                                "POST",
                                                vendor.address().resolve("/mp?v=2"),
                                                "text/plain",
                                                request.body(),
                                                List.of()))
                                        : Optional.empty()));
                Client client = Client.of(gateway)) {
            client.say(
                    "POST /collect/ga?x=y HTTP/1.1\r\nHost: clinic.example\r\nCookie: a=b\r\nContent-Length: 3\r\n\r\na=b");
            assertThat(client.head()).isEqualTo(Client.lines("HTTP/1.1 204 No Content", ""));
            assertThat(told.poll(5, TimeUnit.SECONDS))
                    .isEqualTo(Client.lines(
                                    "POST /mp?v=2 HTTP/1.1",
                                    "Host: " + vendor.address().getAuthority(),
                                    "Content-Type: text/plain",
                                    "Content-Length: 3",
                                    "")
                            + "a=b");
            client.say(get("/collect/other"));
            assertThat(client.head()).startsWith("HTTP/1.1 404 ");
            assertThat(origin.heads).isEmpty();
        }
    }

    @Test
    void a_site_without_a_relay_keeps_its_own_collect_folder() throws Exception {
        try (Origin origin = Origin.answering(answer("", "x"));
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/collect/other"));
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_coded_page_is_rewritten_and_coded_again_for_those_who_take_it() throws Exception {
        byte[] gzip = gzip(PAGE.repeat(2000).getBytes(StandardCharsets.US_ASCII));
        try (Origin origin = Origin.scripted(wire -> {
                    for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                        wire.say(
                                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: "
                                        + gzip.length + "\r\n\r\n");
                        wire.out.write(gzip);
                    }
                });
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/", "Accept-Encoding: br, gzip"));
            assertThat(client.head()).contains("Content-Encoding: gzip\r\n", "Vary: Accept-Encoding\r\n");
            byte[] body = client.chunked().getBytes(StandardCharsets.ISO_8859_1);
            String page = new String(
                    new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(page)
                    .doesNotContain("tracker.example")
                    .endsWith("<body>text</body></html>")
                    .hasSizeGreaterThan(100_000);
            client.say(get("/"));
            assertThat(client.head()).doesNotContain("Content-Encoding");
            assertThat(client.chunked()).endsWith("<body>text</body></html>");
        }
    }

    @Test
    void a_small_body_that_decodes_to_a_huge_one_waits_for_a_client_that_does_not_read() throws Exception {
        byte[] gzip = gzip("<p>".repeat(3_000_000).getBytes(StandardCharsets.US_ASCII));
        try (Origin origin = Origin.scripted(wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + gzip.length + "\r\n\r\n");
                    wire.out.write(gzip);
                });
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/"));
            client.head();
            Thread.sleep(300);
            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                    .isLessThan(64L << 20);
            assertThat(client.chunked()).hasSize(9_000_000).endsWith("<p>");
        }
    }

    @Test
    void a_coded_page_that_ends_too_early_is_cut_off() throws Exception {
        byte[] gzip = gzip(PAGE.getBytes(StandardCharsets.US_ASCII));
        try (Origin origin = Origin.scripted(wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + (gzip.length - 9) + "\r\n\r\n");
                    wire.out.write(gzip, 0, gzip.length - 9);
                });
                Gateway gateway = gateway(origin, settings -> settings);
                Client client = Client.of(gateway)) {
            client.say(get("/"));
            client.head();
            assertThat(client.chunked()).endsWith("<cut off>");
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(all)) {
            out.write(bytes);
        }
        return all.toByteArray();
    }
}
