package dev.earshot.guard.csp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ReplayTest {
    private static final String PAGE = "https://www.clinic.example/";

    @TempDir
    private Path folder = Path.of("");

    private final ArrayNode entries = JsonMapper.shared().createArrayNode();

    @Test
    void a_forbidden_request_is_blocked_and_nothing_breaks() {
        entry(PAGE, "document", "text/html", "<p>hello</p>");
        entry("https://ads.vendor.example/p?x=secret", "image", "image/gif", "");
        entry("https://cdn.vendor.example/lib.js", "script", "text/javascript", "1");

        Replay replay = replay();

        assertThat(replay.breaking()).isEmpty();
        assertThat(replay.lettingThrough()).isEmpty();
        assertThat(row(replay, "ads.vendor.example").outcome()).isEqualTo(Replay.Outcome.BLOCKED);
        assertThat(row(replay, "cdn.vendor.example").outcome()).isEqualTo(Replay.Outcome.ALLOWED);
    }

    @Test
    void what_a_blocked_script_asks_for_is_not_made_any_more() {
        entry(PAGE, "document", "text/html", "");
        entry("https://ads.vendor.example/t.js", "script", "text/javascript", "");
        ObjectNode caused = entry("https://cdn.vendor.example/x.js", "script", "text/javascript", "");
        caused.putObject("_initiator")
                .put("type", "script")
                .putObject("stack")
                .putArray("callFrames")
                .addObject()
                .put("url", "https://ads.vendor.example/t.js")
                .put("functionName", "")
                .put("lineNumber", 1)
                .put("columnNumber", 1);

        assertThat(row(replay(), "cdn.vendor.example").outcome()).isEqualTo(Replay.Outcome.NOT_MADE);
    }

    @Test
    void a_site_s_own_request_through_a_blocked_wrapper_of_fetch_is_still_made() {
        entry(PAGE, "document", "text/html", "");
        entry("https://ads.vendor.example/t.js", "script", "text/javascript", "");
        ObjectNode own = entry("https://portal.clinic.example/api", "fetch", "application/json", "");
        ArrayNode frames = own.putObject("_initiator")
                .put("type", "script")
                .putObject("stack")
                .putArray("callFrames");
        for (String url : List.of("https://ads.vendor.example/t.js", "https://www.clinic.example/app.js")) {
            frames.addObject()
                    .put("url", url)
                    .put("functionName", "")
                    .put("lineNumber", 1)
                    .put("columnNumber", 1);
        }

        assertThat(row(replay(), "portal.clinic.example").outcome()).isEqualTo(Replay.Outcome.ALLOWED);
    }

    @Test
    void a_path_no_longer_counts_after_a_redirect() {
        entry(PAGE, "document", "text/html", "");
        redirect("https://www.clinic.example/go", "https://paths.vendor.example/elsewhere");
        entry("https://paths.vendor.example/elsewhere", "image", "image/gif", "");
        entry("https://paths.vendor.example/other", "image", "image/gif", "");

        List<Replay.Row> rows = replay().rows().stream()
                .filter(row -> row.host().equals("paths.vendor.example"))
                .toList();

        assertThat(rows)
                .extracting(Replay.Row::outcome)
                .containsExactly(Replay.Outcome.BLOCKED, Replay.Outcome.ALLOWED);
    }

    @Test
    void a_websocket_of_another_own_host_and_one_of_a_stranger() {
        entry(PAGE, "document", "text/html", "");
        entry("wss://portal.clinic.example/live", "websocket", "", "");
        entry("wss://stranger.example/live", "websocket", "", "");

        assertThat(row(replay(), "portal.clinic.example").outcome()).isEqualTo(Replay.Outcome.ALLOWED);
        assertThat(row(replay(), "stranger.example").outcome()).isEqualTo(Replay.Outcome.BLOCKED);
    }

    @Test
    void script_in_pages_is_told_for_both_ways_of_setting_the_policy() {
        entry(PAGE, "document", "text/html", """
                <script>eval('1')</script><script type="application/ld+json">{}</script><script src="/a.js"></script>
                <a href="javascript:go()">go</a><a href="javascript:void(0)" onclick="go()">x</a><p only="1">
                <form action="https://stranger.example/send"></form><form action="/own"></form>
                <form action="https://forms.vendor.example/send"></form>""");

        List<Replay.InPage> found = replay().inPages();

        assertThat(found)
                .extracting(Replay.InPage::what)
                .containsExactlyInAnyOrder(
                        "inline scripts",
                        "event handlers in attributes",
                        "javascript: links",
                        "eval in pages",
                        "form-action stranger.example",
                        "form-action forms.vendor.example");
        assertThat(found)
                .filteredOn(each -> each.what().startsWith("javascript"))
                .singleElement()
                .satisfies(links -> {
                    assertThat(links.count()).isEqualTo(2);
                    assertThat(links.plain()).isEqualTo(Replay.Outcome.ALLOWED);
                    assertThat(links.gateway()).isEqualTo(Replay.Outcome.BLOCKED);
                });
        assertThat(found)
                .filteredOn(each -> each.gateway() == Replay.Outcome.BLOCKED)
                .extracting(Replay.InPage::what)
                .containsExactlyInAnyOrder("javascript: links", "form-action stranger.example");
    }

    @Test
    void a_third_partys_frame_is_ruled_on_and_what_it_sends_itself_is_not_covered() {
        entry(PAGE, "document", "text/html", "");
        ObjectNode frame = entry("https://visit.vendor.example/room", "document", "text/html", "");
        header(frame, "Sec-Fetch-Dest", "iframe");

        assertThat(row(replay(), "visit.vendor.example").outcome()).isEqualTo(Replay.Outcome.BLOCKED);
        assertThat(row(replay(), "visit.vendor.example").directive()).isEqualTo("frame-src");
    }

    @Test
    void a_forbidden_own_path_is_told_as_still_leaving() {
        entry(PAGE, "document", "text/html", "");
        entry("https://www.clinic.example/metrics/collect?p=1", "ping", "", "");

        Replay replay = replay();

        assertThat(replay.lettingThrough())
                .singleElement()
                .satisfies(row -> assertThat(row.examples()).containsExactly("/metrics/collect"));
        assertThat(new ReplayReport(replay).verdict()).contains("1 forbidden requests still leave");
    }

    @Test
    void no_report_holds_a_value_of_the_recording() throws IOException {
        entry(PAGE, "document", "text/html", "<script>x</script>");
        entry("https://stranger.example/patient/4711/mail@clinic.example/%41lice?name=Alice", "fetch", "", "");
        ReplayReport report = new ReplayReport(replay());
        StringWriter text = new StringWriter();
        StringWriter html = new StringWriter();

        report.text(new PrintWriter(text));
        report.html(html);

        for (String each :
                List.of(text.toString(), html.toString(), report.json().toString())) {
            assertThat(each).contains("stranger.example").doesNotContain("4711", "mail@", "Alice", "41lice");
        }
        assertThat(html.toString()).contains("What the policy would have done");
    }

    @Test
    void a_file_that_ends_early_is_told_of() throws IOException {
        entry(PAGE, "document", "text/html", "<p>x</p>");
        Path har = write();
        String whole = Files.readString(har);
        Files.writeString(har, whole.substring(0, whole.length() - 30));

        assertThat(Replay.of(protection(), false, har).remarks()).isNotEmpty();
    }

    private Replay replay() {
        try {
            return Replay.of(protection(), false, write());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path write() throws IOException {
        ObjectNode top = JsonMapper.shared().createObjectNode();
        ObjectNode log = top.putObject("log");
        log.put("version", "1.2");
        log.putObject("creator").put("name", "Browser").put("version", "1");
        ArrayNode pages = log.putArray("pages");
        pages.addObject()
                .put("id", "p1")
                .put("title", PAGE)
                .put("startedDateTime", "2026-11-22T10:00:00.000Z")
                .putObject("pageTimings");
        log.set("entries", entries);
        return Files.writeString(folder.resolve("a.har"), top.toString());
    }

    private ObjectNode entry(String url, String type, String mime, String text) {
        ObjectNode entry = entries.addObject();
        entry.put("startedDateTime", "2026-11-22T10:00:" + (10 + entries.size()) + ".000Z")
                .put("time", 1)
                .put("pageref", "p1")
                .put("_resourceType", type);
        ObjectNode request = entry.putObject("request");
        request.put("method", "GET")
                .put("url", url)
                .put("httpVersion", "HTTP/2")
                .put("headersSize", -1)
                .put("bodySize", 0);
        request.putArray("headers");
        request.putArray("queryString");
        request.putArray("cookies");
        ObjectNode response = entry.putObject("response");
        response.put("status", 200)
                .put("statusText", "OK")
                .put("httpVersion", "HTTP/2")
                .put("redirectURL", "")
                .put("headersSize", -1)
                .put("bodySize", -1);
        response.putArray("headers");
        response.putArray("cookies");
        ObjectNode content = response.putObject("content");
        content.put("size", text.length()).put("mimeType", mime);
        if (!text.isEmpty()) {
            content.put("text", text);
        }
        return entry;
    }

    private void redirect(String from, String to) {
        ObjectNode entry = entry(from, "image", "", "");
        ((ObjectNode) entry.path("response")).put("status", 302).put("redirectURL", to);
    }

    private static void header(ObjectNode entry, String name, String value) {
        ((ArrayNode) entry.path("request").path("headers"))
                .addObject()
                .put("name", name)
                .put("value", value);
    }

    private static Replay.Row row(Replay replay, String host) {
        return replay.rows().stream()
                .filter(row -> row.host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static Protection protection() {
        List<Allowed> allowed = new ArrayList<>();
        allowed.add(new Allowed(Endpoint.of("cdn.vendor.example"), Set.of(Use.SCRIPT), new Fields.All(), "V", "x"));
        allowed.add(new Allowed(
                new Endpoint("paths.vendor.example", "/a/"), Set.of(Use.IMAGE), new Fields.All(), "V", "x"));
        allowed.add(new Allowed(Endpoint.of("forms.vendor.example"), Set.of(Use.FORM), new Fields.All(), "V", "x"));
        return new Protection(
                Set.of("www.clinic.example", "portal.clinic.example"),
                List.of(new ZoneProtection(
                        "public",
                        List.of(),
                        false,
                        Otherwise.BLOCK,
                        allowed,
                        List.of(
                                new Forbidden(Endpoint.of("ads.vendor.example"), "Vendor", "ads", "rule"),
                                new Forbidden(
                                        new Endpoint("www.clinic.example", "/metrics/collect"),
                                        "Vendor",
                                        "m",
                                        "rule")))));
    }
}
