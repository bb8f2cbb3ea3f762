package dev.earshot.app;

import dev.earshot.exchange.BlindSpot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An app as its files show it: a pure function of them and of the SDK catalogue.
///
/// @param id the package name or bundle identifier; empty where no manifest could be read
/// @param version as its users see it
/// @param build the version code or bundle version
/// @param name as it stands under its icon
/// @param frameworks what it is built with, such as `React Native (Hermes)`; empty for a plain native app
/// @param sdks highest rung first, then by id
/// @param endpoints in order of host
/// @param mismatches where declarations and holdings do not agree
/// @param blindSpots what could not be read, and what no look at files can tell
public record App(
        Platform platform,
        String id,
        String version,
        String build,
        String name,
        List<AppFile> files,
        List<String> frameworks,
        List<HeldSdk> sdks,
        List<Permission> permissions,
        List<Endpoint> endpoints,
        List<WebView> webViews,
        List<DeepLink> deepLinks,
        List<Declaration> declarations,
        List<Mismatch> mismatches,
        List<BlindSpot> blindSpots) {
    public App {
        files = List.copyOf(files);
        frameworks = List.copyOf(frameworks);
        sdks = sdks.stream()
                .sorted(Comparator.comparing(HeldSdk::rung).reversed().thenComparing(HeldSdk::id))
                .toList();
        permissions = List.copyOf(permissions);
        endpoints = List.copyOf(endpoints);
        webViews = List.copyOf(webViews);
        deepLinks = List.copyOf(deepLinks);
        declarations = List.copyOf(declarations);
        mismatches = List.copyOf(mismatches);
        blindSpots = List.copyOf(blindSpots);
    }

    /// What to call it: its id, or its first file's name where it has none.
    public String label() {
        return !id.isEmpty() || files.isEmpty() ? id : files.getFirst().name();
    }

    public Optional<HeldSdk> sdk(String sdkId) {
        return sdks.stream().filter(sdk -> sdk.id().equals(sdkId)).findFirst();
    }

    /// The same of an app whose traffic was watched as well: it is no blind spot any more.
    public App watched() {
        return with(
                sdks,
                blindSpots.stream()
                        .filter(spot -> !spot.equals(BlindSpot.notWatched()))
                        .toList());
    }

    /// The same with other SDKs.
    public App withSdks(List<HeldSdk> others) {
        return with(others, blindSpots);
    }

    private App with(List<HeldSdk> otherSdks, List<BlindSpot> otherBlindSpots) {
        return new App(
                platform,
                id,
                version,
                build,
                name,
                files,
                frameworks,
                otherSdks,
                permissions,
                endpoints,
                webViews,
                deepLinks,
                declarations,
                mismatches,
                otherBlindSpots);
    }
}
