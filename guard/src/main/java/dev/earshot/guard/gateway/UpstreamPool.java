package dev.earshot.guard.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Connections to upstreams that an event loop keeps for the next request. The one used last is used first, so that those
/// nobody needs grow old.
final class UpstreamPool {
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final Loop loop;
    private final Map<Upstream, Deque<UpstreamConnection>> idle = new HashMap<>();

    UpstreamPool(Loop loop) {
        this.loop = loop;
    }

    /// Gives a connection, at once or later, or tells of a fault.
    ///
    /// @param fresh whether one that was not used within the last second may not be given, since the upstream may be
    ///     closing it, and the request can't be repeated
    void take(Upstream upstream, UpstreamConnection.Owner owner, GatewaySettings settings, boolean fresh) {
        Deque<UpstreamConnection> waiting = idle.get(upstream);
        while (waiting != null && !waiting.isEmpty()) {
            UpstreamConnection connection = waiting.pollFirst();
            if (connection.isActive()) {
                if (fresh && connection.idleNanos() > FRESH_NANOS) {
                    waiting.addFirst(connection);
                    break;
                }
                owner.connected(connection);
                return;
            }
        }
        connect(upstream, owner, settings);
    }

    void connect(Upstream upstream, UpstreamConnection.Owner owner, GatewaySettings settings) {
        UpstreamConnection connection = new UpstreamConnection(loop, upstream, settings, this);
        loop.gateway().counts().upstreamConnections.increment();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.gateway().transport().socketChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                // A write that fails must not take an answer with it that is there to be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.timeouts().connect().toMillis()))
                .handler(connection);
        loop.gateway().transport().tune(bootstrap);
        bootstrap.connect(upstream.host(), upstream.port()).addListener(connected -> {
            if (!connected.isSuccess()) {
                owner.fault(why(connected.cause()));
                return;
            }
            if (upstream.tls().isEmpty()) {
                owner.connected(connection);
                return;
            }
            SslContext tls = upstream.tls().get();
            SslHandler handler =
                    tls.newHandler(loop.gateway().transport().allocator(), upstream.serverName(), upstream.port());
            handler.setHandshakeTimeoutMillis(settings.timeouts().connect().toMillis());
            connection.channel().pipeline().addFirst(handler);
            handler.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    owner.connected(connection);
                } else {
                    connection.close();
                    owner.fault(why(done.cause()));
                }
            });
        });
    }

    private static UpstreamFault why(Throwable cause) {
        return cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException
                ? UpstreamFault.SLOW
                : UpstreamFault.UNREACHABLE;
    }

    boolean keep(UpstreamConnection connection, int most) {
        Deque<UpstreamConnection> waiting = idle.computeIfAbsent(connection.upstream(), to -> new ArrayDeque<>());
        if (waiting.size() >= most) {
            return false;
        }
        waiting.addFirst(connection);
        return true;
    }

    void drop(UpstreamConnection connection) {
        Deque<UpstreamConnection> waiting = idle.get(connection.upstream());
        if (waiting != null && waiting.remove(connection) && waiting.isEmpty()) {
            idle.remove(connection.upstream());
        }
    }
}
