package dev.earshot.browser.watch.cdp;

import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context.Target;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.WebSocketMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A request while the protocol still tells of it. Touched by the event thread only, but for `body`.
final class RequestUnderWatch {
    final String requestId;
    final int hop;
    final long wall;
    final String method;
    final String url;
    List<Header> headers = List.of();

    @Nullable
    Long tick;

    Target target = Target.UNKNOWN;
    String page = "";
    String pageUrl = "";
    String frameUrl = "";
    String frameId = "";
    String resourceType = "";
    Cause cause = Cause.UNKNOWN;
    boolean bodyExpected;
    CompletableFuture<Optional<Bytes>> body = CompletableFuture.completedFuture(Optional.empty());
    boolean fromCache;
    boolean intercepted;
    final List<WebSocketMessage> messages = new ArrayList<>();

    RequestUnderWatch(String requestId, int hop, long wall, String method, String url) {
        this.requestId = requestId;
        this.hop = hop;
        this.wall = wall;
        this.method = method;
        this.url = url;
    }

    SeenRequest seen() {
        return new SeenRequest(
                requestId,
                hop,
                Optional.ofNullable(tick),
                wall,
                method,
                url,
                headers,
                target,
                page,
                pageUrl,
                frameUrl,
                frameId,
                resourceType,
                cause,
                bodyExpected,
                body.isCompletedExceptionally() ? Optional.empty() : body.getNow(Optional.empty()),
                fromCache,
                intercepted,
                messages);
    }
}
