package dev.earshot.app;

import java.util.List;

/// A web page that an app shows inside itself. What its scripts send is the page's matter: scan it as a site.
///
/// @param addresses that the code loads into it, as far as they are written in the code
/// @param bridges names of the objects through which scripts in it can call the app
/// @param trackers ids of the catalogued trackers in pages that the app brings along
public record WebView(List<String> addresses, List<String> bridges, List<String> trackers, Spot at) {
    public WebView {
        addresses = List.copyOf(addresses);
        bridges = List.copyOf(bridges);
        trackers = List.copyOf(trackers);
    }
}
