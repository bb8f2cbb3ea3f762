package dev.earshot.mobile.proxy;

import dev.earshot.exchange.BlindSpot;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The hosts whose connections were not opened, and why. Thread-safe.
final class NotOpened {
    /// Hosts that are told one by one.
    private static final int MOST_HOSTS = 2000;

    private final Map<String, Map<String, Integer>> reasons = new TreeMap<>();
    private final Map<String, Integer> silent = new TreeMap<>();
    private final Set<String> spoken = new HashSet<>();
    private int beyond;

    /// A connection that failed. Gives whether it is the first of its host.
    synchronized boolean failed(String host, String reason) {
        if (!reasons.containsKey(host) && reasons.size() >= MOST_HOSTS) {
            beyond++;
            return false;
        }
        boolean first = !reasons.containsKey(host);
        reasons.computeIfAbsent(host, _ -> new TreeMap<>()).merge(reason, 1, Integer::sum);
        return first;
    }

    /// A connection that was opened and closed again without a request.
    synchronized void silent(String host) {
        if (silent.containsKey(host) || silent.size() < MOST_HOSTS) {
            silent.merge(host, 1, Integer::sum);
        } else {
            beyond++;
        }
    }

    /// A request of the app to the host was read.
    synchronized void spoken(String host) {
        if (spoken.size() < MOST_HOSTS) {
            spoken.add(host);
        }
    }

    synchronized List<BlindSpot> blindSpots() {
        List<BlindSpot> spots = new ArrayList<>();
        reasons.forEach((host, counts) -> counts.forEach((reason, count) -> spots.add(new BlindSpot(
                BlindSpot.Kind.CONNECTION_NOT_OPENED,
                host,
                connections(count) + " not opened, so what it carried is not known: " + reason + ".",
                true))));
        silent.forEach((host, count) -> {
            if (!spoken.contains(host) && !reasons.containsKey(host)) {
                spots.add(new BlindSpot(
                        BlindSpot.Kind.CONNECTION_NOT_OPENED,
                        host,
                        connections(count) + " opened and closed again without a request, as apps do that compare"
                                + " the certificate with one of their own (pinning), or that connect in advance.",
                        true));
            }
        });
        if (beyond > 0) {
            spots.add(new BlindSpot(
                    BlindSpot.Kind.CONNECTION_NOT_OPENED,
                    "",
                    connections(beyond) + " to further hosts not opened.",
                    true));
        }
        return spots;
    }

    private static String connections(int count) {
        return count == 1 ? "A connection was" : count + " connections were";
    }

    /// Why a handshake with an app failed, as a clause.
    static String reasonOf(@Nullable Throwable cause) {
        StringBuilder messages = new StringBuilder();
        for (Throwable link = cause; link != null; link = link.getCause()) {
            messages.append(' ').append(link.getMessage());
            if (link instanceof NotSslRecordException) {
                return "what the app sent was not TLS, and the proxy reads nothing but HTTP in TLS there";
            }
        }
        String said = messages.toString();
        if (said.contains("no_application_protocol")) {
            return "the app insists on HTTP/2, as gRPC does, and the proxy speaks HTTP/1.1 only";
        }
        int alert = said.indexOf("fatal alert: ");
        if (alert >= 0) {
            String name = said.substring(alert + 13).split("[^a-z_]", 2)[0];
            return switch (name) {
                case "certificate_unknown",
                        "unknown_ca",
                        "bad_certificate",
                        "certificate_expired",
                        "unsupported_certificate" ->
                    "the app does not trust the proxy's certificate (TLS alert " + name
                            + "): it accepts only certain ones (pinning), brings its own list as Flutter does, or does"
                            + " not accept authorities that a user added";
                default -> "the app broke the handshake off (TLS alert " + name + ")";
            };
        }
        if (said.contains("protocol version") || said.contains("cipher")) {
            return "the app and the proxy have no version or cipher of TLS in common";
        }
        return "the app closed it during the handshake, as apps do that do not trust the proxy's certificate";
    }
}
