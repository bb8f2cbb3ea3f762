package dev.earshot.breach.store;

import dev.earshot.breach.notice.Channel;

/// How many deliveries are in a state.
///
/// @param state `planned`, `claimed`, `deferred`, `sent`, `refused`, `delivered`, `bounced`, `returned` or `suppressed`
/// @param jurisdiction of the notice that is delivered
public record Count(Channel channel, String state, String jurisdiction, long deliveries) {
    /// How many individuals stand how.
    ///
    /// @param standing `told` (their notice was taken over on some channel and did not come back), `open`, `unreachable` (by
    ///     every channel: they count toward substitute notice) or `suppressed`
    public record People(String jurisdiction, String standing, long individuals) {}
}
