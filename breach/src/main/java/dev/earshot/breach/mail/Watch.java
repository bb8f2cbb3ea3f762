package dev.earshot.breach.mail;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Closes what has waited too long, whatever it waits in: a socket's own timeout starts anew with every byte, and knows
/// nothing of writing.
final class Watch implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 50;

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanos;
    private final Thread thread;
    private volatile boolean closed;

    Watch(LongSupplier nanos) {
        this.nanos = nanos;
        this.thread = Thread.ofPlatform().daemon().name("mail-watch").start(this::run);
    }

    Watched of(Closeable closeable) {
        Watched watched = new Watched(closeable);
        all.add(watched);
        return watched;
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(INTERVAL_MILLIS);
                long now = nanos.getAsLong();
                all.forEach(watched -> watched.look(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    final class Watched {
        private static final long NEVER = Long.MAX_VALUE;

        private final Closeable closeable;
        private volatile long deadline = NEVER;
        private volatile boolean expired;

        private Watched(Closeable closeable) {
            this.closeable = closeable;
        }

        void within(Duration time) {
            deadline = nanos.getAsLong() + time.toNanos();
        }

        void done() {
            deadline = NEVER;
        }

        boolean expired() {
            return expired;
        }

        void forget() {
            all.remove(this);
        }

        private void look(long now) {
            if (deadline != NEVER && now - deadline > 0) {
                expired = true;
                deadline = NEVER;
                try {
                    closeable.close();
                } catch (IOException e) {
                    // It is of no use any more either way.
                    all.remove(this);
                }
            }
        }
    }
}
