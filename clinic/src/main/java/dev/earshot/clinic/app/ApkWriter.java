package dev.earshot.clinic.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.w3c.dom.Element;

/// Builds an Android app: an APK, a split of one, or an app bundle (AAB). Not signed: it is to be read, not installed.
public final class ApkWriter {
    /// The path under `BUNDLE-METADATA/` of the obfuscator's list of names.
    public static final String MAPPING = "com.android.tools.build.obfuscation/proguard.map";

    /// The path under `BUNDLE-METADATA/` of the list of libraries.
    public static final String DEPENDENCIES = "com.android.tools.build.libraries/dependencies.pb";

    private final ApkResources resources = new ApkResources();
    private final List<byte[]> dexes = new ArrayList<>();
    private final SortedMap<String, byte[]> classes = new TreeMap<>();
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final SortedMap<String, String> xmlFiles = new TreeMap<>();
    private Optional<AndroidManifest> manifest = Optional.empty();

    public ApkWriter manifest(AndroidManifest is) {
        manifest = Optional.of(is);
        return this;
    }

    /// A text resource, `@string/name`.
    public ApkWriter string(String name, String value) {
        resources.put("string", name, value);
        return this;
    }

    /// Class files to be translated, by path: `org/clinic/Main.class`.
    public ApkWriter classes(Map<String, byte[]> classFiles) {
        classes.putAll(classFiles);
        return this;
    }

    /// A code file that is there already; it comes before what [#classes] makes.
    public ApkWriter dex(byte[] dex) {
        dexes.add(dex);
        return this;
    }

    /// A file as it is: `assets/…`, `lib/arm64-v8a/….so`, `META-INF/….version`.
    public ApkWriter file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    public ApkWriter file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /// A resource file to be compiled: `res/xml/network_security_config.xml`.
    public ApkWriter xml(String path, String xml) {
        xmlFiles.put(path, xml);
        return this;
    }

    /// The app as an APK.
    public byte[] apk() {
        SequencedMap<String, byte[]> apk = new LinkedHashMap<>();
        manifest.ifPresent(is -> {
            Element root = rootOf(is);
            apk.put("AndroidManifest.xml", AndroidXml.binary(root, resources));
            xmlFiles.forEach((path, xml) -> apk.put(path, AndroidXml.binary(AndroidXml.parse(xml), resources)));
            apk.put("resources.arsc", resources.table(is.packageName()));
        });
        putCode("", apk);
        apk.putAll(files);
        return Zip.of(apk);
    }

    /// The app as an app bundle with one module, `base`.
    ///
    /// @param metadata what build tools tell about the app, by path under `BUNDLE-METADATA/`; see [#MAPPING] and
    ///     [#DEPENDENCIES]
    public byte[] bundle(Map<String, byte[]> metadata) {
        SequencedMap<String, byte[]> bundle = new LinkedHashMap<>();
        bundle.put("BundleConfig.pb", Proto.message(1, Proto.text(2, "1.18.3")));
        new TreeMap<>(metadata).forEach((path, content) -> bundle.put("BUNDLE-METADATA/" + path, content));
        manifest.ifPresent(is -> {
            Element root = rootOf(is);
            bundle.put("base/manifest/AndroidManifest.xml", AndroidXml.proto(root, resources));
            xmlFiles.forEach(
                    (path, xml) -> bundle.put("base/" + path, AndroidXml.proto(AndroidXml.parse(xml), resources)));
            bundle.put("base/resources.pb", resources.proto(is.packageName()));
        });
        putCode("base/dex/", bundle);
        files.forEach((path, content) -> bundle.put(
                path.startsWith("assets/") || path.startsWith("lib/") || path.startsWith("res/")
                        ? "base/" + path
                        : "base/root/" + path,
                content));
        return Zip.of(bundle);
    }

    /// The list of libraries in an app bundle.
    ///
    /// Source: `AppDependencies` of the Android Gradle plugin, app_dependencies.proto.
    ///
    /// @param coordinates each as `group:artifact:version`
    public static byte[] dependencies(List<String> coordinates) {
        return Proto.join(coordinates.stream()
                .map(coordinate -> coordinate.split(":", 3))
                .map(parts -> Proto.message(
                        1, Proto.message(1, Proto.text(1, parts[0]), Proto.text(2, parts[1]), Proto.text(5, parts[2]))))
                .toList());
    }

    private Element rootOf(AndroidManifest is) {
        Element root = is.merged();
        AndroidXml.mention(root, resources);
        xmlFiles.values().forEach(xml -> AndroidXml.mention(AndroidXml.parse(xml), resources));
        return root;
    }

    private void putCode(String folder, Map<String, byte[]> app) {
        List<byte[]> code = new ArrayList<>(dexes);
        if (!classes.isEmpty()) {
            code.addAll(Dex.of(classes));
        }
        for (int i = 0; i < code.size(); i++) {
            app.put(folder + "classes" + (i == 0 ? "" : i + 1) + ".dex", code.get(i));
        }
    }
}
