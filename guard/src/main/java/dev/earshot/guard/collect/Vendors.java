package dev.earshot.guard.collect;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwner;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.catalogue.Identification;
import dev.earshot.catalogue.Purpose;
import dev.earshot.catalogue.Tracker;
import dev.earshot.domain.RegistrableDomain;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Request;
import dev.earshot.memo.Memo;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of third parties by their hosts alone.
final class Vendors {
    private static final Set<Purpose> SERVING = EnumSet.of(
            Purpose.TRANSLATION,
            Purpose.SECURITY,
            Purpose.SOFTWARE,
            Purpose.FONTS,
            Purpose.CDN,
            Purpose.CLOUD_HOSTING,
            Purpose.ACCESSIBILITY);

    private final DomainOwners owners = DomainOwners.bundled();
    private final Catalogue catalogue = Catalogue.bundled();
    private final Memo<Boolean> known = new Memo<>(4096, this::readKnown);
    private final Memo<Boolean> tracking = new Memo<>(4096, this::readTracking);

    /// Whether somebody is known to own the registrable domain itself. Below a suffix such as `cloudfront.net`, whose
    /// domains are customers', nobody is: there are as many of them as anybody likes to make up.
    boolean isKnown(String domain) {
        return known.of(domain);
    }

    /// Whether the catalogue knows it as a tracker, by its host.
    boolean isTracker(String host) {
        return tracking.of(host);
    }

    /// The legal owner; empty where none is known.
    Optional<String> owner(String host) {
        Optional<String> owner = owners.of(host).map(DomainOwner::owner);
        return owner.isPresent() ? owner : tracker(host, "/").map(Tracker::vendor);
    }

    Optional<String> purpose(String host) {
        Optional<String> purpose = owners.of(host).map(DomainOwner::purpose);
        return purpose.isPresent() ? purpose : tracker(host, "/").map(Tracker::category);
    }

    /// The product that is at an address, such as Meta Pixel; empty where only its owner is known.
    Optional<String> product(String host, String path) {
        return tracker(host, path.isEmpty() ? "/" : path).map(Tracker::product);
    }

    private boolean readKnown(String domain) {
        return owners.of(domain)
                        .filter(owner -> RegistrableDomain.of(owner.domain()).equals(domain)
                                && !RegistrableDomain.isPublicSuffix(owner.domain()))
                        .isPresent()
                || tracker(domain, "/").isPresent();
    }

    private boolean readTracking(String host) {
        boolean owned = owners.of(host)
                .flatMap(owner -> Purpose.of(owner.purpose()))
                .filter(purpose -> !SERVING.contains(purpose))
                .isPresent();
        return owned || tracker(host, "/").isPresent();
    }

    /// By host and path, never by a payload, which anybody may imitate.
    private Optional<Tracker> tracker(String host, String path) {
        return catalogue
                .identify(new Request("GET", "https://" + host + path, "HTTP/1.1", List.of(), Body.NONE))
                .filter(found -> found.how() != Identification.How.PAYLOAD)
                .map(Identification::tracker);
    }
}
