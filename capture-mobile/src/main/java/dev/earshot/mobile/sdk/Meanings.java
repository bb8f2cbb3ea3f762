package dev.earshot.mobile.sdk;

import dev.earshot.app.Platform;
import dev.earshot.element.DataElement;
import java.util.Map;
import java.util.Optional;

/// What permissions, usage strings and entitlements that concern patient data give access to.
final class Meanings {
    private static final Map<String, Meaning> KNOWN = Map.of(
            "com.google.android.gms.permission.AD_ID",
            new Meaning("read the advertising id", Optional.of(DataElement.ADVERTISING_ID)),
            "android.permission.ACCESS_FINE_LOCATION",
            new Meaning("read the exact location", Optional.of(DataElement.LOCATION)),
            "android.permission.ACCESS_COARSE_LOCATION",
            new Meaning("read the approximate location", Optional.of(DataElement.LOCATION)),
            "android.permission.ACCESS_BACKGROUND_LOCATION",
            new Meaning("read the location while the app is not in use", Optional.of(DataElement.LOCATION)),
            "android.permission.READ_CONTACTS",
            new Meaning("read the contacts", Optional.of(DataElement.NAME)),
            "NSUserTrackingUsageDescription",
            new Meaning(
                    "ask to track the person and read the advertising id", Optional.of(DataElement.ADVERTISING_ID)));

    private Meanings() {}

    /// @param clause to go on after "may"
    record Meaning(String clause, Optional<DataElement> element) {}

    static Optional<Meaning> of(Platform platform, String name) {
        return Optional.ofNullable(KNOWN.get(name));
    }
}
