package dev.earshot.guard.gateway;

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
    final LongAdder reports = new LongAdder();
    final LongAdder relayed = new LongAdder();

    void refused(int status) {
        if (status != 408) {
            malformed.increment();
        }
    }

    void timedOut() {
        timeouts.increment();
    }
}
