package dev.earshot.mobile.android;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.util.List;
import java.util.Optional;

/// One APK: its compiled manifest, its resource table and what its build left behind.
public final class AndroidPackage {
    private static final String MANIFEST = "AndroidManifest.xml";
    private static final String TABLE = "resources.arsc";

    /// Bytes of a manifest. The largest ones have 1 MB.
    private static final int LARGEST_MANIFEST = 32 << 20;

    /// A text resource longer than this is no key and no address.
    static final int LONGEST_TEXT = 300;

    private final Container container;

    public AndroidPackage(Container container) {
        this.container = container;
    }

    /// What it calls itself; empty texts for what it does not say.
    ///
    /// @param split the split that it is; empty for a base APK
    public record Name(String packageName, String split, String versionCode) {}

    /// Whether a package is an APK, one that lost its manifest included, or a compiled manifest by itself.
    public static boolean is(Container container) {
        List<String> names = container.names();
        return names.contains(MANIFEST)
                || names.contains("classes.dex")
                || lone(container).isPresent();
    }

    /// A compiled XML file that was given by itself.
    private static Optional<Part> lone(Container container) {
        return container.names().equals(List.of(container.file()))
                ? container
                        .open(container.file())
                        .filter(part -> part.bytes().limit() > 8 && part.bytes().getInt(0) == 0x00080003)
                : Optional.empty();
    }

    private Optional<Part> manifest() {
        return container.open(MANIFEST).or(() -> lone(container));
    }

    public Name name() {
        return manifest()
                .filter(part -> part.bytes().limit() <= LARGEST_MANIFEST)
                .flatMap(part -> BinaryXml.read(part.bytes()).root())
                .map(root -> new Name(
                        Resources.NONE.text(root.attribute("package")),
                        Resources.NONE.text(root.attribute("split")),
                        Resources.NONE.text(root.attribute("versionCode"))))
                .orElse(new Name("", "", ""));
    }

    /// Tells the names of the files of a package that is no APK, and what else its build left behind.
    public static void tellFiles(Container container, Signs signs) {
        new Leftovers(container, signs).tell(name -> name);
    }

    /// Tells what manifest, resources and build leftovers hold.
    public void tell(Signs signs) {
        Resources resources = tellResources(signs);
        Optional<Part> manifest = manifest();
        if (manifest.isEmpty()) {
            blind(
                    signs,
                    container.file(),
                    "This APK has no manifest that can be read, so that what it declares and what starts with it is not"
                            + " known. Scan the file as it comes from the build or the store.");
        }
        manifest.ifPresent(part -> tellManifest(part, resources, signs));
        tellFiles(container, signs);
    }

    private void tellManifest(Part part, Resources resources, Signs signs) {
        if (part.bytes().limit() > LARGEST_MANIFEST) {
            blind(signs, part.file(), "This manifest is larger than any real one (32 MB), and was not read.");
            return;
        }
        XmlFile xml = BinaryXml.read(part.bytes());
        if (!xml.whole()
                || xml.root().filter(root -> root.name().equals("manifest")).isEmpty()) {
            blind(
                    signs,
                    part.file(),
                    "This manifest is broken or cut off; what could be read of it is told. Scan the file as it comes from"
                            + " the build or the store.");
        }
        xml.root()
                .ifPresent(root -> new ManifestReading(
                                part.file(), root, resources, path -> securityConfig(path, resources, signs), signs)
                        .tell());
    }

    private Optional<SecurityConfig> securityConfig(String path, Resources resources, Signs signs) {
        Optional<SecurityConfig> config = container
                .open(path)
                .flatMap(part -> BinaryXml.read(part.bytes())
                        .root()
                        .map(root -> new SecurityConfig(part.file(), root, resources)));
        if (config.isEmpty()) {
            blind(signs, container.file() + "!" + path, "The network security configuration can't be read.");
        }
        return config;
    }

    private Resources tellResources(Signs signs) {
        Optional<Part> part = container.open(TABLE);
        if (part.isEmpty()) {
            return Resources.NONE;
        }
        ResourceTable table = ResourceTable.of(part.get().bytes());
        if (!table.whole()) {
            blind(
                    signs,
                    part.get().file(),
                    "This resource table is broken or cut off; what could be read of it is told. Scan the file as it comes"
                            + " from the build or the store.");
        }
        String file = part.get().file();
        table.tell(LONGEST_TEXT, (name, text, offset) -> signs.found(Sign.RESOURCE, file, name, text, offset));
        return table;
    }

    static void blind(Signs signs, String where, String what) {
        signs.blind(new BlindSpot(BlindSpot.Kind.FILE_NOT_READ, where, what, true));
    }
}
