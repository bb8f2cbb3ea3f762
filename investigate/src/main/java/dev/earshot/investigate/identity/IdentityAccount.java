package dev.earshot.investigate.identity;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the sources of identity said.
///
/// @param sources one for each file
/// @param links how many rows the table of links has, by kind and certainty: `session certain`
/// @param sharedKeys how many user names, sessions or traces stood for two people at one time, which makes both probable
/// @param momentary how many sessions began and ended in one instant, which makes their person probable
public record IdentityAccount(List<SourceAccount> sources, Map<String, Long> links, long sharedKeys, long momentary) {
    public IdentityAccount {
        sources = List.copyOf(sources);
        links = Collections.unmodifiableMap(new TreeMap<>(links));
    }
}
