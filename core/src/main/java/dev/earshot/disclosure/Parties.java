package dev.earshot.disclosure;

import dev.earshot.catalogue.DomainOwner;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.catalogue.Identification;
import dev.earshot.domain.HostName;
import dev.earshot.domain.RegistrableDomain;
import java.util.Optional;

/// Tells third parties from the covered entity, by owner and not by domain.
final class Parties {
    private static final String UNKNOWN = "unknown";

    private final CoveredEntity entity;
    private final DomainOwners owners;

    Parties(CoveredEntity entity, DomainOwners owners) {
        this.entity = entity;
        this.owners = owners;
    }

    /// Who received a request; empty where it stayed with the covered entity.
    Optional<Recipient> recipientOf(String url, Optional<Identification> tracker) {
        String host = hostOf(url);
        String domain = RegistrableDomain.of(host);
        if (entity.owns(host)) {
            return tracker.filter(Parties::passesOn)
                    .map(found -> new Recipient(
                            host,
                            domain,
                            found.tracker().vendor(),
                            found.tracker().category(),
                            true,
                            Recipient.Behind.COVERED_ENTITYS_HOST));
        }
        Optional<DomainOwner> owner = owners.of(host);
        if (tracker.isPresent() && tracker.get().how() != Identification.How.PAYLOAD) {
            return Optional.of(third(
                    host,
                    domain,
                    tracker.get().tracker().vendor(),
                    tracker.get().tracker().category()));
        }
        return Optional.of(owner.map(known -> third(host, domain, known.owner(), known.purpose()))
                .or(() -> tracker.map(found -> third(
                        host, domain, found.tracker().vendor(), found.tracker().category())))
                .orElseGet(() -> new Recipient(host, domain, domain, UNKNOWN, false, Recipient.Behind.OWN_HOST)));
    }

    /// The owner of a host as a sentence names it: its legal name, else the domain.
    String ownerOf(String url) {
        String host = hostOf(url);
        return owners.of(host).map(DomainOwner::owner).orElseGet(() -> RegistrableDomain.of(host));
    }

    boolean isOwn(String url) {
        return entity.owns(hostOf(url));
    }

    /// Whether data that a tracker's protocol brings to the covered entity's own host leaves it from there. Software that
    /// anybody can run on a server of their own says nothing about that.
    private static boolean passesOn(Identification found) {
        return found.does() == Identification.Does.COLLECT && !found.tracker().selfHostable();
    }

    private static Recipient third(String host, String domain, String vendor, String purpose) {
        return new Recipient(host, domain, vendor, purpose, true, Recipient.Behind.OWN_HOST);
    }

    static String hostOf(String url) {
        int start = url.indexOf("://");
        int from = start < 0 ? 0 : start + 3;
        int end = from;
        while (end < url.length() && "/?#;".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(from, end);
        return HostName.of(authority.substring(authority.lastIndexOf('@') + 1));
    }
}
