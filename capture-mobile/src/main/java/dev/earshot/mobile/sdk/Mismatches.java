package dev.earshot.mobile.sdk;

import dev.earshot.app.App;
import dev.earshot.app.Declaration;
import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Mismatch;
import dev.earshot.app.Platform;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.element.DataElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Where an app's declarations and its holdings do not agree.
final class Mismatches {
    private static final String AD_ID = "com.google.android.gms.permission.AD_ID";

    private final App app;
    private final SdkCatalogue catalogue;
    private final Declarations declarations;
    private final Set<String> permissions;
    private final Optional<Spot> storeForm;
    private final List<Mismatch> found = new ArrayList<>();

    Mismatches(
            App app,
            SdkCatalogue catalogue,
            Declarations declarations,
            Set<String> permissions,
            Optional<Spot> storeForm) {
        this.app = app;
        this.catalogue = catalogue;
        this.declarations = declarations;
        this.permissions = permissions;
        this.storeForm = storeForm;
    }

    List<Mismatch> all() {
        undeclaredTracking();
        undeclaredDomains();
        undeclaredElements();
        if (app.platform() == Platform.ANDROID) {
            advertisingIdPermission();
        } else {
            trackingQuestion();
        }
        return found;
    }

    private List<Declaration> of(Declaration.Kind kind) {
        return app.declarations().stream()
                .filter(declaration -> declaration.kind() == kind)
                .toList();
    }

    private List<HeldSdk> atLeast(Rung rung) {
        return app.sdks().stream().filter(sdk -> sdk.rung().atLeast(rung)).toList();
    }

    /// "No tracking" beside an SDK for advertising. Only the app's own statement counts, not one of an SDK's bundle.
    private void undeclaredTracking() {
        List<Declaration> none = of(Declaration.Kind.TRACKING).stream()
                .filter(declaration -> declaration.name().equals("false") && isTheApps(declaration))
                .toList();
        boolean declared = of(Declaration.Kind.TRACKING).stream()
                .anyMatch(declaration -> declaration.name().equals("true") && isTheApps(declaration));
        if (none.isEmpty() || declared) {
            return;
        }
        for (HeldSdk sdk : atLeast(Rung.CALLED)) {
            if (sdk.purpose().equals("advertising")) {
                add(
                        "The app declares that it does not track, and holds " + sdk.name()
                                + ", an advertising SDK that " + sdk.rung().phrase()
                                + ": it may track as Apple defines it.",
                        sdk,
                        none.getFirst().at());
            }
        }
    }

    private static boolean isTheApps(Declaration declaration) {
        String file = declaration.at().file();
        return !file.contains(".framework/") && !file.contains(".bundle/");
    }

    private void undeclaredDomains() {
        List<Declaration> domains = of(Declaration.Kind.TRACKING_DOMAIN);
        Optional<Declaration> tracks = of(Declaration.Kind.TRACKING).stream()
                .filter(declaration -> declaration.name().equals("true"))
                .findFirst();
        if (tracks.isEmpty()) {
            return;
        }
        for (HeldSdk sdk : atLeast(Rung.CALLED)) {
            if (!sdk.purpose().equals("advertising")) {
                continue;
            }
            Set<String> hosts = new TreeSet<>();
            app.endpoints().stream()
                    .map(endpoint -> endpoint.host())
                    .filter(host -> catalogue.host(host).stream()
                            .anyMatch(hit -> hit.sdk().id().equals(sdk.id())))
                    .forEach(hosts::add);
            boolean covered =
                    hosts.stream().anyMatch(host -> domains.stream().anyMatch(domain -> isBelow(host, domain.name())));
            if (!hosts.isEmpty() && !covered) {
                add(
                        "The app declares tracking, and its tracking domains do not list any host of " + sdk.name()
                                + " that its files hold: " + String.join(", ", hosts) + ".",
                        sdk,
                        tracks.get().at());
            }
        }
    }

    private static boolean isBelow(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    /// What a configured SDK collects or is handed and no form lists. Only elements that the stores' forms have a word
    /// for, and only where a form is there at all.
    private void undeclaredElements() {
        List<Declaration> listed = app.declarations().stream()
                .filter(declaration -> declaration.kind() == Declaration.Kind.COLLECTED
                        || declaration.kind() == Declaration.Kind.SHARED)
                .toList();
        Optional<Spot> form = storeForm
                .or(() -> listed.stream().map(Declaration::at).findFirst())
                .or(() -> of(Declaration.Kind.TRACKING).stream()
                        .filter(Mismatches::isTheApps)
                        .map(Declaration::at)
                        .findFirst());
        if (form.isEmpty()) {
            return;
        }
        Set<DataElement> declared = EnumSet.noneOf(DataElement.class);
        listed.forEach(declaration -> declared.addAll(Declarations.covers(declaration.name())));
        for (HeldSdk sdk : atLeast(Rung.CONFIGURED)) {
            if (sdk.infrastructure()) {
                continue;
            }
            Set<DataElement> told = EnumSet.noneOf(DataElement.class);
            told.addAll(sdk.collects());
            sdk.handOvers().stream().map(HandOver::element).forEach(told::add);
            told.removeIf(element -> declared.contains(element) || !Declarations.isInForms(element));
            if (!told.isEmpty()) {
                add(
                        sdk.name() + " may be told "
                                + told.stream()
                                        .sorted(Comparator.comparing(DataElement::id))
                                        .map(DataElement::phrase)
                                        .collect(Collectors.joining(", "))
                                + "; what the app declares as collected or shared does not list it.",
                        sdk,
                        form.get());
            }
        }
    }

    private void advertisingIdPermission() {
        List<HeldSdk> users = atLeast(Rung.CALLED).stream()
                .filter(sdk -> sdk.collects().contains(DataElement.ADVERTISING_ID))
                .toList();
        boolean asked = permissions.contains(AD_ID);
        if (asked && users.isEmpty()) {
            app.permissions().stream()
                    .filter(permission -> permission.name().equals(AD_ID))
                    .findFirst()
                    .ifPresent(permission -> found.add(new Mismatch(
                            "The app asks for the advertising id, and no SDK that was found in use is known to read it.",
                            "",
                            List.of(permission.at()))));
        }
        if (!asked && hasManifest()) {
            for (HeldSdk sdk : users) {
                add(
                        sdk.name() + " may read the advertising id, and the app does not ask for the permission "
                                + AD_ID + ": on Android 13 and later it may get zeros.",
                        sdk,
                        Spot.of(app.files().getFirst().name()));
            }
        }
    }

    private boolean hasManifest() {
        return !app.id().isEmpty();
    }

    private void trackingQuestion() {
        Optional<Spot> text = declarations.use("NSUserTrackingUsageDescription");
        Optional<Spot> asks = declarations.use("ATTrackingManager", "AppTrackingTransparency");
        Optional<Spot> id = declarations.use("ASIdentifierManager", "AdSupport");
        if (text.isPresent() && asks.isEmpty()) {
            found.add(new Mismatch(
                    "The app tells its user why it wants to track, and no code that asks for it was found.",
                    "",
                    List.of(text.get())));
        }
        if (text.isEmpty() && id.isPresent() && asks.isEmpty()) {
            found.add(new Mismatch(
                    "The app can read the advertising id, and never asks whether it may: since iOS 14.5 it may get"
                            + " zeros.",
                    "",
                    List.of(id.get())));
        }
    }

    private void add(String what, HeldSdk sdk, Spot declaration) {
        List<Spot> at = new ArrayList<>();
        at.add(declaration);
        sdk.traces().stream()
                .filter(trace -> trace.rung() == sdk.rung())
                .findFirst()
                .ifPresent(trace -> at.add(trace.at()));
        found.add(new Mismatch(what, sdk.id(), at));
    }
}
