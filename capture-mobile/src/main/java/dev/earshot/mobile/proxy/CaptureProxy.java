package dev.earshot.mobile.proxy;

import dev.earshot.EarshotException;
import dev.earshot.exchange.Capture;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AttributeKey;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.littleshoot.proxy.ActivityTrackerAdapter;
import org.littleshoot.proxy.FlowContext;
import org.littleshoot.proxy.HttpFilters;
import org.littleshoot.proxy.HttpFiltersAdapter;
import org.littleshoot.proxy.HttpFiltersSourceAdapter;
import org.littleshoot.proxy.HttpProxyServer;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;

/// A proxy that opens the TLS of those who trust its authority, and writes everything that passes to a HAR: a request
/// is in the file as soon as its answer ended, so that even a kill leaves what was finished. Bodies of requests are
/// kept whole up to 64 MB; of answers only the size is.
///
/// HTTP/1.1 and WebSockets; an app that insists on HTTP/2 is a blind spot. Thread-safe.
public final class CaptureProxy implements AutoCloseable {
    private static final AttributeKey<OpenExchange> CURRENT = AttributeKey.valueOf(CaptureProxy.class, "current");

    /// URLs and headers longer than this are refused, in bytes.
    private static final int LONGEST_HEAD = 1 << 20;

    /// A long poll is quiet for minutes.
    private static final Duration IDLE = Duration.ofMinutes(10);

    static {
        // Netty takes a logger that says nothing for none at all, and would print to stderr.
        InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
    }

    private final ProxyOptions options;
    private final ProxyRecording recording;
    private final Interception interception;
    private final TrustPages pages;
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
    private final HttpProxyServer server;
    /// Takes what comes in clear through a tunnel, as a `ws://` WebSocket does.
    private final HttpProxyServer inClear;
    private Capture.@Nullable Summary summary;

    private CaptureProxy(ProxyOptions options, Path file, InstantSource clock, Consumer<String> remarks) {
        this.options = options;
        this.recording = new ProxyRecording(file, clock, remarks);
        this.interception = new Interception(options);
        this.pages = new TrustPages(options.authority());
        try {
            this.server = DefaultHttpProxyServer.bootstrap()
                    .withName("capture")
                    .withAddress(options.listen())
                    .withManInTheMiddle(interception)
                    .withTransparent(true)
                    .withProxyAlias("earshot")
                    .withIdleConnectionTimeout(IDLE)
                    .withMaxInitialLineLength(LONGEST_HEAD)
                    .withMaxHeaderSize(LONGEST_HEAD)
                    .withServerResolver(this::resolve)
                    .plusActivityTracker(new Unreadable())
                    .withFiltersSource(new Source(false))
                    .start();
        } catch (RuntimeException e) {
            pages.close();
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The proxy can't listen on " + options.listen() + " ("
                            + (e.getCause() == null ? e : e.getCause()).getMessage() + "). Name another --listen.",
                    e);
        }
        this.inClear = server.clone()
                .withAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withAllowRequestToOriginServer(true)
                .withFiltersSource(new Source(true))
                .start();
    }

    /// Starts it.
    ///
    /// @param file the HAR to write, replaced if there is one
    /// @param remarks is told, once for each host, whose connections were not opened and why
    /// @throws EarshotException USAGE when it can't listen or the file can't be written
    public static CaptureProxy start(ProxyOptions options, Path file, InstantSource clock, Consumer<String> remarks) {
        return new CaptureProxy(options, file, clock, remarks);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getListenAddress();
    }

    /// What the person at the device does from now on; empty when that has ended.
    public void step(Optional<String> label) {
        recording.step(label);
    }

    /// How many exchanges were written.
    public int written() {
        return recording.written();
    }

    /// The hosts that were spoken to.
    public Set<String> hosts() {
        return recording.hosts();
    }

    /// Why it can't write any more, such as a full disk.
    public Optional<EarshotException> failure() {
        return recording.failure();
    }

    /// Stops listening, writes what is still open and ends the file. The second time it gives the same.
    ///
    /// @throws EarshotException INCOMPLETE when not all could be written
    public synchronized Capture.Summary finish() {
        Capture.Summary done = summary;
        if (done == null) {
            tunnels.forEach(tunnel -> tunnel.end(recording));
            tunnels.clear();
            try {
                done = recording.finish(options);
            } finally {
                server.abort();
                inClear.abort();
                pages.close();
            }
            summary = done;
        }
        return done;
    }

    @Override
    public void close() {
        finish();
    }

    private InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        Optional<InetSocketAddress> mapped = options.placeOf(host);
        return mapped.isPresent() ? mapped.get() : new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /// Makes the filters of each request.
    private final class Source extends HttpFiltersSourceAdapter {
        private final boolean clearInTunnel;

        Source(boolean clearInTunnel) {
            this.clearInTunnel = clearInTunnel;
        }

        @Override
        public HttpFilters filterRequest(HttpRequest request, @Nullable ChannelHandlerContext context) {
            if (context == null) {
                return new HttpFiltersAdapter(request, null);
            }
            Channel channel = context.channel();
            if (request.method().equals(HttpMethod.CONNECT)) {
                return connecting(request, context);
            }
            Tunnel tunnel = channel.attr(Tunnel.OF).get();
            if (tunnel == null && !clearInTunnel && isOwn(request, channel)) {
                return new OwnPage(request, context);
            }
            if (tunnel != null) {
                tunnel.spoken();
            }
            endOf(channel);
            String url = addressOf(request, tunnel);
            OpenExchange exchange = recording.begin(
                    request, url, HostAndPort.of(url.split("/", 4)[2], 0).host());
            if (channel.attr(CURRENT).getAndSet(exchange) == null) {
                channel.closeFuture().addListener(_ -> endOf(channel));
            }
            return new Passing(request, context, exchange);
        }

        private void endOf(Channel channel) {
            OpenExchange before = channel.attr(CURRENT).get();
            if (before != null) {
                recording.end(before);
            }
        }

        private HttpFilters connecting(HttpRequest request, ChannelHandlerContext context) {
            HostAndPort to = HostAndPort.of(request.uri(), 443);
            if (to.host().equals(TrustPages.HOST)) {
                return new Piped(request, context, pages.secure());
            }
            if (to.port() == 80) {
                return new Piped(request, context, inClear.getListenAddress());
            }
            Tunnel tunnel = new Tunnel(to.host(), to.port());
            Channel channel = context.channel();
            channel.attr(Tunnel.OF).set(tunnel);
            tunnels.add(tunnel);
            context.pipeline().addLast(tunnel);
            channel.closeFuture().addListener(_ -> {
                if (tunnels.remove(tunnel)) {
                    // The app may close before the proxy tells that the server was refused.
                    interception.refusal(tunnel.host()).ifPresent(tunnel::refused);
                    tunnel.end(recording);
                }
            });
            return new Connecting(request, context, tunnel);
        }

        /// Whether a request is for the proxy itself, by its name, by its address, or by no name at all.
        private boolean isOwn(HttpRequest request, Channel channel) {
            String uri = request.uri();
            if (uri.startsWith("/")) {
                return true;
            }
            String[] parts = uri.split("/", 4);
            HostAndPort to = HostAndPort.of(parts.length > 2 ? parts[2] : "", 80);
            return to.host().equals(TrustPages.HOST)
                    || (channel.localAddress() instanceof InetSocketAddress own
                            && to.port() == own.getPort()
                            && to.host().equals(own.getAddress().getHostAddress()));
        }

        /// The address that the app asked for. Through a tunnel, that is the host it connected to; where that is a bare
        /// IP address, the name it gave in the request.
        private static String addressOf(HttpRequest request, @Nullable Tunnel tunnel) {
            boolean webSocket = request.headers().contains(HttpHeaderNames.UPGRADE, "websocket", true);
            String uri = request.uri();
            int scheme = uri.indexOf("://");
            if (tunnel == null && scheme > 0 && !uri.startsWith("/")) {
                String rest = uri.substring(scheme);
                return webSocket ? "ws" + rest : uri.substring(0, scheme).toLowerCase(Locale.ROOT) + rest;
            }
            String named = request.headers().get(HttpHeaderNames.HOST, "");
            String authority = tunnel == null
                    ? named
                    : HostAndPort.of(tunnel.host(), 443).isAddress() && !named.isEmpty() ? named : tunnel.authority();
            String path =
                    uri.startsWith("/") ? uri : "/" + (uri.equals("*") ? "" : uri.replaceFirst("^\\w+://[^/]*/?", ""));
            boolean secure = tunnel != null;
            return (webSocket ? secure ? "wss" : "ws" : secure ? "https" : "http") + "://"
                    + (authority.isEmpty() ? "unknown.invalid" : authority) + path;
        }
    }

    /// A request on its way to a server.
    private final class Passing extends HttpFiltersAdapter {
        private final OpenExchange exchange;

        Passing(HttpRequest request, ChannelHandlerContext context, OpenExchange exchange) {
            super(request, context);
            this.exchange = exchange;
        }

        @Override
        public @Nullable HttpResponse clientToProxyRequest(HttpObject part) {
            if (part instanceof HttpRequest request) {
                request.headers().remove("Proxy-Connection").remove(HttpHeaderNames.PROXY_AUTHORIZATION);
            }
            if (exchange.sending(part)) {
                recording.end(exchange);
            }
            return null;
        }

        @Override
        public void proxyToServerRequestSending() {
            exchange.connected();
        }

        @Override
        public void proxyToServerConnectionFailed() {
            recording.end(exchange);
        }

        @Override
        public void proxyToServerResolutionFailed(String hostAndPort) {
            recording.end(exchange);
        }

        @Override
        public HttpObject serverToProxyResponse(HttpObject part) {
            if (exchange.answering(part)) {
                recording.end(exchange);
            }
            return part;
        }

        @Override
        public void serverToProxyResponseTimedOut() {
            recording.end(exchange);
        }

        @Override
        public void webSocketFrameReceived(Supplier<byte[]> bytes, boolean fromApp) {
            exchange.frame(bytes.get(), fromApp, recording.clock().instant());
        }
    }

    /// A CONNECT whose TLS is to be opened.
    private final class Connecting extends HttpFiltersAdapter {
        private final Tunnel tunnel;

        Connecting(HttpRequest request, ChannelHandlerContext context, Tunnel tunnel) {
            super(request, context);
            this.tunnel = tunnel;
        }

        @Override
        public void proxyToServerConnectionFailed() {
            tunnel.serverFailed(interception
                    .refusal(tunnel.host())
                    .orElse("its server could not be reached, or did not take up TLS with the proxy"));
        }

        @Override
        public void proxyToServerResolutionFailed(String hostAndPort) {
            tunnel.serverFailed("its name has no address");
        }
    }

    /// A CONNECT that is passed on unopened to a server inside.
    private static final class Piped extends HttpFiltersAdapter {
        private final InetSocketAddress inside;

        Piped(HttpRequest request, ChannelHandlerContext context, InetSocketAddress inside) {
            super(request, context);
            this.inside = inside;
        }

        @Override
        public boolean proxyToServerAllowMitm() {
            return false;
        }

        @Override
        public InetSocketAddress proxyToServerResolutionStarted(String hostAndPort) {
            return inside;
        }
    }

    /// A request for one of the proxy's own pages.
    private final class OwnPage extends HttpFiltersAdapter {
        private final String proxy;

        OwnPage(HttpRequest request, ChannelHandlerContext context) {
            super(request, context);
            this.proxy = context.channel().localAddress() instanceof InetSocketAddress own
                    ? own.getAddress().getHostAddress() + ":" + own.getPort()
                    : "";
        }

        @Override
        public @Nullable HttpResponse clientToProxyRequest(HttpObject part) {
            if (!(part instanceof HttpRequest request)) {
                return null;
            }
            recording.ownTraffic();
            String path = request.uri().replaceFirst("^\\w+://[^/]*", "");
            TrustPages.Answer answer = pages.answer(path, proxy);
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status()),
                    Unpooled.wrappedBuffer(answer.content()));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                    .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().length)
                    .set(HttpHeaderNames.CONNECTION, "close");
            if (!answer.file().isEmpty()) {
                response.headers()
                        .set(HttpHeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + answer.file() + "\"");
            }
            return response;
        }
    }

    /// Requests that LittleProxy refuses as no HTTP.
    private final class Unreadable extends ActivityTrackerAdapter {
        @Override
        public void requestReceivedFromClient(FlowContext flow, HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                recording.notOpened(
                        flow instanceof org.littleshoot.proxy.FullFlowContext full
                                ? HostAndPort.of(full.getServerHostAndPort(), 443)
                                        .host()
                                : "",
                        "what the app sent was not HTTP, or its address or headers were longer than 1 MB");
            }
        }
    }
}
