package dev.earshot.browser.drive;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Ends what would never end. A page whose script loops keeps `evaluate`, mouse and keyboard calls waiting for ever;
/// once their time is up, the tab is crashed from outside, and if that does not free the caller, the browser is
/// killed.
///
/// Source: `Page.crash` of the DevTools protocol, which the browser process serves:
/// <https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-crash>, read 2026-11-22.
public final class Deadlines implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String webSocketUrl;
    private final Runnable killBrowser;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("deadlines").factory());
    private final ConcurrentHashMap<Page, String> targets = new ConcurrentHashMap<>();

    /// @param webSocketUrl of the browser's DevTools
    /// @param killBrowser ends the browser at once; called on another thread
    public Deadlines(String webSocketUrl, Runnable killBrowser) {
        this.webSocketUrl = webSocketUrl;
        this.killBrowser = killBrowser;
    }

    /// Makes `page` one that can be crashed. Its calls until then are on their own.
    public void guard(BrowserContext context, Page page) {
        try {
            CDPSession session = context.newCDPSession(page);
            JsonObject target = session.send("Target.getTargetInfo").getAsJsonObject("targetInfo");
            targets.put(page, target.get("targetId").getAsString());
            session.detach();
        } catch (PlaywrightException _) {
            // A tab that is already gone cannot hang.
        }
    }

    /// Runs one call on `page`.
    ///
    /// @throws OverdueException when it did not come back in time
    public <T> T within(Duration limit, Page page, Supplier<T> call) {
        AtomicBoolean overdue = new AtomicBoolean();
        ScheduledFuture<?> crash = clock.schedule(
                () -> {
                    overdue.set(true);
                    crash(page);
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        ScheduledFuture<?> kill = clock.schedule(killBrowser, limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        try {
            return call.get();
        } catch (PlaywrightException e) {
            if (overdue.get()) {
                throw new OverdueException(limit, e);
            }
            throw e;
        } finally {
            crash.cancel(false);
            kill.cancel(false);
        }
    }

    private void crash(Page page) {
        String target = targets.get(page);
        if (target == null) {
            return;
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            Crasher crasher = new Crasher(target);
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(webSocketUrl), crasher)
                    .orTimeout(GRACE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            crasher.sent.completeOnTimeout(Optional.empty(), GRACE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            socket.abort();
            http.shutdownNow();
        } catch (RuntimeException _) {
            // The browser itself does not answer; it is killed when the grace is over.
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /// Attaches to one target and crashes it.
    private static final class Crasher implements WebSocket.Listener {
        private final CompletableFuture<Optional<String>> sent = new CompletableFuture<>();
        private final String target;
        private final StringBuilder message = new StringBuilder();

        private Crasher(String target) {
            this.target = target;
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.sendText(
                    "{\"id\":1,\"method\":\"Target.attachToTarget\",\"params\":{\"targetId\":\"" + target
                            + "\",\"flatten\":true}}",
                    true);
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                JsonObject received = com.google.gson.JsonParser.parseString(message.toString()).getAsJsonObject();
                message.setLength(0);
                if (received.has("result") && received.get("id").getAsInt() == 1) {
                    String session = received.getAsJsonObject("result")
                            .get("sessionId")
                            .getAsString();
                    var _ = socket.sendText(
                                    "{\"id\":2,\"method\":\"Page.crash\",\"sessionId\":\"" + session + "\"}", true)
                            .whenComplete((_, _) -> clock(session));
                }
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void clock(String session) {
            // The tab that crashes does not answer, so a moment must do.
            CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                    .execute(() -> sent.complete(Optional.of(session)));
        }
    }

    /// A call on a page did not come back in time, and its tab was crashed to end it.
    public static final class OverdueException extends PlaywrightException {
        private static final long serialVersionUID = 1L;

        OverdueException(Duration limit, Throwable cause) {
            super("the page did not answer for " + limit.toSeconds() + " s", cause);
        }
    }
}
