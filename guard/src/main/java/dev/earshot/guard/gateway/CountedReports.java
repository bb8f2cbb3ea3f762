package dev.earshot.guard.gateway;

import dev.earshot.guard.collect.Collector;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/// Takes reports and keeps nothing of them: what came in is seen in the gateway's metrics alone.
public final class CountedReports implements Collector {
    private static final int MOST = 256 * 1024;
    private static final Set<String> TYPES =
            Set.of("application/csp-report", "application/reports+json", "application/json");

    @Override
    public Outcome take(String source, String contentType, byte[] body, Instant at) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            return Outcome.NOT_A_REPORT;
        }
        return body.length > MOST ? Outcome.TOO_BIG : Outcome.TAKEN;
    }

    @Override
    public void close() {}
}
