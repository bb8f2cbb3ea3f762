package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.GatewaySettings.Site;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Settings made ready for requests. Immutable; a request keeps the one that it began with.
final class Plan {
    private final GatewaySettings settings;
    private final Map<String, Upstream> upstreams = new HashMap<>();

    Plan(GatewaySettings settings) {
        this.settings = settings;
        for (Site site : settings.sites()) {
            Upstream upstream = Upstream.of(site.upstream());
            for (String host : site.hosts()) {
                if (upstreams.put(host, upstream) != null) {
                    throw new IllegalArgumentException("two sites have the host " + host);
                }
            }
        }
    }

    GatewaySettings settings() {
        return settings;
    }

    /// Where a site's server is.
    ///
    /// @param host lower case, without a port
    Optional<Upstream> upstream(String host) {
        return Optional.ofNullable(upstreams.get(host));
    }
}
