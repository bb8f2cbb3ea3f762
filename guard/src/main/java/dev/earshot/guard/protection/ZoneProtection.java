package dev.earshot.guard.protection;

import java.util.List;

/// What holds on the pages of one zone.
///
/// @param zone its name in the policy
/// @param pages address patterns as in the policy, any of which a page must match; empty for a zone that only the
///     signed-in state opens, and for the zone `public`, which holds what no other does
/// @param whenSignedIn whether every page seen while signed in belongs to it, whatever its address
/// @param allowed third parties; what is forbidden goes before
public record ZoneProtection(
        String zone,
        List<String> pages,
        boolean whenSignedIn,
        Otherwise otherwise,
        List<Allowed> allowed,
        List<Forbidden> forbidden) {
    public ZoneProtection {
        pages = List.copyOf(pages);
        allowed = List.copyOf(allowed);
        forbidden = List.copyOf(forbidden);
    }
}
