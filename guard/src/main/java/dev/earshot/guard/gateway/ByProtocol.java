package dev.earshot.guard.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/// A client's connection by TLS until it is known which HTTP it speaks.
final class ByProtocol extends ApplicationProtocolNegotiationHandler {
    private final Loop loop;

    private ByProtocol(Loop loop) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.loop = loop;
    }

    static void begin(Channel channel, SslContext tls, Loop loop) {
        SslHandler handler = tls.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(
                loop.plan().settings().timeouts().head().toMillis());
        handler.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                loop.gateway().counts().failedHandshakes.increment();
            }
        });
        channel.pipeline().addLast(handler, new ByProtocol(loop));
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            Http2Connection.begin(context.pipeline(), loop);
        } else {
            context.pipeline().addLast(new Http1Front(loop, true));
        }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
        Channels.close(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channels.close(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == Gateway.Ending.DRAINING) {
            Channels.close(context);
        } else {
            super.userEventTriggered(context, event);
        }
    }
}
