package dev.earshot.guard.gateway;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// What an event loop's connections share: kept connections to upstreams, nonces, time limits. Used on that loop alone.
final class Loop {
    /// Something that is given up when its time has come.
    interface Timed {
        /// In nanoseconds of [System#nanoTime]; [Long#MAX_VALUE] for never.
        long deadline();

        void expire();
    }

    private static final int NONCE_BYTES = 16;
    private static final long TICK_MILLIS = 200;

    private final EventLoop eventLoop;
    private final Gateway gateway;
    private final UpstreamPool pool;
    private final Set<Timed> timed = new HashSet<>();
    private final byte[] random = new byte[NONCE_BYTES * 256];
    private int relaying;
    private int randomAt = random.length;

    Loop(EventLoop eventLoop, Gateway gateway) {
        this.eventLoop = eventLoop;
        this.gateway = gateway;
        this.pool = new UpstreamPool(this);
        var _ = eventLoop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /// What holds for requests that begin now.
    Plan plan() {
        return gateway.plan();
    }

    Gateway gateway() {
        return gateway;
    }

    UpstreamPool pool() {
        return pool;
    }

    /// How many requests to vendors are under way.
    int relaying() {
        return relaying;
    }

    void relaying(int more) {
        relaying += more;
    }

    /// Has it given up in time, to within a fifth of a second, until [#forget].
    void watch(Timed connection) {
        timed.add(connection);
    }

    void forget(Timed connection) {
        timed.remove(connection);
    }

    private void tick() {
        long now = System.nanoTime();
        for (Timed each : List.copyOf(timed)) {
            if (each.deadline() != Long.MAX_VALUE && each.deadline() - now < 0) {
                each.expire();
            }
        }
    }

    /// For one page: 128 bits that nobody can guess, in hexadecimal.
    String nonce(RandomGenerator source) {
        if (randomAt == random.length) {
            source.nextBytes(random);
            randomAt = 0;
        }
        String nonce = HexFormat.of().formatHex(random, randomAt, randomAt + NONCE_BYTES);
        randomAt += NONCE_BYTES;
        return nonce;
    }
}
