package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.GatewaySettings.Timeouts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A stream of a client's connection in HTTP/2: one request and its answer. A request that is none is answered with a
/// status of its own, or its stream is reset; the connection's other streams go on (RFC 9113 §5.4.2).
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Front extends ChannelInboundHandlerAdapter implements Front, Loop.Timed {
    private final Loop loop;
    private final Timeouts timeouts;
    private final long maxBody;
    private final Head request = new Head();
    private final Fields trailers = new Fields();
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Exchange exchange;
    private boolean begun;
    /// Whether the request is here whole.
    private boolean requestEnded;
    private boolean answerBegun;
    private boolean answerEnded;
    /// What the request's head promises; -1 where it does not.
    private long promised = -1;
    private long taken;
    private long deadline;
    private final long begunAt = System.nanoTime();

    Http2Front(Loop loop) {
        this.loop = loop;
        this.timeouts = loop.plan().settings().timeouts();
        this.maxBody = loop.plan().settings().limits().bodyBytes();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        deadline = in(timeouts.head());
        loop.watch(this);
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private ChannelHandlerContext ctx() {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            throw new IllegalStateException("used before it was added");
        }
        return context;
    }

    // What the client sends.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            switch (message) {
                case Http2HeadersFrame headers when !begun -> open(headers);
                case Http2HeadersFrame headers -> end(headers);
                case Http2DataFrame data -> take(data);
                default -> {}
            }
        } catch (Malformed malformed) {
            refuse(malformed.status());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Exchange present = exchange;
        if (present != null) {
            present.flush();
        }
        context.flush();
    }

    private void open(Http2HeadersFrame frame) {
        begun = true;
        requestEnded = frame.isEndStream();
        promised = Http2Request.into(request, frame.headers(), !requestEnded);
        if (promised > maxBody) {
            throw new Malformed(413, "body too long");
        }
        deadline = requestEnded ? Long.MAX_VALUE : in(timeouts.body());
        exchange = Exchanges.open(this, request, !requestEnded);
        if (answerEnded) {
            exchange = null;
        }
    }

    private void take(Http2DataFrame frame) {
        int length = frame.content().readableBytes();
        taken += length;
        if (promised >= 0 && (taken > promised || (frame.isEndStream() && taken < promised))) {
            fault();
            return;
        }
        if (taken > maxBody) {
            throw new Malformed(413, "body too long");
        }
        Exchange present = exchange;
        if (present != null) {
            if (length > 0) {
                deadline = in(timeouts.body());
                present.body(frame.content().retain());
            }
        }
        if (frame.isEndStream()) {
            trailers.clear();
            requestIsWhole();
        }
    }

    private void end(Http2HeadersFrame frame) {
        if (!frame.isEndStream() || requestEnded || (promised >= 0 && taken < promised)) {
            fault();
            return;
        }
        Http2Request.trailers(trailers, frame.headers());
        requestIsWhole();
    }

    private void requestIsWhole() {
        requestEnded = true;
        if (!answerBegun) {
            deadline = Long.MAX_VALUE;
        }
        Exchange present = exchange;
        if (present != null) {
            present.end(trailers);
        }
    }

    // What the exchange wants.

    @Override
    public String clientAddress() {
        return ctx().channel().parent().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void interim(Head answer) {
        if (!answerBegun) {
            ctx().writeAndFlush(new DefaultHttp2HeadersFrame(headers(answer), false));
        }
    }

    @Override
    public void answer(Head answer, boolean hasBody) {
        answerBegun = true;
        loop.gateway().counts().answered(answer.status);
        ctx().write(new DefaultHttp2HeadersFrame(headers(answer), !hasBody));
        if (hasBody) {
            deadline = in(timeouts.body());
        } else {
            complete();
        }
    }

    private static Http2Headers headers(Head answer) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(answer.status));
        copy(answer.fields, headers);
        return headers;
    }

    private static void copy(Fields fields, Http2Headers to) {
        for (int i = 0; i < fields.count(); i++) {
            if (!fields.isGone(i)) {
                to.add(fields.name(i).toLowerCase(Locale.ROOT), fields.value(i));
            }
        }
    }

    @Override
    public void body(ByteBuf bytes) {
        if (bytes.isReadable() && !answerEnded) {
            deadline = in(timeouts.body());
            ctx().write(new DefaultHttp2DataFrame(bytes, false));
        } else {
            bytes.release();
        }
    }

    @Override
    public void end(Fields last) {
        if (last.isEmpty()) {
            ctx().write(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        } else {
            Http2Headers headers = new DefaultHttp2Headers(false);
            copy(last, headers);
            ctx().write(new DefaultHttp2HeadersFrame(headers, true));
        }
        complete();
    }

    /// The answer is written whole.
    private void complete() {
        exchange = null;
        answerEnded = true;
        loop.gateway().counts().durations.add(System.nanoTime() - begunAt);
        // What the client takes of it has its time, too.
        deadline = in(timeouts.body());
        if (!requestEnded) {
            // RFC 9113 §8.1: the rest of the request is not wanted.
            requestEnded = true;
            ctx().write(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
        ctx().flush();
    }

    @Override
    public void cut() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    private void fault() {
        loop.gateway().counts().refused(400);
        reset(Http2Error.PROTOCOL_ERROR);
    }

    private void reset(Http2Error error) {
        Exchange present = exchange;
        exchange = null;
        answerEnded = true;
        deadline = Long.MAX_VALUE;
        ctx().writeAndFlush(new DefaultHttp2ResetFrame(error));
        if (present != null && error != Http2Error.INTERNAL_ERROR) {
            present.abandon();
        }
    }

    @Override
    public void flush() {
        ctx().flush();
    }

    @Override
    public boolean isWritable() {
        return ctx().channel().isWritable();
    }

    @Override
    public void readMore(boolean wanted) {
        ctx().channel().config().setAutoRead(wanted);
    }

    /// Answers that this is no request.
    private void refuse(int status) {
        Exchange present = exchange;
        exchange = null;
        if (present != null) {
            present.abandon();
        }
        loop.gateway().counts().refused(status);
        if (answerBegun) {
            reset(Http2Error.PROTOCOL_ERROR);
            return;
        }
        answer(Answers.plain(status), false);
    }

    // What becomes of the stream.

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Exchange present = exchange;
        if (present != null) {
            present.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.forget(this);
        Exchange present = exchange;
        exchange = null;
        if (present != null) {
            present.abandon();
        }
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
        loop.gateway().counts().timedOut();
        if (begun && !requestEnded && !answerBegun) {
            refuse(408);
        } else {
            Exchange present = exchange;
            exchange = null;
            if (present != null) {
                present.abandon();
            }
            reset(Http2Error.CANCEL);
        }
    }
}
