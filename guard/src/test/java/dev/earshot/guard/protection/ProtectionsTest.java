package dev.earshot.guard.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Examiner;
import dev.earshot.har.HarFile;
import dev.earshot.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ProtectionsTest {
    private static final String HEALTH = "https://www.clinic.example/encyclopedia/hiv";
    private static final String HOME = "https://www.clinic.example/";
    private static final String COLLECT =
            "https://www.google-analytics.com/g/collect?v=2&tid=G-ABCDEF1234&cid=1.2&en=page_view&dl=";

    @TempDir
    private Path folder = Path.of("");

    private final ArrayNode entries = JsonMapper.shared().createArrayNode();
    private final List<String> pages = new ArrayList<>();

    @Test
    void a_tracker_that_is_told_of_a_health_page_is_forbidden_there_with_all_its_hosts_and_nowhere_else()
            throws IOException {
        seen(HOME, "https://www.google-analytics.com/analytics.js", "script", "");
        seen(HOME, COLLECT + "https%3A%2F%2Fwww.clinic.example%2F", "ping", "");
        seen(HEALTH, COLLECT + "https%3A%2F%2Fwww.clinic.example%2Fencyclopedia%2Fhiv", "ping", "");

        Protection made = made().protection();

        assertThat(made.own()).containsExactly("www.clinic.example");
        ZoneProtection health = made.of(HEALTH, false);
        assertThat(made.rule(health, "www.google-analytics.com", "/g/collect", Use.CONNECT))
                .isInstanceOf(Ruling.Block.class);
        assertThat(health.forbidden())
                .allSatisfy(each -> assertThat(each.because()).contains("no-health-page-to-a-third-party"));
        assertThat(made.rule(made.of(HOME, false), "www.google-analytics.com", "/g/collect?x", Use.CONNECT))
                .isEqualTo(new Ruling.Allow(false));
    }

    @Test
    void what_only_the_referrer_told_is_allowed() throws IOException {
        seen(HEALTH, "https://cdn.vendor.example/player.js", "script", HEALTH);

        Protection made = made().protection();

        assertThat(made.rule(made.of(HEALTH, false), "cdn.vendor.example", "/player.js", Use.SCRIPT))
                .isEqualTo(new Ruling.Allow(false));
        assertThat(made.rule(made.of(HEALTH, false), "cdn.vendor.example", "/player.js", Use.CONNECT))
                .isInstanceOf(Ruling.Block.class);
    }

    @Test
    void a_host_under_ones_own_name_that_speaks_a_vendors_protocol_is_not_ones_own() throws IOException {
        seen(
                HEALTH,
                COLLECT.replace("www.google-analytics.com", "tags.clinic.example") + HEALTH.replace(":", "%3A"),
                "ping",
                "");
        seen(HEALTH, "https://tags.clinic.example/loader.js", "script", "");

        Protections.Made made = made();

        assertThat(made.protection().own()).containsExactly("www.clinic.example");
        assertThat(made.protection().rule(made.protection().of(HEALTH, false), "tags.clinic.example", "/x", Use.IMAGE))
                .isInstanceOf(Ruling.Block.class);
        assertThat(made.remarks()).anyMatch(remark -> remark.startsWith("tags.clinic.example bears your name"));
    }

    @Test
    void what_bears_the_same_host_as_ones_own_pages_is_forbidden_by_path() throws IOException {
        seen(
                HEALTH,
                "https://www.clinic.example/metrics/g/collect?v=2&tid=G-ABCDEF1234&cid=1.2&en=page_view&dl="
                        + HEALTH.replace(":", "%3A"),
                "ping",
                "");

        Protection made = made().protection();

        assertThat(made.own()).containsExactly("www.clinic.example");
        ZoneProtection health = made.of(HEALTH, false);
        assertThat(made.rule(health, "www.clinic.example", "/metrics/g/collect?v=2", Use.CONNECT))
                .isInstanceOf(Ruling.Block.class);
        assertThat(made.rule(health, "www.clinic.example", "/metrics", Use.CONNECT))
                .isEqualTo(new Ruling.Allow(false));
    }

    @Test
    void fonts_that_a_cache_may_hide_are_allowed_in_every_zone() throws IOException {
        seen(HOME, "https://fonts.vendor.example/inter.woff2", "font", HOME);
        seen(HOME, "https://pixel.vendor.example/p.gif", "image", HOME);
        seen(HEALTH, "https://www.clinic.example/a.css", "stylesheet", HEALTH);

        Protection made = made().protection();

        ZoneProtection health = made.of(HEALTH, false);
        assertThat(health.allowed()).singleElement().satisfies(allowed -> {
            assertThat(allowed.to()).isEqualTo(Endpoint.of("fonts.vendor.example"));
            assertThat(allowed.uses()).isEqualTo(EnumSet.of(Use.FONT));
        });
    }

    @Test
    void a_zone_that_nobody_looked_at_lets_through_and_says_so() throws IOException {
        seen(HEALTH, COLLECT + HEALTH.replace(":", "%3A"), "ping", "");

        Protections.Made made = made();

        ZoneProtection portal = made.protection().of("https://www.clinic.example/portal/x", false);
        assertThat(portal.zone()).isEqualTo("signed-in");
        assertThat(portal.otherwise()).isEqualTo(Otherwise.REPORT);
        assertThat(made.protection().rule(portal, "www.google-analytics.com", "/g/collect", Use.CONNECT))
                .isInstanceOf(Ruling.Block.class);
        assertThat(made.remarks()).anyMatch(remark -> remark.startsWith("No scan saw a page of zone signed-in"));
    }

    @Test
    void links_to_anywhere_may_be_followed_unless_forbidden() throws IOException {
        seen(HEALTH, COLLECT + HEALTH.replace(":", "%3A"), "ping", "");

        Protection made = made().protection();

        ZoneProtection health = made.of(HEALTH, false);
        assertThat(made.rule(health, "maps.vendor.example", "/", Use.NAVIGATION))
                .isEqualTo(new Ruling.Allow(true));
        assertThat(made.rule(health, "www.google-analytics.com", "/", Use.NAVIGATION))
                .isInstanceOf(Ruling.Block.class);
    }

    private Protections.Made made() throws IOException {
        ObjectNode har = JsonMapper.shared().createObjectNode();
        ObjectNode log = har.putObject("log");
        log.put("version", "1.2");
        log.putObject("creator").put("name", "test").put("version", "1");
        ArrayNode listed = log.putArray("pages");
        for (String page : pages) {
            ObjectNode one = listed.addObject();
            one.put("id", page).put("title", page).put("startedDateTime", "2026-11-22T10:00:00Z");
            one.putObject("pageTimings");
        }
        log.set("entries", entries);
        Path file = Files.writeString(folder.resolve("capture.har"), har.toString());
        Policy policy = Policy.byDefault().withSites(Set.of("clinic.example"));
        Protections protections = new Protections(policy);
        HarFile capture = HarFile.open(file);
        protections.add(capture, new Examiner(policy, LocalDate.of(2026, 11, 22)).examine(capture));
        return protections.made();
    }

    private void seen(String page, String url, String type, String referer) {
        if (!pages.contains(page)) {
            pages.add(page);
            entry(page, page, "document", "");
        }
        entry(page, url, type, referer);
    }

    private void entry(String page, String url, String type, String referer) {
        ObjectNode entry = entries.addObject();
        entry.put("pageref", page)
                .put("startedDateTime", "2026-11-22T10:00:00Z")
                .put("time", 1);
        entry.put("_resourceType", type);
        ObjectNode request = entry.putObject("request");
        request.put("method", "GET").put("url", url).put("httpVersion", "HTTP/2.0");
        request.putArray("cookies");
        request.putArray("queryString");
        ArrayNode headers = request.putArray("headers");
        if (!referer.isEmpty()) {
            headers.addObject().put("name", "Referer").put("value", referer);
        }
        request.put("headersSize", -1).put("bodySize", 0);
        ObjectNode response = entry.putObject("response");
        response.put("status", 200).put("statusText", "").put("httpVersion", "HTTP/2.0");
        response.putArray("cookies");
        response.putArray("headers");
        response.putObject("content").put("size", 0).put("mimeType", "text/html");
        response.put("redirectURL", "").put("headersSize", -1).put("bodySize", 0);
        entry.putObject("cache");
        entry.putObject("timings").put("send", 0).put("wait", 1).put("receive", 0);
    }
}
