package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.GatewaySettings.Site;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.Optional;

/// A server that requests are sent on to. Equal where connections may be shared.
///
/// @param host a name or an address
/// @param serverName what it is asked for by TLS, and what its certificate has to hold
record Upstream(Optional<SslContext> tls, String host, int port, String serverName) {
    static Upstream of(Site site) {
        URI address = site.upstream();
        boolean secure = "https".equals(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
        String given = address.getHost();
        String host = given.startsWith("[") ? given.substring(1, given.length() - 1) : given;
        return new Upstream(site.tls(), host, port, site.serverName().orElse(host));
    }
}
