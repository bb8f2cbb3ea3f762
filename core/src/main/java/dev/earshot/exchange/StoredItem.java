package dev.earshot.exchange;

import dev.earshot.element.Sensitive;
import java.time.Instant;
import java.util.Optional;

/// A cookie, or an entry of local or session storage, at the end of a page.
///
/// @param site the cookie's domain, or the storage's origin
/// @param expires empty for a session cookie and for storage
/// @param setBy the address of the response or script that set it; empty when unknown
public record StoredItem(
        Kind kind, String name, Sensitive value, String site, Optional<Instant> expires, Optional<String> setBy) {
    /// Where it is kept.
    public enum Kind {
        COOKIE,
        LOCAL_STORAGE,
        SESSION_STORAGE
    }
}
