package dev.earshot.investigate.history;

import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import java.time.Instant;
import java.util.List;

/// One state of a container of tags, and what is known of when it was live. At any time one version is live.
///
/// @param container such as `GTM-EXAMPLE`; the same for all versions of one container
/// @param version as the container counts them, such as `36`
/// @param moments empty where nothing tells when
/// @param complete whether `tags` are known to be all of its tags; false for a mere date of a version, from a list
public record ContainerVersion(
        String container, String version, List<Moment> moments, List<HeldTag> tags, boolean complete) {
    public ContainerVersion {
        moments = List.copyOf(moments);
        tags = List.copyOf(tags);
    }

    /// One thing known of when a version was live.
    public record Moment(When when, Instant at, Provenance provenance) {}

    /// What a moment says.
    public enum When {
        /// It was stored: it was not live before. That it went live then is an assumption.
        CREATED,
        /// It went live, as a record of publishing says.
        PUBLISHED,
        /// It was live: a copy was served, or somebody states so.
        SEEN,
        /// It was taken down, and no other version took its place.
        ENDED
    }
}
