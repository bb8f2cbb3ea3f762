package dev.earshot.guard.protection;

import dev.earshot.policy.AddressPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What every page of a site may tell whom: what a Content-Security-Policy, the gateway and the browser guard obey.
///
/// Of one request the first that applies decides: what the zone forbids, what is the covered entity's own, what the
/// zone allows, and [ZoneProtection#otherwise]. A link to somewhere that nobody has ruled on may be followed: the page
/// that it stands on is not told there, since a Referrer-Policy goes with a protection.
public final class Protection {
    private final Set<String> own;
    private final List<ZoneProtection> zones;
    private final Map<String, List<Pattern>> patterns = new LinkedHashMap<>();

    /// @param own the covered entity's own hosts, exact, lower case
    /// @param zones in the policy's order, of which the first that holds a page decides; the last is `public`
    public Protection(Set<String> own, List<ZoneProtection> zones) {
        if (zones.isEmpty() || !zones.getLast().pages().isEmpty()) {
            throw new IllegalArgumentException("the last zone holds what no other does");
        }
        this.own = Set.copyOf(own);
        this.zones = List.copyOf(zones);
        for (ZoneProtection zone : zones) {
            patterns.put(
                    zone.zone(), zone.pages().stream().map(AddressPattern::of).toList());
        }
    }

    /// The covered entity's own hosts, exact, lower case.
    public Set<String> own() {
        return own;
    }

    /// In order: the first that holds a page decides.
    public List<ZoneProtection> zones() {
        return zones;
    }

    /// What holds on a page.
    ///
    /// @param pageUrl whole; its query and fragment don't count
    public ZoneProtection of(String pageUrl, boolean signedIn) {
        int end = 0;
        while (end < pageUrl.length() && pageUrl.charAt(end) != '?' && pageUrl.charAt(end) != '#') {
            end++;
        }
        String page = pageUrl.substring(0, end);
        return zones.stream()
                .filter(zone -> (zone.whenSignedIn() && signedIn)
                        || patterns.getOrDefault(zone.zone(), List.of()).stream()
                                .anyMatch(pattern -> pattern.matcher(page).matches()))
                .findFirst()
                .orElse(zones.getLast());
    }

    /// What becomes of a request to `host` and `path` (with or without its query) from a page of `zone`.
    public Ruling rule(ZoneProtection zone, String host, String path, Use use) {
        Optional<Forbidden> forbidden = zone.forbidden().stream()
                .filter(each -> each.to().covers(host, path))
                .findFirst();
        if (forbidden.isPresent()) {
            return new Ruling.Block(forbidden.get().because());
        }
        if (own.contains(host)) {
            return new Ruling.Allow(false);
        }
        Optional<Allowed> allowed = zone.allowed().stream()
                .filter(each -> each.uses().contains(use) && each.to().covers(host, path))
                .findFirst();
        if (allowed.isPresent()) {
            return allowed.get().fields() instanceof Fields.All
                    ? new Ruling.Allow(false)
                    : new Ruling.Strip(allowed.get().fields());
        }
        if (use == Use.NAVIGATION) {
            return new Ruling.Allow(true);
        }
        return switch (zone.otherwise()) {
            case BLOCK -> new Ruling.Block("nobody has allowed it in zone " + zone.zone());
            case REPORT -> new Ruling.Allow(true);
        };
    }
}
