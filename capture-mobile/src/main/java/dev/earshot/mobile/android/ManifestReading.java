package dev.earshot.mobile.android;

import dev.earshot.app.Platform;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a manifest says, in either of its forms.
///
/// Source: developer.android.com/guide/topics/manifest (elements and attributes), general knowledge.
///
/// @param file the manifest's path, as [dev.earshot.mobile.reading.Part#file()]
/// @param xml the XML resource at a path of the package
record ManifestReading(
        String file,
        XmlElement manifest,
        Resources resources,
        Function<String, Optional<SecurityConfig>> xml,
        Signs signs) {
    private static final Map<String, String> COMPONENTS = Map.of(
            "activity",
            "activity",
            "activity-alias",
            "activity",
            "service",
            "service",
            "receiver",
            "receiver",
            "provider",
            "provider");

    /// Addresses told of one intent filter, whose schemes, hosts and paths multiply.
    private static final int ADDRESSES = 200;

    /// Cleartext is permitted by default in apps for an older system (developer.android.com, "Network security
    /// configuration": "Starting with Android 9 (API level 28), cleartext support is disabled by default").
    private static final int NO_CLEARTEXT_SINCE = 28;

    void tell() {
        boolean base = !manifest.has("split") && !manifest.has("configForSplit");
        Optional<XmlElement> application = manifest.children("application").findFirst();
        signs.identity(
                Platform.ANDROID,
                text(manifest, "package"),
                text(manifest, "versionName"),
                text(manifest, "versionCode"),
                application.map(element -> text(element, "label")).orElse(""));
        tellPermissions();
        manifest.children("application").forEach(this::tellApplication);
        if (base) {
            application.ifPresent(this::tellTransport);
        }
    }

    private void tellPermissions() {
        Stream.of("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m")
                .flatMap(manifest::children)
                .forEach(element -> {
                    String highest = text(element, "maxSdkVersion");
                    found(
                            Sign.PERMISSION,
                            text(element, "name"),
                            highest.isEmpty() ? "" : "up to Android API level " + highest,
                            element);
                });
    }

    private void tellApplication(XmlElement application) {
        boolean disabled = isDisabled(application);
        found(
                Sign.COMPONENT,
                className(text(application, "name")),
                "application" + (disabled ? " disabled" : ""),
                application);
        tellMetaData(application);
        Stream.of("uses-library", "uses-native-library")
                .flatMap(application::children)
                .forEach(library -> found(Sign.LIBRARY, text(library, "name"), "", library));
        for (XmlElement element : application.children()) {
            String kind = COMPONENTS.get(element.name());
            if (kind != null) {
                tellComponent(element, kind, disabled || isDisabled(element));
            }
        }
    }

    private void tellComponent(XmlElement element, String kind, boolean disabled) {
        String name = className(text(element, element.name().equals("activity-alias") ? "targetActivity" : "name"));
        String shown = kind.equals("activity") && isLauncher(element) ? "launcher" : kind;
        found(Sign.COMPONENT, name, shown + (disabled ? " disabled" : ""), element);
        tellMetaData(element);
        if (!disabled) {
            element.children("intent-filter").forEach(filter -> tellAddresses(filter, name));
        }
    }

    private boolean isLauncher(XmlElement element) {
        return element.children("intent-filter")
                .anyMatch(filter -> names(filter, "action").contains("android.intent.action.MAIN")
                        && names(filter, "category").stream()
                                .anyMatch(category -> category.equals("android.intent.category.LAUNCHER")
                                        || category.equals("android.intent.category.LEANBACK_LAUNCHER")));
    }

    private List<String> names(XmlElement filter, String kind) {
        return filter.children(kind).map(element -> text(element, "name")).toList();
    }

    /// Where a value depends on the device, each of its values is told, the default one first.
    private void tellMetaData(XmlElement of) {
        of.children("meta-data").forEach(element -> {
            Value value = element.attribute(element.has("value") ? "value" : "resource");
            resources.all(value).forEach(text -> found(Sign.META_DATA, text(element, "name"), text, element));
        });
    }

    /// Disabled whatever the device: a component that a resource enables on some is not.
    private boolean isDisabled(XmlElement element) {
        return element.has("enabled")
                && resources.all(element.attribute("enabled")).stream().allMatch("false"::equals);
    }

    /// Schemes, hosts and paths of one filter go together in every combination, as Android takes them.
    private void tellAddresses(XmlElement filter, String name) {
        if (!names(filter, "action").contains("android.intent.action.VIEW")) {
            return;
        }
        Set<String> schemes = new LinkedHashSet<>();
        Set<String> hosts = new LinkedHashSet<>();
        Set<String> paths = new LinkedHashSet<>();
        filter.children("data").forEach(element -> {
            add(schemes, element, "scheme");
            if (element.has("host")) {
                String port = text(element, "port");
                hosts.add(text(element, "host") + (port.isEmpty() ? "" : ":" + port));
            }
            add(paths, element, "path");
            if (element.has("pathPrefix")) {
                paths.add(text(element, "pathPrefix") + "*");
            }
            if (element.has("pathPattern")) {
                paths.add(text(element, "pathPattern").replace(".*", "*").replace("\\", ""));
            }
            if (element.has("pathSuffix")) {
                paths.add("*" + text(element, "pathSuffix"));
            }
            if (element.has("pathAdvancedPattern")) {
                paths.add(text(element, "pathAdvancedPattern"));
            }
        });
        String taker = name + (text(filter, "autoVerify").equals("true") ? " autoVerify" : "");
        List<String> addresses = new ArrayList<>();
        for (String scheme : schemes) {
            if (hosts.isEmpty()) {
                addresses.add(scheme + "://*");
            }
            for (String host : hosts) {
                for (String path : paths.isEmpty() ? Set.of("/*") : paths) {
                    if (addresses.size() < ADDRESSES) {
                        addresses.add(scheme + "://" + host + (path.startsWith("/") ? path : "/" + path));
                    }
                }
            }
        }
        addresses.stream().limit(ADDRESSES).forEach(address -> found(Sign.DEEP_LINK, address, taker, filter));
    }

    private void add(Set<String> texts, XmlElement element, String attribute) {
        if (element.has(attribute)) {
            texts.add(text(element, attribute));
        }
    }

    /// A network security configuration decides alone where there is one (Android 7 on); else the manifest does.
    private void tellTransport(XmlElement application) {
        Optional<SecurityConfig> config = application.has("networkSecurityConfig")
                ? resources.texts(application.attribute("networkSecurityConfig").reference()).stream()
                        .findFirst()
                        .flatMap(xml)
                : Optional.empty();
        boolean byDefault = manifest.children("uses-sdk")
                .map(sdk -> text(sdk, sdk.has("targetSdkVersion") ? "targetSdkVersion" : "minSdkVersion"))
                .anyMatch(version -> version.matches("\\d{1,2}") && Integer.parseInt(version) < NO_CLEARTEXT_SINCE);
        String asked = text(application, "usesCleartextTraffic");
        if (config.isPresent()) {
            config.get().tell(text(application, "debuggable").equals("true"), byDefault, signs);
        } else if (asked.equals("true")) {
            found(Sign.TRANSPORT_EXCEPTION, "*", "cleartext permitted", application);
        } else if (byDefault && asked.isEmpty()) {
            found(
                    Sign.TRANSPORT_EXCEPTION,
                    "*",
                    "cleartext permitted by default, for an app built for Android 8.1 or older",
                    application);
        }
    }

    private String text(XmlElement element, String attribute) {
        return resources.text(element.attribute(attribute));
    }

    /// Short names are within the package.
    private String className(String name) {
        return name.startsWith(".")
                ? text(manifest, "package") + name
                : name.isEmpty() || name.contains(".") ? name : text(manifest, "package") + "." + name;
    }

    private void found(Sign sign, String name, String value, XmlElement at) {
        if (!name.isEmpty()) {
            signs.found(sign, file, name, value, at.offset());
        }
    }
}
