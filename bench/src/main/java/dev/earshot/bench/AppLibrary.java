package dev.earshot.bench;

import dev.earshot.clinic.app.Dex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A library as Maven Central has it, with what it brings into an app.
///
/// @param name its artifact, such as `guava`
/// @param sdk the id in the catalogue of the SDK that it is; empty where it is none
/// @param classes class files by path
/// @param files native code for one architecture and assets, by path in an APK
/// @param manifests texts of AndroidManifest.xml; none for a JAR
/// @param packed bytes of its classes and files as they are packed there
record AppLibrary(
        String name,
        String sdk,
        SortedMap<String, byte[]> classes,
        SortedMap<String, byte[]> files,
        List<String> manifests,
        long packed) {
    /// What an app takes together: the parts of one SDK, by the beginnings of their files' names.
    private enum Unit {
        ADJUST("adjust", "com.adjust.sdk"),
        BRANCH("branch", "io.branch"),
        MIXPANEL("mixpanel", "com.mixpanel"),
        AMPLITUDE("amplitude", "com.amplitude"),
        SEGMENT("segment", "com.segment"),
        APPSFLYER("appsflyer", "com.appsflyer"),
        FACEBOOK_CORE("facebook-core", "com.facebook.android.facebook-core"),
        AUDIENCE_NETWORK("facebook-ads", "com.facebook.android.audience-network"),
        BRAZE("braze", "com.braze"),
        SENTRY("sentry", "io.sentry"),
        BUGSNAG("bugsnag", "com.bugsnag"),
        SNOWPLOW("snowplow", "com.snowplow"),
        POSTHOG("posthog", "com.posthog"),
        DATADOG("datadog-rum", "com.datadoghq"),
        HEAP("heap", "com.heapanalytics"),
        MPARTICLE("mparticle", "com.mparticle"),
        MOPUB("mopub", "com.mopub");

        private final String sdk;
        private final String beginning;

        Unit(String sdk, String beginning) {
            this.sdk = sdk;
            this.beginning = beginning;
        }
    }

    /// All libraries in a folder: those that are SDKs first, each group in order of name.
    static List<AppLibrary> in(Path folder) throws IOException {
        SortedMap<String, AppLibrary> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                String sdk = Arrays.stream(Unit.values())
                        .filter(unit -> name.startsWith(unit.beginning))
                        .map(unit -> unit.sdk)
                        .findFirst()
                        .orElse("");
                AppLibrary library = read(sdk.isEmpty() ? name : sdk, sdk, file);
                found.merge(library.name, library, AppLibrary::and);
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing(library -> library.sdk.isEmpty()))
                .toList();
    }

    private AppLibrary and(AppLibrary other) {
        SortedMap<String, byte[]> allClasses = new TreeMap<>(classes);
        allClasses.putAll(other.classes);
        SortedMap<String, byte[]> allFiles = new TreeMap<>(files);
        allFiles.putAll(other.files);
        List<String> allManifests =
                Stream.concat(manifests.stream(), other.manifests.stream()).toList();
        return new AppLibrary(name, sdk, allClasses, allFiles, allManifests, packed + other.packed);
    }

    private static AppLibrary read(String name, String sdk, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        SortedMap<String, byte[]> classes = new TreeMap<>();
        SortedMap<String, byte[]> files = new TreeMap<>();
        if (file.toString().endsWith(".jar")) {
            classes.putAll(Dex.classesOf(bytes));
            return new AppLibrary(name, sdk, classes, files, List.of(), bytes.length);
        }
        List<String> manifests = List.of();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String path = entry.getName();
                if (path.equals("classes.jar") || path.matches("libs/[^/]+\\.jar")) {
                    classes.putAll(Dex.classesOf(zip.readAllBytes()));
                } else if (path.equals("AndroidManifest.xml")) {
                    manifests = List.of(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                } else if (path.startsWith("assets/") && !entry.isDirectory()) {
                    files.put(path, zip.readAllBytes());
                } else if (path.startsWith("jni/arm64-v8a/") && !entry.isDirectory()) {
                    files.put("lib" + path.substring("jni".length()), zip.readAllBytes());
                }
            }
        }
        return new AppLibrary(name, sdk, classes, files, manifests, bytes.length);
    }

    boolean isSdk() {
        return !sdk.isEmpty();
    }
}
