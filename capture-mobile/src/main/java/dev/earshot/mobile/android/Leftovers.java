package dev.earshot.mobile.android;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// What the build left in a package beside code: names of files, versions of libraries.
record Leftovers(Container container, Signs signs) {
    private static final Pattern VERSION = Pattern.compile("[\\w.+-]{1,64}");
    private static final Pattern COORDINATE = Pattern.compile("[\\w.-]{1,200}");
    private static final int LARGEST = 64 << 10;

    /// The Maven groups of the libraries that leave `<artifact>.properties` behind, by how the artifact begins.
    private static final Map<String, String> GROUPS = new TreeMap<>(Map.of(
            "firebase-", "com.google.firebase",
            "play-services-", "com.google.android.gms",
            "transport-", "com.google.android.datatransport",
            "billing", "com.android.billingclient",
            "user-messaging-platform", "com.google.android.ump"));

    /// @param shown the name that an APK has for an entry of this package
    void tell(UnaryOperator<String> shown) {
        for (String entry : container.names()) {
            String name = shown.apply(entry);
            signs.found(Sign.FILE, container.file() + "!" + entry, name, "", -1);
            if (name.startsWith("lib/") && name.endsWith(".so")) {
                tellLibrary(entry, name.substring(name.lastIndexOf('/') + 1));
            } else if (name.startsWith("META-INF/")) {
                tellMetaInf(entry, name);
            } else if (name.endsWith(".properties") && !name.contains("/")) {
                tellClient(entry, name);
            }
        }
    }

    private void tellLibrary(String entry, String name) {
        String library = name.substring(name.startsWith("lib") ? 3 : 0, name.length() - 3);
        signs.found(Sign.LIBRARY, container.file() + "!" + entry, library, "", -1);
    }

    private void tellMetaInf(String entry, String name) {
        if (name.endsWith(".version")) {
            String coordinates = name.substring("META-INF/".length(), name.length() - ".version".length());
            // Gradle joins group and artifact with `_`; a group without a dot is none.
            int joint = coordinates.indexOf('_');
            if (joint > 0 && coordinates.lastIndexOf('.', joint) > 0) {
                text(entry)
                        .ifPresent(version -> dependency(
                                entry,
                                coordinates.substring(0, joint),
                                coordinates.substring(joint + 1),
                                version.strip()));
            }
        } else if (name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
            properties(entry)
                    .ifPresent(pom -> dependency(
                            entry,
                            pom.getProperty("groupId", ""),
                            pom.getProperty("artifactId", ""),
                            pom.getProperty("version", "")));
        } else if (name.equals("META-INF/com/android/build/gradle/app-metadata.properties")) {
            properties(entry)
                    .ifPresent(metadata -> dependency(
                            entry,
                            "com.android.tools.build",
                            "gradle",
                            metadata.getProperty("androidGradlePluginVersion", "")));
        }
    }

    /// `firebase-analytics.properties` and its like: `version=21.2.0`, `client=firebase-analytics`.
    private void tellClient(String entry, String name) {
        String artifact = name.substring(0, name.length() - ".properties".length());
        GROUPS.forEach((start, group) -> {
            if (artifact.startsWith(start)) {
                properties(entry)
                        .ifPresent(library -> dependency(entry, group, artifact, library.getProperty("version", "")));
            }
        });
    }

    private void dependency(String entry, String group, String artifact, String version) {
        if (COORDINATE.matcher(group).matches() && COORDINATE.matcher(artifact).matches()) {
            signs.found(
                    Sign.DEPENDENCY,
                    container.file() + "!" + entry,
                    group + ":" + artifact,
                    VERSION.matcher(version).matches() ? version : "",
                    -1);
        }
    }

    private Optional<String> text(String entry) {
        return container
                .open(entry)
                .map(Part::bytes)
                .filter(bytes -> bytes.limit() <= LARGEST)
                .map(bytes -> {
                    byte[] copy = new byte[bytes.limit()];
                    bytes.get(0, copy);
                    return new String(copy, UTF_8);
                });
    }

    private Optional<Properties> properties(String entry) {
        return text(entry).flatMap(text -> {
            var properties = new Properties();
            try {
                properties.load(new StringReader(text));
                return Optional.of(properties);
            } catch (IOException | IllegalArgumentException broken) {
                return Optional.empty();
            }
        });
    }
}
