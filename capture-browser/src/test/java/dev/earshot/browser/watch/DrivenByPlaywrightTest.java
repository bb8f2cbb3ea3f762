package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.earshot.exchange.Context.Witness;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Exchange.Delivery;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DrivenByPlaywrightTest {
    @BeforeAll
    static void a_browser_is_installed() {
        RealBrowser.assumeInstalled();
    }

    @Test
    void playwright_drives_a_browser_that_is_watched_completely() throws Exception {
        Optional<Path> node = node();
        Assumptions.assumeTrue(node.isPresent(), "Skipped: there is no Node.js on the PATH.");
        Map<String, String> environment = Map.of(
                "PLAYWRIGHT_NODEJS_PATH", node.orElseThrow().toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        try (SelfTestSite site = SelfTestSite.start();
                WatchedBrowser browser = WatchedBrowser.start(BrowserOptions.forRun("playwright"))) {
            try (Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment))) {
                Browser driven = playwright.chromium().connectOverCDP(browser.webSocketUrl());
                BrowserContext context = driven.newContext();
                Page page = context.newPage();
                page.navigate(site.url());
                assertThat(page.title()).isEqualTo("Earshot self-test");
                assertThat(site.ready()).isTrue();
                page.navigate("about:blank");
                page.waitForTimeout(1000);
                context.close();
            }
            WatchRecord record = browser.finish();
            assertThat(site.unseen(record.exchanges())).isEmpty();
            assertThat(record.blindSpots()).isEmpty();
            List<String> withoutContext = record.exchanges().stream()
                    .filter(exchange -> exchange.delivery() == Delivery.SENT)
                    .filter(exchange -> !exchange.context().witnesses().contains(Witness.CDP))
                    .map(Exchange::request)
                    .map(request -> request.url().replaceFirst(".*/c/", ""))
                    .toList();
            assertThat(withoutContext)
                    .allMatch(request -> request.equals("keepalive-pagehide") || request.endsWith("/service.js"));
        }
    }

    private static Optional<Path> node() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
