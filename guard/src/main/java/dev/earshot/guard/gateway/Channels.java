package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

/// Writes whose outcome shows itself by the connection's end.
@SuppressWarnings("FutureReturnValueIgnored")
final class Channels {
    private Channels() {}

    static void write(ChannelHandlerContext context, ByteBuf bytes) {
        context.write(bytes, context.voidPromise());
    }

    static void close(ChannelHandlerContext context) {
        context.close();
    }

    /// Closes once all that was written has left.
    static void closeAfterWrites(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// Tells the other side that nothing more comes, once all that was written has left; what it still sends is taken.
    static void endOutput(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (context.channel() instanceof SocketChannel socket
                    && context.pipeline().get(SslHandler.class) == null) {
                socket.shutdownOutput();
            } else {
                context.close();
            }
        });
    }
}
