package dev.earshot.browser.watch.cdp;

import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context.Target;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.WebSocketMessage;
import java.util.List;
import java.util.Optional;

/// One request, or one hop of a redirected one, as the DevTools protocol told of it.
///
/// @param requestId the protocol's id; its redirect hops share it
/// @param hop 0 for the first, counted up at each redirect
/// @param tick milliseconds on the browser's monotonic clock; empty when only its arrival is known
/// @param wall when we heard of it, in milliseconds since 1970
/// @param page the target id of the top page; empty when it has none, such as a shared worker
/// @param pageUrl the address of that page by then; empty when unknown
/// @param frameUrl the address of the document or worker that sent it; empty when unknown
/// @param resourceType as the protocol names it, in lower case
/// @param bodyExpected whether it has a body
/// @param body the body, where the protocol had it
/// @param fromCache whether a cache or a service worker answered it, so that it did not leave
/// @param intercepted whether it was known from being paused only, as unload beacons are
public record SeenRequest(
        String requestId,
        int hop,
        Optional<Long> tick,
        long wall,
        String method,
        String url,
        List<Header> headers,
        Target target,
        String page,
        String pageUrl,
        String frameUrl,
        String frameId,
        String resourceType,
        Cause cause,
        boolean bodyExpected,
        Optional<Bytes> body,
        boolean fromCache,
        boolean intercepted,
        List<WebSocketMessage> messages) {
    public SeenRequest {
        headers = List.copyOf(headers);
        messages = List.copyOf(messages);
    }
}
