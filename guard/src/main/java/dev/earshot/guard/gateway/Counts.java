package dev.earshot.guard.gateway;

import dev.earshot.guard.collect.Collector;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What the gateway counts, since it was started. Thread-safe.
final class Counts {
    final LongAdder requests = new LongAdder();
    final LongAdder connections = new LongAdder();
    final LongAdder openConnections = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder unknownHosts = new LongAdder();
    final LongAdder forbidden = new LongAdder();
    final LongAdder pagesRewritten = new LongAdder();
    final LongAdder pagesInDoubt = new LongAdder();
    final LongAdder upstreamConnections = new LongAdder();
    final LongAdder upstreamFaults = new LongAdder();
    final LongAdder cutAnswers = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder lostReports = new LongAdder();
    final LongAdder reports = new LongAdder();
    private final Map<Collector.Outcome, LongAdder> outcomes = new EnumMap<>(Collector.Outcome.class);
    final LongAdder relayed = new LongAdder();
    final LongAdder refusedConnections = new LongAdder();
    final LongAdder failedHandshakes = new LongAdder();
    final Metrics.Durations durations = new Metrics.Durations();
    private final LongAdder[] answers = new LongAdder[5];

    Counts() {
        for (Collector.Outcome each : Collector.Outcome.values()) {
            outcomes.put(each, new LongAdder());
        }
        for (int i = 0; i < answers.length; i++) {
            answers[i] = new LongAdder();
        }
    }

    /// A report has come in.
    void reports(Collector.Outcome outcome) {
        reports.increment();
        LongAdder count = outcomes.get(outcome);
        if (count != null) {
            count.increment();
        }
    }

    /// An answer has begun, other than one of 1xx before the answer itself.
    void answered(int status) {
        answers[Math.clamp(status / 100, 1, 5) - 1].increment();
    }

    void refused(int status) {
        if (status != 408) {
            malformed.increment();
        }
    }

    void timedOut() {
        timeouts.increment();
    }

    /// Makes all of it known.
    void showIn(Metrics metrics) {
        metrics.counter("earshot_gateway_requests_total", "", "Requests whose head came whole.", requests);
        for (int i = 0; i < answers.length; i++) {
            metrics.counter(
                    "earshot_gateway_answers_total",
                    "class=\"" + (i + 1) + "xx\"",
                    "Answers begun, by class of status.",
                    answers[i]);
        }
        metrics.durations(
                "earshot_gateway_request_duration_seconds",
                "From a request's head to the end of its answer.",
                durations);
        String refused = "Requests that were refused, by reason.";
        metrics.counter("earshot_gateway_refused_total", "reason=\"malformed\"", refused, malformed);
        metrics.counter("earshot_gateway_refused_total", "reason=\"slow\"", refused, timeouts);
        metrics.counter("earshot_gateway_refused_total", "reason=\"unknown-host\"", refused, unknownHosts);
        metrics.counter("earshot_gateway_refused_total", "reason=\"forbidden\"", refused, forbidden);
        metrics.counter("earshot_gateway_pages_rewritten_total", "", "Pages that passed the rewriter.", pagesRewritten);
        metrics.counter(
                "earshot_gateway_pages_in_doubt_total",
                "",
                "Pages that could not be rewritten for certain.",
                pagesInDoubt);
        String came = "Deliveries of reports, by what became of them.";
        outcomes.forEach((outcome, count) -> metrics.counter(
                "earshot_gateway_reports_total",
                "outcome=\"" + outcome.name().toLowerCase(Locale.ROOT).replace('_', '-') + "\"",
                came,
                count));
        metrics.counter("earshot_gateway_reports_total", "outcome=\"lost\"", came, lostReports);
        metrics.counter("earshot_gateway_relayed_total", "", "Requests relayed to a vendor.", relayed);
        metrics.counter(
                "earshot_gateway_upstream_faults_total",
                "",
                "Answers that could not be had, or not whole.",
                upstreamFaults);
        metrics.counter("earshot_gateway_cut_answers_total", "", "Answers that ended before their end.", cutAnswers);
        metrics.counter(
                "earshot_gateway_upstream_retries_total", "", "Requests asked again on a fresh connection.", retries);
        metrics.counter(
                "earshot_gateway_upstream_connections_total",
                "",
                "Connections made to upstreams.",
                upstreamConnections);
        metrics.counter("earshot_gateway_connections_total", "", "Connections that clients made.", connections);
        metrics.counter(
                "earshot_gateway_connections_refused_total",
                "",
                "Connections closed at once, for there were too many.",
                refusedConnections);
        metrics.counter(
                "earshot_gateway_handshakes_failed_total",
                "",
                "Connections whose TLS handshake failed.",
                failedHandshakes);
        metrics.gauge("earshot_gateway_connections", "", "Connections of clients at present.", openConnections::sum);
        PooledByteBufAllocatorMetric buffers = PooledByteBufAllocator.DEFAULT.metric();
        metrics.gauge("earshot_gateway_memory_bytes", "kind=\"buffers\"", "Memory in use.", buffers::usedDirectMemory);
        metrics.gauge(
                "earshot_gateway_memory_bytes",
                "kind=\"heap\"",
                "Memory in use.",
                () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
}
