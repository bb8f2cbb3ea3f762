package dev.earshot.breach.incident;

import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many individuals, and where they live.
///
/// @param total absent while not known
/// @param byRegion by jurisdiction id such as `us-ca`; a value of -1 stands for "some, number not known"
/// @param insufficientAddresses individuals who can't be written to; absent while not known
public record Population(OptionalLong total, SortedMap<String, Long> byRegion, OptionalLong insufficientAddresses) {
    public static final long NOT_KNOWN = -1;

    public Population {
        byRegion = new TreeMap<>(byRegion);
    }

    /// @return empty where it isn't known; 0 where nobody lives there
    public OptionalLong in(String jurisdiction) {
        long count = byRegion.getOrDefault(jurisdiction, 0L);
        return count == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
