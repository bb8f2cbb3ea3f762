package dev.earshot.mobile.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection that an app asked for by CONNECT, from there to its end.
final class Tunnel extends ChannelInboundHandlerAdapter {
    static final AttributeKey<Tunnel> OF = AttributeKey.valueOf(Tunnel.class, "of");

    private final String host;
    private final int port;
    private volatile boolean spoken;
    private volatile boolean handshaken;
    private volatile @Nullable Throwable handshakeFailure;
    private volatile Optional<String> serverFailure = Optional.empty();
    private volatile Optional<String> refusal = Optional.empty();

    Tunnel(String host, int port) {
        this.host = host;
        this.port = port;
    }

    String host() {
        return host;
    }

    /// As it stands in an address: without the port that goes without saying.
    String authority() {
        return port == 443 ? host : host + ":" + port;
    }

    /// A request came through it.
    void spoken() {
        spoken = true;
    }

    /// Its server's certificate was refused.
    void refused(String reason) {
        refusal = Optional.of(reason);
    }

    /// Its server could not be connected to.
    void serverFailed(String reason) {
        if (serverFailure.isEmpty()) {
            serverFailure = Optional.of(reason);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent completed) {
            handshaken = completed.isSuccess();
            handshakeFailure = completed.cause();
        }
        super.userEventTriggered(context, event);
    }

    /// Tells what became of it.
    void end(ProxyRecording recording) {
        if (spoken) {
            return;
        }
        if (refusal.isPresent()) {
            // What an app does once its server was refused says nothing of the app.
            recording.notOpened(host, refusal.get());
        } else if (handshakeFailure != null) {
            recording.notOpened(host, NotOpened.reasonOf(handshakeFailure));
        } else if (handshaken) {
            recording.openedInSilence(host);
        } else {
            recording.notOpened(host, serverFailure.orElseGet(() -> NotOpened.reasonOf(null)));
        }
    }
}
