package dev.earshot.mobile.sdk;

import dev.earshot.app.Endpoint;
import dev.earshot.app.Spot;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwner;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.domain.RegistrableDomain;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The hosts written in an app's files, each with its first place.
final class Endpoints {
    /// More than any honest app writes: what goes beyond is counted.
    private static final int MOST_HOSTS = 5_000;

    private static final int MOST_ADDRESSES = 8;

    /// Names of XML vocabularies, of schemas and of examples, which are written like addresses and are none.
    private static final Set<String> NAMESPACES = Set.of(
            "schemas.android.com",
            "schemas.microsoft.com",
            "schemas.xmlsoap.org",
            "schemas.openxmlformats.org",
            "www.w3.org",
            "ns.adobe.com",
            "ns.useplus.org",
            "xmlpull.org",
            "xml.org",
            "xml.apache.org",
            "apache.org",
            "java.sun.com",
            "javax.xml.xmlconstants",
            "purl.org",
            "iptc.org",
            "cipa.jp",
            "json-schema.org",
            "www.xfa.org",
            "relaxng.org",
            "exslt.org",
            "example.com",
            "www.example.com",
            "example.org");

    private final Map<String, Seen> hosts = new TreeMap<>();
    private final Set<String> beyond = new TreeSet<>();

    private static final class Seen {
        final Spot at;
        final Set<String> addresses = new TreeSet<>();

        Seen(Spot at) {
            this.at = at;
        }
    }

    /// @param address that the host stands in
    /// @return whether the host is met for the first time
    boolean add(String host, String address, String file, long offset) {
        Seen seen = hosts.get(host);
        boolean first = seen == null;
        if (seen == null) {
            if (hosts.size() >= MOST_HOSTS) {
                if (beyond.size() < MOST_HOSTS) {
                    beyond.add(host);
                }
                return false;
            }
            seen = new Seen(new Spot(file, "", offset));
            hosts.put(host, seen);
        }
        if (seen.addresses.size() < MOST_ADDRESSES) {
            seen.addresses.add(address);
        }
        return first;
    }

    /// How many hosts were left out, at most as many as are told.
    int left() {
        return beyond.size();
    }

    /// In order of host.
    List<Endpoint> list() {
        return hosts.entrySet().stream()
                .filter(host -> !isNamespace(host.getKey()))
                .map(host -> new Endpoint(
                        host.getKey(),
                        DomainOwners.bundled().of(bare(host.getKey())).map(DomainOwner::owner),
                        tracker(host.getKey(), host.getValue()),
                        host.getValue().at))
                .toList();
    }

    private static boolean isNamespace(String host) {
        return NAMESPACES.contains(host) || RegistrableDomain.isPublicSuffix(bare(host));
    }

    private static String bare(String host) {
        return host.startsWith("*.") ? host.substring(2) : host;
    }

    private static Optional<String> tracker(String host, Seen seen) {
        return seen.addresses.stream()
                .map(address -> trackerAt(
                        address.contains("://") ? "https" + address.substring(address.indexOf("://")) : address))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> trackerAt("https://" + host.replace("*.", "x.") + "/"));
    }

    /// The catalogued tracker that a request to an address goes to.
    static Optional<String> trackerAt(String address) {
        return Catalogue.bundled()
                .identify(new Request("GET", address, "HTTP/1.1", List.of(), Body.NONE))
                .map(found -> found.tracker().id());
    }
}
