package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A request that the site's own server answers.
final class Proxied implements Exchange, UpstreamConnection.Owner {
    private final Rewriting front;
    private final Plan plan;
    private final Upstream upstream;
    private final Head request;
    private boolean hasBody;
    private @Nullable UpstreamConnection connection;
    private boolean requestEnded;
    private boolean answerBegun;
    private boolean done;
    private boolean mayRetry;

    Proxied(Rewriting front, Plan plan, Upstream upstream, Head request, boolean hasBody) {
        this.front = front;
        this.plan = plan;
        this.upstream = upstream;
        this.request = request;
        this.hasBody = hasBody;
        this.requestEnded = !hasBody;
        boolean safe = isSafe(request.method);
        this.mayRetry = safe && !hasBody;
        boolean webSocket = !hasBody && asksWebSocket(request);
        HopByHop.removeFromRequest(request.fields);
        if (webSocket) {
            request.fields.add("Connection", "Upgrade");
            request.fields.add("Upgrade", "websocket");
        }
        Forwarded.set(plan.settings().forwarding(), front, request.fields);
        if (hasBody) {
            front.readMore(false);
        }
        front.loop().pool().take(upstream, this, plan.settings(), !safe);
    }

    /// RFC 6455 §4.1. No other protocol is switched to.
    private static boolean asksWebSocket(Head request) {
        int upgrade = request.fields.find(Name.UPGRADE);
        return request.minor == 1
                && request.method.equals("GET")
                && upgrade >= 0
                && request.fields.valueIs(upgrade, "websocket")
                && request.fields.find(Name.UPGRADE, upgrade + 1) < 0
                && RequestFraming.connectionSays(request.fields, "upgrade");
    }

    /// RFC 9110 §9.2.1: methods that change nothing, which may be asked again where a kept connection turns out dead.
    private static boolean isSafe(String method) {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    // The upstream's side.

    @Override
    public void connected(UpstreamConnection given) {
        if (done) {
            given.giveBack();
            return;
        }
        connection = given;
        given.send(this, request, hasBody);
        if (hasBody) {
            front.readMore(given.isWritable());
        }
    }

    @Override
    public void interim(Head answer) {
        HopByHop.removeFromAnswer(answer.fields);
        front.interim(answer);
    }

    @Override
    public void answer(Head answer, boolean answerHasBody) {
        answerBegun = true;
        HopByHop.removeFromAnswer(answer.fields);
        if (answer.status == 101) {
            hasBody = true;
            requestEnded = false;
            front.answer(answer, true);
            return;
        }
        if (!answerHasBody) {
            finish();
        }
        front.answer(answer, answerHasBody);
    }

    @Override
    public void answerBody(ByteBuf bytes) {
        front.body(bytes);
        if (!front.isWritable()) {
            front.flush();
            UpstreamConnection present = connection;
            if (present != null) {
                present.readMore(front.isWritable());
            }
        }
    }

    @Override
    public void answerEnd(Fields trailers) {
        finish();
        front.end(trailers);
    }

    private void finish() {
        done = true;
        UpstreamConnection present = connection;
        connection = null;
        if (present != null) {
            if (requestEnded) {
                present.giveBack();
            } else {
                present.close();
            }
        }
    }

    @Override
    public void readComplete() {
        front.flush();
    }

    @Override
    public void takesMore(boolean writable) {
        if (hasBody && !requestEnded && !done) {
            front.readMore(writable);
        }
    }

    @Override
    public void fault(UpstreamFault fault) {
        connection = null;
        if (done) {
            return;
        }
        if (!answerBegun && mayRetry && fault == UpstreamFault.STALE) {
            mayRetry = false;
            front.loop().gateway().counts().retries.increment();
            front.loop().pool().connect(upstream, this, plan.settings());
            return;
        }
        done = true;
        Counts counts = front.loop().gateway().counts();
        counts.upstreamFaults.increment();
        if (answerBegun) {
            counts.cutAnswers.increment();
            front.cut();
        } else {
            front.answer(Answers.plain(fault.status()), false);
            front.flush();
        }
    }

    // The client's side.

    @Override
    public void body(ByteBuf bytes) {
        UpstreamConnection present = connection;
        if (present == null) {
            bytes.release();
            return;
        }
        present.body(bytes);
        if (!present.isWritable()) {
            present.flush();
            front.readMore(present.isWritable());
        }
    }

    @Override
    public void end(Fields trailers) {
        requestEnded = true;
        UpstreamConnection present = connection;
        if (present != null) {
            present.end(trailers);
            present.flush();
        }
    }

    @Override
    public void flush() {
        UpstreamConnection present = connection;
        if (present != null) {
            present.flush();
        }
    }

    @Override
    public void writable() {
        front.resume();
        UpstreamConnection present = connection;
        if (present != null) {
            present.readMore(front.isWritable());
        }
    }

    @Override
    public void abandon() {
        done = true;
        front.release();
        UpstreamConnection present = connection;
        connection = null;
        if (present != null) {
            present.close();
        }
    }
}
