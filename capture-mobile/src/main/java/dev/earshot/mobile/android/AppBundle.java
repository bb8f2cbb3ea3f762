package dev.earshot.mobile.android;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An Android App Bundle (AAB): modules with manifests and resources in protobuf, and what the build says of itself.
public final class AppBundle {
    private static final String MAPPING = "BUNDLE-METADATA/com.android.tools.build.obfuscation/proguard.map";
    private static final String DEPENDENCIES = "BUNDLE-METADATA/com.android.tools.build.libraries/dependencies.pb";
    private static final String MANIFEST = "/manifest/AndroidManifest.xml";
    private static final String BASE = "base";
    private static final int LARGEST_MANIFEST = 32 << 20;
    private static final Set<String> AS_IN_AN_APK = Set.of("assets", "lib", "res");

    private final Container container;

    public AppBundle(Container container) {
        this.container = container;
    }

    /// Tells what manifests, resources, metadata and build leftovers of all modules hold.
    public void tell(Signs signs) {
        List<String> modules = modules();
        if (!modules.contains(BASE)) {
            AndroidPackage.blind(
                    signs,
                    container.file(),
                    "This app bundle has no base module with a manifest. Scan the file as it comes from the build.");
        }
        Resources base = Resources.NONE;
        for (String module : modules) {
            BundleResources resources = tellResources(module, base, signs);
            base = module.equals(BASE) ? resources : base;
            tellManifest(module, resources, signs);
        }
        container.open(DEPENDENCIES).ifPresent(part -> tellDependencies(part, signs));
        new Leftovers(container, signs).tell(name -> shown(name, modules));
    }

    /// The table that tells classes' names before renaming.
    public Optional<Part> mapping() {
        return container.open(MAPPING);
    }

    /// The base module, then the others in order of name.
    private List<String> modules() {
        List<String> modules = new ArrayList<>(container.names().stream()
                .filter(name -> name.endsWith(MANIFEST) && name.indexOf('/') == name.length() - MANIFEST.length())
                .map(name -> name.substring(0, name.length() - MANIFEST.length()))
                .sorted()
                .toList());
        if (modules.remove(BASE)) {
            modules.addFirst(BASE);
        }
        return modules;
    }

    /// The name that a file of a module has in the APK that is made of it.
    private static String shown(String name, List<String> modules) {
        int module = name.indexOf('/');
        int folder = name.indexOf('/', module + 1);
        if (module < 0 || folder < 0 || !modules.contains(name.substring(0, module))) {
            return name;
        }
        String first = name.substring(module + 1, folder);
        return AS_IN_AN_APK.contains(first)
                ? name.substring(module + 1)
                : first.equals("root") || first.equals("dex") ? name.substring(folder + 1) : name;
    }

    private BundleResources tellResources(String module, Resources base, Signs signs) {
        Optional<Part> part = container.open(module + "/resources.pb");
        if (part.isEmpty()) {
            return BundleResources.none(base);
        }
        String file = part.get().file();
        BundleResources resources = BundleResources.of(part.get().bytes(), base);
        if (!resources.whole()) {
            AndroidPackage.blind(
                    signs,
                    file,
                    "This resource table is broken or cut off; what could be read of it is told. Scan the file as it comes"
                            + " from the build.");
        }
        resources.tell(
                AndroidPackage.LONGEST_TEXT,
                (name, text, offset) -> signs.found(Sign.RESOURCE, file, name, text, offset));
        return resources;
    }

    private void tellManifest(String module, BundleResources resources, Signs signs) {
        container.open(module + MANIFEST).ifPresent(part -> {
            if (part.bytes().limit() > LARGEST_MANIFEST) {
                AndroidPackage.blind(
                        signs, part.file(), "This manifest is larger than any real one (32 MB), and was not read.");
                return;
            }
            XmlFile xml = BundleXml.read(part.bytes(), resources);
            if (!xml.whole()
                    || xml.root().filter(root -> root.name().equals("manifest")).isEmpty()) {
                AndroidPackage.blind(
                        signs,
                        part.file(),
                        "This manifest is broken or cut off; what could be read of it is told. Scan the file as it comes"
                                + " from the build.");
            }
            xml.root()
                    .ifPresent(root -> new ManifestReading(
                                    part.file(),
                                    root,
                                    resources,
                                    path -> securityConfig(module, path, resources, signs),
                                    signs)
                            .tell());
        });
    }

    private Optional<SecurityConfig> securityConfig(
            String module, String path, BundleResources resources, Signs signs) {
        Optional<SecurityConfig> config = container
                .open(module + "/" + path)
                .flatMap(part -> BundleXml.read(part.bytes(), resources)
                        .root()
                        .map(root -> new SecurityConfig(part.file(), root, resources)));
        if (config.isEmpty()) {
            AndroidPackage.blind(
                    signs,
                    container.file() + "!" + module + "/" + path,
                    "The network security configuration can't be read.");
        }
        return config;
    }

    /// Every library that was built in, with its version, whatever its classes are called now.
    ///
    /// Source: `AppDependencies` of `app_dependencies.proto` as bundletool 1.18.3 has it: `library = 1`, in it
    /// `maven_library = 1` with `group_id = 1`, `artifact_id = 2`, `version = 5` (descriptions in public repositories,
    /// read 2026-11-22).
    private static void tellDependencies(Part part, Signs signs) {
        Message dependencies = Message.of(part.bytes());
        if (!dependencies.whole()) {
            AndroidPackage.blind(
                    signs, part.file(), "This list of libraries is broken or cut off; what could be read is told.");
        }
        dependencies.all(1).stream()
                .flatMap(library -> library.all(1).stream())
                .filter(maven -> !maven.text(1).isEmpty() && !maven.text(2).isEmpty())
                .forEach(maven -> signs.found(
                        Sign.DEPENDENCY,
                        part.file(),
                        maven.text(1) + ":" + maven.text(2),
                        maven.text(5),
                        maven.start()));
    }
}
