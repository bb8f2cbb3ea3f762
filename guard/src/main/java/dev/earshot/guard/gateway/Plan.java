package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.GatewaySettings.Site;
import dev.earshot.guard.protection.ZoneProtection;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Settings made ready for requests. Immutable; a request keeps the one that it began with.
final class Plan {
    private final GatewaySettings settings;
    private final Map<String, Upstream> upstreams = new HashMap<>();
    private final Map<ZoneProtection, Zone> zones = new HashMap<>();
    private final Map<String, GuardFile> guards = new HashMap<>();
    private final Zone strictest;
    private final boolean forbidsOwn;
    private final SslContext vendorTls;

    Plan(GatewaySettings settings) {
        this.settings = settings;
        for (Site site : settings.sites()) {
            Upstream upstream = Upstream.of(site);
            for (String host : site.hosts()) {
                if (upstreams.put(host, upstream) != null) {
                    throw new IllegalArgumentException("two sites have the host " + host);
                }
            }
        }
        for (ZoneProtection zone : settings.protection().zones()) {
            Zone made = Zone.of(zone, settings);
            zones.put(zone, made);
            made.guard().ifPresent(script -> guards.put(script.name(), GuardFile.of(script)));
        }
        strictest = zone(settings.protection().zones().stream()
                .min(Comparator.<ZoneProtection>comparingInt(
                                zone -> zone.allowed().size())
                        .thenComparingInt(zone -> -zone.forbidden().size()))
                .orElseThrow());
        vendorTls = vendorTls();
        forbidsOwn = settings.protection().zones().stream()
                .flatMap(zone -> zone.forbidden().stream())
                .anyMatch(forbidden -> upstreams.keySet().stream()
                        .anyMatch(host -> forbidden.to().coversHost(host)));
    }

    private static SslContext vendorTls() {
        try {
            return Tls.client();
        } catch (Tls.Unusable e) {
            throw new IllegalArgumentException("vendors can't be reached by TLS", e);
        }
    }

    /// The same, which also serves guards of pages that were loaded before.
    Plan after(Plan before) {
        before.guards.forEach(guards::putIfAbsent);
        return this;
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

    /// Where a vendor's server is, which has to prove by its certificate who it is.
    Upstream vendor(URI address) {
        boolean secure = "https".equals(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
        return new Upstream(
                secure ? Optional.of(vendorTls) : Optional.empty(), address.getHost(), port, address.getHost());
    }

    /// The browser guard's file of this name, of this policy or of one before it.
    Optional<GuardFile> guard(String name) {
        return Optional.ofNullable(guards.get(name));
    }

    private Zone zone(ZoneProtection zone) {
        Zone found = zones.get(zone);
        if (found == null) {
            throw new IllegalStateException("a zone of another protection");
        }
        return found;
    }

    /// @param url of a page, without its query
    Zone zoneOf(String url, boolean signedIn) {
        return zone(settings.protection().of(url, signedIn));
    }

    /// The one that allows fewest: for what is asked by a page that doesn't say which.
    Zone strictest() {
        return strictest;
    }

    /// Whether any address of the site's own hosts is forbidden anywhere.
    boolean forbidsOwn() {
        return forbidsOwn;
    }

    /// Whether a page may not ask for this address of the site's own, which is a vendor's in truth.
    ///
    /// @param zone of the page; empty where it isn't known, so that what any zone forbids is
    boolean forbids(Optional<Zone> zone, String host, String path) {
        String plain = PlainPath.of(path);
        List<Zone> asked = zone.map(List::of).orElseGet(() -> List.copyOf(zones.values()));
        return asked.stream().anyMatch(each -> each.forbids(host, path) || each.forbids(host, plain));
    }
}
