package dev.earshot.mobile.proxy;

import dev.earshot.EarshotException;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Run;
import dev.earshot.har.HarWriter;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What passes the proxy, written to its HAR as soon as it is complete. Thread-safe.
final class ProxyRecording {
    static final String RUN = "app";

    private static final BlindSpot PAST_THE_PROXY = new BlindSpot(
            BlindSpot.Kind.CONNECTION_NOT_OPENED,
            "",
            "What went past the proxy was not seen: apps that do not heed the system's proxy (Flutter's do not),"
                    + " anything but HTTP, and QUIC (HTTP/3) or other UDP.",
            false);

    private final HarWriter har;
    private final InstantSource clock;
    private final Consumer<String> remarks;
    private final java.time.Instant startedAt;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger own = new AtomicInteger();
    private final AtomicLong room = new AtomicLong(OpenExchange.MOST_IN_ALL);
    private final Set<OpenExchange> open = ConcurrentHashMap.newKeySet();
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private final Set<BlindSpot> blindSpots = new LinkedHashSet<>();
    private final NotOpened notOpened = new NotOpened();
    private volatile Optional<String> step = Optional.empty();
    private volatile @Nullable EarshotException failure;
    private boolean ended;

    ProxyRecording(Path file, InstantSource clock, Consumer<String> remarks) {
        this.har = HarWriter.create(file);
        this.clock = clock;
        this.remarks = remarks;
        this.startedAt = clock.instant();
    }

    InstantSource clock() {
        return clock;
    }

    void step(Optional<String> label) {
        step = label;
    }

    /// How many exchanges are in the file.
    int written() {
        return written.get();
    }

    /// The hosts that were spoken to.
    Set<String> hosts() {
        return Set.copyOf(hosts);
    }

    /// Why it can't be written any more.
    Optional<EarshotException> failure() {
        return Optional.ofNullable(failure);
    }

    OpenExchange begin(HttpRequest request, String url, String host) {
        hosts.add(host);
        notOpened.spoken(host);
        OpenExchange exchange = new OpenExchange(
                String.format(Locale.ROOT, "a%06d", begun.incrementAndGet()),
                clock.instant(),
                request,
                url,
                step,
                ProxyOptions.LONGEST_BODY,
                room);
        open.add(exchange);
        return exchange;
    }

    /// Writes an exchange, whole or not. The second time it does nothing.
    void end(OpenExchange exchange) {
        if (!open.remove(exchange)) {
            return;
        }
        boolean lost = exchange.messagesLost();
        write(exchange.end());
        if (lost) {
            see(new BlindSpot(
                    BlindSpot.Kind.BODY_NOT_WHOLE,
                    exchange.id(),
                    "Not all messages of a WebSocket could be read and kept.",
                    true));
        }
    }

    private synchronized void write(Exchange exchange) {
        if (ended || failure != null) {
            return;
        }
        try {
            har.add(exchange);
            written.incrementAndGet();
        } catch (EarshotException e) {
            failure = e;
            remarks.accept(e.getMessage());
        }
    }

    void notOpened(String host, String reason) {
        if (notOpened.failed(host, reason)) {
            remarks.accept("Not opened: " + host + ": " + reason + ".");
        }
    }

    void openedInSilence(String host) {
        notOpened.silent(host);
    }

    /// A request for the proxy's own pages.
    void ownTraffic() {
        own.incrementAndGet();
    }

    synchronized void see(BlindSpot blindSpot) {
        blindSpots.add(blindSpot);
    }

    /// Ends the file with what is still open.
    ///
    /// @throws EarshotException INCOMPLETE when not all could be written
    Capture.Summary finish(ProxyOptions options) {
        open.forEach(this::end);
        synchronized (this) {
            ended = true;
            List<BlindSpot> unseen = new ArrayList<>(blindSpots);
            unseen.addAll(notOpened.blindSpots());
            unseen.add(PAST_THE_PROXY);
            Capture.Summary summary = new Capture.Summary(
                    List.of(options.label()),
                    "Earshot " + version(),
                    "",
                    startedAt,
                    clock.instant(),
                    List.of(new Run(RUN, Run.ConsentMode.UNKNOWN, "an app's traffic")),
                    List.of(),
                    unseen,
                    own.get(),
                    options.persona());
            EarshotException broken = failure;
            if (broken != null) {
                har.close();
                throw broken;
            }
            har.finish(summary);
            return summary;
        }
    }

    private static String version() {
        String version = ProxyRecording.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
