package dev.earshot.clinic;

import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.WebSocketMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One request as it truly arrived, whatever anyone else claims to have seen.
///
/// @param id counts from 1 in order of arrival
/// @param at when its header block had arrived
/// @param url with scheme (`https` or `wss`), host and query, as sent
/// @param httpVersion `HTTP/1.1` or `HTTP/2.0`
/// @param headers in order, as sent
/// @param body as sent, before any decoding
/// @param whole false when the browser gave up before the end of its body, as it does when a page is left while a
/// script
///     still sends
/// @param messages of a WebSocket, in order; a message is [SENT][WebSocketMessage.Direction#SENT] when the browser
///     sent it
public record Received(
        long id,
        Instant at,
        String method,
        String url,
        String httpVersion,
        List<Header> headers,
        Bytes body,
        boolean whole,
        List<WebSocketMessage> messages) {
    public Received {
        headers = List.copyOf(headers);
        messages = List.copyOf(messages);
    }

    /// The host it was sent to, without a port.
    public String host() {
        int start = url.indexOf("://") + 3;
        int end = start;
        while (end < url.length() && "/:?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(start, end);
    }

    /// The path as sent, without the query.
    public String path() {
        int start = url.indexOf('/', url.indexOf("://") + 3);
        if (start < 0) {
            return "/";
        }
        int query = url.indexOf('?', start);
        return query < 0 ? url.substring(start) : url.substring(start, query);
    }

    /// The query as sent, without its question mark; empty if there is none.
    public String query() {
        int query = url.indexOf('?');
        return query < 0 ? "" : url.substring(query + 1);
    }

    /// The first value of a header.
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    /// Without its values: they are a patient's.
    @Override
    public String toString() {
        return "#" + id + " " + method + " " + host() + path() + " (" + body.length() + " bytes)";
    }
}
