package dev.earshot.report;

import dev.earshot.app.App;
import dev.earshot.app.Declaration;
import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.app.WebView;
import dev.earshot.exchange.BlindSpot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Two releases of an app side by side: what came, changed and went of SDKs, hand-overs, permissions, hosts, web pages,
/// deep links and declarations.
///
/// Nothing of the code is called gone where the later release hides a part of it or could not be read whole.
///
/// @param changes in order of what they are about, then of what became of it, then by name
public record AppComparison(App before, App after, List<Change> changes) {
    public AppComparison {
        changes = changes.stream().map(AppComparison::masked).toList();
    }

    /// What a change is about.
    public enum Part {
        SDK("SDK"),
        HAND_OVER("hand-over"),
        WEB_PAGE("web page"),
        PERMISSION("permission"),
        HOST("host"),
        DEEP_LINK("deep link"),
        DECLARATION("declaration"),
        MISMATCH("declared and held");

        private final String label;

        Part(String label) {
            this.label = label;
        }

        /// In lower case, singular.
        public String label() {
            return label;
        }
    }

    /// What became of it.
    public enum Became {
        CAME,
        /// It is in both, and more of it is on, or reaches further.
        ROSE,
        /// It is in both, and less of it is on.
        FELL,
        /// It is in both, and something else about it changed.
        CHANGED,
        /// The later release does not show it, and may hide it.
        NOT_SEEN,
        WENT
    }

    /// One difference.
    ///
    /// @param name of the SDK, the call, the permission, the host
    /// @param before how it was; empty where it was not there
    /// @param after how it is; empty where it is not there, or not shown
    public record Change(Part part, Became became, String name, String before, String after) {}

    /// Compares two releases. What the traffic of one showed and that of the other did not is no change of the app.
    public static AppComparison of(App before, App after) {
        boolean hidden = hidesMore(before, after);
        List<Change> changes = new ArrayList<>();
        compareSdks(before, after, hidden, changes);
        add(Part.HAND_OVER, handOvers(before), handOvers(after), hidden, changes);
        add(Part.WEB_PAGE, webPages(before), webPages(after), hidden, changes);
        add(
                Part.PERMISSION,
                named(before.permissions(), each -> each.name(), each -> each.meaning()),
                named(after.permissions(), each -> each.name(), each -> each.meaning()),
                false,
                changes);
        add(
                Part.HOST,
                named(
                        before.endpoints(),
                        each -> each.host(),
                        each -> each.vendor().orElse("owner not known")),
                named(
                        after.endpoints(),
                        each -> each.host(),
                        each -> each.vendor().orElse("owner not known")),
                hidden,
                changes);
        add(
                Part.DEEP_LINK,
                named(before.deepLinks(), each -> each.address(), each -> "opens " + each.opens()),
                named(after.deepLinks(), each -> each.address(), each -> "opens " + each.opens()),
                false,
                changes);
        add(
                Part.DECLARATION,
                named(before.declarations(), AppComparison::declared, Declaration::terms),
                named(after.declarations(), AppComparison::declared, Declaration::terms),
                false,
                changes);
        add(
                Part.MISMATCH,
                named(before.mismatches(), each -> each.what(), each -> ""),
                named(after.mismatches(), each -> each.what(), each -> ""),
                hidden,
                changes);
        return new AppComparison(before, after, changes);
    }

    /// Without what looks like a person: a test person may have been left in the code.
    private static Change masked(Change change) {
        return new Change(
                change.part(),
                change.became(),
                Masking.withoutPersons(change.name()),
                Masking.withoutPersons(change.before()),
                Masking.withoutPersons(change.after()));
    }

    /// Whether the later release has a part that could not be read, or hides code where the earlier one did not: what
    /// was found in spite of it is found again in spite of it.
    private static boolean hidesMore(App before, App after) {
        Set<String> knownHidden = before.blindSpots().stream()
                .filter(spot -> spot.kind() == BlindSpot.Kind.CODE_HIDDEN)
                .map(AppComparison::place)
                .collect(Collectors.toSet());
        return after.blindSpots().stream()
                .anyMatch(spot -> spot.incomplete()
                        || (spot.kind() == BlindSpot.Kind.CODE_HIDDEN && !knownHidden.contains(place(spot))));
    }

    /// Where it is, without the name of the scanned file, and what it is.
    private static String place(BlindSpot spot) {
        return spot.where().substring(spot.where().indexOf('!') + 1) + "\n" + spot.what();
    }

    private static void compareSdks(App before, App after, boolean hidden, List<Change> changes) {
        Map<String, HeldSdk> earlier = byId(before);
        Map<String, HeldSdk> later = byId(after);
        later.forEach((id, sdk) -> {
            HeldSdk known = earlier.get(id);
            if (known == null) {
                changes.add(new Change(Part.SDK, Became.CAME, name(sdk), "", state(sdk)));
            } else if (!state(known).equals(state(sdk))) {
                changes.add(new Change(Part.SDK, became(known, sdk), name(sdk), state(known), state(sdk)));
            }
        });
        earlier.forEach((id, sdk) -> {
            if (!later.containsKey(id)) {
                changes.add(new Change(Part.SDK, hidden ? Became.NOT_SEEN : Became.WENT, name(sdk), state(sdk), ""));
            }
        });
    }

    private static Map<String, HeldSdk> byId(App app) {
        Map<String, HeldSdk> sdks = new TreeMap<>();
        app.sdks().forEach(sdk -> sdks.put(sdk.id(), sdk));
        return sdks;
    }

    private static Became became(HeldSdk before, HeldSdk after) {
        int rungs = ofFiles(after).compareTo(ofFiles(before));
        boolean wasOff = isOff(before);
        boolean seenNow =
                after.rung().atLeast(Rung.SEEN_SENDING) && !before.rung().atLeast(Rung.SEEN_SENDING);
        if (rungs > 0 || (wasOff && !isOff(after)) || seenNow) {
            return Became.ROSE;
        }
        if (rungs < 0 || (!wasOff && isOff(after))) {
            return Became.FELL;
        }
        return after.rung().compareTo(before.rung()) < 0 ? Became.NOT_SEEN : Became.CHANGED;
    }

    private static boolean isOff(HeldSdk sdk) {
        return sdk.setting() == HeldSdk.Setting.OFF;
    }

    /// The highest rung that the files show; [Rung#REFERENCED] where only traffic shows anything.
    private static Rung ofFiles(HeldSdk sdk) {
        Rung highest = Rung.REFERENCED;
        for (Rung rung : Rung.values()) {
            if (!rung.atLeast(Rung.SEEN_SENDING) && sdk.shows(rung)) {
                highest = rung;
            }
        }
        return highest;
    }

    private static String name(HeldSdk sdk) {
        return sdk.name() + " → " + sdk.vendor() + " (" + sdk.purpose() + ")";
    }

    /// `17.0.0: is set to send; switched off`.
    private static String state(HeldSdk sdk) {
        return sdk.version().map(version -> version + ": ").orElse("")
                + sdk.rung().phrase()
                + AppText.setting(sdk.setting()).map(setting -> "; " + setting).orElse("")
                + (sdk.renamed() ? "; renamed" : "");
    }

    private static Map<String, String> handOvers(App app) {
        Map<String, String> calls = new TreeMap<>();
        for (HeldSdk sdk : app.sdks()) {
            for (HandOver call : sdk.handOvers()) {
                List<String> texts =
                        call.literals().stream().filter(text -> !text.isEmpty()).toList();
                calls.put(
                        call.call() + (texts.isEmpty() ? "" : "(\"" + String.join("\", \"", texts) + "\")"),
                        Wording.inApp(call.element()) + ", to " + sdk.vendor());
            }
        }
        return calls;
    }

    private static Map<String, String> webPages(App app) {
        Map<String, String> pages = new TreeMap<>();
        for (WebView view : app.webViews()) {
            view.addresses().forEach(address -> pages.put(address, "is loaded"));
            view.bridges().forEach(bridge -> pages.put(bridge, "is a bridge by which scripts can call the app"));
            view.trackers().forEach(tracker -> pages.put(tracker, "is a tracker in a page that the app brings along"));
        }
        return pages;
    }

    private static String declared(Declaration declared) {
        return declared.by() + ": "
                + declared.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + declared.name();
    }

    private static <T> Map<String, String> named(List<T> items, Function<T, String> name, Function<T, String> state) {
        Map<String, String> named = new TreeMap<>();
        items.forEach(item -> named.merge(
                name.apply(item),
                state.apply(item),
                (one, other) ->
                        one.equals(other) || other.isEmpty() ? one : one.isEmpty() ? other : one + "; " + other));
        return named;
    }

    /// What two releases have by name, and how it is there.
    private static void add(
            Part part, Map<String, String> before, Map<String, String> after, boolean hidden, List<Change> changes) {
        after.forEach((name, state) -> {
            String known = before.get(name);
            if (known == null) {
                changes.add(new Change(part, Became.CAME, name, "", state));
            } else if (!known.equals(state)) {
                changes.add(new Change(part, Became.CHANGED, name, known, state));
            }
        });
        before.forEach((name, state) -> {
            if (!after.containsKey(name)) {
                changes.add(new Change(part, hidden ? Became.NOT_SEEN : Became.WENT, name, state, ""));
            }
        });
    }

    /// Whether the later release holds something that can tell more than the earlier one could: an SDK, a hand-over, a
    /// web page or a permission that came, or an SDK that reaches further.
    public boolean hasNew() {
        return changes.stream().anyMatch(AppComparison::isNew);
    }

    private static boolean isNew(Change change) {
        return switch (change.part()) {
            case SDK, HAND_OVER, WEB_PAGE, PERMISSION ->
                change.became() == Became.CAME || change.became() == Became.ROSE;
            case HOST, DEEP_LINK, DECLARATION, MISMATCH -> false;
        };
    }

    /// `My Clinic 4.2.0 (420) · Android · org.clinic.app → 4.3.0 (430)`.
    String title() {
        String later = (after.version() + (after.build().isEmpty() ? "" : " (" + after.build() + ")")).strip();
        return AppText.title(before) + " → " + (later.isEmpty() ? "the later files" : later);
    }

    /// What it comes to: `2 new, 1 reaches further, 1 gone.`
    String sentence() {
        List<String> parts = new ArrayList<>();
        for (Group group : groups()) {
            if (!group.changes().isEmpty()) {
                parts.add(Wording.number(group.changes().size()) + " "
                        + group.heading().toLowerCase(Locale.ROOT));
            }
        }
        return parts.isEmpty()
                ? "Nothing that Earshot looks at changed from one release to the other."
                : String.join(", ", parts) + ".";
    }

    String tone() {
        if (hasNew()) {
            return "violations";
        }
        boolean doubtful = changes.stream().anyMatch(change -> change.became() == Became.NOT_SEEN)
                || after.blindSpots().stream().anyMatch(BlindSpot::incomplete);
        return doubtful ? "incomplete" : "clean";
    }

    /// The changes of one kind, for a heading of their own.
    record Group(String heading, String explanation, String tone, List<Change> changes) {}

    List<Group> groups() {
        Map<Became, List<Change>> by = new LinkedHashMap<>();
        for (Became became : Became.values()) {
            by.put(became, new ArrayList<>());
        }
        changes.forEach(
                change -> by.getOrDefault(change.became(), new ArrayList<>()).add(change));
        List<Group> groups = new ArrayList<>();
        by.forEach((became, of) -> groups.add(
                switch (became) {
                    case CAME -> new Group("New", "In the later release and not in the earlier.", "bad", of);
                    case ROSE ->
                        new Group(
                                "Reaching further",
                                "In both, and the evidence goes further in the later, or a switch no longer turns it off.",
                                "bad",
                                of);
                    case FELL ->
                        new Group("Reaching less far", "In both, and less of it is on in the later.", "good", of);
                    case CHANGED -> new Group("Changed", "In both, and not as it was.", "quiet", of);
                    case NOT_SEEN ->
                        new Group(
                                "Not seen again",
                                "Shown by the earlier. The later does not show it, and may hide it: a part of its code could"
                                        + " not be read, or its traffic was not watched.",
                                "unsure",
                                of);
                    case WENT -> new Group("Gone", "In the earlier release and not in the later.", "good", of);
                }));
        return groups;
    }
}
