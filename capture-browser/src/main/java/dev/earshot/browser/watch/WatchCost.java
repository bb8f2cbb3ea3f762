package dev.earshot.browser.watch;

import dev.earshot.EarshotException;
import dev.earshot.browser.watch.cdp.CdpConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What watching costs: the time from asking for a page to its load event, in a browser that is watched and in one
/// that is only driven. Both are driven in the same way, over the DevTools socket; Playwright's own cost is not in
/// it.
///
/// @param bare one duration a page, in the order loaded
/// @param watched the same with both witnesses on
public record WatchCost(List<Duration> bare, List<Duration> watched) {
    public WatchCost {
        bare = List.copyOf(bare);
        watched = List.copyOf(watched);
    }

    /// Loads each of `urls` once in each browser, `rounds` times with fresh browsers, in turns.
    ///
    /// @throws EarshotException INCOMPLETE when a page does not load within 30 seconds
    public static WatchCost measure(List<String> urls, int rounds, BrowserOptions options) throws InterruptedException {
        List<Duration> bare = new ArrayList<>();
        List<Duration> watched = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (boolean watching : round % 2 == 0 ? List.of(false, true) : List.of(true, false)) {
                try (WatchedBrowser browser =
                        watching ? WatchedBrowser.start(options) : WatchedBrowser.startUnwatched(options)) {
                    (watching ? watched : bare).addAll(load(browser.webSocketUrl(), urls));
                }
            }
        }
        return new WatchCost(bare, watched);
    }

    /// The median of what watching added to a page.
    public Duration added() {
        List<Duration> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(bare.size(), watched.size()); i++) {
            differences.add(watched.get(i).minus(bare.get(i)));
        }
        differences.sort(Duration::compareTo);
        return differences.isEmpty() ? Duration.ZERO : differences.get(differences.size() / 2);
    }

    private static List<Duration> load(String webSocketUrl, List<String> urls) throws InterruptedException {
        BlockingQueue<Boolean> loaded = new LinkedBlockingQueue<>();
        try (CdpConnection connection = CdpConnection.open(URI.create(webSocketUrl))) {
            connection.listen(new CdpConnection.Listener() {
                @Override
                public boolean wants(String method) {
                    return method.equals("Page.loadEventFired");
                }

                @Override
                public void on(String session, String method, JsonNode params) {
                    loaded.add(true);
                }
            });
            JsonNodeFactory json = JsonNodeFactory.instance;
            String target = connection
                    .send("", "Target.createTarget", json.objectNode().put("url", "about:blank"))
                    .get(20, TimeUnit.SECONDS)
                    .path("targetId")
                    .asString("");
            String session = connection
                    .send(
                            "",
                            "Target.attachToTarget",
                            json.objectNode().put("targetId", target).put("flatten", true))
                    .get(20, TimeUnit.SECONDS)
                    .path("sessionId")
                    .asString("");
            connection.send(session, "Page.enable").get(20, TimeUnit.SECONDS);
            connection
                    .send(session, "Runtime.evaluate", json.objectNode().put("expression", "1"))
                    .get(20, TimeUnit.SECONDS);
            loaded.clear();
            List<Duration> times = new ArrayList<>();
            for (String url : urls) {
                long start = System.nanoTime();
                connection.tell(session, "Page.navigate", json.objectNode().put("url", url));
                if (loaded.poll(30, TimeUnit.SECONDS) == null) {
                    throw new TimeoutException(url);
                }
                times.add(Duration.ofNanos(System.nanoTime() - start));
            }
            return times;
        } catch (ExecutionException | TimeoutException failure) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE, "A page did not load while the cost was measured.", failure);
        }
    }
}
