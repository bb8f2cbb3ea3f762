package dev.earshot.guard.collect;

import dev.earshot.EarshotException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP/1.1 server that gives a [ReportCollector] what browsers deliver, for sites that no gateway stands before.
///
/// `POST /report` (or `/.well-known/earshot/report`) is answered 204 where the delivery was taken, 400 where it is no
/// report, 413 where it is too big, 429 where its source sends too many; `OPTIONS` is the preflight of another site's
/// page (WHATWG Fetch, section 3.2); `GET /health` says whether it writes.
public final class CollectorServer implements AutoCloseable {
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int MOST_CONNECTIONS = 20_000;
    private static final int IDLE_SECONDS = 30;

    private final EventLoopGroup loops;
    private final Channel listening;

    private CollectorServer(EventLoopGroup loops, Channel listening) {
        this.loops = loops;
        this.listening = listening;
    }

    /// Listens.
    ///
    /// @param forwarded the header in which a proxy before it names the client, such as `X-Forwarded-For`, whose last
    ///     address counts; empty where browsers reach it themselves. Anybody who reaches it could write the header
    /// @param threads that serve; 0 for as many as there are processors
    /// @throws EarshotException where the port is taken
    public static CollectorServer start(
            InetSocketAddress at,
            ReportCollector collector,
            InstantSource clock,
            Optional<String> forwarded,
            int threads) {
        boolean epoll = Epoll.isAvailable();
        int serving = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                serving, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        AtomicInteger connections = new AtomicInteger();
        int mostBytes = collector.mostBytes();
        ServerBootstrap server = new ServerBootstrap()
                .group(loops)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (connections.incrementAndGet() > MOST_CONNECTIONS) {
                            var _ = channel.close();
                        }
                        channel.closeFuture().addListener(_ -> connections.decrementAndGet());
                        channel.pipeline()
                                .addLast(new ReadTimeoutHandler(IDLE_SECONDS, TimeUnit.SECONDS))
                                .addLast(new HttpServerCodec(LONGEST_LINE, LONGEST_HEADERS, 8192))
                                .addLast(new HttpObjectAggregator(mostBytes, true))
                                .addLast(new Reports(collector, clock, forwarded));
                    }
                });
        try {
            return new CollectorServer(loops, server.bind(at).sync().channel());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            var _ = loops.shutdownGracefully();
            throw new EarshotException(EarshotException.Code.INTERNAL, "Interrupted while starting.", interrupted);
        } catch (Exception taken) {
            var _ = loops.shutdownGracefully();
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "Can't listen on port " + at.getPort() + ": " + taken.getMessage() + ". Is it taken?",
                    taken);
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    private static final class Reports extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final ReportCollector collector;
        private final InstantSource clock;
        private final Optional<String> forwarded;

        Reports(ReportCollector collector, InstantSource clock, Optional<String> forwarded) {
            this.collector = collector;
            this.clock = clock;
            this.forwarded = forwarded;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (request.decoderResult().isFailure()) {
                answer(context, request, HttpResponseStatus.BAD_REQUEST, false);
                return;
            }
            String path = request.uri();
            int query = path.indexOf('?');
            String bare = query < 0 ? path : path.substring(0, query);
            if (bare.equals("/health")) {
                health(context, request);
            } else if (!bare.equals("/report") && !bare.equals("/.well-known/earshot/report")) {
                answer(context, request, HttpResponseStatus.NOT_FOUND, true);
            } else if (request.method().equals(HttpMethod.OPTIONS)) {
                answer(context, request, HttpResponseStatus.NO_CONTENT, true);
            } else if (!request.method().equals(HttpMethod.POST)) {
                answer(context, request, HttpResponseStatus.METHOD_NOT_ALLOWED, true);
            } else {
                Collector.Outcome outcome = collector.take(
                        source(context, request),
                        header(request, HttpHeaderNames.CONTENT_TYPE),
                        header(request, HttpHeaderNames.USER_AGENT),
                        ByteBufUtil.getBytes(request.content()),
                        clock.instant());
                answer(
                        context,
                        request,
                        switch (outcome) {
                            case TAKEN -> HttpResponseStatus.NO_CONTENT;
                            case TOO_MANY -> HttpResponseStatus.TOO_MANY_REQUESTS;
                            case NOT_A_REPORT -> HttpResponseStatus.BAD_REQUEST;
                            case TOO_BIG -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
                        },
                        true);
            }
        }

        private static String header(FullHttpRequest request, CharSequence name) {
            String value = request.headers().get(name);
            return value == null ? "" : value;
        }

        private String source(ChannelHandlerContext context, FullHttpRequest request) {
            if (forwarded.isPresent()) {
                var all = request.headers().getAll(forwarded.get());
                String last = all.isEmpty() ? "" : all.getLast();
                String address = last.substring(last.lastIndexOf(',') + 1).strip();
                if (!address.isEmpty()) {
                    return address;
                }
            }
            InetAddress peer = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
            return peer.getHostAddress();
        }

        private void health(ChannelHandlerContext context, FullHttpRequest request) {
            ReportCollector.Figures figures = collector.figures();
            String text = "{\"writes\":" + figures.writes() + ",\"deliveriesToday\":" + figures.deliveries()
                    + ",\"reportsToday\":" + figures.reports() + ",\"noiseToday\":" + figures.noise()
                    + ",\"turnedAwayToday\":" + figures.tooMany() + ",\"notHeldToday\":" + figures.notHeld()
                    + ",\"domains\":" + figures.domains() + ",\"lines\":" + figures.lines() + "}\n";
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    figures.writes() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                    Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
            send(context, request, response, true);
        }

        private static void answer(
                ChannelHandlerContext context, FullHttpRequest request, HttpResponseStatus status, boolean goOn) {
            FullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
            response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            if (request.method().equals(HttpMethod.OPTIONS)) {
                response.headers()
                        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "content-type")
                        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "86400");
            }
            if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
                response.headers().set(HttpHeaderNames.ALLOW, "POST, OPTIONS");
            }
            if (status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)) {
                response.headers().set(HttpHeaderNames.RETRY_AFTER, "60");
            }
            send(context, request, response, goOn);
        }

        private static void send(
                ChannelHandlerContext context, FullHttpRequest request, FullHttpResponse response, boolean goOn) {
            if (response.status().code() != 204) {
                response.headers()
                        .setInt(
                                HttpHeaderNames.CONTENT_LENGTH,
                                response.content().readableBytes());
            }
            boolean keep = goOn && HttpUtil.isKeepAlive(request);
            HttpUtil.setKeepAlive(response, keep);
            var sent = context.writeAndFlush(response);
            if (!keep) {
                sent.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Whoever is too slow, or speaks no HTTP, is not answered; there is nothing to say to nobody.
            var _ = context.close();
        }
    }
}
