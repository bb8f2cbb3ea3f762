package dev.earshot.guard.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.earshot.guard.protection.Otherwise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A real browser as the judge: what it asks a forbidden host for as a page is written, it doesn't ask for as the page is
/// rewritten.
class ChromiumTest {
    private static final Pattern CASE = Pattern.compile("case-(\\d+)-");
    private static final HtmlRules RULES = Pages.rules(Otherwise.REPORT, "vendor.example", "*.tracker.example");

    /// Chromium asks for no part of a page by an address with a user name; other browsers do.
    private static final Set<String> REFUSED = Set.of("user name before the host");

    private static HttpServer server;
    private static Playwright playwright;
    private static Browser browser;
    private static final Map<String, byte[]> PAGES = new TreeMap<>();
    private static final Set<Integer> ASKED = new ConcurrentSkipListSet<>();
    private static final Set<String> OTHERS = new ConcurrentSkipListSet<>();

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> chromium = Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name -> onPath(name).stream())
                .findFirst();
        Optional<Path> node = onPath("node");
        Assumptions.assumeTrue(chromium.isPresent() && node.isPresent(), "Chromium and Node are not here");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", ChromiumTest::answer);
        server.start();
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.orElseThrow().toString())));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.orElseThrow())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-features=LocalNetworkAccessChecks,HttpsUpgrades",
                                "--host-resolver-rules=MAP * 127.0.0.1:"
                                        + server.getAddress().getPort())));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void what_is_forbidden_is_asked_for_as_pages_are_written_and_not_as_they_are_rewritten() {
        List<String> names = new ArrayList<>(Samples.of("loads.txt").keySet());
        List<String> pages = new ArrayList<>(Samples.of("loads.txt").values());
        Set<Integer> written = asked(pages, false);
        Set<String> silent = new TreeSet<>();
        for (int at = 0; at < names.size(); at++) {
            if (!written.contains(at)) {
                silent.add(names.get(at));
            }
        }
        Set<String> missed = new TreeSet<>();
        for (int at : asked(pages, true)) {
            missed.add(names.get(at));
        }
        assertThat(missed).as("what the rewriter missed").isEmpty();
        assertThat(silent).as("what a browser doesn't ask for either").isEqualTo(REFUSED);
    }

    @Test
    void what_stays_asks_for_nothing_that_is_forbidden() {
        List<String> names = new ArrayList<>(Samples.of("stays.txt").keySet());
        List<String> pages = new ArrayList<>(Samples.of("stays.txt").values());
        pages.replaceAll(page -> page.replace("https:", "http:").replace("t.", "ID."));
        Set<String> asking = new TreeSet<>();
        for (int at : asked(pages, false)) {
            asking.add(names.get(at));
        }
        assertThat(asking).isEmpty();
        assertThat(OTHERS).as("but for others").contains("notvendor.example", "other.example");
    }

    /// Shows each page in a frame of one page.
    ///
    /// @return the places of those that asked a forbidden host for anything
    private static Set<Integer> asked(List<String> pages, boolean rewritten) {
        ASKED.clear();
        StringBuilder all = new StringBuilder("<!doctype html><title>all</title>");
        for (int at = 0; at < pages.size(); at++) {
            String page = pages.get(at).replace("ID", "case-" + at + "-").replace("https:", "http:");
            String path = "/page/" + at;
            if (rewritten) {
                page = Pages.whole(
                        new HtmlRewriter(
                                RULES,
                                "",
                                "",
                                "http://www.clinic.example" + path,
                                true,
                                WhenInDoubt.PASS,
                                HtmlRewriter.LIMIT),
                        page);
            }
            PAGES.put(path, page.getBytes(StandardCharsets.UTF_8));
            all.append("<iframe width=300 height=200 src=").append(path).append("></iframe>");
        }
        PAGES.put("/all", all.toString().getBytes(StandardCharsets.UTF_8));
        try (Page page = browser.newPage()) {
            page.setDefaultNavigationTimeout(120_000);
            page.navigate("http://www.clinic.example/all");
            int before = -1;
            // Frames refresh themselves and media start after the load; a slow machine takes its time.
            for (int quiet = 0; quiet < 3; quiet = ASKED.size() == before ? quiet + 1 : 0) {
                before = ASKED.size();
                page.waitForTimeout(500);
            }
        }
        return new TreeSet<>(ASKED);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host").toLowerCase(Locale.ROOT);
        int colon = host.indexOf(':');
        String name = (colon < 0 ? host : host.substring(0, colon)).replaceAll("\\.$", "");
        if (name.equals("vendor.example") || name.endsWith(".tracker.example")) {
            Matcher matcher = CASE.matcher(exchange.getRequestURI().toString());
            if (matcher.find()) {
                ASKED.add(Integer.parseInt(matcher.group(1)));
            }
        } else {
            OTHERS.add(name);
        }
        byte[] page = PAGES.getOrDefault(exchange.getRequestURI().getPath(), new byte[0]);
        boolean own = name.equals("www.clinic.example");
        exchange.getResponseHeaders()
                .set("Content-Type", own && page.length > 0 ? "text/html; charset=utf-8" : "text/plain");
        exchange.sendResponseHeaders(own ? 200 : 404, own && page.length > 0 ? page.length : -1);
        if (own && page.length > 0) {
            exchange.getResponseBody().write(page);
        }
        exchange.close();
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
