package dev.earshot.investigate.history.gtm;

import dev.earshot.investigate.history.SetTag.Setting;
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
/// @param consent what its settings say of consent
/// @param pointer in its file (RFC 6901)
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
        String code,
        Setting consent,
        String pointer) {
    Tag {
        firing = List.copyOf(firing);
        blocking = List.copyOf(blocking);
        after = List.copyOf(after);
        consents = List.copyOf(consents);
    }

    /// The same tag for a visitor who agreed to everything.
    Tag agreedTo() {
        return new Tag(
                id,
                name,
                type,
                parameters,
                paused,
                firing,
                blocking,
                after,
                List.of(),
                from,
                to,
                stored,
                code,
                consent,
                pointer);
    }
}
