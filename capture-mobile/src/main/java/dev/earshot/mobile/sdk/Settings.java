package dev.earshot.mobile.sdk;

import dev.earshot.app.Spot;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The values of those keys of a manifest, an Info.plist or the resources that some SDK's data file names.
final class Settings {
    private final Map<String, Value> values = new HashMap<>();

    /// @param text as the file has it
    record Value(String text, Spot at) {
        /// Whether it says the same, however the platform writes yes and no.
        boolean is(String other) {
            return plain(text).equals(plain(other));
        }

        private static String plain(String value) {
            String lower = value.strip().toLowerCase(Locale.ROOT);
            return switch (lower) {
                case "0", "no", "off" -> "false";
                case "1", "yes", "on", "-1", "0xffffffff" -> "true";
                default -> lower;
            };
        }
    }

    /// The first value of a key counts.
    void put(Sdk.Place place, String name, String value, Spot at) {
        values.putIfAbsent(place.word() + " " + name, new Value(value, at));
    }

    Optional<Value> of(Sdk.Place place, String name) {
        return Optional.ofNullable(values.get(place.word() + " " + name));
    }
}
