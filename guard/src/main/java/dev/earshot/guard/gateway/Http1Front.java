package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.BodyReader.Framing;
import dev.earshot.guard.gateway.GatewaySettings.Timeouts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A client's connection in HTTP/1.0 or 1.1: one request after the other, strictly framed. Whatever is not HTTP as it must be
/// is answered 400 and the connection closed, so that nobody can read it otherwise than we did (RFC 9112 §11.2).
final class Http1Front extends ChannelInboundHandlerAdapter implements Front, Loop.Timed {
    private enum At {
        HEAD,
        BODY,
        /// The request is complete, its answer is not.
        ANSWER,
        /// Nothing more is taken from this client; what it still sends is dropped so that it can read our answer.
        LINGER
    }

    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = {'\r', '\n'};
    private static final ByteBuf CRLF_BYTES =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeBytes(CRLF));

    private final Loop loop;
    private final boolean secure;
    private final HeadReader heads;
    private final BodyReader bodies;
    private final Head request = new Head();
    private final Timeouts timeouts;
    private final long maxBody;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable ByteBuf in;
    private @Nullable Exchange exchange;
    private At at = At.HEAD;
    private long deadline;
    private long bodyTaken;
    private boolean keepAlive;
    private boolean answerBegun;
    private boolean answered;
    private boolean deadlineIsIdle = true;
    private boolean answerChunked;
    private boolean clientIsOld;
    private boolean advancing;
    private boolean wantsBody = true;
    private boolean closing;
    private boolean switched;
    /// When the present request's head was here; 0 where there is none.
    private long begunAt;

    Http1Front(Loop loop, boolean secure) {
        this.loop = loop;
        this.secure = secure;
        GatewaySettings settings = loop.plan().settings();
        this.timeouts = settings.timeouts();
        this.maxBody = settings.limits().bodyBytes();
        this.heads =
                new HeadReader(settings.limits().headBytes(), settings.limits().headFields());
        this.bodies =
                new BodyReader(settings.limits().headBytes(), settings.limits().headFields());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        if (context.channel().isActive()) {
            begin();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin();
    }

    private void begin() {
        deadline = in(timeouts.idle());
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
        ByteBuf bytes = (ByteBuf) message;
        if (at == At.LINGER) {
            bytes.release();
            return;
        }
        ByteBuf waiting = in;
        if (waiting == null) {
            in = bytes;
        } else {
            in = ByteToWhole.join(context.alloc(), waiting, bytes);
        }
        advance();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Exchange present = exchange;
        if (present != null) {
            present.flush();
        }
        context.flush();
    }

    /// Goes on with what has come, as far as it goes.
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            while (step()) {
                // Until nothing more can be done with what is here.
            }
        } catch (Malformed malformed) {
            refuse(malformed.status());
        } finally {
            advancing = false;
        }
        ByteBuf rest = in;
        if (rest != null && !rest.isReadable()) {
            rest.release();
            in = null;
        }
        // A request that comes before the last one's answer waits in the socket, except for what was read already.
        boolean read = at == At.HEAD || at == At.LINGER || (at == At.BODY ? wantsBody : in == null);
        ctx().channel().config().setAutoRead(read);
    }

    private boolean step() {
        ByteBuf waiting = in;
        if (waiting == null) {
            return false;
        }
        return switch (at) {
            case HEAD -> stepHead(waiting);
            case BODY -> stepBody(waiting);
            case ANSWER -> false;
            case LINGER -> {
                waiting.skipBytes(waiting.readableBytes());
                yield false;
            }
        };
    }

    private boolean stepHead(ByteBuf waiting) {
        if (!waiting.isReadable()) {
            return false;
        }
        if (!heads.request(waiting, request)) {
            if (deadlineIsIdle) {
                deadlineIsIdle = false;
                deadline = in(timeouts.head());
            }
            return false;
        }
        open();
        return true;
    }

    private boolean stepBody(ByteBuf waiting) {
        if (!wantsBody || !waiting.isReadable()) {
            return false;
        }
        bodies.read(waiting, this::taken);
        if (at != At.BODY) {
            return true;
        }
        if (!bodies.ended()) {
            return false;
        }
        at = At.ANSWER;
        Exchange present = exchange;
        if (present != null) {
            deadline = Long.MAX_VALUE;
            present.end(bodies.trailers());
        }
        return true;
    }

    private void taken(ByteBuf bytes) {
        bodyTaken += bytes.readableBytes();
        Exchange present = exchange;
        if (present == null || (bodyTaken > maxBody && !switched)) {
            bytes.release();
            if (present != null) {
                throw new Malformed(413, "body too long");
            }
            return;
        }
        deadline = in(patience());
        present.body(bytes);
    }

    private void open() {
        begunAt = System.nanoTime();
        clientIsOld = request.minor == 0;
        Framing framing = RequestFraming.of(request);
        long length = framing == Framing.LENGTH ? request.fields.number(request.fields.find(Name.CONTENT_LENGTH)) : 0;
        RequestFraming.checkHost(request);
        if (length > maxBody) {
            throw new Malformed(413, "body too long");
        }
        keepAlive = RequestFraming.keepsAlive(request);
        answerBegun = false;
        bodyTaken = 0;
        wantsBody = true;
        bodies.start(framing, length);
        at = bodies.ended() ? At.ANSWER : At.BODY;
        deadline = bodies.ended() ? Long.MAX_VALUE : in(timeouts.body());
        answered = false;
        Exchange opened = Exchanges.open(this, request, !bodies.ended());
        if (!answered) {
            exchange = opened;
        }
    }

    // What the exchange wants.

    @Override
    public String clientAddress() {
        return ctx().channel().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void interim(Head answer) {
        if (clientIsOld || answerBegun) {
            return;
        }
        ByteBuf out = ctx().alloc().directBuffer(64 + answer.fields.size());
        statusLine(out, answer);
        answer.fields.writeTo(out);
        out.writeBytes(CRLF);
        Channels.write(ctx(), out);
        ctx().flush();
    }

    @Override
    public void answer(Head answer, boolean hasBody) {
        answerBegun = true;
        loop.gateway().counts().answered(answer.status);
        if (answer.status == 101) {
            switchTo(answer);
            return;
        }
        if (at == At.BODY || loop.gateway().isDraining()) {
            // What is left of the request is not waited for, so that nothing can follow it.
            keepAlive = false;
        }
        Fields fields = answer.fields;
        answerChunked = false;
        if (!hasBody && lacksLength(answer)) {
            fields.add("Content-Length", "0");
        }
        if (hasBody && !fields.has(Name.CONTENT_LENGTH)) {
            if (clientIsOld) {
                keepAlive = false;
            } else {
                answerChunked = true;
            }
        }
        ByteBuf out = ctx().alloc().directBuffer(256 + fields.size());
        statusLine(out, answer);
        fields.writeTo(out);
        if (answerChunked) {
            ByteBufUtil.writeAscii(out, "Transfer-Encoding: chunked\r\n");
        }
        if (!keepAlive) {
            ByteBufUtil.writeAscii(out, "Connection: close\r\n");
        } else if (clientIsOld) {
            ByteBufUtil.writeAscii(out, "Connection: keep-alive\r\n");
        }
        out.writeBytes(CRLF);
        Channels.write(ctx(), out);
        if (hasBody) {
            deadline = in(timeouts.body());
        } else {
            complete();
        }
    }

    /// Whether the client would wait for a body that does not come (RFC 9112 §6.3).
    private boolean lacksLength(Head answer) {
        return !answer.fields.has(Name.CONTENT_LENGTH)
                && answer.status != 204
                && answer.status != 304
                && !request.method.equals("HEAD");
    }

    /// From here on bytes pass both ways as they are (RFC 9110 §7.8).
    private void switchTo(Head answer) {
        ByteBuf out = ctx().alloc().directBuffer(256 + answer.fields.size());
        statusLine(out, answer);
        answer.fields.writeTo(out);
        ByteBufUtil.writeAscii(out, "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        Channels.write(ctx(), out);
        switched = true;
        keepAlive = false;
        answerChunked = false;
        bodies.start(Framing.UNTIL_CLOSE, 0);
        at = At.BODY;
        wantsBody = true;
        deadline = in(timeouts.webSocket());
        if (!advancing) {
            flush();
            advance();
        }
    }

    private Duration patience() {
        return switched ? timeouts.webSocket() : timeouts.body();
    }

    private static void statusLine(ByteBuf out, Head answer) {
        ByteBufUtil.writeAscii(out, "HTTP/1.1 ");
        int status = answer.status;
        out.writeByte('0' + status / 100).writeByte('0' + status / 10 % 10).writeByte('0' + status % 10);
        out.writeByte(' ');
        out.writeCharSequence(answer.reason, StandardCharsets.ISO_8859_1);
        out.writeBytes(CRLF);
    }

    @Override
    public void body(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (length == 0) {
            bytes.release();
            return;
        }
        deadline = in(patience());
        ChannelHandlerContext context = ctx();
        if (answerChunked) {
            ByteBuf size = context.alloc().directBuffer(16);
            ByteBufUtil.writeAscii(size, Integer.toHexString(length));
            size.writeBytes(CRLF);
            Channels.write(context, size);
            Channels.write(context, bytes);
            Channels.write(context, CRLF_BYTES.duplicate());
        } else {
            Channels.write(context, bytes);
        }
    }

    @Override
    public void end(Fields trailers) {
        ChannelHandlerContext context = ctx();
        if (answerChunked) {
            ByteBuf out = context.alloc().directBuffer(8 + trailers.size());
            if (trailers.count() == 0) {
                out.writeBytes(LAST_CHUNK);
            } else {
                out.writeBytes(LAST_CHUNK, 0, 3);
                trailers.writeTo(out);
                out.writeBytes(CRLF);
            }
            Channels.write(context, out);
        }
        complete();
    }

    /// The answer is written whole.
    private void complete() {
        exchange = null;
        answered = true;
        if (begunAt != 0) {
            loop.gateway().counts().durations.add(System.nanoTime() - begunAt);
            begunAt = 0;
        }
        if (!keepAlive) {
            linger();
            return;
        }
        at = At.HEAD;
        deadlineIsIdle = true;
        deadline = in(timeouts.idle());
        if (!advancing) {
            flush();
            advance();
        }
    }

    @Override
    public void cut() {
        exchange = null;
        answered = true;
        keepAlive = false;
        closing = true;
        at = At.LINGER;
        if (clientIsOld) {
            // An end is all that tells such a client that it has the whole; it gets a reset.
            ctx().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        Channels.closeAfterWrites(ctx());
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
        if (wantsBody == wanted) {
            return;
        }
        wantsBody = wanted;
        if (at == At.BODY) {
            if (wanted) {
                advance();
            } else {
                ctx().channel().config().setAutoRead(false);
            }
        }
    }

    /// Answers that this is no request, and closes.
    private void refuse(int status) {
        Exchange present = exchange;
        exchange = null;
        if (present != null) {
            present.abandon();
        }
        if (answerBegun && present != null) {
            cut();
            return;
        }
        keepAlive = false;
        at = At.LINGER;
        loop.gateway().counts().refused(status);
        Head answer = Answers.plain(status);
        answer(answer, false);
    }

    /// Closes so that the client can still read what was written: it may be sending yet, and would be reset.
    private void linger() {
        at = At.LINGER;
        if (closing) {
            return;
        }
        closing = true;
        deadline = System.nanoTime() + LINGER_NANOS;
        Channels.endOutput(ctx());
        ctx().channel().config().setAutoRead(true);
    }

    // What becomes of the connection.

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
        at = At.LINGER;
        if (present != null) {
            present.abandon();
        }
        ByteBuf rest = in;
        in = null;
        if (rest != null && !advancing) {
            rest.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Gateway.Ending.DRAINING && at == At.HEAD && in == null) {
            Channels.close(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channels.close(context);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expire() {
        deadline = Long.MAX_VALUE;
        if (at == At.BODY && !answerBegun) {
            loop.gateway().counts().timedOut();
            refuse(408);
            flush();
        } else if (at == At.HEAD && !deadlineIsIdle) {
            loop.gateway().counts().timedOut();
            answerBegun = false;
            refuse(408);
            flush();
        } else {
            Exchange present = exchange;
            exchange = null;
            if (present != null) {
                present.abandon();
            }
            Channels.close(ctx());
        }
    }
}
