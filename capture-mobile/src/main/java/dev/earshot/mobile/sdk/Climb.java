package dev.earshot.mobile.sdk;

import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Platform;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.app.Trace;
import dev.earshot.app.WebView;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the highest rung of each SDK of one app, from the signs that were kept and from what the code answers.
///
/// **Defined.** Code of it is there: a class of its own, an Objective-C or Swift class, an exported symbol of its own, a
/// native library or framework of its own, or a script package of it. Where renaming took its classes' names, at least
/// two [independent signs][Units] must stand in for them, one of them in code: a single host among the texts may be the
/// app's own code that calls the vendor's interface, and stays a mention.
///
/// **Called.** A class that the app's entry points reach and that is not the SDK's calls it, extends it, or is itself
/// the renamed code that holds the SDK's texts; or the manifest starts it. Where no manifest was read, every class that
/// is no known SDK's counts as reached. On iOS, an executable or framework that is not the SDK's takes a class from it,
/// or uses the selector that starts it.
///
/// **Configured.** Called, its required keys are there, and no switch turns it off as a whole.
final class Climb {
    private static final int TRACES_OF_A_KIND = 5;
    private static final int MOST_HAND_OVERS = 100;
    private static final int MOST_CALLS = 5_000;
    private static final int MOST_WEB_VIEWS = 500;
    private static final Set<String> LOADS =
            Set.of("loadUrl", "loadData", "loadDataWithBaseURL", "postUrl", "evaluateJavascript");

    private final Ladder ladder;
    private final SdkCatalogue catalogue;
    private final Platform platform;
    private final boolean hasCode;
    private final boolean hasManifest;
    private final Reach reach;
    private final Map<String, List<Caller>> callers = new HashMap<>();
    private final Map<String, List<Usage>> usages = new HashMap<>();
    private final String ownNamespace;

    /// A call with the file that it is in.
    private record Caller(Code.Call call, String file) {
        Spot at() {
            return new Spot(file, call.fromClass() + "." + call.fromMethod(), call.offset());
        }

        String what() {
            return call.fromClass() + "." + call.fromMethod() + " → " + method();
        }

        String method() {
            return call.toClass() + "." + call.toMethod();
        }
    }

    /// A use of a text with the file that it is in.
    private record Usage(Code.TextUse use, String file) {}

    Climb(Ladder ladder, Platform platform) {
        this.ladder = ladder;
        this.catalogue = ladder.catalogue();
        this.platform = platform;
        this.hasCode = !ladder.codes().isEmpty();
        this.hasManifest = !ladder.components().isEmpty();
        this.ownNamespace = namespace(ladder.appId());
        boolean worthAsking =
                platform == Platform.ANDROID && ladder.signs().values().stream().anyMatch(Climb::isInCode);
        this.reach = new Reach(ladder.codes(), worthAsking ? entries() : List.of(), catalogue);
        if (worthAsking) {
            askForCalls();
            askForTexts();
        }
    }

    private static boolean isInCode(SdkSigns signs) {
        return signs.has(Clue.CLASS) || signs.has(Clue.TEXT);
    }

    /// The first two labels of an application id, under which its maker's own classes stand.
    private static String namespace(String appId) {
        int first = appId.indexOf('.');
        int second = first < 0 ? -1 : appId.indexOf('.', first + 1);
        return first < 0 ? "" : second < 0 ? appId + "." : appId.substring(0, second + 1);
    }

    /// Where the system enters the app's own code: components that are no SDK's, those by which an SDK is started, and
    /// what registries call by name.
    private Collection<String> entries() {
        Set<String> entries = new LinkedHashSet<>();
        ladder.components().forEach((name, component) -> {
            if (component.enabled() && (isNoSdks(name) || isStart(name))) {
                entries.add(name);
            }
        });
        if (!hasManifest) {
            ladder.codes().stream()
                    .flatMap(code -> code.classes().stream())
                    .filter(this::isNoSdks)
                    .forEach(entries::add);
        }
        ladder.entryHints().stream().filter(this::isNoSdks).forEach(entries::add);
        return entries;
    }

    private boolean isNoSdks(String className) {
        return catalogue.ownerOf(className) == null
                && catalogue.component(className).isEmpty();
    }

    private boolean isStart(String component) {
        return catalogue.component(component).stream()
                .anyMatch(hit -> hit.sdk().android().starts().stream()
                        .anyMatch(start -> start.is().equals(component)));
    }

    private void askForCalls() {
        for (Code code : ladder.codes()) {
            for (Code.Call call : code.calls(name -> {
                SdkCatalogue.@Nullable Hit owner = catalogue.ownerOf(name);
                return owner != null && isDefinedHere(owner.sdk());
            })) {
                SdkCatalogue.@Nullable Hit owner = catalogue.ownerOf(call.toClass());
                if (owner != null && reach.has(call.fromClass())) {
                    add(owner.sdk(), new Caller(call, code.file()));
                }
            }
        }
        for (SdkSigns signs : ladder.signs().values()) {
            Sdk sdk = signs.sdk();
            if (signs.has(Clue.CLASS)
                    && !callers.containsKey(sdk.id())
                    && !reach.into(sdk).isEmpty()) {
                askForCallsOfOthers(sdk);
            }
        }
    }

    private boolean isDefinedHere(Sdk sdk) {
        SdkSigns signs = ladder.signs().get(sdk.id());
        return signs != null && signs.has(Clue.CLASS);
    }

    private void askForCallsOfOthers(Sdk sdk) {
        for (Code code : ladder.codes()) {
            for (Code.Call call : code.calls(name -> isOf(sdk, name))) {
                if (reach.has(call.fromClass())) {
                    add(sdk, new Caller(call, code.file()));
                }
            }
        }
    }

    private boolean isOwn(String className) {
        return !ownNamespace.isEmpty() && className.startsWith(ownNamespace);
    }

    private boolean isOf(Sdk sdk, String className) {
        SdkCatalogue.@Nullable Hit owner = catalogue.ownerOf(className);
        return owner != null && owner.sdk().is(sdk);
    }

    private void add(Sdk sdk, Caller caller) {
        List<Caller> known = callers.computeIfAbsent(sdk.id(), key -> new ArrayList<>());
        if (known.size() < MOST_CALLS) {
            known.add(caller);
        }
    }

    private void askForTexts() {
        Set<String> texts = new TreeSet<>();
        ladder.signs().values().forEach(signs -> texts.addAll(signs.texts()));
        if (texts.isEmpty()) {
            return;
        }
        for (Code code : ladder.codes()) {
            for (Code.TextUse use : code.uses(texts)) {
                usages.computeIfAbsent(use.text(), key -> new ArrayList<>()).add(new Usage(use, code.file()));
            }
        }
    }

    /// Every SDK that there is a sign of.
    List<HeldSdk> held() {
        return ladder.signs().values().stream()
                .flatMap(signs -> held(signs).stream())
                .toList();
    }

    private Optional<HeldSdk> held(SdkSigns signs) {
        Steps steps = new Steps(signs);
        return steps.isAny() ? Optional.of(steps.held()) : Optional.empty();
    }

    /// The calls of an app's own code to web views, those that iOS executables show, and the app's own pages that load
    /// trackers.
    List<WebView> webViews() {
        List<WebView> found = new ArrayList<>();
        if (platform == Platform.ANDROID) {
            androidWebViews(found);
        }
        ladder.webKit().forEach((file, at) -> {
            if (isNoSdksFile(file)) {
                Set<String> handlers = ladder.scriptHandlers().getOrDefault(file, Set.of());
                found.add(new WebView(List.of(), List.copyOf(handlers), List.of(), at));
            }
        });
        ladder.pages()
                .forEach((page, at) ->
                        found.add(new WebView(List.of(page), List.of(), List.copyOf(ladder.pageTrackers(page)), at)));
        return found;
    }

    private void androidWebViews(List<WebView> found) {
        Map<String, List<Caller>> byClass = new LinkedHashMap<>();
        for (Code code : ladder.codes()) {
            for (Code.Call call : code.calls(ladder.webViewClasses()::contains)) {
                boolean tells =
                        LOADS.contains(call.toMethod()) || call.toMethod().equals("addJavascriptInterface");
                if (tells && catalogue.ownerOf(call.fromClass()) == null) {
                    byClass.computeIfAbsent(call.fromClass(), key -> new ArrayList<>())
                            .add(new Caller(call, code.file()));
                }
            }
        }
        byClass.values().stream().limit(MOST_WEB_VIEWS).forEach(calls -> {
            Set<String> addresses = new LinkedHashSet<>();
            Set<String> bridges = new LinkedHashSet<>();
            for (Caller caller : calls) {
                List<String> literals = caller.call().literals();
                if (caller.call().toMethod().equals("addJavascriptInterface")) {
                    bridges.add(
                            literals.size() > 1 && !literals.get(1).isEmpty()
                                    ? literals.get(1)
                                    : "(name not in the code)");
                } else if (!caller.call().toMethod().equals("evaluateJavascript")
                        && !literals.isEmpty()
                        && isAddress(literals.getFirst())) {
                    addresses.add(literals.getFirst());
                }
            }
            found.add(new WebView(
                    List.copyOf(addresses),
                    List.copyOf(bridges),
                    List.of(),
                    calls.getFirst().at()));
        });
    }

    private static boolean isAddress(String literal) {
        return literal.startsWith("http://") || literal.startsWith("https://") || literal.startsWith("file://");
    }

    /// What the code as a whole leaves open.
    List<BlindSpot> blindSpots() {
        List<BlindSpot> blind = new ArrayList<>();
        if (platform == Platform.ANDROID && hasManifest && !hasCode) {
            blind.add(new BlindSpot(
                    BlindSpot.Kind.CODE_HIDDEN,
                    "",
                    "None of the app's code was among the files: what its SDKs do can't be told.",
                    true));
        }
        if (platform == Platform.ANDROID && hasManifest && hasCode) {
            List<String> missing = ladder.components().entrySet().stream()
                    .filter(component -> component.getValue().enabled())
                    .filter(component -> component.getValue().kind().equals("application")
                            || component.getValue().kind().equals("launcher"))
                    .map(Map.Entry::getKey)
                    .filter(name -> !reach.isDefined(name) && !isOfSystem(name))
                    .toList();
            if (!missing.isEmpty()) {
                blind.add(new BlindSpot(
                        BlindSpot.Kind.CODE_HIDDEN,
                        missing.getFirst(),
                        "The manifest starts " + missing.getFirst()
                                + ", whose code is not in the files: it is packed, or in a part of the app that was not"
                                + " scanned.",
                        true));
            }
        }
        return blind;
    }

    private static boolean isOfSystem(String className) {
        return className.startsWith("android.");
    }

    private boolean isNoSdksFile(String file) {
        return bundleOwner(file) == null;
    }

    /// The SDK whose framework an iOS file stands in.
    private @Nullable Sdk bundleOwner(String file) {
        int end = file.lastIndexOf(".framework/");
        if (end < 0) {
            return null;
        }
        String name = file.substring(file.lastIndexOf('/', end) + 1, end);
        List<SdkCatalogue.Hit> hits = catalogue.framework(name);
        return hits.isEmpty() ? null : hits.getFirst().sdk();
    }

    /// Independent signs of an SDK that survive renaming. Texts count by host, or by the text where it names none, and
    /// only where code uses them that is neither another known SDK's nor in the app's own namespace; manifest keys,
    /// components, dependency lists and build leftovers count once each.
    private final class Units {
        private final Set<String> inCode = new TreeSet<>();
        private final Set<String> beside = new TreeSet<>();

        Units(SdkSigns signs) {
            for (SdkSigns.Find find : signs.finds(Clue.TEXT)) {
                if (standsForIt(signs.sdk(), find.what())) {
                    inCode.add(unit(find.what()));
                }
            }
            for (Clue clue : List.of(Clue.NATIVE_TEXT, Clue.SCRIPT_TEXT)) {
                signs.finds(clue).stream()
                        .filter(find -> isForPlatform(signs.sdk(), find))
                        .forEach(find -> inCode.add(unit(find.what())));
            }
            for (Clue clue :
                    List.of(Clue.COMPONENT, Clue.META_DATA, Clue.PLIST, Clue.DEPENDENCY, Clue.FILE, Clue.SELECTOR)) {
                if (signs.has(clue)) {
                    beside.add(clue.word());
                }
            }
        }

        boolean makeItDefined() {
            return !inCode.isEmpty() && inCode.size() + beside.size() >= 2;
        }

        boolean isEmpty() {
            return inCode.isEmpty();
        }

        private String unit(String text) {
            String[] first = {text};
            catalogue.hostTexts().in(text, (host, address) -> first[0] = host);
            return first[0];
        }
    }

    /// Whether a text is used by code that may be the SDK's own under other names. A text whose use is not found, as
    /// that of a constant, may be.
    private boolean standsForIt(Sdk sdk, String text) {
        List<Usage> uses = usages.getOrDefault(text, List.of());
        return uses.isEmpty()
                || uses.stream().anyMatch(use -> mayBeOf(sdk, use.use().inClass()));
    }

    private boolean mayBeOf(Sdk sdk, String className) {
        SdkCatalogue.@Nullable Hit owner = catalogue.ownerOf(className);
        return owner == null ? !isOwn(className) : owner.sdk().is(sdk);
    }

    private boolean isForPlatform(Sdk sdk, SdkSigns.Find find) {
        if (find.clue() != Clue.NATIVE_TEXT) {
            return true;
        }
        return platform == Platform.ANDROID
                ? sdk.android().texts().contains(find.fact())
                : sdk.ios().texts().contains(find.fact());
    }

    /// One SDK on its way up.
    private final class Steps {
        private final SdkSigns signs;
        private final Sdk sdk;
        private final Units units;
        private final List<Trace> traces = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();
        private final Set<DataElement> stopped = EnumSet.noneOf(DataElement.class);
        private Rung rung = Rung.REFERENCED;
        private boolean renamed;

        Steps(SdkSigns signs) {
            this.signs = signs;
            this.sdk = signs.sdk();
            this.units = new Units(signs);
        }

        /// Whether a sign of this platform is among those that were kept.
        boolean isAny() {
            return signs.finds().stream().anyMatch(this::counts);
        }

        private boolean counts(SdkSigns.Find find) {
            boolean apple = platform == Platform.IOS;
            return switch (find.clue()) {
                case CLASS, CLASS_NAME, COMPONENT, META_DATA, TEXT, DEPENDENCY -> !apple;
                case OBJC_CLASS, PLIST, EXPORTED_SYMBOL, IMPORTED_SYMBOL -> apple;
                case SELECTOR -> apple && (signs.has(Clue.OBJC_CLASS) || signs.has(Clue.IMPORTED_SYMBOL));
                case LIBRARY -> !apple;
                case FRAMEWORK -> apple;
                case NATIVE_TEXT -> isForPlatform(sdk, find);
                case FILE -> (apple ? sdk.ios().files() : sdk.android().files()).contains(find.fact());
                case SCRIPT_TEXT, HOST, SCRIPT_PACKAGE -> true;
            };
        }

        HeldSdk held() {
            mention();
            if (define()) {
                rung = Rung.DEFINED;
                if (platform == Platform.ANDROID ? call() : callOnApple()) {
                    rung = Rung.CALLED;
                }
            }
            HeldSdk.Setting setting = configure();
            explain();
            List<HandOver> handOvers = !rung.atLeast(Rung.CALLED)
                    ? List.of()
                    : platform == Platform.ANDROID ? handOvers() : handOversOnApple();
            return new HeldSdk(
                    sdk.id(),
                    sdk.name(),
                    sdk.vendor(),
                    sdk.category(),
                    sdk.trackers(),
                    sdk.infrastructure(),
                    rung,
                    renamed,
                    signs.version(),
                    setting,
                    collects(),
                    inOrder(),
                    handOvers,
                    sdk.onward(),
                    remarks);
        }

        /// What it tells by itself, without what a switch stops and no call of the app's lets go again.
        private Set<DataElement> collects() {
            Set<DataElement> told = EnumSet.noneOf(DataElement.class);
            told.addAll(sdk.collects());
            if (!stopped.isEmpty() && !isTurnedOn()) {
                told.removeAll(stopped);
            }
            return told;
        }

        private List<Trace> inOrder() {
            return traces.stream()
                    .distinct()
                    .sorted(Comparator.comparing(Trace::rung)
                            .thenComparing(trace -> trace.at().file())
                            .thenComparingLong(trace -> trace.at().offset())
                            .thenComparing(Trace::what))
                    .toList();
        }

        private void mention() {
            for (Clue clue : Clue.values()) {
                signs.finds(clue).stream()
                        .filter(this::counts)
                        .filter(find -> !isDefining(find.clue()))
                        .limit(TRACES_OF_A_KIND)
                        .forEach(find -> trace(Rung.REFERENCED, find));
            }
            if (traces.isEmpty()) {
                signs.finds().stream().filter(this::counts).findFirst().ifPresent(find -> trace(Rung.REFERENCED, find));
            }
        }

        private boolean isDefining(Clue clue) {
            return switch (clue) {
                case CLASS, OBJC_CLASS, LIBRARY, FRAMEWORK, EXPORTED_SYMBOL, SCRIPT_PACKAGE -> true;
                case CLASS_NAME,
                        COMPONENT,
                        META_DATA,
                        PLIST,
                        TEXT,
                        NATIVE_TEXT,
                        SCRIPT_TEXT,
                        HOST,
                        FILE,
                        DEPENDENCY,
                        IMPORTED_SYMBOL,
                        SELECTOR -> false;
            };
        }

        private void trace(Rung shown, SdkSigns.Find find) {
            traces.add(new Trace(shown, find.clue().word(), find.clue().survivesRenaming(), find.what(), find.at()));
        }

        private boolean define() {
            boolean byName = false;
            boolean found = false;
            for (Clue clue : Clue.values()) {
                List<SdkSigns.Find> finds =
                        signs.finds(clue).stream().filter(this::counts).toList();
                if (!finds.isEmpty() && isDefining(clue)) {
                    finds.stream().limit(TRACES_OF_A_KIND).forEach(find -> trace(Rung.DEFINED, find));
                    int more = signs.count(clue) - Math.min(finds.size(), TRACES_OF_A_KIND);
                    if (more > 0 && (clue == Clue.CLASS || clue == Clue.OBJC_CLASS)) {
                        remarks.add("Of its classes, " + signs.count(clue) + " are there.");
                    }
                    found = true;
                    byName |= !clue.survivesRenaming();
                }
            }
            if (!found && units.makeItDefined()) {
                for (Clue clue : List.of(Clue.TEXT, Clue.NATIVE_TEXT, Clue.SCRIPT_TEXT)) {
                    signs.finds(clue).stream()
                            .filter(this::counts)
                            .filter(find -> clue != Clue.TEXT || standsForIt(sdk, find.what()))
                            .limit(TRACES_OF_A_KIND)
                            .forEach(find -> trace(Rung.DEFINED, find));
                }
                found = true;
            }
            renamed = found && !byName;
            return found;
        }

        private boolean call() {
            boolean started = started();
            boolean called = called();
            boolean extended = extended();
            boolean reached = !called && !extended && reachedByTexts();
            return started || called || extended || reached;
        }

        /// A component of the manifest that starts it, enabled, and whose code is there.
        private boolean started() {
            boolean started = false;
            for (Fact start : sdk.android().starts()) {
                Ladder.Component component = ladder.components().get(start.is());
                if (component != null && component.enabled() && reach.isDefined(start.is())) {
                    traces.add(new Trace(Rung.CALLED, "component", true, start.is(), component.at()));
                    started = true;
                }
            }
            return started;
        }

        private boolean called() {
            List<Caller> calls = callers.getOrDefault(sdk.id(), List.of());
            Set<String> starts = new HashSet<>();
            sdk.android().methods().forEach(fact -> starts.add(fact.is()));
            Set<String> told = new HashSet<>();
            List<Caller> first = calls.stream()
                    .sorted(Comparator.comparing(
                                    (Caller caller) -> !isOwn(caller.call().fromClass()))
                            .thenComparing(caller -> !starts.contains(caller.method())))
                    .filter(caller -> told.add(caller.what()))
                    .limit(TRACES_OF_A_KIND)
                    .toList();
            first.forEach(caller -> traces.add(new Trace(Rung.CALLED, "call", false, caller.what(), caller.at())));
            if (!first.isEmpty()) {
                path(first.getFirst().call().fromClass(), first.getFirst().at(), false);
            }
            return !first.isEmpty();
        }

        private void path(String className, Spot at, boolean survives) {
            List<String> path = reach.path(className);
            if (path.size() > 1) {
                traces.add(new Trace(Rung.CALLED, "path", survives, String.join(" → ", path), at));
            }
        }

        private boolean extended() {
            List<Ladder.Subclass> reached = ladder.subclasses(sdk).stream()
                    .filter(subclass -> reach.has(subclass.name()))
                    .limit(TRACES_OF_A_KIND)
                    .toList();
            reached.forEach(subclass -> traces.add(new Trace(
                    Rung.CALLED, "call", false, subclass.name() + " extends " + subclass.parent(), subclass.at())));
            return !reached.isEmpty();
        }

        /// Renamed code with its texts that the app reaches.
        private boolean reachedByTexts() {
            if (units.isEmpty()) {
                return false;
            }
            for (String text : signs.texts()) {
                for (Usage usage : usages.getOrDefault(text, List.of())) {
                    String className = usage.use().inClass();
                    if (catalogue.ownerOf(className) == null && mayBeOf(sdk, className) && reach.has(className)) {
                        Spot at = new Spot(
                                usage.file(),
                                className + "." + usage.use().inMethod(),
                                usage.use().offset());
                        String way = String.join(" → ", reach.path(className));
                        traces.add(new Trace(Rung.CALLED, "path", true, way + ", which uses \"" + text + "\"", at));
                        return true;
                    }
                }
            }
            return false;
        }

        /// An executable or framework that is not the SDK's takes its classes; a static link shows its start selector.
        private boolean callOnApple() {
            List<SdkSigns.Find> imports = imports();
            imports.stream()
                    .limit(TRACES_OF_A_KIND)
                    .forEach(find -> traces.add(new Trace(
                            Rung.CALLED, "symbol", true, find.what() + " taken from its framework", find.at())));
            if (!imports.isEmpty()) {
                return true;
            }
            List<SdkSigns.Find> starts = signs.has(Clue.OBJC_CLASS)
                    ? signs.finds(Clue.SELECTOR).stream()
                            .filter(find -> isNoSdksFile(find.at().file()))
                            .toList()
                    : List.of();
            starts.stream()
                    .limit(TRACES_OF_A_KIND)
                    .forEach(find ->
                            traces.add(new Trace(Rung.CALLED, "symbol", true, find.what() + " in use", find.at())));
            if (!starts.isEmpty()) {
                remarks.add(
                        "It is linked into the executable: that its start is called rests on the method's name alone.");
            }
            return !starts.isEmpty();
        }

        private List<SdkSigns.Find> imports() {
            return signs.finds(Clue.IMPORTED_SYMBOL).stream()
                    .filter(find -> !sdk.equals(bundleOwner(find.at().file())))
                    .filter(find -> isNoSdksFile(find.at().file())
                            || isCalled(bundleOwner(find.at().file()), new HashSet<>()))
                    .toList();
        }

        /// Whether another SDK's framework is itself taken from, along whatever chain.
        private boolean isCalled(@Nullable Sdk other, Set<String> asked) {
            if (other == null || !asked.add(other.id())) {
                return false;
            }
            SdkSigns of = ladder.signs().get(other.id());
            return of != null
                    && of.finds(Clue.IMPORTED_SYMBOL).stream()
                            .map(find -> bundleOwner(find.at().file()))
                            .anyMatch(importer ->
                                    importer == null || (!importer.equals(other) && isCalled(importer, asked)));
        }

        private HeldSdk.Setting configure() {
            boolean off = false;
            for (Sdk.Switch each : sdk.switches()) {
                Optional<Settings.Value> value =
                        isOfPlatform(each.in()) ? ladder.settings().of(each.in(), each.name()) : Optional.empty();
                if (value.isPresent() && value.get().is(each.off())) {
                    Rung shown = rung.atLeast(Rung.CALLED) ? Rung.CALLED : rung;
                    traces.add(new Trace(
                            shown,
                            "switch",
                            true,
                            each.name() + " = " + value.get().text(),
                            value.get().at()));
                    remarks.add("`" + each.name() + "` is `" + value.get().text() + "`"
                            + (each.means().isEmpty() ? "" : ": " + each.means())
                            + (each.overridable().isEmpty() ? "." : "; overruled by: " + each.overridable() + "."));
                    off |= each.elements().isEmpty();
                    stopped.addAll(each.elements());
                }
            }
            List<Sdk.Key> missing = new ArrayList<>();
            List<Trace> keys = new ArrayList<>();
            for (Sdk.Key key : sdk.keys()) {
                if (isOfPlatform(key.in())) {
                    Optional<Settings.Value> value = ladder.settings().of(key.in(), key.name());
                    if (value.isPresent() && !value.get().text().isBlank()) {
                        keys.add(new Trace(
                                Rung.CONFIGURED,
                                "key",
                                true,
                                key.name() + " = " + value.get().text(),
                                value.get().at()));
                    } else if (key.required()) {
                        missing.add(key);
                    }
                }
            }
            if (!rung.atLeast(Rung.CALLED)) {
                return off ? HeldSdk.Setting.OFF : HeldSdk.Setting.NOT_SHOWN;
            }
            missing.forEach(key -> remarks.add("It needs `" + key.name() + "`"
                    + (key.meaning().isEmpty() ? "" : " (" + key.meaning() + ")")
                    + ", which is not in the files; code may give it another way."));
            if (off) {
                return isTurnedOn() ? HeldSdk.Setting.OFF_UNTIL_CALLED : HeldSdk.Setting.OFF;
            }
            if (!missing.isEmpty()) {
                return HeldSdk.Setting.NOT_SHOWN;
            }
            rung = Rung.CONFIGURED;
            if (keys.isEmpty()) {
                traces.stream()
                        .filter(trace -> trace.rung() == Rung.CALLED)
                        .findFirst()
                        .ifPresent(trace -> keys.add(new Trace(
                                Rung.CONFIGURED, "key", true, "needs no key in the app's files", trace.at())));
            }
            traces.addAll(keys);
            return HeldSdk.Setting.ON;
        }

        private boolean isOfPlatform(Sdk.Place place) {
            return (place == Sdk.Place.PLIST) == (platform == Platform.IOS);
        }

        /// Whether a call is there that can turn collection on; one that is given `false` cannot.
        private boolean isTurnedOn() {
            Set<String> methods = new HashSet<>();
            sdk.turnsOn().forEach(fact -> methods.add(fact.is()));
            for (Caller caller : callers.getOrDefault(sdk.id(), List.of())) {
                boolean no = caller.call().literals().stream()
                        .anyMatch(literal -> literal.equals("false") || literal.equals("0"));
                if (methods.contains(caller.method()) && !no) {
                    traces.add(new Trace(Rung.CALLED, "call", false, caller.what(), caller.at()));
                    return true;
                }
            }
            if (platform == Platform.IOS) {
                return false;
            }
            if (renamed && !methods.isEmpty()) {
                remarks.add("Its methods were renamed: a call that turns collection on would not be seen.");
            }
            return false;
        }

        private List<HandOver> handOvers() {
            Map<String, List<Sdk.Handing>> byMethod = new TreeMap<>();
            sdk.calls()
                    .forEach(call -> byMethod.computeIfAbsent(call.method(), key -> new ArrayList<>())
                            .add(call));
            Set<HandOver> found = new LinkedHashSet<>();
            for (Caller caller : callers.getOrDefault(sdk.id(), List.of())) {
                for (Sdk.Handing handing : byMethod.getOrDefault(caller.method(), List.of())) {
                    if (found.size() < MOST_HAND_OVERS
                            && catalogue.ownerOf(caller.call().fromClass()) == null) {
                        found.add(new HandOver(
                                handing.element(),
                                caller.method(),
                                caller.call().literals(),
                                caller.at()));
                    }
                }
            }
            return List.copyOf(found);
        }

        /// Selectors in files that take the SDK's classes from its framework, where no other SDK of the app shares them.
        /// In a static link the selector may as well be the SDK's own use.
        private List<HandOver> handOversOnApple() {
            Set<String> takers =
                    imports().stream().map(find -> find.at().file()).collect(Collectors.toSet());
            Set<HandOver> found = new LinkedHashSet<>();
            for (Sdk.Handing handing : sdk.calls()) {
                String selector = handing.method().substring(handing.method().lastIndexOf('.') + 1);
                for (Spot at : ladder.selectors(selector)) {
                    if (takers.contains(at.file()) && isNoOthers(selector) && found.size() < MOST_HAND_OVERS) {
                        found.add(new HandOver(handing.element(), handing.method(), List.of(), at));
                    }
                }
            }
            return List.copyOf(found);
        }

        private boolean isNoOthers(String selector) {
            return ladder.signs().values().stream()
                    .filter(other -> other != signs && (other.has(Clue.OBJC_CLASS) || other.has(Clue.IMPORTED_SYMBOL)))
                    .flatMap(other -> other.sdk().calls().stream())
                    .noneMatch(call -> call.method().endsWith("." + selector));
        }

        private boolean isWithoutItsMethods() {
            return sdk.calls().stream()
                    .map(call -> call.method().substring(0, call.method().lastIndexOf('.')))
                    .noneMatch(reach::isDefined);
        }

        private void explain() {
            remarks.addAll(sdk.remarks());
            if (renamed) {
                remarks.add(
                        "It was recognised by what renaming does not change; names of its classes are not in the app.");
            }
            if (rung.atLeast(Rung.CALLED)
                    && platform == Platform.ANDROID
                    && !sdk.calls().isEmpty()
                    && isWithoutItsMethods()) {
                remarks.add(
                        "The classes by which it is handed something were renamed or left out: what the app's code hands"
                                + " it can't be told.");
            }
            if (rung == Rung.DEFINED) {
                remarks.add(
                        platform == Platform.ANDROID
                                ? "No call from the app's code was found, and nothing in the manifest starts it. Calls by"
                                        + " reflection, from native code and from scripts can't be followed."
                                : "No use of it by the app's executable was found. Calls through the runtime and from scripts"
                                        + " can't be followed.");
            }
            if (rung == Rung.REFERENCED && (signs.has(Clue.DEPENDENCY) || signs.has(Clue.FILE))) {
                remarks.add("The build lists it, but none of its code was recognised: it was left out, or renamed.");
            }
            if (rung.atLeast(Rung.CALLED) && platform == Platform.ANDROID && !hasManifest) {
                remarks.add("No manifest was read: any class of the app was taken to be in use.");
            }
            if (rung == Rung.REFERENCED && ladder.isHidden()) {
                remarks.add("Code of the app is hidden: more of it may be there.");
            }
            List<SdkSigns.Find> counted =
                    signs.finds().stream().filter(this::counts).toList();
            if (counted.stream().noneMatch(find -> find.fact().verified())) {
                remarks.add("What it was recognised by is general knowledge that was not verified in the SDK itself.");
            }
        }
    }
}
