package dev.earshot.guard.gateway;

import dev.earshot.guard.relay.Relay;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a page tells the site's own server below [GatewaySettings#RELAY_FOLDER], told on to a vendor: by the gateway's own
/// connection, without anything but what the relay made of it. The page is answered at once, and never learns what the
/// vendor said.
final class Relaying implements UpstreamConnection.Owner {
    private static final int MOST_OF_A_REQUEST = 64 * 1024;
    /// A vendor that does not answer must not cost more connections than this, in each event loop.
    private static final int MOST_AT_ONCE = 256;

    private final Loop loop;
    private final Relay.Outgoing outgoing;
    private boolean over;
    private @Nullable UpstreamConnection connection;

    private Relaying(Loop loop, Relay.Outgoing outgoing) {
        this.loop = loop;
        this.outgoing = outgoing;
    }

    static boolean isFor(Plan plan, String target) {
        return target.startsWith(GatewaySettings.RELAY_FOLDER)
                && !plan.settings().relay().equals(GatewaySettings.NO_RELAY);
    }

    static Exchange open(Front front, Plan plan, Head request, boolean hasBody) {
        String method = request.method;
        String path = request.target;
        String contentType = request.fields.joined(Name.CONTENT_TYPE);
        return Gathered.of(front, hasBody, MOST_OF_A_REQUEST, body -> {
            Optional<Relay.Outgoing> outgoing =
                    plan.settings().relay().forward(new Relay.Incoming(method, path, contentType, body));
            Loop loop = front.loop();
            if (outgoing.isEmpty()) {
                return Answers.plain(404);
            }
            if (loop.relaying() >= MOST_AT_ONCE) {
                return Answers.plain(503);
            }
            new Relaying(loop, outgoing.get()).begin(plan);
            return Answers.plain(204);
        });
    }

    private void begin(Plan plan) {
        loop.gateway().counts().relayed.increment();
        loop.relaying(1);
        loop.pool()
                .take(
                        plan.vendor(outgoing.to()),
                        this,
                        plan.settings(),
                        !outgoing.method().equals("GET"));
    }

    @Override
    public void connected(UpstreamConnection given) {
        connection = given;
        URI to = outgoing.to();
        Head request = new Head();
        request.method = outgoing.method();
        request.target = (to.getRawPath().isEmpty() ? "/" : to.getRawPath())
                + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
        request.fields.add("Host", to.getRawAuthority());
        boolean hasBody = outgoing.body().length > 0;
        if (!outgoing.contentType().isEmpty()) {
            request.fields.add("Content-Type", outgoing.contentType());
        }
        if (hasBody || !outgoing.method().equals("GET")) {
            request.fields.add("Content-Length", String.valueOf(outgoing.body().length));
        }
        given.send(this, request, hasBody);
        if (hasBody) {
            given.body(Unpooled.wrappedBuffer(outgoing.body()));
            given.end(new Fields());
            given.flush();
        }
    }

    @Override
    public void interim(Head answer) {}

    @Override
    public void answer(Head answer, boolean hasBody) {
        if (!hasBody) {
            finish();
        }
    }

    @Override
    public void answerBody(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void answerEnd(Fields trailers) {
        finish();
    }

    private void finish() {
        UpstreamConnection present = connection;
        connection = null;
        if (present != null) {
            present.giveBack();
        }
        end();
    }

    private void end() {
        if (!over) {
            over = true;
            loop.relaying(-1);
        }
    }

    @Override
    public void readComplete() {}

    @Override
    public void takesMore(boolean writable) {}

    @Override
    public void fault(UpstreamFault fault) {
        connection = null;
        if (!over) {
            loop.gateway().counts().upstreamFaults.increment();
        }
        end();
    }
}
