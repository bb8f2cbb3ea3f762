package dev.earshot.browser.watch.netlog;

import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One request, or one hop of a redirected one, as the net log has it.
///
/// @param source the net log's number for the request; its redirect hops share it
/// @param hop 0 for the first, counted up at each redirect
/// @param startTick milliseconds on the browser's monotonic clock
/// @param initiator the origin that asked for it; empty for what is "not an origin": the browser, or an address typed
/// @param topSite the site of the top page, such as `https://clinic.example`; empty when there is none
/// @param requestType `main frame`, `sub frame` or `other`
/// @param sent whether its headers were written to a connection
/// @param httpVersion as HAR writes it: `HTTP/1.1`, `h2` or `h3`; empty when it was not sent
/// @param headers as sent, without HTTP/2's pseudo-headers, which repeat the method and the address
/// @param failed whether the browser gave it up or the network failed it
/// @param cached whether it ended well without being sent: the cache or an interceptor answered it
/// @param preflightFor the source of the request that this one is the CORS preflight of
public record LoggedRequest(
        long source,
        int hop,
        long startTick,
        String method,
        String url,
        String initiator,
        String topSite,
        String requestType,
        boolean sent,
        String httpVersion,
        List<Header> headers,
        Body body,
        Optional<LoggedResponse> response,
        boolean failed,
        boolean cached,
        OptionalLong preflightFor,
        List<LoggedMessage> messages) {
    public LoggedRequest {
        headers = List.copyOf(headers);
        messages = List.copyOf(messages);
    }

    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    /// What came back.
    ///
    /// @param bodySize bytes on the wire, or -1 where the log does not say
    public record LoggedResponse(int status, String statusText, List<Header> headers, long bodySize) {
        public LoggedResponse {
            headers = List.copyOf(headers);
        }

        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.is(name))
                    .map(Header::value)
                    .findFirst();
        }
    }

    /// One WebSocket message, unmasked and inflated.
    ///
    /// @param tick milliseconds on the browser's monotonic clock, when its last byte passed
    public record LoggedMessage(Direction direction, long tick, int opcode, Bytes payload) {}
}
