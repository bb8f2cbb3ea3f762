package dev.earshot.browser.watch;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Exchange;
import java.util.List;

/// What a watched browser did.
///
/// @param exchanges in order of time
/// @param blindSpots where a witness failed, or a body is not whole
/// @param ownTraffic how many requests of the browser itself were kept out
public record WatchRecord(List<Exchange> exchanges, List<BlindSpot> blindSpots, int ownTraffic) {
    public WatchRecord {
        exchanges = List.copyOf(exchanges);
        blindSpots = List.copyOf(blindSpots);
    }
}
