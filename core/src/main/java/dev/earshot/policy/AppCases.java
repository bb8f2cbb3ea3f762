package dev.earshot.policy;

import dev.earshot.app.App;
import dev.earshot.app.Declaration;
import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Mismatch;
import dev.earshot.app.Permission;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.app.Trace;
import dev.earshot.app.WebView;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Tracker;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthTerms;
import dev.earshot.policy.AppFinding.About;
import dev.earshot.policy.AppFinding.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Everything in one app that a rule can be about, each with the words for it.
final class AppCases {
    private final App app;
    private final Set<String> associates;
    /// Read only where the app's code passes a text to an SDK: reading them takes longer than scanning a small app.
    private final Supplier<HealthTerms> terms;

    AppCases(App app, Set<String> associates, Supplier<HealthTerms> terms) {
        this.app = app;
        this.associates = associates;
        this.terms = terms;
    }

    List<AppCase> all() {
        List<AppCase> cases = new ArrayList<>();
        for (HeldSdk sdk : app.sdks()) {
            cases.add(carried(sdk));
            cases.addAll(handOvers(sdk));
        }
        bundledTrackers().forEach((tracker, spots) -> cases.add(bundled(tracker, spots)));
        app.permissions().forEach(permission -> cases.add(asked(permission)));
        app.mismatches().forEach(mismatch -> cases.add(mismatched(mismatch)));
        app.declarations().stream()
                .filter(declared -> declared.kind() == Declaration.Kind.TRANSPORT_EXCEPTION)
                .forEach(declared -> cases.add(unprotected(declared)));
        return cases;
    }

    private AppCase carried(HeldSdk sdk) {
        return new AppCase(
                About.SDK,
                "",
                sdk.vendor(),
                sdk.id(),
                sdk.purpose(),
                sdk.infrastructure(),
                Optional.of(sdk.rung()),
                isSwitchedOff(sdk),
                sdk.collects(),
                Optional.empty(),
                associates.contains(sdk.vendor()),
                AppWords.carried(sdk) + AppWords.restriction(sdk),
                sdk.traces().stream()
                        .sorted(Comparator.comparing(Trace::rung).reversed())
                        .map(trace -> new Evidence(trace.what(), trace.at()))
                        .toList());
    }

    /// What was seen sending is not off, whatever a switch says.
    private static boolean isSwitchedOff(HeldSdk sdk) {
        return sdk.setting() == HeldSdk.Setting.OFF && !sdk.rung().atLeast(Rung.SEEN_SENDING);
    }

    /// One case for each element, and for each thing that the texts passed say of health.
    private List<AppCase> handOvers(HeldSdk sdk) {
        Map<List<Object>, List<Handed>> same = new LinkedHashMap<>();
        for (HandOver handOver : sdk.handOvers()) {
            for (Handed handed : handed(handOver)) {
                List<Object> key = List.of(
                        handed.element,
                        handed.byText,
                        handed.health.map(HealthContext::classes).orElse(Set.of()),
                        handed.health.map(HealthContext::kinds).orElse(Set.of()));
                same.computeIfAbsent(key, each -> new ArrayList<>()).add(handed);
            }
        }
        return same.values().stream().map(handed -> handedOver(sdk, handed)).toList();
    }

    /// What one call gives.
    ///
    /// @param byText whether a text in it tells the element, and not what the call is for
    /// @param health what the texts that it passes say of health
    private record Handed(HandOver call, DataElement element, boolean byText, Optional<HealthContext> health) {}

    /// A text about health makes what is done in the app a statement about health; who somebody is stays what it is.
    private List<Handed> handed(HandOver call) {
        List<HealthContext> contexts = call.literals().stream()
                .filter(literal -> !literal.isEmpty())
                .flatMap(literal -> terms.get().in(literal, false).stream())
                .toList();
        List<Handed> said = new ArrayList<>();
        if (!contexts.isEmpty()) {
            said.add(new Handed(call, DataElement.HEALTH_CONTEXT, true, Optional.of(HealthContext.together(contexts))));
        } else if (call.literals().stream().anyMatch(AppCases::speaksOfAppointment)) {
            said.add(new Handed(call, DataElement.APPOINTMENT, true, Optional.empty()));
        }
        if (said.isEmpty() || call.element().kind() != DataElement.Kind.CONTEXT) {
            said.addFirst(new Handed(call, call.element(), false, Optional.empty()));
        }
        return said;
    }

    /// As an event of a web tracker does.
    private static boolean speaksOfAppointment(String literal) {
        return literal.toLowerCase(Locale.ROOT).contains("appointment");
    }

    private AppCase handedOver(HeldSdk sdk, List<Handed> same) {
        DataElement element = same.getFirst().element;
        List<HealthContext> contexts =
                same.stream().flatMap(handed -> handed.health.stream()).toList();
        Optional<HealthContext> health =
                contexts.isEmpty() ? Optional.empty() : Optional.of(HealthContext.together(contexts));
        return new AppCase(
                About.HAND_OVER,
                element.id(),
                sdk.vendor(),
                sdk.id(),
                sdk.purpose(),
                sdk.infrastructure(),
                Optional.of(sdk.rung()),
                isSwitchedOff(sdk),
                EnumSet.of(element),
                health,
                associates.contains(sdk.vendor()),
                AppWords.handedOver(sdk, element, health, same.getFirst().byText, same.size())
                        + AppWords.restriction(sdk),
                same.stream()
                        .map(handed -> new Evidence(AppWords.call(handed.call), handed.call.at()))
                        .toList());
    }

    private Map<String, List<Spot>> bundledTrackers() {
        Map<String, List<Spot>> trackers = new TreeMap<>();
        for (WebView view : app.webViews()) {
            view.trackers()
                    .forEach(id -> trackers.computeIfAbsent(id, each -> new ArrayList<>())
                            .add(view.at()));
        }
        return trackers;
    }

    private AppCase bundled(String id, List<Spot> spots) {
        Optional<Tracker> tracker = Catalogue.bundled().byId(id);
        String product = tracker.map(Tracker::product).orElse(id);
        String vendor = tracker.map(Tracker::vendor).orElse("");
        return new AppCase(
                About.BUNDLED_PAGE,
                "",
                vendor,
                id,
                tracker.map(Tracker::category).orElse(""),
                false,
                Optional.of(Rung.DEFINED),
                false,
                Set.of(),
                Optional.empty(),
                associates.contains(vendor),
                AppWords.bundled(product, vendor),
                spots.stream().distinct().map(at -> new Evidence(product, at)).toList());
    }

    private AppCase asked(Permission permission) {
        return ofTheApp(
                About.PERMISSION,
                permission.name(),
                permission.element().stream().collect(Collectors.toSet()),
                "The app asks for " + permission.name() + ": " + AppWords.ended(permission.meaning()),
                List.of(new Evidence(permission.name(), permission.at())));
    }

    private AppCase unprotected(Declaration declared) {
        return ofTheApp(
                About.TRANSPORT_EXCEPTION,
                declared.name(),
                Set.of(),
                "The app makes an exception to the system’s transport security: "
                        + AppWords.ended(declared.name() + (declared.terms().isEmpty() ? "" : ", " + declared.terms())),
                List.of(new Evidence(declared.name(), declared.at())));
    }

    private AppCase mismatched(Mismatch mismatch) {
        Optional<HeldSdk> sdk = app.sdk(mismatch.sdk());
        List<Evidence> evidence = mismatch.at().stream()
                .sorted(Comparator.comparing(Spot::file).thenComparingLong(Spot::offset))
                .map(at -> new Evidence(at.in().isEmpty() ? at.file() : at.in(), at))
                .toList();
        AppCase found = ofTheApp(About.MISMATCH, mismatch.what(), Set.of(), AppWords.ended(mismatch.what()), evidence);
        return sdk.map(each -> new AppCase(
                        found.about(),
                        found.subject(),
                        each.vendor(),
                        each.id(),
                        each.purpose(),
                        false,
                        Optional.of(each.rung()),
                        isSwitchedOff(each),
                        Set.of(),
                        Optional.empty(),
                        associates.contains(each.vendor()),
                        found.statement(),
                        found.evidence()))
                .orElse(found);
    }

    private static AppCase ofTheApp(
            About about, String subject, Set<DataElement> elements, String statement, List<Evidence> evidence) {
        return new AppCase(
                about,
                subject,
                "",
                "",
                "",
                false,
                Optional.empty(),
                false,
                elements,
                Optional.empty(),
                false,
                statement,
                evidence);
    }
}
