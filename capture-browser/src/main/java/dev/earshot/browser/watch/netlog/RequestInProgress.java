package dev.earshot.browser.watch.netlog;

import dev.earshot.browser.watch.netlog.LoggedRequest.LoggedMessage;
import dev.earshot.browser.watch.netlog.LoggedRequest.LoggedResponse;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Header;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A request while its events are being read.
final class RequestInProgress {
    final long source;
    final int hop;
    final long startTick;
    final String method;
    final String url;
    final String initiator;
    final String topSite;
    final String requestType;
    final boolean uploads;

    boolean sent;
    String httpVersion = "";
    List<Header> headers = List.of();
    /// Whether the connection's bytes showed that the request has no body, or where its body ended.
    boolean bodyEnded;

    boolean bodyTooLong;
    boolean ended;
    boolean failed;
    int status;
    String statusText = "";
    List<Header> responseHeaders = List.of();
    long received;
    boolean http2;
    OptionalLong preflightFor = OptionalLong.empty();
    final List<LoggedMessage> messages = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    RequestInProgress(
            long source,
            int hop,
            long startTick,
            String method,
            String url,
            String initiator,
            String topSite,
            String requestType,
            boolean uploads) {
        this.source = source;
        this.hop = hop;
        this.startTick = startTick;
        this.method = method;
        this.url = url;
        this.initiator = initiator;
        this.topSite = topSite;
        this.requestType = requestType;
        this.uploads = uploads;
    }

    /// The same request, to be sent once more: after a 401, or on a fresh connection.
    RequestInProgress again(long tick) {
        RequestInProgress again =
                new RequestInProgress(source, hop, tick, method, url, initiator, topSite, requestType, uploads);
        again.preflightFor = preflightFor;
        return again;
    }

    void send(String version, List<Header> sentHeaders) {
        sent = true;
        httpVersion = version;
        headers = sentHeaders;
        bodyEnded = false;
        body.reset();
    }

    boolean secure() {
        return url.startsWith("https:") || url.startsWith("wss:");
    }

    boolean opensWebSocket() {
        return url.startsWith("ws:") || url.startsWith("wss:");
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    Optional<String> responseHeader(String name) {
        return responseHeaders.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    /// Adds upload bytes, up to `limit` in all; returns how many were kept.
    int upload(byte[] bytes, int from, int length, long limit) {
        int kept = (int) Math.max(0, Math.min(length, limit - body.size()));
        body.write(bytes, from, kept);
        bodyTooLong |= kept < length;
        return kept;
    }

    LoggedRequest logged() {
        return new LoggedRequest(
                source,
                hop,
                startTick,
                method,
                url,
                initiator,
                topSite,
                requestType,
                sent,
                httpVersion,
                headers,
                body(),
                response(),
                failed,
                !sent && ended && !failed,
                preflightFor,
                messages);
    }

    private Body body() {
        long declared = header("Content-Length").map(RequestInProgress::length).orElse(-1L);
        boolean expected = uploads || declared > 0 || body.size() > 0;
        if (!sent || !expected || (declared == 0 && body.size() == 0)) {
            return Body.NONE;
        }
        Bytes bytes = Bytes.copyOf(body.toByteArray());
        String mimeType = header("Content-Type").orElse("");
        boolean whole = bodyEnded && !bodyTooLong && (declared < 0 || declared == body.size());
        if (whole && bytes.isEmpty()) {
            return Body.NONE;
        }
        if (whole) {
            return Body.whole(bytes, mimeType);
        }
        return new Body(bytes, mimeType, bytes.isEmpty() ? Body.State.UNSEEN : Body.State.SHORT);
    }

    private Optional<LoggedResponse> response() {
        if (status == 0) {
            return Optional.empty();
        }
        long size = http2
                ? received
                : responseHeader("Content-Length")
                        .map(RequestInProgress::length)
                        .orElse(-1L);
        return Optional.of(new LoggedResponse(status, statusText, responseHeaders, size));
    }

    static long length(String text) {
        try {
            return Math.max(-1, Long.parseLong(text.strip()));
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
