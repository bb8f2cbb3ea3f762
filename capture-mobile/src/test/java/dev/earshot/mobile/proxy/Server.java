package dev.earshot.mobile.proxy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/// A server that counts what it is sent, over HTTPS and in clear: `/stream` answers 40 MB in chunks, `/never` not at
/// all, `/ws` is a WebSocket that greets and repeats.
final class Server implements AutoCloseable {
    static final int STREAMED = 40 << 20;

    private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
    private final ServerConnector secure;
    private final ServerConnector clear;
    final AtomicLong received = new AtomicLong();

    Server(CertificateAuthority authority, String host) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(authority.contextFor(host));
        secure = new ServerConnector(jetty, tls);
        clear = new ServerConnector(jetty);
        secure.setHost("127.0.0.1");
        clear.setHost("127.0.0.1");
        jetty.addConnector(secure);
        jetty.addConnector(clear);
        WebSocketUpgradeHandler sockets = WebSocketUpgradeHandler.from(jetty, container -> {
            container.setMaxTextMessageSize(1 << 20);
            container.addMapping("/ws", (request, response, callback) -> new Repeating());
        });
        sockets.setHandler(new Answering());
        jetty.setHandler(sockets);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    InetSocketAddress secure() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), secure.getLocalPort());
    }

    InetSocketAddress clear() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), clear.getLocalPort());
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            byte[] block = new byte[1 << 16];
            try (InputStream in = Content.Source.asInputStream(request)) {
                for (int read = in.read(block); read >= 0; read = in.read(block)) {
                    received.addAndGet(read);
                }
            }
            String path = Request.getPathInContext(request);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            if (path.equals("/never")) {
                Thread.sleep(Duration.ofSeconds(20));
                callback.succeeded();
            } else if (path.equals("/stream")) {
                stream(response);
                callback.succeeded();
            } else {
                response.write(true, ByteBuffer.wrap("ok".getBytes(StandardCharsets.UTF_8)), callback);
            }
            return true;
        }

        private static void stream(Response response) throws IOException {
            byte[] block = new byte[1 << 16];
            try (var out = Content.Sink.asOutputStream(response)) {
                for (int written = 0; written < STREAMED; written += block.length) {
                    out.write(block);
                }
            }
        }
    }

    /// Greets, and repeats what it is told.
    public static final class Repeating implements Session.Listener.AutoDemanding {
        private @Nullable Session session;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            opened.sendText("hello", org.eclipse.jetty.websocket.api.Callback.NOOP);
        }

        @Override
        public void onWebSocketText(String message) {
            requireNonNull(session).sendText("you said " + message, org.eclipse.jetty.websocket.api.Callback.NOOP);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
            callback.succeed();
        }
    }
}
