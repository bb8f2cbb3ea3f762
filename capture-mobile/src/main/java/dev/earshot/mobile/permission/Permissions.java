package dev.earshot.mobile.permission;

import dev.earshot.element.DataElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The permissions, usage strings and entitlements that concern patient data, from `android.json` and `ios.json`: lists
/// of `{name, meaning, element, source}`. A name that ends in `*` stands for all that begin so; the longest one counts.
public final class Permissions {
    private static final Map<String, Meaning> MEANINGS = read("android.json", "ios.json");

    private Permissions() {}

    /// What a permission gives access to.
    ///
    /// @param clause such as `the person's precise location`, to go on after "gives access to"
    /// @param element empty where it is none of the elements
    public record Meaning(String clause, Optional<DataElement> element) {}

    /// Empty for a permission that does not matter here.
    ///
    /// @param name as the system names it: `android.permission.CAMERA`, `NSCameraUsageDescription`
    public static Optional<Meaning> meaningOf(String name) {
        @Nullable Meaning exact = MEANINGS.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int length = name.length(); length > 0; length--) {
            @Nullable Meaning start = MEANINGS.get(name.substring(0, length) + "*");
            if (start != null) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private static Map<String, Meaning> read(String... files) {
        Map<String, Meaning> meanings = new TreeMap<>();
        for (String file : List.of(files)) {
            try (@Nullable InputStream in = Permissions.class.getResourceAsStream(file)) {
                if (in != null) {
                    JsonMapper.shared()
                            .readTree(in)
                            .forEach(one -> meanings.put(one.required("name").asString(), meaning(one)));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(file, unreadable);
            }
        }
        return meanings;
    }

    private static Meaning meaning(JsonNode one) {
        Optional<DataElement> element = one.has("element")
                ? Optional.of(DataElement.byId(one.get("element").asString()).orElseThrow())
                : Optional.empty();
        return new Meaning(one.required("meaning").asString(), element);
    }
}
