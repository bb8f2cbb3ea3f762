package dev.earshot.mobile.android;

import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.util.List;

/// A network security configuration: which hosts are pinned, and where the system's rules for connections are lifted.
///
/// Source: developer.android.com, "Network security configuration", general knowledge.
///
/// @param file its path, as [dev.earshot.mobile.reading.Part#file()]
record SecurityConfig(String file, XmlElement root, Resources resources) {
    /// Domain configurations inside domain configurations.
    private static final int DEPTH = 20;

    /// @param debuggable whether the exceptions for debugging count
    /// @param cleartext whether cleartext is permitted where it says nothing
    void tell(boolean debuggable, boolean cleartext, Signs signs) {
        List<XmlElement> bases = root.children("base-config").toList();
        if (cleartext && bases.stream().noneMatch(base -> base.has("cleartextTrafficPermitted"))) {
            found(
                    signs,
                    Sign.TRANSPORT_EXCEPTION,
                    "*",
                    "cleartext permitted by default, for an app built for Android 8.1 or older",
                    root);
        }
        for (XmlElement base : bases) {
            tellExceptions(base, List.of("*"), signs);
        }
        root.children("domain-config").forEach(config -> tellDomains(config, signs, 0));
        if (debuggable) {
            root.children("debug-overrides").forEach(debug -> tellExceptions(debug, List.of("*"), signs));
        }
    }

    private void tellDomains(XmlElement config, Signs signs, int depth) {
        List<String> hosts = config.children("domain")
                .map(domain -> (text(domain, "includeSubdomains").equals("true") ? "*." : "")
                        + domain.text().toString())
                .toList();
        tellExceptions(config, hosts, signs);
        config.children("pin-set")
                .filter(pins -> pins.children("pin").findAny().isPresent())
                .forEach(pins -> {
                    String until = text(pins, "expiration");
                    hosts.forEach(
                            host -> found(signs, Sign.PINNED, host, until.isEmpty() ? "" : "until " + until, pins));
                });
        if (depth < DEPTH) {
            config.children("domain-config").forEach(inner -> tellDomains(inner, signs, depth + 1));
        }
    }

    private void tellExceptions(XmlElement config, List<String> hosts, Signs signs) {
        boolean cleartext = text(config, "cleartextTrafficPermitted").equals("true");
        boolean user = config.children("trust-anchors")
                .flatMap(anchors -> anchors.children("certificates"))
                .anyMatch(certificates -> text(certificates, "src").equals("user"));
        boolean unpinned = config.children("trust-anchors")
                .flatMap(anchors -> anchors.children("certificates"))
                .anyMatch(certificates -> text(certificates, "overridePins").equals("true"));
        for (String host : hosts) {
            if (cleartext) {
                found(signs, Sign.TRANSPORT_EXCEPTION, host, "cleartext permitted", config);
            }
            if (user) {
                found(
                        signs,
                        Sign.TRANSPORT_EXCEPTION,
                        host,
                        "certificates that the user installed are trusted",
                        config);
            }
            if (unpinned) {
                found(signs, Sign.TRANSPORT_EXCEPTION, host, "pins are overridden", config);
            }
        }
    }

    private String text(XmlElement element, String attribute) {
        return resources.text(element.attribute(attribute));
    }

    private void found(Signs signs, Sign sign, String name, String value, XmlElement at) {
        signs.found(sign, file, name, value, at.offset());
    }
}
