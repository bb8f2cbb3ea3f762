package dev.earshot.guard.alert;

import dev.earshot.guard.alert.Alert.Fact;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells everybody who is to be told: each key once a period, and a digest where there is too much to tell.
///
/// Thread-safe. Raising an alert never waits for anybody: each receiver has a queue and a thread of its own.
public final class Alerts implements AutoCloseable {
    private static final int MOST_KEYS = 10_000;
    private static final int SHOWN_IN_DIGEST = 20;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofMillis(500);

    private final AlertSettings settings;
    private final InstantSource clock;
    private final List<Courier> couriers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Instant> told = new LinkedHashMap<>();
    private final List<Alert> gathered = new ArrayList<>();
    private final Map<String, Integer> gatheredByKind = new TreeMap<>();
    private Instant windowOpened = Instant.MIN;
    private int inWindow;
    private long repeated;
    private long inDigests;

    /// What becomes of an alert.
    public enum Became {
        /// It is on its way.
        SENT,
        /// Its key was told within the period.
        REPEATED,
        /// There were too many this hour: it will be part of a digest.
        GATHERED
    }

    /// Since the start.
    ///
    /// @param delivered alerts times receivers
    /// @param lost given up, by receiver times alert; the remarks say why
    public record Counts(long delivered, long lost, long repeated, long inDigests) {}

    private Alerts(AlertSettings settings, InstantSource clock, Consumer<String> remarks) {
        this.settings = settings;
        this.clock = clock;
        this.couriers = settings.receivers().stream()
                .map(receiver -> new Courier(receiver, settings.pace(), clock, remarks))
                .toList();
    }

    /// @param remarks told in words what could not be delivered, without addresses or secrets
    public static Alerts start(AlertSettings settings, InstantSource clock, Consumer<String> remarks) {
        Alerts alerts = new Alerts(settings, clock, remarks);
        alerts.couriers.forEach(Courier::start);
        if (!alerts.couriers.isEmpty()) {
            Thread.ofVirtual().name("alert-digests").start(alerts::watchTheHour);
        }
        return alerts;
    }

    /// Nobody is told anything.
    public static Alerts toNobody(InstantSource clock) {
        return new Alerts(AlertSettings.none(), clock, _ -> {});
    }

    /// Whether anybody is told.
    public boolean tellAnybody() {
        return !couriers.isEmpty();
    }

    public synchronized Became raise(Alert alert) {
        Instant now = clock.instant();
        Instant before = told.get(alert.key());
        if (before != null && now.isBefore(before.plus(settings.repeatAfter()))) {
            repeated++;
            return Became.REPEATED;
        }
        remember(alert.key(), now);
        turnTheHour(now);
        if (inWindow >= settings.mostPerHour()) {
            gatheredByKind.merge(alert.kind(), 1, Integer::sum);
            if (gathered.size() < SHOWN_IN_DIGEST) {
                gathered.add(alert);
            }
            inDigests++;
            return Became.GATHERED;
        }
        inWindow++;
        couriers.forEach(courier -> courier.take(alert));
        return Became.SENT;
    }

    public synchronized Counts counts() {
        return new Counts(
                couriers.stream().mapToLong(Courier::delivered).sum(),
                couriers.stream().mapToLong(Courier::lost).sum(),
                repeated,
                inDigests);
    }

    /// Sends what was gathered and waits for what is on its way, as long as the settings allow.
    @Override
    public void close() {
        synchronized (this) {
            closing.countDown();
            sendDigest(clock.instant());
        }
        couriers.forEach(Courier::finish);
        couriers.forEach(Courier::await);
    }

    private void remember(String key, Instant now) {
        told.remove(key);
        told.put(key, now);
        if (told.size() > MOST_KEYS) {
            Iterator<String> oldest = told.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private void watchTheHour() {
        try {
            while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                synchronized (this) {
                    turnTheHour(clock.instant());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turnTheHour(Instant now) {
        if (windowOpened.equals(Instant.MIN) || !now.isBefore(windowOpened.plus(WINDOW))) {
            sendDigest(now);
            windowOpened = now;
            inWindow = 0;
        }
    }

    private void sendDigest(Instant now) {
        if (gatheredByKind.isEmpty()) {
            return;
        }
        int all = gatheredByKind.values().stream().mapToInt(Integer::intValue).sum();
        List<Fact> facts = new ArrayList<>();
        gatheredByKind.forEach((kind, count) -> facts.add(new Fact(kind, Integer.toString(count))));
        gathered.forEach(alert -> facts.add(new Fact(alert.kind(), alert.title())));
        if (all > gathered.size()) {
            facts.add(new Fact("not listed here", Integer.toString(all - gathered.size())));
        }
        Alert.Level level = gathered.stream()
                .map(Alert::level)
                .max(Comparator.naturalOrder())
                .orElse(Alert.Level.NOTICE);
        Alert digest = new Alert(
                now,
                level,
                "digest",
                "digest",
                all + " more alerts in an hour, after the first " + settings.mostPerHour(),
                facts);
        couriers.forEach(courier -> courier.take(digest));
        gathered.clear();
        gatheredByKind.clear();
    }
}
