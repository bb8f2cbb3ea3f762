package dev.earshot.guard.csp;

import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The features of a browser by which a third party could read a patient, taken from it (`permission-features.json`).
///
/// Camera, microphone, place, screen and clipboard stay the page's own, and those of the third parties whose frames the
/// zone allows, since video visits are held in such frames.
///
/// Source: W3C Permissions Policy, <https://www.w3.org/TR/permissions-policy/>, section 5.
final class PermissionsPolicy {
    private static final List<Feature> FEATURES = read();

    private PermissionsPolicy() {}

    record Feature(String name, boolean own) {}

    static List<Feature> features() {
        return FEATURES;
    }

    static String of(Set<String> frames) {
        String own = frames.isEmpty()
                ? "(self)"
                : "(self "
                        + frames.stream()
                                .map(host -> "\"https://" + host + "\"")
                                .collect(Collectors.joining(" ")) + ")";
        return FEATURES.stream()
                .map(feature -> feature.name + "=" + (feature.own ? own : "()"))
                .collect(Collectors.joining(", "));
    }

    /// Hosts whose frames a zone allows, exact ones alone.
    static Set<String> frames(ZoneProtection zone) {
        return zone.allowed().stream()
                .filter(allowed -> allowed.uses().contains(Use.FRAME))
                .map(Allowed::to)
                .map(Endpoint::host)
                .filter(host -> Sources.canBeSaid(host) && !host.startsWith("*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Feature> read() {
        return SharedHosts.resource("permission-features.json")
                .path("features")
                .valueStream()
                .map(entry -> new Feature(
                        entry.path("feature").asString(),
                        entry.path("rule").asString().equals("own")))
                .toList();
    }
}
