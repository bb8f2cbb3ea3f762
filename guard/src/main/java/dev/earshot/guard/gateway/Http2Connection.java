package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.GatewaySettings.Limits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's connection in HTTP/2, whose streams are [Http2Front]s. It ends where no stream is open for too long, and
/// where the client makes work without asking for anything: resets, pings and settings by the hundred, empty frames,
/// heads in crumbs (CVE-2019-9511 to 9518, CVE-2023-44487, CVE-2024-27316, CVE-2025-8671).
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Connection extends ChannelInboundHandlerAdapter implements Loop.Timed {
    private static final int MOST_RESETS = 200;
    private static final int MOST_CONTROLS = 200;
    private static final int WINDOW_SECONDS = 10;
    private static final int MOST_QUEUED_CONTROLS = 1_000;
    private static final int MOST_EMPTY_FRAMES = 16;
    private static final int MOST_SMALL_CONTINUATIONS = 16;
    private static final int STREAM_WINDOW = 1 << 16;
    /// For streams that are open when the connection is to end; a draining gateway cuts them before, as it is told.
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final Loop loop;
    private final Duration idle;
    private @Nullable ChannelHandlerContext ctx;
    private int streams;
    private long deadline;
    private long windowEnds = Long.MIN_VALUE;
    private int controls;

    private Http2Connection(Loop loop) {
        this.loop = loop;
        this.idle = loop.plan().settings().timeouts().idle();
        this.deadline = System.nanoTime() + idle.toNanos();
    }

    /// Lets a connection speak HTTP/2 from here on.
    static void begin(ChannelPipeline pipeline, Loop loop) {
        Limits limits = loop.plan().settings().limits();
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(limits.streams())
                        .maxHeaderListSize(limits.headBytes())
                        .initialWindowSize(STREAM_WINDOW))
                .validateHeaders(true)
                .validateRequiredPseudoHeaders(true)
                .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, WINDOW_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(MOST_RESETS, WINDOW_SECONDS)
                .encoderEnforceMaxQueuedControlFrames(MOST_QUEUED_CONTROLS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_FRAMES)
                .decoderEnforceMaxSmallContinuationFrames(MOST_SMALL_CONTINUATIONS)
                .gracefulShutdownTimeoutMillis(GRACE.toMillis())
                .build();
        Http2Connection connection = new Http2Connection(loop);
        pipeline.addLast(codec, new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                connection.opened(stream);
                stream.pipeline().addLast(new Http2Front(loop));
            }
        }));
        pipeline.addLast(connection);
    }

    private void opened(Channel stream) {
        streams++;
        deadline = Long.MAX_VALUE;
        stream.closeFuture().addListener(_ -> {
            streams--;
            if (streams == 0) {
                deadline = System.nanoTime() + idle.toNanos();
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        loop.watch(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2PingFrame || message instanceof Http2SettingsFrame) {
            count(context);
        }
        ReferenceCountUtil.release(message);
    }

    private void count(ChannelHandlerContext context) {
        long now = System.nanoTime();
        if (windowEnds == Long.MIN_VALUE || now - windowEnds > 0) {
            windowEnds = now + TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
            controls = 0;
        }
        if (++controls == MOST_CONTROLS) {
            loop.gateway().counts().refused(400);
            context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                    .addListener(_ -> context.pipeline().firstContext().close());
        }
    }

    /// Ends an idle connection at once, and another when its streams have ended; the client is told to open none.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Gateway.Ending.DRAINING) {
            context.channel().close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.forget(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expire() {
        deadline = Long.MAX_VALUE;
        ChannelHandlerContext context = ctx;
        if (context != null) {
            context.channel().close();
        }
    }
}
