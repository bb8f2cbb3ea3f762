package dev.earshot.clinic.app;

import dev.earshot.app.Platform;
import java.util.List;
import java.util.Set;

/// What is true of one of the clinic's apps: what a scan of its files has to find, and all that it may find.
///
/// @param sdks every SDK that a scan may name; any other is made up
/// @param permissions those among its permissions, usage strings and entitlements that concern patient data
/// @param declarations what it declares, as `KIND name`
/// @param mismatched ids of the SDKs that its declarations do not agree with; empty text for the app itself
/// @param deepLinks addresses that open it
/// @param bridges names of the objects through which web pages call into it
/// @param pageTrackers trackers in web pages that it brings along
public record AppTruth(
        Platform platform,
        String id,
        List<Carried> sdks,
        Set<String> permissions,
        Set<String> declarations,
        Set<String> mismatched,
        Set<String> deepLinks,
        Set<String> bridges,
        Set<String> pageTrackers) {
    public AppTruth {
        sdks = List.copyOf(sdks);
        permissions = Set.copyOf(permissions);
        declarations = Set.copyOf(declarations);
        mismatched = Set.copyOf(mismatched);
        deepLinks = Set.copyOf(deepLinks);
        bridges = Set.copyOf(bridges);
        pageTrackers = Set.copyOf(pageTrackers);
    }
}
