package dev.earshot.investigate.history;

import java.util.List;

/// All tags of one container, as one file has them.
///
/// @param kind of the file, such as `GTM container export`
/// @param container such as `GTM-EXAMPLE`
/// @param version as the container counts them; `0` for an unpublished workspace of Google Tag Manager
/// @param draft whether it was never published
/// @param faults what could not be read, each with its place; the answer is incomplete while there is one
/// @param notices what a reader should know of how it was read
public record TagSet(
        String kind,
        String container,
        String version,
        boolean draft,
        List<SetTag> tags,
        List<String> faults,
        List<String> notices) {
    public TagSet {
        tags = List.copyOf(tags);
        faults = List.copyOf(faults);
        notices = List.copyOf(notices);
    }
}
