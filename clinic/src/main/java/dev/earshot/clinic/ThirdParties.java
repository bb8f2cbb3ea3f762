package dev.earshot.clinic;

import java.util.Map;

/// The third parties' endpoints: each answers as its vendor would, closely enough for the vendor's own code to go on.
final class ThirdParties {
    /// Loader addresses, without the query, and the file each is answered with.
    private static final Map<String, String> LOADERS = Map.ofEntries(
            Map.entry("www.googletagmanager.com/gtm.js", "vendors/gtm.js"),
            Map.entry("www.googletagmanager.com/gtag/js", "vendors/gtag.js"),
            Map.entry("bat.bing.com/bat.js", "vendors/bat.js"),
            Map.entry("static.ads-twitter.com/uwt.js", "vendors/uwt.js"));

    Reply answer(Inquiry inquiry) {
        String loader = LOADERS.get(inquiry.host() + inquiry.path());
        if (loader != null) {
            return Assets.file(loader);
        }
        return switch (inquiry.host()) {
            case "bat.bing.com" -> Reply.empty();
            case "www.google-analytics.com", "analytics.google.com", "stats.g.doubleclick.net" -> Reply.empty();
            default -> Reply.pixel();
        };
    }
}
