package dev.earshot.decode;

import java.util.Map;
import java.util.Optional;

/// The vendors' own forms, by the name that a tracker's data file gives in `format`. A new one is one class and one
/// line here.
final class VendorFormats {
    private static final Map<String, VendorFormat> BY_NAME = Map.ofEntries(
            Map.entry("adobe-analytics", new AdobeAnalyticsFormat()),
            Map.entry("clarity", new ClarityFormat()),
            Map.entry("clevertap", new SealedFormat("itp")),
            Map.entry("criteo", new CriteoFormat()),
            Map.entry("dynatrace", new DynatraceFormat()),
            Map.entry("firebase", new FirebaseFormat()),
            Map.entry("firelog", new FirelogFormat()),
            Map.entry("fullstory", new FullStoryFormat()),
            Map.entry("google-mobile-ads", new SealedFormat("ms")),
            Map.entry("google-tag", new GoogleTagFormat()),
            Map.entry("heap", new HeapFormat()),
            Map.entry("matomo", new MatomoFormat()),
            Map.entry("moengage", new SealedFormat("data")),
            Map.entry("new-relic", new NewRelicFormat()),
            Map.entry("rrweb", new RrwebFormat()),
            Map.entry("sentry", new SentryFormat()),
            Map.entry("yandex", new YandexFormat()));

    private VendorFormats() {}

    static Optional<VendorFormat> named(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.ofNullable(BY_NAME.get(name));
    }
}
