package dev.earshot.guard.gateway;

import dev.earshot.EarshotException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Where an operator and the machines that watch a gateway ask about it, apart from where its clients connect. Each
/// question is answered on a virtual thread, and its connection closed.
final class Admin implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;
    private static final int MOST_BODY = 1_024;

    /// What is answered.
    record Reply(int status, String mediaType, String text) {
        static Reply plain(int status, String text) {
            return new Reply(status, "text/plain; charset=utf-8", text + "\n");
        }
    }

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Executor answering = Executors.newVirtualThreadPerTaskExecutor();
    private final Channel listening;
    private final Map<String, Supplier<Reply>> answers;

    /// @param answers by method and path, such as `GET /metrics`
    Admin(InetSocketAddress address, Map<String, Supplier<Reply>> answers) {
        this.answers = Map.copyOf(answers);
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new ReadTimeoutHandler(IDLE_SECONDS),
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MOST_BODY),
                                        new Asked());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "can't listen on port " + address.getPort() + " for admin: another program may; name another one",
                    bound.cause());
        }
        listening = bound.channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        var _ = listening.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }

    private Reply reply(String method, String path) {
        Supplier<Reply> answer = answers.get(method + " " + path);
        if (answer != null) {
            return answer.get();
        }
        boolean otherMethod = answers.keySet().stream().anyMatch(each -> each.endsWith(" " + path));
        return otherMethod
                ? Reply.plain(405, "not by this method")
                : Reply.plain(
                        404,
                        "there is: "
                                + String.join(
                                        ", ", answers.keySet().stream().sorted().toList()));
    }

    private final class Asked extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            String method = request.method().name();
            String path = request.uri().split("\\?", 2)[0];
            if (!request.decoderResult().isSuccess()) {
                send(context, Reply.plain(400, "no request"));
            } else if (!request.method().equals(HttpMethod.GET)
                    && request.headers().contains(HttpHeaderNames.ORIGIN)) {
                send(context, Reply.plain(403, "not for pages in a browser"));
            } else {
                answering.execute(() -> send(context, reply(method, path)));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }

        private static void send(ChannelHandlerContext context, Reply reply) {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(reply.status()),
                    Unpooled.copiedBuffer(reply.text(), StandardCharsets.UTF_8));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, reply.mediaType())
                    .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                    .set(HttpHeaderNames.CONNECTION, "close");
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
