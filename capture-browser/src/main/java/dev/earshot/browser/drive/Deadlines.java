package dev.earshot.browser.drive;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ends what would never end. A page whose script loops keeps `evaluate`, mouse and keyboard calls
/// waiting for ever; once their time is up, the tab is crashed from outside, and if that does not free
/// the caller, the browser is killed.
///
/// A tab that hangs takes no new DevTools session any more, so one is opened for each tab while it is
/// still empty. Source: `Page.crash` of the DevTools protocol, which interrupts a running script:
/// <https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-crash>, read 2026-11-22.
public final class Deadlines implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Runnable killBrowser;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> awaited = new ConcurrentHashMap<>();
    private final Map<Page, String> sessions = new ConcurrentHashMap<>();

    /// @param webSocketUrl of the browser's DevTools
    /// @param killBrowser ends the browser at once; called on another thread
    public Deadlines(String webSocketUrl, Runnable killBrowser) {
        this.killBrowser = killBrowser;
        this.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(webSocketUrl), new Answers())
                .orTimeout(GRACE.toSeconds() * 2, TimeUnit.SECONDS)
                .join();
    }

    /// Makes `page` one that can be crashed. Its calls until then are on their own.
    public void guard(BrowserContext context, Page page) {
        try {
            CDPSession own = context.newCDPSession(page);
            JsonObject target = own.send("Target.getTargetInfo").getAsJsonObject("targetInfo");
            own.detach();
            JsonObject parameters = new JsonObject();
            parameters.addProperty("targetId", target.get("targetId").getAsString());
            parameters.addProperty("flatten", true);
            JsonObject attached = send("Target.attachToTarget", parameters, "")
                    .orTimeout(GRACE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            sessions.put(
                    page, attached.getAsJsonObject("result").get("sessionId").getAsString());
        } catch (PlaywrightException | CompletionException | NullPointerException _) {
            // A tab that is gone already cannot hang; one that hangs already ends with its browser.
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
        String session = sessions.get(page);
        if (session != null) {
            // A tab that crashes does not answer.
            var _ = send("Page.crash", new JsonObject(), session);
        }
    }

    private CompletableFuture<JsonObject> send(String method, JsonObject parameters, String session) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        awaited.put(id, answer);
        JsonObject message = new JsonObject();
        message.addProperty("id", id);
        message.addProperty("method", method);
        message.add("params", parameters);
        if (!session.isEmpty()) {
            message.addProperty("sessionId", session);
        }
        synchronized (socket) {
            return socket.sendText(message.toString(), true).thenCompose(_ -> answer);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        socket.abort();
        http.shutdownNow();
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                JsonObject received = JsonParser.parseString(message.toString()).getAsJsonObject();
                message.setLength(0);
                if (received.has("id")) {
                    CompletableFuture<JsonObject> answer =
                            awaited.remove(received.get("id").getAsInt());
                    if (answer != null) {
                        answer.complete(received);
                    }
                }
            }
            from.request(1);
            return null;
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
