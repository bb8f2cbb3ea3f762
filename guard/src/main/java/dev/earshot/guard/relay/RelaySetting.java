package dev.earshot.guard.relay;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// One relay: what of a request is told to which vendor.
///
/// @param name the last part of its path, `/collect/<name>`
/// @param to the vendor's address, `https:` and without a query
/// @param method what it is sent by; empty for the one that it came by
/// @param fields that may leave: names of a query or form, and paths of JSON (`events.name`; lists are passed through)
/// @param constants set whatever came
/// @param pseudonyms those of the fields whose value leaves as a keyed hash, with a key that changes
/// @param pages those of the fields that hold a page's address, and what becomes of it
/// @param zones from whose pages it may be told; empty for those that allow the vendor and forbid nothing of it
/// @param keyDays after how many days the key of the pseudonyms changes
public record RelaySetting(
        String name,
        URI to,
        String method,
        Set<String> fields,
        Map<String, String> constants,
        Set<String> pseudonyms,
        Map<String, PageAddress> pages,
        Set<String> zones,
        int keyDays) {
    /// What is left of a page's address.
    public enum PageAddress {
        /// Scheme, host and path, of own hosts alone.
        PATH,
        /// The name of its zone.
        ZONE
    }

    public RelaySetting {
        fields = Set.copyOf(fields);
        constants = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        pseudonyms = Set.copyOf(pseudonyms);
        pages = Map.copyOf(pages);
        zones = Set.copyOf(zones);
        if (keyDays < 1) {
            throw new IllegalArgumentException("a key holds for a day at least");
        }
    }
}
