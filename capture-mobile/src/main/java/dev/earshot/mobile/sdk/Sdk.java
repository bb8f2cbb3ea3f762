package dev.earshot.mobile.sdk;

import dev.earshot.element.DataElement;
import java.util.List;
import java.util.Set;

/// One vendor's library for apps, as its data file `sdks/<id>.json` describes it.
///
/// @param name what the vendor calls it
/// @param vendor the legal owner, as the catalogue of trackers writes it
/// @param category one of the catalogue's words, such as `advertising` or `session replay`
/// @param purpose what it is for, as a sentence
/// @param trackers ids of the catalogued trackers whose traffic it makes
/// @param infrastructure whether it serves the app and is no tracker by itself
/// @param onward whom it passes data on to where no scan sees it, as a sentence; empty for most
/// @param hosts that its traffic goes to, as patterns like those of trackers
/// @param turnsOn methods, `class.method`, that turn collection on again
/// @param collects what it tells by itself once it runs
/// @param sources where the facts were read, each with the date
public record Sdk(
        String id,
        String name,
        String vendor,
        String category,
        String purpose,
        List<String> trackers,
        boolean infrastructure,
        String onward,
        Android android,
        Ios ios,
        Scripts scripts,
        List<Fact> hosts,
        List<Key> keys,
        List<Switch> switches,
        List<Fact> turnsOn,
        List<Handing> calls,
        Set<DataElement> collects,
        List<String> remarks,
        List<String> sources) {
    public Sdk {
        trackers = List.copyOf(trackers);
        hosts = List.copyOf(hosts);
        keys = List.copyOf(keys);
        switches = List.copyOf(switches);
        turnsOn = List.copyOf(turnsOn);
        calls = List.copyOf(calls);
        collects = Set.copyOf(collects);
        remarks = List.copyOf(remarks);
        sources = List.copyOf(sources);
    }

    /// Whether it is the same SDK, by its id.
    boolean is(Sdk other) {
        return id.equals(other.id);
    }

    /// What it looks like in an Android app.
    ///
    /// @param classes prefixes that end in a dot, or whole names, which their inner classes share
    /// @param notClasses the same, of classes that do not count: stubs that do nothing, classes of another purpose
    /// @param components classes of its own that a manifest names
    /// @param starts those of its components that start it without a call from the app
    /// @param metaData keys in a manifest; a `*` at the end stands for any end
    /// @param texts in its string pool, which renaming does not change: a whole text, or `host:` and a host pattern for
    ///     every text with such a host
    /// @param libraries native libraries, without `lib` and `.so`
    /// @param files paths in the app, where `*` stands for any text
    /// @param dependencies `group:artifact`, where `*` stands for any text
    /// @param methods that start it, as `class.method`
    public record Android(
            List<Fact> classes,
            List<Fact> notClasses,
            List<Fact> components,
            List<Fact> starts,
            List<Fact> metaData,
            List<Fact> texts,
            List<Fact> libraries,
            List<Fact> files,
            List<Fact> dependencies,
            List<Fact> methods) {
        public Android {
            classes = List.copyOf(classes);
            notClasses = List.copyOf(notClasses);
            components = List.copyOf(components);
            starts = List.copyOf(starts);
            metaData = List.copyOf(metaData);
            texts = List.copyOf(texts);
            libraries = List.copyOf(libraries);
            files = List.copyOf(files);
            dependencies = List.copyOf(dependencies);
            methods = List.copyOf(methods);
        }
    }

    /// What it looks like in an iOS app.
    ///
    /// @param classes as the Objective-C runtime names them; a `*` at the end stands for any end
    /// @param symbols linker symbols; a `*` at the end stands for any end
    /// @param plist keys of Info.plist
    /// @param texts as those of [Android]
    /// @param methods selectors that start it, as `class.selector`
    public record Ios(
            List<Fact> classes,
            List<Fact> frameworks,
            List<Fact> symbols,
            List<Fact> plist,
            List<Fact> texts,
            List<Fact> files,
            List<Fact> methods) {
        public Ios {
            classes = List.copyOf(classes);
            frameworks = List.copyOf(frameworks);
            symbols = List.copyOf(symbols);
            plist = List.copyOf(plist);
            texts = List.copyOf(texts);
            files = List.copyOf(files);
            methods = List.copyOf(methods);
        }
    }

    /// What it looks like in the scripts of an app, and in lists of script packages.
    ///
    /// @param packages `npm:…`, `pub:…` or `cordova:…`
    /// @param texts as those of [Android]
    public record Scripts(List<Fact> packages, List<Fact> texts) {
        public Scripts {
            packages = List.copyOf(packages);
            texts = List.copyOf(texts);
        }
    }

    /// Where an app's build keeps settings.
    public enum Place {
        META_DATA("metaData"),
        PLIST("plist"),
        RESOURCE("resource");

        private final String word;

        Place(String word) {
            this.word = word;
        }

        /// As data files write it.
        public String word() {
            return word;
        }
    }

    /// A key that says for whom the SDK works.
    ///
    /// @param name a resource's with its type, `string/google_app_id`
    /// @param required whether it sends nothing without it
    public record Key(Place in, String name, String meaning, boolean required, boolean verified) {}

    /// A setting that can turn collection off.
    ///
    /// @param off the value that does
    /// @param means what it then does not do, as a sentence
    /// @param overridable by what it is overruled, as a sentence; empty where nothing is known
    /// @param elements what alone it stops; empty where it stops all collection
    public record Switch(
            Place in,
            String name,
            String off,
            String means,
            String overridable,
            Set<DataElement> elements,
            boolean verified) {
        public Switch {
            elements = Set.copyOf(elements);
        }
    }

    /// A method to which an app hands something about a person.
    ///
    /// @param method `class.method` on Android, `class.selector` on iOS
    /// @param hands what it is given, as a clause
    public record Handing(String method, DataElement element, String hands, boolean verified) {}
}
