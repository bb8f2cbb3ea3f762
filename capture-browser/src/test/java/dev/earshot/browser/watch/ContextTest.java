package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Context.Target;
import dev.earshot.exchange.Context.Witness;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Exchange.Delivery;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Initiator.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One visit to two pages, and what is known of each request.
class ContextTest {
    private static final Map<String, String> FILES = Map.of("/a", """
            <!doctype html><title>a</title>
            <img alt="" src="/cached.gif">
            <script src="{{other}}/tag.js"></script>
            <img alt="" src="http://nowhere.invalid/attempted.gif">
            <script>
            addEventListener('pagehide', () => {
              navigator.sendBeacon('{{other}}/left', 'left a');
              fetch('{{other}}/kept', {method: 'POST', body: 'left a', keepalive: true});
            });
            </script>
            """, "/tag.js", """
            const script = document.createElement('script');
            script.src = '{{other}}/library.js';
            document.head.append(script);
            """, "/library.js", """
            function fire() {
              new Image().src = '{{other}}/pixel';
              for (let i = 0; i < 3; i++) navigator.sendBeacon('{{other}}/same', 'same');
            }
            setTimeout(fire, 20);
            """, "/b", """
            <!doctype html><title>b</title>
            <img alt="" src="/cached.gif">
            <script>
            history.pushState({}, '', '/b/inbox');
            fetch('{{other}}/spa', {method: 'POST', body: 'spa', mode: 'no-cors'});
            </script>
            """);

    private static HttpServer server;
    private static String home = "";
    private static String other = "";
    private static WatchRecord record = new WatchRecord(List.of(), List.of(), 0);

    @BeforeAll
    static void a_visit() throws Exception {
        RealBrowser.assumeInstalled();
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        home = "http://127.0.0.1:" + server.getAddress().getPort();
        other = "http://localhost:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body =
                    FILES.getOrDefault(path, "").replace("{{other}}", other).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
            exchange.getResponseHeaders().set("Cache-Control", path.contains("cached") ? "max-age=600" : "no-store");
            exchange.getResponseHeaders().set("Set-Cookie", "seen=1");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (WatchedBrowser browser = WatchedBrowser.start(BrowserOptions.forRun("visit"))) {
            try (RealBrowser page = RealBrowser.page(browser)) {
                page.open(home + "/a?patient=1#part");
                Thread.sleep(Duration.ofMillis(700));
                page.open(home + "/b");
                Thread.sleep(Duration.ofMillis(700));
                page.leave();
            }
            record = browser.finish();
            assertThat(browser.finish()).isSameAs(record);
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void nothing_was_missed() {
        assertThat(record.blindSpots()).isEmpty();
        assertThat(record.exchanges())
                .extracting(Exchange::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{10}"));
    }

    @Test
    void a_pixel_leads_back_to_the_tag_in_the_page() {
        Exchange pixel = only(other + "/pixel");
        assertThat(pixel.context().initiators())
                .extracting(Initiator::kind, link -> link.url().orElse(""), Initiator::function)
                .startsWith(tuple(Kind.SCRIPT, other + "/library.js", "fire"))
                .contains(tuple(Kind.SCRIPT, other + "/tag.js", ""))
                .endsWith(tuple(Kind.PARSER, home + "/a?patient=1", ""));
        assertThat(pixel.context().initiators().getLast().line()).isEqualTo(3);
        assertThat(pixel.context().target()).isEqualTo(Target.PAGE);
        assertThat(pixel.context().resourceType()).isEqualTo("image");
    }

    @Test
    void what_a_page_sends_as_it_is_left_belongs_to_that_page() {
        assertThat(List.of(only(other + "/left"), only(other + "/kept"))).allSatisfy(exchange -> {
            assertThat(exchange.context().pageUrl()).isEqualTo(home + "/a?patient=1");
            assertThat(exchange.context().frameUrl()).isEqualTo(home + "/a?patient=1");
            assertThat(exchange.request().body().bytes().utf8()).isEqualTo("left a");
        });
    }

    @Test
    void an_address_that_a_script_set_is_the_pages_address() {
        assertThat(only(other + "/spa").context().pageUrl()).isEqualTo(home + "/b/inbox");
    }

    @Test
    void an_address_typed_belongs_to_the_page_it_opens() {
        assertThat(only(home + "/b").context().pageUrl()).isEqualTo(home + "/b");
    }

    @Test
    void what_never_left_is_an_attempt() {
        Exchange attempt = only("http://nowhere.invalid/attempted.gif");
        assertThat(attempt.delivery()).isEqualTo(Delivery.ATTEMPTED);
        assertThat(attempt.response()).isEmpty();
        assertThat(attempt.context().pageUrl()).isEqualTo(home + "/a?patient=1");
        assertThat(record.exchanges())
                .filteredOn(exchange -> exchange.delivery() == Delivery.ATTEMPTED)
                .hasSize(1);
    }

    @Test
    void what_the_cache_answered_is_no_exchange() {
        assertThat(of(home + "/cached.gif")).hasSize(1);
    }

    @Test
    void the_same_beacon_three_times_is_three_exchanges() {
        assertThat(of(other + "/same"))
                .hasSize(3)
                .allMatch(exchange -> exchange.request().body().state() == Body.State.WHOLE)
                .allMatch(exchange -> exchange.context().witnesses().equals(Set.of(Witness.NET_LOG, Witness.CDP)));
    }

    @Test
    void a_response_keeps_the_cookies_it_sets() {
        assertThat(only(other + "/pixel").response().orElseThrow().header("Set-Cookie"))
                .contains("seen=1");
    }

    private static Exchange only(String url) {
        assertThat(of(url)).as(url).hasSize(1);
        return of(url).getFirst();
    }

    private static List<Exchange> of(String url) {
        return record.exchanges().stream()
                .filter(exchange -> exchange.request().url().equals(url))
                .toList();
    }
}
