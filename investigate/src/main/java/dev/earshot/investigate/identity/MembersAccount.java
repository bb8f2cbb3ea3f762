package dev.earshot.investigate.identity;

import java.util.List;

/// What the sources of members said.
///
/// @param sources one for each file or query
/// @param records rows of the table of members: those of the sources, and others that patients were merged from
/// @param persons distinct member ids
/// @param duplicates records of a member id that another record has too
/// @param merged persons that were merged into another
/// @param circles persons whose merging leads in a circle: each of them stays a person of their own, or several at once
/// @param longChains persons whose merging takes more than the eight steps that are followed
/// @param withoutState records whose state is not known
/// @param unknownStates those of them in which something is written that is no state
/// @param withoutCountry records whose country is not known
/// @param badTimes records of which a time of membership or change could not be read, or which end before they start: that
///     time counts as not known
/// @param inactive records that the directory calls inactive
public record MembersAccount(
        List<SourceAccount> sources,
        long records,
        long persons,
        long duplicates,
        long merged,
        long circles,
        long longChains,
        long withoutState,
        long unknownStates,
        long withoutCountry,
        long badTimes,
        long inactive) {
    public MembersAccount {
        sources = List.copyOf(sources);
    }
}
