package dev.earshot.clinic;

import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.WebSocketMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The ground truth: every request that arrived, in order of arrival. Safe for use by many threads.
final class Sink {
    private final List<Arrival> arrivals = new ArrayList<>();

    /// Notes that a request's header block has arrived; its body may follow.
    synchronized Arrival arrive(String method, String url, String httpVersion, List<Header> headers) {
        Arrival arrival = new Arrival(arrivals.size() + 1L, Instant.now(), method, url, httpVersion, headers);
        arrivals.add(arrival);
        return arrival;
    }

    synchronized List<Received> received() {
        return arrivals.stream().map(Arrival::received).toList();
    }

    synchronized void forget() {
        arrivals.clear();
    }

    /// A request that may still be arriving.
    static final class Arrival {
        private final long id;
        private final Instant at;
        private final String method;
        private final String url;
        private final String httpVersion;
        private final List<Header> headers;
        private final List<WebSocketMessage> messages = new ArrayList<>();
        private Bytes body = Bytes.EMPTY;
        private boolean whole;

        private Arrival(long id, Instant at, String method, String url, String httpVersion, List<Header> headers) {
            this.id = id;
            this.at = at;
            this.method = method;
            this.url = url;
            this.httpVersion = httpVersion;
            this.headers = List.copyOf(headers);
        }

        synchronized void body(byte[] content, boolean ended) {
            body = Bytes.copyOf(content);
            whole = ended;
        }

        synchronized void message(WebSocketMessage message) {
            messages.add(message);
        }

        synchronized Received received() {
            return new Received(id, at, method, url, httpVersion, headers, body, whole, messages);
        }
    }
}
