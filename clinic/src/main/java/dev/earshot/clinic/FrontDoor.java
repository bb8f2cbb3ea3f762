package dev.earshot.clinic;

import dev.earshot.exchange.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/// Every request comes through here: it is put down in the sink first and answered second.
final class FrontDoor extends Handler.Abstract {
    private final Sink sink;
    private final Town town;
    private final Duration delay;

    FrontDoor(Sink sink, Town town, Duration delay) {
        this.sink = sink;
        this.town = town;
        this.delay = delay;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        List<Header> headers = new ArrayList<>();
        request.getHeaders().forEach(field -> headers.add(new Header(field.getName(), field.getValue())));
        boolean webSocket = "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
        String url = address(request, webSocket);
        Sink.Arrival arrival = sink.arrive(
                request.getMethod(), url, request.getConnectionMetaData().getProtocol(), headers);
        byte[] body = bodyOf(request, arrival);
        if (webSocket) {
            return converse(arrival, request, response, callback);
        }
        if (!delay.isZero()) {
            Thread.sleep(delay);
        }
        Inquiry inquiry = new Inquiry(
                request.getMethod(),
                hostOf(request),
                request.getHttpURI().getPath(),
                request.getHttpURI().getQuery() == null
                        ? ""
                        : request.getHttpURI().getQuery(),
                headers,
                body);
        answer(town.answer(inquiry), response, callback);
        return true;
    }

    private static String address(Request request, boolean webSocket) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host == null) {
            host = request.getHttpURI().getAuthority();
        }
        String query = request.getHttpURI().getQuery();
        return (webSocket ? "wss://" : "https://")
                + host
                + request.getHttpURI().getPath()
                + (query == null ? "" : "?" + query);
    }

    private static String hostOf(Request request) {
        return Request.getServerName(request).toLowerCase(Locale.ROOT);
    }

    private static byte[] bodyOf(Request request, Sink.Arrival arrival) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (InputStream in = Content.Source.asInputStream(request)) {
            in.transferTo(body);
            arrival.body(body.toByteArray(), true);
        } catch (IOException e) {
            arrival.body(body.toByteArray(), false);
        }
        return body.toByteArray();
    }

    private static void answer(Reply reply, Response response, Callback callback) throws InterruptedException {
        switch (reply) {
            case Reply.Full full -> {
                response.setStatus(full.status());
                full.headers().forEach(header -> response.getHeaders().add(header.name(), header.value()));
                response.write(true, ByteBuffer.wrap(full.content()), callback);
            }
            case Reply.Streamed streamed -> {
                streamed.headers().forEach(header -> response.getHeaders().add(header.name(), header.value()));
                try (OutputStream out = Content.Sink.asOutputStream(response)) {
                    streamed.script().writeTo(out);
                } catch (IOException e) {
                    callback.failed(e);
                    return;
                }
                callback.succeeded();
            }
            case Reply.Silence _ -> {
                // The callback is never completed: that is what silence is. Stopping the server ends it.
            }
        }
    }

    private static boolean converse(Sink.Arrival arrival, Request request, Response response, Callback callback)
            throws Exception {
        ServerWebSocketContainer container = ServerWebSocketContainer.get(request.getContext());
        return container.upgrade((_, _, _) -> new Conversation(arrival), request, response, callback);
    }
}
