package dev.earshot.browser.watch.netlog;

import java.util.List;

/// What a net log says.
///
/// @param tickOffset what to add to a tick to get milliseconds since 1970
/// @param requests in order of their start
/// @param faults why this may not be everything, as sentences without a patient's value; empty when it is
public record NetLog(long tickOffset, List<LoggedRequest> requests, List<String> faults) {
    public NetLog {
        requests = List.copyOf(requests);
        faults = List.copyOf(faults);
    }
}
