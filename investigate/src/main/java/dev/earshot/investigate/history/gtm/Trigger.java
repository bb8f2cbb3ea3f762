package dev.earshot.investigate.history.gtm;

import java.util.List;

/// What lets a tag fire or keeps it from firing: on one of its events, where all of its conditions hold and all
/// negated ones don't.
///
/// @param events the events it waits for; empty for any that its conditions let through
/// @param group other triggers that must all have fired, by their ids; empty for one that is no group
/// @param name as people call it; what it waits for where the container has none
/// @param onlyHost whether the address may be another by the time it fires, but for its host
record Trigger(
        String id, String name, List<String> events, List<Condition> conditions, List<String> group, boolean onlyHost) {
    Trigger {
        events = List.copyOf(events);
        conditions = List.copyOf(conditions);
        group = List.copyOf(group);
    }
}
