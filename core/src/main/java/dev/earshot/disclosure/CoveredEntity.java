package dev.earshot.disclosure;

import dev.earshot.health.HealthTerms;
import java.util.Set;

/// What the analysis must know of the provider whose site was recorded.
public interface CoveredEntity {
    /// Its hosts and registrable domains, lower case.
    Set<String> sites();

    /// Whether a host is one of its own, or lies below one.
    boolean owns(String host);

    /// The name of the zone that a page belongs to.
    String zoneOf(String pageUrl, boolean signedIn);

    /// The words that say something of health, its own included.
    default HealthTerms healthTerms() {
        return HealthTerms.bundled();
    }
}
