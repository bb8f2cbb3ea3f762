package dev.earshot.guard.bypass;

import java.io.IOException;
import java.net.DatagramSocket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One way, played once in one set-up.
///
/// Thread-safe.
final class Run implements AutoCloseable {
    private final Way way;
    private final SetUp setUp;
    private final String canary;
    private final DatagramSocket socket;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile Receipt receipt = Receipt.NOTHING;
    private final CountDownLatch served = new CountDownLatch(1);
    private volatile long watched;
    private volatile long received;

    /// @param canary the value that nobody may learn: lower case, a part of the sink's host name too
    Run(Way way, SetUp setUp, String canary, DatagramSocket socket) {
        this.way = way;
        this.setUp = setUp;
        this.canary = canary;
        this.socket = socket;
    }

    Way way() {
        return way;
    }

    SetUp setUp() {
        return setUp;
    }

    String canary() {
        return canary;
    }

    Receipt receipt() {
        return receipt;
    }

    /// What came, for whoever wants to know why.
    List<String> seen() {
        return seen;
    }

    /// Its page is on the way to the browser.
    void served() {
        served.countDown();
    }

    boolean awaitServed() throws InterruptedException {
        return served.await(60, TimeUnit.SECONDS);
    }

    /// From now on it is watched whether something comes.
    void watched() {
        watched = System.nanoTime();
    }

    /// Something went wrong with the play itself.
    void failed(String why) {
        failures.add(why);
    }

    /// What went wrong with the play itself; what it received then proves nothing where it is nothing.
    List<String> failures() {
        return failures;
    }

    /// How long it was watched until the first of it came.
    long latencyMillis() {
        return received == 0 || watched == 0 ? 0 : Math.max(0, received - watched) / 1_000_000;
    }

    /// Whether the first of it came so long ago that more would have come too.
    boolean receivedFor(long millis) {
        return received != 0 && System.nanoTime() - received > millis * 1_000_000;
    }

    void received(Receipt what, String shown) {
        synchronized (this) {
            if (received == 0) {
                received = System.nanoTime();
            }
            if (what.compareTo(receipt) > 0) {
                receipt = what;
            }
        }
        if (seen.size() < 20) {
            seen.add(what.title() + ": " + shown);
        }
    }

    /// A text of the way with this run's names in it.
    String filled(String text) {
        return text.replace("@SINK@", canary + "." + Stage.SINK)
                .replace("@LOOKUP@", canary + "." + Stage.LOOKUP)
                .replace("@CNAME@", Stage.CNAME)
                .replace("@EDGE@", Stage.EDGE)
                .replace("@VENDOR@", Stage.VENDOR + "/" + canary)
                .replace("@STATS@", Stage.STATS)
                .replace("@SITE@", Stage.SITE + "/" + canary)
                .replace("@CANARY@", canary)
                .replace("@SECRET@", "s" + canary)
                .replace("@UDPHOST@", canary + "." + Stage.DATAGRAMS)
                .replace("@UDP@", String.valueOf(socket.getLocalPort()));
    }

    String page() {
        return "https://" + Stage.SITE + "/" + canary + "/";
    }

    /// Listens for datagrams until closed.
    void listen() {
        Thread.startVirtualThread(() -> {
            byte[] bytes = new byte[2048];
            java.net.DatagramPacket packet = new java.net.DatagramPacket(bytes, bytes.length);
            try {
                while (!socket.isClosed()) {
                    socket.receive(packet);
                    received(Receipt.DATAGRAM, packet.getLength() + " bytes");
                }
            } catch (IOException e) {
                // closed
            }
        });
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public String toString() {
        return way.id() + "/" + setUp.name().toLowerCase(Locale.ROOT);
    }
}
