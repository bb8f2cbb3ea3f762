package dev.earshot.breach.mail;

import dev.earshot.breach.store.Outbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Claims that wait for a connection, so that no domain gets more at once than its limit. For many threads.
///
/// Domains take turns; within a domain the order is that of the plan.
final class Queue {
    private final MailSettings.Limits limits;
    private final Map<String, Domain> domains = new HashMap<>();
    private final Deque<Domain> ready = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting;
    private int out;
    private boolean closed;

    Queue(MailSettings.Limits limits) {
        this.limits = limits;
    }

    /// A claim on its way.
    ///
    /// @param tries connections that were lost with it before it was begun
    record Item(Outbox.Claim claim, MailAddress to, int tries) {}

    void add(Item item) {
        lock.lock();
        try {
            Domain domain = domains.computeIfAbsent(item.to().domain(), name -> new Domain(name, limits.of(name)));
            domain.items.add(item);
            waiting++;
            offer(domain);
        } finally {
            lock.unlock();
        }
    }

    /// Puts back an item that was taken.
    void back(Item item) {
        lock.lock();
        try {
            Domain domain = gone(item);
            domain.items.addFirst(item);
            waiting++;
            offer(domain);
        } finally {
            lock.unlock();
        }
    }

    /// An item whose domain has room; null where there is none now.
    @Nullable
    Item poll() {
        lock.lock();
        try {
            Domain domain = closed ? null : ready.poll();
            if (domain == null) {
                return null;
            }
            domain.isReady = false;
            Item item = domain.items.remove();
            domain.out++;
            waiting--;
            out++;
            offer(domain);
            return item;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for an item; null where there will be none because the queue was closed, or the time is over.
    @Nullable
    Item take(long nanos) throws InterruptedException {
        lock.lock();
        try {
            Item item = poll();
            for (long left = nanos; item == null && !closed && left > 0; item = poll()) {
                left = changed.awaitNanos(left);
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    /// An item that was taken needs its place no more.
    void done(Item item) {
        lock.lock();
        try {
            offer(gone(item));
        } finally {
            lock.unlock();
        }
    }

    /// Takes out all that wait for a domain.
    List<Item> drain(String name) {
        lock.lock();
        try {
            Domain domain = domains.get(name);
            if (domain == null) {
                return List.of();
            }
            List<Item> drained = new ArrayList<>(domain.items);
            domain.items.clear();
            waiting -= drained.size();
            if (domain.isReady) {
                ready.remove(domain);
                domain.isReady = false;
            }
            return drained;
        } finally {
            lock.unlock();
        }
    }

    /// Gives out nothing any more, and takes out what waits.
    List<Item> close() {
        lock.lock();
        try {
            closed = true;
            List<Item> left = new ArrayList<>();
            domains.values().forEach(domain -> {
                left.addAll(domain.items);
                domain.items.clear();
            });
            waiting = 0;
            changed.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /// Neither waiting nor out.
    boolean isIdle() {
        lock.lock();
        try {
            return waiting == 0 && out == 0;
        } finally {
            lock.unlock();
        }
    }

    private Domain gone(Item item) {
        Domain domain = domains.computeIfAbsent(item.to().domain(), name -> new Domain(name, limits.of(name)));
        domain.out--;
        out--;
        return domain;
    }

    private void offer(Domain domain) {
        if (!domain.isReady && !domain.items.isEmpty() && domain.out < domain.most) {
            domain.isReady = true;
            ready.add(domain);
            changed.signal();
        } else if (domain.items.isEmpty() && domain.out == 0 && !domain.isReady) {
            domains.remove(domain.name);
        }
    }

    private static final class Domain {
        final String name;
        final int most;
        final Deque<Item> items = new ArrayDeque<>();
        int out;
        boolean isReady;

        Domain(String name, int most) {
            this.name = name;
            this.most = most;
        }
    }
}
