package dev.earshot.guard.gateway;

import java.util.Locale;
import java.util.Optional;

/// Who answers a request.
final class Exchanges {
    private Exchanges() {}

    /// Begins to answer a request whose head has come.
    ///
    /// @param request checked: one host, a target of origin form or `*`; the front keeps it until the answer is complete
    /// @param hasBody whether [Exchange#end] will be called
    static Exchange open(Front front, Head request, boolean hasBody) {
        Loop loop = front.loop();
        Plan plan = loop.plan();
        Counts counts = loop.gateway().counts();
        counts.requests.increment();
        String host = hostWithoutPort(request.fields.value(request.fields.find(Name.HOST)));
        Optional<Upstream> upstream = plan.upstream(host);
        if (upstream.isEmpty()) {
            counts.unknownHosts.increment();
            return Told.with(front, 421);
        }
        return new Proxied(front, plan, upstream.get(), request, hasBody);
    }

    private static String hostWithoutPort(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':', Math.max(0, lower.indexOf(']')));
        return colon < 0 ? lower : lower.substring(0, colon);
    }
}
