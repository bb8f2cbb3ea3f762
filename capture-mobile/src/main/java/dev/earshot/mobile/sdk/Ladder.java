package dev.earshot.mobile.sdk;

import dev.earshot.app.App;
import dev.earshot.app.AppFile;
import dev.earshot.app.DeepLink;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Permission;
import dev.earshot.app.Platform;
import dev.earshot.app.Spot;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.permission.Permissions;
import dev.earshot.mobile.reading.Code;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes in the signs of one app and says how far each SDK is set to send.
///
/// Only what fits something that is known is kept, so an app's size costs time and no memory. Once every part was read,
/// [#app] asks the code what is open and concludes. For one app and one thread.
public final class Ladder implements Signs {
    private static final int MOST_COMPONENTS = 20_000;
    private static final int MOST_OF_A_KIND = 2_000;
    private static final int LONGEST_TOLD = 300;
    private static final String WEB_VIEW = "android.webkit.WebView";
    private static final String OBJC_CLASS_SYMBOL = "_OBJC_CLASS_$_";

    /// What a framework's own registry calls by reflection, by the class above it.
    private static final Set<String> PLUGIN_PARENTS = Set.of(
            "org.apache.cordova.CordovaPlugin",
            "com.getcapacitor.Plugin",
            "com.facebook.react.bridge.ReactContextBaseJavaModule",
            "com.facebook.react.bridge.BaseJavaModule");

    /// What a framework calls by its name.
    private static final Set<String> REGISTRIES =
            Set.of("io.flutter.plugins.GeneratedPluginRegistrant", "com.facebook.react.PackageList");

    private final SdkCatalogue catalogue;
    private final Map<String, SdkSigns> signs = new TreeMap<>();
    private final Map<String, Component> components = new LinkedHashMap<>();
    private final Set<String> entryHints = new LinkedHashSet<>();
    private final Map<String, List<Subclass>> subclasses = new TreeMap<>();
    private final Set<String> webViews = new HashSet<>(Set.of(WEB_VIEW));
    private final Map<String, Spot> webKit = new LinkedHashMap<>();
    private final Map<String, Set<String>> scriptHandlers = new TreeMap<>();
    private final Map<String, List<Spot>> selectors = new TreeMap<>();
    private final Settings settings = new Settings();
    private final Endpoints endpoints = new Endpoints();
    private final Declarations declarations = new Declarations();
    private final Map<String, Set<String>> pageTrackers = new TreeMap<>();
    private final Map<String, Spot> pages = new LinkedHashMap<>();
    private final Map<String, Asked> permissions = new TreeMap<>();
    private final Map<String, DeepLink> deepLinks = new LinkedHashMap<>();
    private final Set<String> frameworks = new TreeSet<>();
    private final Set<BlindSpot> blindSpots = new LinkedHashSet<>();
    private final List<Code> codes = new ArrayList<>();
    private final Set<Sign> kinds = EnumSet.noneOf(Sign.class);
    private final Set<String> hostsOfNobody = new HashSet<>();
    private @Nullable Identity identity;
    private Optional<Spot> form = Optional.empty();

    private record Identity(Platform platform, String id, String version, String build, String name) {}

    /// A component that the manifest names.
    ///
    /// @param kind `activity`, `provider`, …
    record Component(String kind, boolean enabled, Spot at) {}

    /// A class of the app that extends one of an SDK.
    record Subclass(String name, String parent, Spot at) {}

    private record Asked(String stated, Spot at) {}

    public Ladder(SdkCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void identity(Platform platform, String id, String version, String build, String name) {
        if (identity == null) {
            identity = new Identity(platform, id, version, build, name);
        }
    }

    @Override
    public void blind(BlindSpot blindSpot) {
        if (blindSpots.size() < MOST_OF_A_KIND) {
            blindSpots.add(blindSpot);
        }
    }

    @Override
    public void code(Code code) {
        codes.add(code);
    }

    /// Says that a store's form is read along, which may declare nothing at all.
    ///
    /// @param file its name
    public void form(String file) {
        form = Optional.of(Spot.of(file));
    }

    @Override
    public void found(Sign sign, String file, String name, String value, long offset) {
        kinds.add(sign);
        switch (sign) {
            case CLASS_DEFINED -> classDefined(file, name, value, offset);
            case CLASS_REFERENCED -> classReferenced(file, name, offset);
            case CODE_TEXT -> text(Clue.TEXT, file, name, offset);
            case NATIVE_TEXT -> text(Clue.NATIVE_TEXT, file, name, offset);
            case SCRIPT_TEXT -> text(Clue.SCRIPT_TEXT, file, name, offset);
            case RESOURCE -> setting(Sdk.Place.RESOURCE, name, value, file, offset);
            case COMPONENT -> component(file, name, value, offset);
            case META_DATA -> metaData(file, name, value, offset);
            case PLIST -> plist(file, name, value, offset);
            case PERMISSION -> {
                if (permissions.size() < MOST_OF_A_KIND) {
                    permissions.merge(
                            name,
                            new Asked(value, new Spot(file, name, offset)),
                            (first, second) -> first.stated().isEmpty() ? second : first);
                }
            }
            case DEPENDENCY -> {
                for (SdkCatalogue.Hit hit : catalogue.dependency(name)) {
                    SdkSigns of = signs(hit.sdk());
                    of.add(Clue.DEPENDENCY, hit.fact(), value.isEmpty() ? name : name + ":" + value, file, offset);
                    of.version(value);
                }
            }
            case FILE -> add(Clue.FILE, catalogue.file(inApp(name)), file, name, offset);
            case LIBRARY -> {
                add(Clue.LIBRARY, catalogue.library(name), file, name, offset);
                add(Clue.FRAMEWORK, catalogue.framework(name), file, name, offset);
                webKitSign(name, file, offset);
            }
            case SYMBOL -> symbol(file, name, value, offset);
            case OBJC_CLASS -> add(Clue.OBJC_CLASS, catalogue.objcClass(name), file, name, offset);
            case OBJC_SELECTOR -> {
                add(Clue.SELECTOR, catalogue.selector(name), file, name, offset);
                if (catalogue.handsOver(name)) {
                    List<Spot> places = selectors.computeIfAbsent(name, key -> new ArrayList<>(1));
                    if (places.size() < MOST_OF_A_KIND) {
                        places.add(new Spot(file, name, offset));
                    }
                }
                if (name.startsWith("addScriptMessageHandler")) {
                    scriptHandlers.computeIfAbsent(file, key -> new TreeSet<>()).add(name);
                }
            }
            case DEEP_LINK -> {
                if (deepLinks.size() < MOST_OF_A_KIND) {
                    deepLinks.putIfAbsent(name + " " + value, new DeepLink(name, value, new Spot(file, "", offset)));
                }
            }
            case FRAMEWORK -> frameworks.add(value.isBlank() ? name : name + " " + value);
            case PAGE_LOADS -> pageLoads(file, name, offset);
            case SCRIPT_PACKAGE -> {
                for (SdkCatalogue.Hit hit : catalogue.scriptPackage(name)) {
                    SdkSigns of = signs(hit.sdk());
                    of.add(Clue.SCRIPT_PACKAGE, hit.fact(), value.isEmpty() ? name : name + " " + value, file, offset);
                    of.version(value);
                }
            }
            case DECLARED_TRACKING,
                    DECLARED_TRACKING_DOMAIN,
                    DECLARED_COLLECTED,
                    DECLARED_SHARED,
                    DECLARED_REASON,
                    SKADNETWORK,
                    TRANSPORT_EXCEPTION -> declarations.add(sign, file, name, value, offset);
            case PINNED ->
                blind(new BlindSpot(
                        BlindSpot.Kind.CONNECTION_NOT_OPENED,
                        name.equals("*") ? file : name,
                        "The app pins the certificate of " + (name.equals("*") ? "some host" : name)
                                + ": a capture proxy will not open that connection.",
                        false));
            case PACKED ->
                blind(new BlindSpot(
                        BlindSpot.Kind.CODE_HIDDEN,
                        file,
                        "Its code is packed or protected by " + name + ": what is in it can't be told from the files.",
                        true));
        }
    }

    private SdkSigns signs(Sdk sdk) {
        return signs.computeIfAbsent(sdk.id(), key -> new SdkSigns(sdk));
    }

    private void add(Clue clue, List<SdkCatalogue.Hit> hits, String file, String what, long offset) {
        for (SdkCatalogue.Hit hit : hits) {
            signs(hit.sdk()).add(clue, hit.fact(), told(what), file, offset);
        }
    }

    private static String told(String text) {
        return text.length() <= LONGEST_TOLD ? text : text.substring(0, LONGEST_TOLD) + "…";
    }

    private void classDefined(String file, String name, String parent, long offset) {
        SdkCatalogue.@Nullable Hit owner = catalogue.ownerOf(name);
        if (owner != null) {
            signs(owner.sdk()).add(Clue.CLASS, owner.fact(), name, file, offset);
        }
        if (REGISTRIES.contains(name)) {
            entryHints.add(name);
        }
        if (parent.isEmpty()) {
            return;
        }
        if (PLUGIN_PARENTS.contains(parent)) {
            entryHint(name);
        }
        if (parent.equals(WEB_VIEW) && webViews.size() < MOST_OF_A_KIND) {
            webViews.add(name);
        }
        SdkCatalogue.@Nullable Hit above = catalogue.ownerOf(parent);
        if (above != null && (owner == null || !owner.sdk().is(above.sdk()))) {
            List<Subclass> known = subclasses.computeIfAbsent(above.sdk().id(), key -> new ArrayList<>());
            if (known.size() < MOST_OF_A_KIND) {
                known.add(new Subclass(name, parent, new Spot(file, name, offset)));
            }
        }
    }

    private void classReferenced(String file, String name, long offset) {
        SdkCatalogue.@Nullable Hit owner = catalogue.ownerOf(name);
        if (owner != null) {
            signs(owner.sdk()).add(Clue.CLASS_NAME, owner.fact(), name, file, offset);
        }
        add(Clue.IMPORTED_SYMBOL, catalogue.objcClass(name), file, name, offset);
        webKitSign(name, file, offset);
    }

    private void webKitSign(String name, String file, long offset) {
        if (name.equals("WKWebView") || name.equals("UIWebView")) {
            webKit.putIfAbsent(file, new Spot(file, name, offset));
        }
        declarations.used(name, file, offset);
    }

    private void symbol(String file, String name, String value, long offset) {
        Clue clue = value.equals("imported") ? Clue.IMPORTED_SYMBOL : Clue.EXPORTED_SYMBOL;
        add(clue, catalogue.symbol(name), file, name, offset);
        if (name.startsWith(OBJC_CLASS_SYMBOL)) {
            String type = name.substring(OBJC_CLASS_SYMBOL.length());
            add(clue == Clue.IMPORTED_SYMBOL ? clue : Clue.OBJC_CLASS, catalogue.objcClass(type), file, type, offset);
            webKitSign(type, file, offset);
        }
    }

    /// A host in a sentence, such as that of a page to read in a message to developers, is nobody's endpoint.
    private void text(Clue clue, String file, String text, long offset) {
        for (SdkCatalogue.TextHit hit : catalogue.text(text)) {
            if (isWhereItStands(hit.section(), clue)) {
                signs(hit.hit().sdk()).add(clue, hit.hit().fact(), text, file, offset);
            }
        }
        catalogue.hostTexts().in(text, (host, address) -> {
            if (text.indexOf(' ') < 0) {
                host(clue, file, text, host, address, offset);
            }
        });
    }

    private static boolean isWhereItStands(SdkCatalogue.Section section, Clue clue) {
        return switch (section) {
            case ANDROID -> clue == Clue.TEXT || clue == Clue.NATIVE_TEXT;
            case IOS -> clue == Clue.NATIVE_TEXT;
            case SCRIPTS -> clue == Clue.SCRIPT_TEXT;
        };
    }

    private void host(Clue clue, String file, String text, String host, String address, long offset) {
        endpoints.add(host, address, file, offset);
        if (hostsOfNobody.contains(host)) {
            return;
        }
        List<SdkCatalogue.TextHit> hits = catalogue.textHost(host);
        for (SdkCatalogue.TextHit hit : hits) {
            if (isWhereItStands(hit.section(), clue)) {
                signs(hit.hit().sdk()).add(clue, hit.hit().fact(), told(text), file, offset);
            }
        }
        List<SdkCatalogue.Hit> traffic = catalogue.host(host);
        if (traffic.stream().map(hit -> hit.sdk().id()).distinct().count() == 1) {
            add(Clue.HOST, traffic, file, host, offset);
        }
        if (hits.isEmpty() && traffic.isEmpty() && hostsOfNobody.size() < MOST_COMPONENTS) {
            hostsOfNobody.add(host);
        }
    }

    private void component(String file, String name, String value, long offset) {
        if (components.size() < MOST_COMPONENTS) {
            String kind = value.split(" ", 2)[0];
            components.putIfAbsent(
                    name, new Component(kind, !value.endsWith(" disabled"), new Spot(file, name, offset)));
        }
        List<SdkCatalogue.Hit> hits = catalogue.component(name);
        SdkCatalogue.@Nullable Hit owner = catalogue.ownerOf(name);
        if (hits.isEmpty() && owner != null) {
            hits = List.of(owner);
        }
        add(Clue.COMPONENT, hits, file, name, offset);
    }

    private void metaData(String file, String key, String value, long offset) {
        add(Clue.META_DATA, catalogue.metaData(key), file, key, offset);
        setting(Sdk.Place.META_DATA, key, value, file, offset);
        entryHint(key.substring(key.indexOf(':') + 1));
        entryHint(value);
    }

    private void entryHint(String name) {
        if (entryHints.size() < MOST_OF_A_KIND && name.indexOf('.') > 0 && name.length() <= LONGEST_TOLD) {
            entryHints.add(name);
        }
    }

    private void plist(String file, String key, String value, long offset) {
        add(Clue.PLIST, catalogue.plist(key), file, key, offset);
        setting(Sdk.Place.PLIST, key, value, file, offset);
        if (key.equals("NSUserTrackingUsageDescription")) {
            declarations.used(key, file, offset);
        }
    }

    private void setting(Sdk.Place place, String name, String value, String file, long offset) {
        if (catalogue.isSetting(place, name)) {
            settings.put(place, name, told(value), new Spot(file, name, offset));
        }
    }

    private void pageLoads(String file, String address, long offset) {
        String absolute = address.startsWith("//") ? "https:" + address : address;
        catalogue.hostTexts().in(absolute, (host, whole) -> endpoints.add(host, whole, file, offset));
        if (pages.size() < MOST_OF_A_KIND && absolute.contains("://")) {
            Endpoints.trackerAt(absolute).ifPresent(tracker -> {
                pages.putIfAbsent(file, new Spot(file, "", offset));
                pageTrackers.computeIfAbsent(file, key -> new TreeSet<>()).add(tracker);
            });
        }
    }

    /// A path without the folder that an IPA keeps the app in.
    private static String inApp(String path) {
        if (!path.startsWith("Payload/")) {
            return path;
        }
        int end = path.indexOf(".app/");
        return end < 0 ? path : path.substring(end + ".app/".length());
    }

    /// What the app is and holds. To be asked once, when everything was read.
    ///
    /// @param files those that were scanned; at least one
    public App app(List<AppFile> files) {
        Platform platform = platform();
        Climb climb = new Climb(this, platform);
        List<HeldSdk> held = climb.held();
        Identity known = identity == null ? new Identity(platform, "", "", "", "") : identity;
        List<Permission> asked = permissions();
        climb.blindSpots().forEach(this::blind);
        App app = new App(
                platform,
                known.id(),
                known.version(),
                known.build(),
                known.name(),
                files,
                List.copyOf(frameworks),
                held,
                asked,
                endpoints.list(),
                climb.webViews(),
                List.copyOf(deepLinks.values()),
                declarations.list(),
                List.of(),
                List.of());
        List<BlindSpot> blind = new ArrayList<>(blindSpots);
        blind.addAll(Limits.of(app, endpoints.left()));
        return new App(
                app.platform(),
                app.id(),
                app.version(),
                app.build(),
                app.name(),
                app.files(),
                app.frameworks(),
                app.sdks(),
                app.permissions(),
                app.endpoints(),
                app.webViews(),
                app.deepLinks(),
                app.declarations(),
                new Mismatches(app, catalogue, declarations, permissions.keySet(), readableForm()).all(),
                blind);
    }

    private Optional<Spot> readableForm() {
        return form.filter(
                spot -> blindSpots.stream().noneMatch(blind -> blind.where().equals(spot.file())));
    }

    /// That of the first manifest; without one, what the signs are those of.
    private Platform platform() {
        if (identity != null) {
            return identity.platform();
        }
        boolean apple = kinds.contains(Sign.OBJC_CLASS)
                || kinds.contains(Sign.SYMBOL)
                || kinds.contains(Sign.PLIST)
                || kinds.contains(Sign.DECLARED_TRACKING);
        boolean google = kinds.contains(Sign.CLASS_DEFINED) || kinds.contains(Sign.COMPONENT);
        return apple && !google ? Platform.IOS : Platform.ANDROID;
    }

    private List<Permission> permissions() {
        List<Permission> told = new ArrayList<>();
        permissions.forEach((name, asked) -> Permissions.meaningOf(name)
                .ifPresent(meaning -> told.add(
                        new Permission(name, meaning.clause(), meaning.element(), asked.stated(), asked.at()))));
        return told;
    }

    /// Whether nothing was found that an app has.
    public boolean isEmpty() {
        return kinds.isEmpty() && codes.isEmpty() && identity == null;
    }

    SdkCatalogue catalogue() {
        return catalogue;
    }

    Map<String, SdkSigns> signs() {
        return signs;
    }

    Map<String, Component> components() {
        return components;
    }

    /// Classes that something calls by their name.
    Set<String> entryHints() {
        return entryHints;
    }

    List<Subclass> subclasses(Sdk sdk) {
        return subclasses.getOrDefault(sdk.id(), List.of());
    }

    Set<String> webViewClasses() {
        return webViews;
    }

    /// The first use of a web view in each iOS executable.
    Map<String, Spot> webKit() {
        return webKit;
    }

    /// By executable, the selectors by which scripts are let in.
    Map<String, Set<String>> scriptHandlers() {
        return scriptHandlers;
    }

    /// Where a selector is used that hands something to some SDK.
    List<Spot> selectors(String name) {
        return selectors.getOrDefault(name, List.of());
    }

    /// Pages of the app's own that load trackers.
    Map<String, Spot> pages() {
        return pages;
    }

    Set<String> pageTrackers(String page) {
        return pageTrackers.getOrDefault(page, Set.of());
    }

    Settings settings() {
        return settings;
    }

    List<Code> codes() {
        return codes;
    }

    /// The app's package name; empty without a manifest.
    String appId() {
        return Optional.ofNullable(identity).map(Identity::id).orElse("");
    }

    boolean saw(Sign sign) {
        return kinds.contains(sign);
    }

    boolean isHidden() {
        return blindSpots.stream().anyMatch(blind -> blind.kind() == BlindSpot.Kind.CODE_HIDDEN);
    }
}
