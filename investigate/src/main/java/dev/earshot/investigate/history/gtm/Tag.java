package dev.earshot.investigate.history.gtm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A tag of a container.
///
/// @param name as people call it; in a served container, its type and number
/// @param type without the underscores of a served container, such as `baut`
/// @param firing ids of triggers
/// @param blocking ids of triggers
/// @param after names of tags that this one runs before or after itself
/// @param consents what a visitor must have agreed to, such as `ad_storage`
/// @param code of a custom template; empty where it has none
record Tag(
        String id,
        String name,
        String type,
        Value.Fields parameters,
        boolean paused,
        List<String> firing,
        List<String> blocking,
        List<String> after,
        List<String> consents,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Instant> stored,
        String code) {
    Tag {
        firing = List.copyOf(firing);
        blocking = List.copyOf(blocking);
        after = List.copyOf(after);
        consents = List.copyOf(consents);
    }
}
