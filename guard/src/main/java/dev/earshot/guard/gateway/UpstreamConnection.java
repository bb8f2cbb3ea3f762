package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.BodyReader.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A connection to an upstream in HTTP/1.1, for one exchange after the other.
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements Loop.Timed {
    /// Whose request is on the connection.
    interface Owner {
        void connected(UpstreamConnection connection);

        /// An answer of 1xx, other than 101.
        void interim(Head answer);

        /// The answer's head; hop-by-hop fields are still in it.
        void answer(Head answer, boolean hasBody);

        /// @param bytes released by the owner
        void answerBody(ByteBuf bytes);

        /// @param trailers valid during the call
        void answerEnd(Fields trailers);

        /// Nothing more is there at present.
        void readComplete();

        /// Whether the upstream takes more of the request's body.
        void takesMore(boolean writable);

        /// The answer can't be had, or not to its end; the connection is gone.
        void fault(UpstreamFault fault);
    }

    private static final int MOST_INTERIMS = 16;
    private static final long LAST_WORDS_NANOS = 1_000_000_000L;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Loop loop;
    private final Upstream upstream;
    private final GatewaySettings settings;
    private final UpstreamPool pool;
    private final HeadReader heads;
    private final BodyReader bodies;
    private final Head head = new Head();
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Owner owner;
    private @Nullable ByteBuf in;
    private boolean reused;
    private boolean readsHead;
    private boolean anyByte;
    private boolean keepAlive;
    private boolean isHead;
    private boolean chunkedRequest;
    private boolean asksUpgrade;
    private int interims;
    private boolean reading;
    private boolean returning;
    private boolean broken;
    private long idleSince;
    private long deadline = Long.MAX_VALUE;

    UpstreamConnection(Loop loop, Upstream upstream, GatewaySettings settings, UpstreamPool pool) {
        this.loop = loop;
        this.upstream = upstream;
        this.settings = settings;
        this.pool = pool;
        heads = new HeadReader(settings.limits().headBytes(), settings.limits().headFields());
        bodies = new BodyReader(settings.limits().headBytes(), settings.limits().headFields());
    }

    Upstream upstream() {
        return upstream;
    }

    Channel channel() {
        return ctx().channel();
    }

    private ChannelHandlerContext ctx() {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            throw new IllegalStateException("used before it was connected");
        }
        return context;
    }

    boolean isActive() {
        return ctx != null && channel().isActive();
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    long idleNanos() {
        return System.nanoTime() - idleSince;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    // The request.

    void send(Owner newOwner, Head request, boolean hasBody) {
        owner = newOwner;
        readsHead = true;
        anyByte = false;
        isHead = request.method.equals("HEAD");
        asksUpgrade = isWebSocket(request.fields);
        interims = 0;
        chunkedRequest = hasBody && !request.fields.has(Name.CONTENT_LENGTH);
        ByteBuf out = ctx().alloc().directBuffer(128 + request.target.length() + request.fields.size());
        ByteBufUtil.writeAscii(out, request.method);
        out.writeByte(' ');
        out.writeCharSequence(request.target, StandardCharsets.ISO_8859_1);
        ByteBufUtil.writeAscii(out, " HTTP/1.1\r\n");
        request.fields.writeTo(out);
        if (chunkedRequest) {
            ByteBufUtil.writeAscii(out, "Transfer-Encoding: chunked\r\n");
        }
        ByteBufUtil.writeAscii(out, "\r\n");
        Channels.write(ctx(), out);
        ctx().flush();
        deadline = hasBody
                ? Long.MAX_VALUE
                : System.nanoTime() + settings.timeouts().answer().toNanos();
    }

    void body(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            bytes.release();
            return;
        }
        if (chunkedRequest) {
            ByteBuf size = ctx().alloc().directBuffer(16);
            ByteBufUtil.writeAscii(size, Integer.toHexString(bytes.readableBytes()) + "\r\n");
            Channels.write(ctx(), size);
            Channels.write(ctx(), bytes);
            Channels.write(ctx(), ByteBufUtil.writeAscii(ctx().alloc(), "\r\n"));
        } else {
            Channels.write(ctx(), bytes);
        }
    }

    void end(Fields trailers) {
        if (chunkedRequest) {
            ByteBuf out = ctx().alloc().directBuffer(8 + trailers.size());
            if (trailers.count() == 0) {
                out.writeBytes(LAST_CHUNK);
            } else {
                out.writeBytes(LAST_CHUNK, 0, 3);
                trailers.writeTo(out);
                ByteBufUtil.writeAscii(out, "\r\n");
            }
            Channels.write(ctx(), out);
        }
        if (readsHead) {
            deadline = System.nanoTime() + settings.timeouts().answer().toNanos();
        }
    }

    void flush() {
        ctx().flush();
    }

    void readMore(boolean wanted) {
        channel().config().setAutoRead(wanted);
    }

    // The answer.

    @Override
    public void channelActive(ChannelHandlerContext context) {
        loop.watch(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        Owner present = owner;
        if (present == null) {
            // An upstream that says something unasked is not to be understood.
            bytes.release();
            close();
            return;
        }
        anyByte = true;
        ByteBuf waiting = in;
        ByteBuf all = waiting == null ? bytes : ByteToWhole.join(context.alloc(), waiting, bytes);
        in = all;
        reading = true;
        try {
            read(present, all);
        } catch (Malformed malformed) {
            fault(UpstreamFault.MALFORMED);
        } finally {
            reading = false;
        }
        if (!all.isReadable() || owner == null) {
            if (owner == null && all.isReadable()) {
                // More than the answer: whose it is nobody knows.
                close();
            }
            all.release();
            in = null;
        }
        if (owner == null && returning) {
            returning = false;
            keepOrClose();
        }
    }

    private void read(Owner present, ByteBuf all) {
        while (readsHead) {
            if (!heads.answer(all, head)) {
                return;
            }
            if (head.status == 101) {
                if (!asksUpgrade || !isWebSocket(head.fields)) {
                    throw new Malformed(502, "nobody asked for another protocol");
                }
                readsHead = false;
                keepAlive = false;
                deadline = Long.MAX_VALUE;
                bodies.start(Framing.UNTIL_CLOSE, 0);
                present.answer(head, true);
                break;
            }
            if (head.status < 200) {
                if (++interims > MOST_INTERIMS) {
                    throw new Malformed(502, "answers of 1xx without end");
                }
                present.interim(head);
                continue;
            }
            readsHead = false;
            deadline = Long.MAX_VALUE;
            begin(present);
            if (!Objects.equals(owner, present)) {
                return;
            }
        }
        bodies.read(all, present::answerBody);
        if (Objects.equals(owner, present) && bodies.ended()) {
            present.answerEnd(bodies.trailers());
        }
    }

    private static boolean isWebSocket(Fields fields) {
        int upgrade = fields.find(Name.UPGRADE);
        return upgrade >= 0 && fields.valueIs(upgrade, "websocket");
    }

    private void begin(Owner present) {
        Fields fields = head.fields;
        int encoding = fields.find(Name.TRANSFER_ENCODING);
        int length = fields.find(Name.CONTENT_LENGTH);
        keepAlive = RequestFraming.keepsAlive(head);
        if (length >= 0 && (fields.find(Name.CONTENT_LENGTH, length + 1) >= 0 || fields.number(length) < 0)) {
            throw new Malformed(502, "content length");
        }
        if (isHead || head.status == 204 || head.status == 304) {
            bodies.start(Framing.NONE, 0);
            if (encoding >= 0) {
                fields.remove(Name.CONTENT_LENGTH);
            }
            present.answer(head, false);
            return;
        }
        if (encoding >= 0) {
            if (length >= 0
                    || head.minor == 0
                    || fields.find(Name.TRANSFER_ENCODING, encoding + 1) >= 0
                    || !fields.valueIs(encoding, "chunked")) {
                throw new Malformed(502, "transfer coding");
            }
            bodies.start(Framing.CHUNKED, 0);
        } else if (length >= 0) {
            bodies.start(Framing.LENGTH, fields.number(length));
        } else {
            keepAlive = false;
            bodies.start(Framing.UNTIL_CLOSE, 0);
        }
        present.answer(head, !bodies.ended());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Owner present = owner;
        if (present != null) {
            present.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Owner present = owner;
        if (present != null) {
            present.takesMore(context.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.forget(this);
        pool.drop(this);
        Owner present = owner;
        if (present != null && !readsHead && bodies.mayEndByClose() && !broken) {
            owner = null;
            present.answerEnd(bodies.trailers());
            present.readComplete();
        } else {
            fault(reused && !anyByte ? UpstreamFault.STALE : UpstreamFault.CLOSED);
        }
        ByteBuf rest = in;
        in = null;
        if (rest != null && !reading) {
            rest.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken = true;
        if (cause instanceof IOException && owner != null && readsHead) {
            // It takes no more of the request, and may have said why.
            deadline = System.nanoTime() + LAST_WORDS_NANOS;
            return;
        }
        Channels.close(context);
    }

    private void fault(UpstreamFault fault) {
        Owner present = owner;
        owner = null;
        Channels.close(ctx());
        if (present != null) {
            present.fault(fault);
        }
    }

    // After the answer.

    /// The exchange is complete; the connection serves the next one, or is closed.
    void giveBack() {
        owner = null;
        if (reading) {
            returning = true;
        } else {
            keepOrClose();
        }
    }

    private void keepOrClose() {
        if (!keepAlive && anyByte) {
            close();
            return;
        }
        reused = true;
        idleSince = System.nanoTime();
        deadline = idleSince + settings.timeouts().upstreamIdle().toNanos();
        channel().config().setAutoRead(true);
        if (!isActive() || !pool.keep(this, settings.limits().idleConnections())) {
            close();
        }
    }

    void close() {
        owner = null;
        Channels.close(ctx());
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expire() {
        deadline = Long.MAX_VALUE;
        if (owner == null) {
            close();
        } else {
            fault(UpstreamFault.SLOW);
        }
    }
}
