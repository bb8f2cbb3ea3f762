package dev.earshot;

import dev.earshot.app.App;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.app.Trace;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Exchange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What traffic shows of the SDKs of the apps that made it: a request that left for one of an SDK's trackers, or for a
/// host that stands among its traces, raises it to [Rung#SEEN_SENDING]; patient data in one, to [Rung#DECODED].
///
/// Where several SDKs make the same traffic, those that the app calls are taken, and the trace says so. Where several
/// apps hold an SDK, the traffic does not tell them apart, and raises none.
final class AppTraffic {
    private static final String FILE = "capture.har";
    private static final int MOST_TRACES = 8;

    private final List<Transmission> sent;
    private final Map<String, List<Disclosure>> told = new LinkedHashMap<>();

    AppTraffic(Collection<Transmission> transmissions, Collection<Disclosure> disclosures) {
        sent = transmissions.stream()
                .filter(each -> each.delivery() == Exchange.Delivery.SENT)
                .toList();
        disclosures.stream()
                .filter(AppTraffic::shows)
                .forEach(each -> told.computeIfAbsent(each.transmission().exchangeId(), id -> new ArrayList<>())
                        .add(each));
    }

    /// Whether it rests on more than a guess, or on what any request tells.
    private static boolean shows(Disclosure disclosure) {
        return switch (disclosure.detection().basis()) {
            case PROVEN, PROVEN_DIFFERENTIAL, DECODED -> true;
            case INFERRED, INHERENT -> false;
        };
    }

    List<App> joinedWith(List<App> apps) {
        return sent.isEmpty()
                ? apps
                : apps.stream().map(app -> joined(app, apps)).toList();
    }

    private App joined(App app, List<App> all) {
        return app.withSdks(app.sdks().stream()
                .map(sdk -> isOfSeveral(sdk, all) ? sdk : raised(sdk, app))
                .toList());
    }

    /// Whether several apps hold it, so that traffic does not tell whose it is.
    private static boolean isOfSeveral(HeldSdk sdk, List<App> all) {
        return all.stream().filter(app -> app.sdk(sdk.id()).isPresent()).count() > 1;
    }

    /// Traffic that could not be given to one app.
    List<BlindSpot> blindSpots(List<App> apps) {
        List<BlindSpot> spots = new ArrayList<>();
        for (HeldSdk sdk : apps.stream()
                .flatMap(app -> app.sdks().stream())
                .collect(Collectors.toMap(HeldSdk::id, each -> each, (one, other) -> one, TreeMap::new))
                .values()) {
            if (isOfSeveral(sdk, apps) && sent.stream().anyMatch(each -> makes(sdk, each))) {
                spots.add(new BlindSpot(
                        BlindSpot.Kind.NOT_WATCHED,
                        "",
                        "Traffic to " + sdk.vendor() + " was seen, and several of the apps hold " + sdk.name()
                                + ": whose it is can't be told. Scan each app with a recording of its own.",
                        false));
            }
        }
        return spots;
    }

    private HeldSdk raised(HeldSdk sdk, App app) {
        List<Transmission> made = sent.stream().filter(each -> makes(sdk, each)).toList();
        Set<String> others = new LinkedHashSet<>();
        for (HeldSdk other : app.sdks()) {
            if (!other.id().equals(sdk.id()) && made.stream().anyMatch(each -> makes(other, each))) {
                if (other.rung() == Rung.REFERENCED) {
                    continue;
                }
                if (strength(other) > strength(sdk)) {
                    return sdk;
                }
                if (strength(other) == strength(sdk)) {
                    others.add(other.name());
                }
            }
        }
        if (made.isEmpty()) {
            return sdk;
        }
        List<Trace> traces = new ArrayList<>(sdk.traces());
        String also = others.isEmpty() ? "" : ", which may as well be of " + String.join(" or ", others);
        made.stream().limit(MOST_TRACES).forEach(each -> traces.add(trace(Rung.SEEN_SENDING, each, also)));
        List<Transmission> telling = made.stream()
                .filter(each -> told.containsKey(each.exchangeId()))
                .toList();
        telling.stream().limit(MOST_TRACES).forEach(each -> traces.add(trace(Rung.DECODED, each, ": " + labels(each))));
        return sdk.seen(telling.isEmpty() ? Rung.SEEN_SENDING : Rung.DECODED, traces);
    }

    /// Whether its code is called, is there, or is only mentioned.
    private static int strength(HeldSdk sdk) {
        return sdk.rung().atLeast(Rung.CALLED) ? 2 : sdk.rung() == Rung.DEFINED ? 1 : 0;
    }

    private static boolean makes(HeldSdk sdk, Transmission transmission) {
        return transmission
                .tracker()
                .map(found -> sdk.trackers().contains(found.tracker().id()))
                .orElseGet(() -> hosts(sdk).anyMatch(transmission.recipient().host()::equals)
                        && (!transmission.recipient().known()
                                || transmission.recipient().vendor().equals(sdk.vendor())));
    }

    /// Texts among its traces that are a host, or an address with one.
    private static Stream<String> hosts(HeldSdk sdk) {
        return sdk.traces().stream()
                .map(trace -> trace.what().replaceFirst("^https?://", "").replaceFirst("[/:?#].*", ""))
                .filter(what -> what.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+"));
    }

    /// The path is left out: it may hold what identifies a person.
    private static Trace trace(Rung rung, Transmission made, String more) {
        return new Trace(
                rung,
                "exchange",
                true,
                made.method() + " to " + made.recipient().host() + more,
                new Spot(FILE, made.exchangeId(), -1));
    }

    private String labels(Transmission made) {
        return String.join(
                ", ",
                told.getOrDefault(made.exchangeId(), List.of()).stream()
                        .map(disclosure -> disclosure.detection().element().label())
                        .distinct()
                        .toList());
    }
}
