package dev.earshot.browser.watch;

import dev.earshot.EarshotException;
import dev.earshot.browser.watch.cdp.CdpConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Drives a watched browser over its DevTools socket, with no more of the protocol than opening a page.
final class RealBrowser implements AutoCloseable {
    private final CdpConnection connection;
    private final String session;

    private RealBrowser(CdpConnection connection, String session) {
        this.connection = connection;
        this.session = session;
    }

    static void assumeInstalled() {
        try {
            BrowserExecutable.find(Optional.empty());
        } catch (EarshotException none) {
            Assumptions.abort("Skipped: " + none.getMessage());
        }
    }

    static RealBrowser page(WatchedBrowser browser) throws Exception {
        CdpConnection connection = CdpConnection.open(URI.create(browser.webSocketUrl()));
        JsonNodeFactory json = JsonNodeFactory.instance;
        String target = connection
                .send("", "Target.createTarget", json.objectNode().put("url", "about:blank"))
                .get(10, TimeUnit.SECONDS)
                .path("targetId")
                .asString("");
        String session = connection
                .send(
                        "",
                        "Target.attachToTarget",
                        json.objectNode().put("targetId", target).put("flatten", true))
                .get(10, TimeUnit.SECONDS)
                .path("sessionId")
                .asString("");
        RealBrowser page = new RealBrowser(connection, session);
        // The page answers once its witness has let it go, as it does to Playwright before that navigates.
        page.evaluate("1");
        return page;
    }

    void open(String url) throws Exception {
        connection
                .send(
                        session,
                        "Page.navigate",
                        JsonNodeFactory.instance.objectNode().put("url", url))
                .get(20, TimeUnit.SECONDS);
    }

    JsonNode evaluate(String expression) throws Exception {
        return connection
                .send(
                        session,
                        "Runtime.evaluate",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("expression", expression)
                                .put("awaitPromise", true)
                                .put("returnByValue", true))
                .get(20, TimeUnit.SECONDS)
                .path("result")
                .path("value");
    }

    /// Leaves the page, so that it unloads, and gives what it then sends a second to leave.
    void leave() throws Exception {
        open("about:blank");
        Thread.sleep(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        connection.close();
    }
}
