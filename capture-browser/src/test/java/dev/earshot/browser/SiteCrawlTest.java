package dev.earshot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.exchange.Context.SignedIn;
import dev.earshot.exchange.Page.Outcome;
import dev.earshot.exchange.StoredItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteCrawlTest {
    @TempDir
    Path out;

    private InventedSite site;

    @BeforeEach
    void open() throws Exception {
        site = InventedSite.start();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void pages_are_visited_breadth_first_within_the_registrable_domain_each_once() throws Exception {
        site.page("/", """
                <title>Home</title><a href="/b">b</a><a href="/a?utm_source=x">a</a><a href="/b#top">b again</a>
                <a href="http://other.example/">elsewhere</a><a href="/sign-out">leave</a><a href="/x">Log out</a>
                <a href="/leaflet.pdf">leaflet</a><a href="mailto:a@clinic.example">mail</a><a href="tel:1">call</a>
                <a href="/file" download>file</a><a href="http://portal.clinic.example/p">portal</a>""");
        site.page("/a", "<a href=/c>c</a>").page("/b", "<a href=/>home</a>").page("/c", "<a href=/d>d</a>");
        site.page("/d", "d").page("/p", "<p>portal</p>");
        Captured captured = Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))));
        assertThat(site.paths()).containsExactly("/", "/b", "/a", "/p", "/c");
        assertThat(captured.recording().pages()).allMatch(page -> page.outcome() == Outcome.LOADED);
        assertThat(captured.recording().isComplete()).isTrue();
        assertThat(captured.page("clinic.example/").title()).isEqualTo("Home");
        for (var page : captured.recording().pages()) {
            assertThat(out.resolve(page.screenshot().orElseThrow())).isNotEmptyFile();
        }
        assertThat(captured.to("/c").context().signedIn()).isEqualTo(SignedIn.NO);
        assertThat(captured.to("/c").context().consent()).isEqualTo(Consent.BEFORE_CHOICE);
    }

    @Test
    void robots_are_respected_unless_told_otherwise() {
        site.on(
                "/robots.txt",
                request -> InventedSite.send(
                        request,
                        200,
                        "text/plain",
                        "User-agent: Earshot\nDisallow: /private\n\nUser-agent: *\nDisallow:\n"));
        site.page("/", "<a href=/private/a>a</a><a href=/open>b</a>")
                .page("/open", "open")
                .page("/private/a", "a");
        Captured polite = Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))));
        assertThat(site.paths()).containsExactly("/", "/open");
        assertThat(polite.blindSpots(BlindSpot.Kind.PAGE_NOT_LOADED))
                .containsExactly("links that robots.txt forbids were not followed: 1; --ignore-robots follows them");
        assertThat(polite.recording().isComplete()).isTrue();
        Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))).ignoreRobots(true));
        assertThat(site.paths()).containsExactly("/", "/open", "/", "/private/a", "/open");
    }

    @Test
    void robots_that_cannot_be_read_stop_the_links_but_not_the_target_and_it_is_said() {
        site.on("/robots.txt", request -> InventedSite.send(request, 503, "text/plain", "busy"));
        site.page("/", "<a href=/a>a</a>").page("/a", "a");
        Captured captured = Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))));
        assertThat(site.paths()).containsExactly("/");
        assertThat(captured.recording().isComplete()).isFalse();
    }

    @Test
    void the_robots_of_another_host_become_no_page_and_rename_none() {
        site.on("/robots.txt", request -> InventedSite.send(request, 200, "text/plain", "User-agent: *\nAllow: /\n"));
        site.page("/", "<title>Home</title><a href=http://portal.clinic.example/p>p</a>")
                .page("/p", "<title>P</title>p");
        Captured captured = Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))));
        assertThat(captured.recording().pages())
                .extracting(page -> page.title() + " " + page.url())
                .containsExactly("Home http://www.clinic.example/", "P http://portal.clinic.example/p");
        assertThat(captured.exchanges().stream()
                        .filter(exchange -> exchange.request().url().endsWith("/robots.txt")))
                .hasSize(2)
                .allSatisfy(exchange -> assertThat(captured.pageOf(exchange)).isEqualTo("no page"));
    }

    @Test
    void pages_beyond_the_limit_are_counted() {
        site.page("/", "<a href=/1>1</a><a href=/2>2</a><a href=/3>3</a>")
                .page("/1", "1")
                .page("/2", "2");
        Captured captured = Captured.of(
                Captured.quickly(out, site).targets(List.of(site.url("/"))).maxPages(2));
        assertThat(site.paths()).containsExactly("/", "/1");
        assertThat(captured.blindSpots(BlindSpot.Kind.PAGE_NOT_LOADED))
                .containsExactly("2 more pages are linked and were not visited; --max-pages sets how many are");
    }

    @Test
    void two_workers_visit_what_one_does() {
        site.page("/", "<a href=/1>1</a><a href=/2>2</a><a href=/3>3</a>");
        for (int i = 1; i <= 3; i++) {
            site.page("/" + i, "<a href=/" + i + "0>deeper</a><img src=//pixel.tracker.example/pixel?" + i + ">")
                    .page("/" + i + "0", "deep");
        }
        Captured captured = Captured.of(Captured.quickly(out, site)
                .targets(List.of(site.url("/")))
                .workers(2)
                .maxPages(6));
        assertThat(captured.recording().pages())
                .extracting(page -> page.url().replace("http://www.clinic.example", ""))
                .containsExactlyInAnyOrder("/", "/1", "/2", "/3", "/10", "/20");
        for (int i = 1; i <= 3; i++) {
            assertThat(captured.pageOf(captured.to("/pixel?" + i))).endsWith("/" + i);
        }
        assertThat(captured.exchanges()).extracting(e -> e.id()).doesNotHaveDuplicates();
    }

    @Test
    void what_a_page_sends_when_it_is_left_is_that_pages() {
        String leaving = """
                <script>addEventListener('pagehide', () => {
                  navigator.sendBeacon('http://pixel.tracker.example/beacon?left=%1$s', 'bye %1$s');
                  fetch('/beacon?own=%1$s', {method: 'POST', keepalive: true, body: 'bye'});
                });</script>""";
        site.page("/", leaving.formatted("home") + "<a href=/next>next</a>");
        site.page("/next", leaving.formatted("next") + "<img src=//pixel.tracker.example/pixel?on=next>");
        Captured captured = Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))));
        assertThat(captured.pageOf(captured.to("left=home"))).isEqualTo(site.url("/"));
        assertThat(captured.pageOf(captured.to("own=home"))).isEqualTo(site.url("/"));
        assertThat(captured.pageOf(captured.to("left=next"))).isEqualTo(site.url("/next"));
        assertThat(captured.pageOf(captured.to("own=next"))).isEqualTo(site.url("/next"));
        assertThat(captured.pageOf(captured.to("on=next"))).isEqualTo(site.url("/next"));
        assertThat(captured.to("left=home").request().body().bytes().utf8()).isEqualTo("bye home");
    }

    @Test
    void cookies_and_storage_are_kept_with_who_set_them() {
        site.on(
                "/",
                request ->
                        InventedSite.send(request, 200, "text/html", """
                        <!doctype html><script>document.cookie = 'byScript=1';
                        localStorage.setItem('remembered', 'long'); sessionStorage.setItem('brief', 'short');</script>
                        <iframe src="http://widget.tracker.example/frame"></iframe>""", "Set-Cookie", "sid=abc; Path=/; HttpOnly"));
        site.page("/frame", "<script>localStorage.setItem('widget', 'w')</script>");
        Captured captured = Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))));
        List<StoredItem> stored = captured.page("clinic.example/").stored();
        assertThat(stored)
                .extracting(item ->
                        item.kind() + " " + item.name() + " " + item.value().reveal() + " " + item.site() + " "
                                + item.setBy().orElse("?"))
                .containsExactlyInAnyOrder(
                        "COOKIE sid abc www.clinic.example http://www.clinic.example/",
                        "COOKIE byScript 1 www.clinic.example ?",
                        "LOCAL_STORAGE remembered long http://www.clinic.example ?",
                        "SESSION_STORAGE brief short http://www.clinic.example ?",
                        "LOCAL_STORAGE widget w http://widget.tracker.example ?");
    }

    @Test
    void a_popup_is_captured_and_closed() {
        site.page("/", "<script>window.open('/ad')</script><a href=/next>next</a>");
        site.page("/ad", "<img src=//pixel.tracker.example/pixel?ad>").page("/next", "next");
        Captured captured = Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))));
        assertThat(captured.pageOf(captured.to("/pixel?ad"))).isEqualTo(site.url("/ad"));
        assertThat(site.paths()).contains("/next");
    }

    @Test
    void the_self_test_sees_every_channel_through_the_same_driver_and_progress_is_told() {
        site.page("/", "<img src=//pixel.tracker.example/pixel?a>");
        List<String> told = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void page(int number, int known, String url) {
                told.add(number + "/" + known + " " + url);
            }

            @Override
            public void request(String url) {
                told.add(url);
            }

            @Override
            public void exchanges(int written) {
                told.add(written > 0 ? "written" : "nothing written");
            }
        };
        Recording recording = SiteCapture.record(
                Captured.quickly(out, site)
                        .targets(List.of(site.url("/")))
                        .selfTest(true)
                        .build(),
                progress);
        assertThat(recording.blindSpots()).isEmpty();
        assertThat(told)
                .contains("1/1 " + site.url("/"), "http://pixel.tracker.example/pixel?a", "written")
                .doesNotContain("nothing written");
    }

    @Test
    void the_net_log_goes_unless_it_is_kept() throws Exception {
        site.page("/", "home");
        Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))));
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("capture.har", "screenshots");
        Captured.of(Captured.quickly(out, site).targets(List.of(site.url("/"))).keepNetLog(true));
        assertThat(out.resolve("netlog-ignore-c1.json")).isNotEmptyFile();
    }
}
