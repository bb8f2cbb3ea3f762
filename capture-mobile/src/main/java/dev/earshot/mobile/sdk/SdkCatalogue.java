package dev.earshot.mobile.sdk;

import dev.earshot.catalogue.DomainOwner;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.catalogue.HostTrie;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All SDKs that Earshot knows, indexed by what gives them away. Immutable and safe for use by several threads.
public final class SdkCatalogue {
    private static final Pattern SWIFT_MODULE = Pattern.compile("_TtC\\d+(.+)\\*");

    private final Map<String, Sdk> sdks = new TreeMap<>();
    private final NameTable<ClassHit> classes;
    private final NameTable<Hit> metaData;
    private final NameTable<Hit> libraries;
    private final NameTable<Hit> objcClasses;
    private final NameTable<Hit> frameworks;
    private final NameTable<Hit> symbols;
    private final NameTable<Hit> plist;
    private final Map<String, List<Hit>> components = new HashMap<>();
    private final Map<String, List<Hit>> packages = new HashMap<>();
    private final Map<String, List<Hit>> selectors = new HashMap<>();
    private final Map<String, List<TextHit>> texts = new HashMap<>();
    private final HostTrie<TextHit> textHosts = new HostTrie<>();
    private final HostTrie<Hit> hosts = new HostTrie<>();
    private final Map<String, List<Hit>> files = new HashMap<>();
    private final Map<String, List<Hit>> dependencies = new HashMap<>();
    private final List<Wild> wildFiles = new ArrayList<>();
    private final List<Wild> wildDependencies = new ArrayList<>();
    private final Set<String> handingSelectors = new HashSet<>();
    private final Set<String> settings = new HashSet<>();
    private final HostTexts hostTexts;

    /// A fact that was met.
    record Hit(Sdk sdk, Fact fact) {}

    /// In which part of its data file a text stands.
    enum Section {
        ANDROID,
        IOS,
        SCRIPTS
    }

    record TextHit(Section section, Hit hit) {}

    private record ClassHit(Hit hit, boolean counts) {}

    private record Wild(String start, Pattern pattern, Hit hit) {}

    private static final class Bundled {
        static final SdkCatalogue CATALOGUE = new SdkCatalogue(SdkFiles.bundled());
    }

    private SdkCatalogue(Collection<Sdk> known) {
        var classNames = new NameTable.Builder<ClassHit>();
        var metaDataKeys = new NameTable.Builder<Hit>();
        var libraryNames = new NameTable.Builder<Hit>();
        var objcNames = new NameTable.Builder<Hit>();
        var frameworkNames = new NameTable.Builder<Hit>();
        var symbolNames = new NameTable.Builder<Hit>();
        var plistKeys = new NameTable.Builder<Hit>();
        known.stream().sorted(Comparator.comparing(Sdk::id)).forEach(sdk -> {
            sdks.put(sdk.id(), sdk);
            sdk.android()
                    .classes()
                    .forEach(fact -> classNames.putClass(fact.is(), new ClassHit(new Hit(sdk, fact), true)));
            sdk.android()
                    .notClasses()
                    .forEach(fact -> classNames.putClass(fact.is(), new ClassHit(new Hit(sdk, fact), false)));
            put(metaDataKeys, sdk, sdk.android().metaData());
            put(libraryNames, sdk, sdk.android().libraries());
            sdk.ios().classes().forEach(fact -> {
                objcNames.putPattern(fact.is(), new Hit(sdk, fact));
                dotted(fact.is()).ifPresent(name -> objcNames.putPattern(name, new Hit(sdk, fact)));
            });
            put(frameworkNames, sdk, sdk.ios().frameworks());
            put(symbolNames, sdk, sdk.ios().symbols());
            put(plistKeys, sdk, sdk.ios().plist());
            index(sdk);
        });
        classes = classNames.build();
        metaData = metaDataKeys.build();
        libraries = libraryNames.build();
        objcClasses = objcNames.build();
        frameworks = frameworkNames.build();
        symbols = symbolNames.build();
        plist = plistKeys.build();
        hostTexts = new HostTexts(suffixes(), this::isKnownHost);
    }

    /// A module of Swift, as readers write what the runtime mangles: `Segment.*` for `_TtC7Segment*`.
    private static Optional<String> dotted(String objcClass) {
        Matcher mangled = SWIFT_MODULE.matcher(objcClass);
        return mangled.matches() ? Optional.of(mangled.group(1) + ".*") : Optional.empty();
    }

    private static void put(NameTable.Builder<Hit> table, Sdk sdk, List<Fact> facts) {
        facts.forEach(fact -> table.putPattern(fact.is(), new Hit(sdk, fact)));
    }

    private void index(Sdk sdk) {
        put(components, sdk, sdk.android().components());
        put(components, sdk, sdk.android().starts());
        put(packages, sdk, sdk.scripts().packages());
        sdk.ios().methods().forEach(fact -> {
            String selector = fact.is().substring(fact.is().lastIndexOf('.') + 1);
            selectors.computeIfAbsent(selector, key -> new ArrayList<>(1)).add(new Hit(sdk, fact));
        });
        putTexts(Section.ANDROID, sdk, sdk.android().texts());
        putTexts(Section.IOS, sdk, sdk.ios().texts());
        putTexts(Section.SCRIPTS, sdk, sdk.scripts().texts());
        sdk.hosts().forEach(fact -> hosts.put(fact.is(), new Hit(sdk, fact)));
        putPaths(files, wildFiles, sdk, sdk.android().files());
        putPaths(files, wildFiles, sdk, sdk.ios().files());
        putPaths(dependencies, wildDependencies, sdk, sdk.android().dependencies());
        sdk.calls().forEach(call -> handingSelectors.add(lastLabel(call.method())));
        sdk.keys().forEach(key -> settings.add(key.in().word() + " " + key.name()));
        sdk.switches().forEach(item -> settings.add(item.in().word() + " " + item.name()));
    }

    private static void put(Map<String, List<Hit>> table, Sdk sdk, List<Fact> facts) {
        facts.forEach(fact ->
                table.computeIfAbsent(fact.is(), key -> new ArrayList<>(1)).add(new Hit(sdk, fact)));
    }

    private void putTexts(Section section, Sdk sdk, List<Fact> facts) {
        for (Fact fact : facts) {
            TextHit hit = new TextHit(section, new Hit(sdk, fact));
            if (fact.is().startsWith("host:")) {
                textHosts.put(fact.is().substring("host:".length()), hit);
            } else {
                texts.computeIfAbsent(fact.is(), key -> new ArrayList<>(1)).add(hit);
            }
        }
    }

    private static void putPaths(Map<String, List<Hit>> exact, List<Wild> wild, Sdk sdk, List<Fact> facts) {
        for (Fact fact : facts) {
            Hit hit = new Hit(sdk, fact);
            int star = fact.is().indexOf('*');
            if (star < 0) {
                exact.computeIfAbsent(fact.is(), key -> new ArrayList<>(1)).add(hit);
            } else {
                wild.add(new Wild(
                        fact.is().substring(0, star),
                        Pattern.compile("\\Q" + fact.is().replace("*", "\\E.*\\Q") + "\\E"),
                        hit));
            }
        }
    }

    /// The last labels of all hosts that anything is known of.
    private Set<String> suffixes() {
        Set<String> suffixes = new HashSet<>();
        DomainOwners.bundled().all().stream().map(DomainOwner::domain).forEach(host -> suffixes.add(lastLabel(host)));
        sdks.values().stream()
                .flatMap(sdk -> sdk.hosts().stream())
                .map(Fact::is)
                .filter(host -> !host.endsWith(">"))
                .forEach(host -> suffixes.add(lastLabel(host)));
        return suffixes;
    }

    private boolean isKnownHost(String host) {
        return DomainOwners.bundled().of(host).isPresent()
                || !hosts.at(host).isEmpty()
                || !textHosts.at(host).isEmpty();
    }

    private static String lastLabel(String host) {
        return host.substring(host.lastIndexOf('.') + 1);
    }

    /// The SDKs that come with Earshot, read once.
    public static SdkCatalogue bundled() {
        return Bundled.CATALOGUE;
    }

    static SdkCatalogue of(Sdk... sdks) {
        return new SdkCatalogue(List.of(sdks));
    }

    /// In the order of their ids.
    public List<Sdk> sdks() {
        return List.copyOf(sdks.values());
    }

    public Optional<Sdk> byId(String id) {
        return Optional.ofNullable(sdks.get(id));
    }

    /// Whose class it is: that of the longest prefix or name that fits and is not taken back by a longer one.
    @Nullable
    Hit ownerOf(String className) {
        @Nullable Set<String> takenBack = null;
        for (ClassHit found : classes.at(className)) {
            if (!found.counts()) {
                takenBack = takenBack == null ? new HashSet<>() : takenBack;
                takenBack.add(found.hit().sdk().id());
            } else if (takenBack == null
                    || !takenBack.contains(found.hit().sdk().id())) {
                return found.hit();
            }
        }
        return null;
    }

    List<Hit> component(String className) {
        return components.getOrDefault(className, List.of());
    }

    List<Hit> metaData(String key) {
        return metaData.at(key);
    }

    List<Hit> library(String name) {
        return libraries.at(name);
    }

    List<Hit> framework(String name) {
        return frameworks.at(name);
    }

    List<Hit> objcClass(String name) {
        return objcClasses.at(name);
    }

    List<Hit> symbol(String name) {
        return symbols.at(name);
    }

    List<Hit> plist(String key) {
        return plist.at(key);
    }

    List<Hit> selector(String name) {
        return selectors.getOrDefault(name, List.of());
    }

    List<Hit> scriptPackage(String name) {
        return packages.getOrDefault(name, List.of());
    }

    List<Hit> file(String path) {
        return paths(files, wildFiles, path);
    }

    List<Hit> dependency(String coordinates) {
        return paths(dependencies, wildDependencies, coordinates);
    }

    private static List<Hit> paths(Map<String, List<Hit>> exact, List<Wild> wild, String path) {
        List<Hit> found = exact.getOrDefault(path, List.of());
        for (Wild each : wild) {
            if (path.startsWith(each.start()) && each.pattern().matcher(path).matches()) {
                found = new ArrayList<>(found);
                found.add(each.hit());
            }
        }
        return found;
    }

    /// Those that have exactly this text.
    List<TextHit> text(String text) {
        return texts.getOrDefault(text, List.of());
    }

    /// Those of which a text with this host is a sign.
    List<TextHit> textHost(String host) {
        return textHosts.at(host);
    }

    /// Those whose traffic goes to this host.
    List<Hit> host(String host) {
        return hosts.at(host);
    }

    /// Whether a key of [Sdk#keys()] or a switch is of this name.
    boolean isSetting(Sdk.Place place, String name) {
        return settings.contains(place.word() + " " + name);
    }

    /// Whether a selector is one of [Sdk#calls()].
    boolean handsOver(String selector) {
        return handingSelectors.contains(selector);
    }

    HostTexts hostTexts() {
        return hostTexts;
    }
}
