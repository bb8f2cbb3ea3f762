package dev.earshot.guard.gateway;

import dev.earshot.EarshotException;
import dev.earshot.guard.gateway.GatewaySettings.Listener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A reverse proxy that stands before sites and makes a protection hold. Runs on threads of its own until it is closed.
public final class Gateway implements AutoCloseable {
    /// Told to each client's connection when the gateway is to end: it is closed once nothing is under way on it.
    enum Ending {
        DRAINING
    }

    private final Transport transport = new Transport();
    private final Counts counts = new Counts();
    private final EventLoopGroup group;
    private final Map<EventExecutor, Loop> loops = new HashMap<>();
    private final List<Channel> listening = new ArrayList<>();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile Plan plan;
    private volatile boolean draining;

    private Gateway(GatewaySettings settings) {
        plan = new Plan(settings);
        group = transport.loops(settings.eventLoops());
        for (EventExecutor executor : group) {
            loops.put(executor, new Loop((EventLoop) executor, this));
        }
    }

    /// Starts to serve.
    ///
    /// @throws EarshotException where an address can't be listened on
    public static Gateway start(GatewaySettings settings) {
        Gateway gateway = new Gateway(settings);
        try {
            for (int i = 0; i < settings.listeners().size(); i++) {
                gateway.listen(settings.listeners().get(i), i);
            }
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private void listen(Listener listener, int index) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, transport.allocator())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 256 * 1024))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, index);
                    }
                });
        ChannelFuture bound =
                bootstrap.bind(listener.address(), listener.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "can't listen on port " + listener.port() + ": another program may; name another one",
                    bound.cause());
        }
        listening.add(bound.channel());
    }

    private void accept(SocketChannel channel, int listener) {
        GatewaySettings settings = plan.settings();
        if (counts.openConnections.sum() >= settings.limits().connections()) {
            counts.refusedConnections.increment();
            var _ = channel.close();
            return;
        }
        clients.add(channel);
        counts.connections.increment();
        counts.openConnections.increment();
        channel.closeFuture().addListener(closed -> counts.openConnections.decrement());
        Optional<SslContext> tls = settings.listeners().get(listener).tls();
        if (tls.isPresent()) {
            ByProtocol.begin(channel, tls.get(), loop(channel));
        } else {
            channel.pipeline().addLast(new Http1Front(loop(channel), false));
        }
    }

    /// What the channel's event loop has for all its connections.
    Loop loop(Channel channel) {
        Loop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a channel of another group");
        }
        return loop;
    }

    Transport transport() {
        return transport;
    }

    Plan plan() {
        return plan;
    }

    Counts counts() {
        return counts;
    }

    boolean isDraining() {
        return draining;
    }

    /// The port of the first listener, which is its own where it was asked for 0.
    public int port() {
        return ((InetSocketAddress) listening.getFirst().localAddress()).getPort();
    }

    /// Lets requests that begin from now on be served by these settings; listeners and event loops stay as they are.
    ///
    /// @throws IllegalArgumentException where they contradict themselves; the ones before stay
    public void reload(GatewaySettings settings) {
        if (settings.listeners().size() != listening.size()) {
            throw new IllegalArgumentException("listeners stay as they are");
        }
        plan = new Plan(settings).after(plan);
    }

    /// Takes no new connection, and lets what is under way come to its end.
    ///
    /// @param limit after which what is still under way is cut
    public void drain(Duration limit) {
        draining = true;
        listening.forEach(channel -> channel.close().syncUninterruptibly());
        clients.forEach(channel ->
                channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(Ending.DRAINING)));
        long end = System.nanoTime() + limit.toNanos();
        while (!clients.isEmpty() && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close();
    }

    /// Cuts what is under way.
    @Override
    public void close() {
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        clients.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
