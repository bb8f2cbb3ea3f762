package dev.earshot.guard.gateway;

import java.net.URI;

/// A server that requests are sent on to. Equal where connections may be shared.
///
/// @param host a name or an address
record Upstream(boolean tls, String host, int port) {
    static Upstream of(URI address) {
        boolean tls = "https".equals(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
        String host = address.getHost();
        return new Upstream(tls, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }
}
