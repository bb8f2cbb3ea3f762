package dev.earshot.catalogue;

import java.util.List;

/// Where a tracker's requests of one kind go.
///
/// @param hosts `www.x.com`, `*.x.com` for one or more labels, `k-*.x.com` within a label, and
///     `www.google.<country>` for a country's suffix
/// @param condition what the request must look like besides; nothing when the host belongs to this tracker alone
record Endpoint(List<String> hosts, Condition condition, Identification.Does does) {
    Endpoint {
        hosts = List.copyOf(hosts);
    }
}
