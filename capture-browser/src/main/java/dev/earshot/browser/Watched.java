package dev.earshot.browser;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Exchange;
import java.util.List;

/// A browser that is being watched while it is driven.
interface Watched extends AutoCloseable {
    String webSocketUrl();

    String version();

    /// Ends the browser, and tells what left it.
    Seen finish();

    @Override
    void close();

    /// What left a browser.
    record Seen(List<Exchange> exchanges, List<BlindSpot> blindSpots, int ownTraffic) {}

    /// Starts one more browser, with a profile of its own.
    interface Launcher {
        Watched start();
    }
}
