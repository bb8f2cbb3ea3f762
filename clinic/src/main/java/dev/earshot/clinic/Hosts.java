package dev.earshot.clinic;

import java.util.ArrayList;
import java.util.List;

/// The host names that exist inside the clinic. No other does.
final class Hosts {
    static final String WWW = "www.clinic.example";
    static final String PORTAL = "portal.clinic.example";
    /// Analytics of another company under the hospital's own name.
    static final String METRICS = "metrics.clinic.example";
    /// A server-side tag container under the hospital's own name.
    static final String TAGS = "tags.clinic.example";
    /// Looks like the hospital's, and is; nothing but its name says so.
    static final String IMAGES = "clinic-images.example";
    /// A tracker that nobody has a name for.
    static final String UNHEARD_OF = "pixel.unheardof.example";
    /// A tracker that encrypts what it tells.
    static final String SEALED = "in.sealed.example";
    /// A session replay service that nobody has a name for.
    static final String REPLAY = "replay.unheardof.example";
    /// Another company's form, embedded in a page and posted to.
    static final String FORMS = "forms.elsewhere.example";
    /// Answers with a certificate that no browser should take.
    static final String BAD_CERTIFICATE = "bad-certificate.clinic.example";

    private static final List<String> OWN = List.of(WWW, "clinic.example", PORTAL, METRICS, TAGS, IMAGES);

    /// Those that serve pages.
    static final List<String> PAGES = List.of(WWW, "clinic.example", PORTAL);

    private static final List<String> OTHERS = List.of(
            UNHEARD_OF,
            REPLAY,
            SEALED,
            FORMS,
            "cdn.elsewhere.example",
            // Google
            "www.googletagmanager.com",
            "www.google-analytics.com",
            "*.google-analytics.com",
            "analytics.google.com",
            "stats.g.doubleclick.net",
            "googleads.g.doubleclick.net",
            "ad.doubleclick.net",
            "cm.g.doubleclick.net",
            "www.googleadservices.com",
            "www.google.com",
            "fonts.googleapis.com",
            "fonts.gstatic.com",
            // Microsoft
            "bat.bing.com",
            "c.bing.com",
            "www.clarity.ms",
            "*.clarity.ms",
            "px.ads.linkedin.com",
            "px4.ads.linkedin.com",
            "snap.licdn.com",
            // X, Meta, TikTok
            "static.ads-twitter.com",
            "t.co",
            "analytics.twitter.com",
            "connect.facebook.net",
            "www.facebook.com",
            "analytics.tiktok.com",
            // Analytics with an SDK of their own
            "cdn.mxpnl.com",
            "api-js.mixpanel.com",
            "cdn.amplitude.com",
            "api2.amplitude.com",
            "*.amplitude.com",
            "cdn.segment.com",
            "api.segment.io",
            "us.i.posthog.com",
            "us-assets.i.posthog.com",
            "cdn.jsdelivr.net",
            "collector.snplow.net",
            "*.collector.snplow.net",
            "www.datadoghq-browser-agent.com",
            "browser-intake-datadoghq.com",
            "cdn1.adoberesources.net",
            "edge.adobedc.net",
            "*.adobedc.net",
            "adobedc.demdex.net",
            "dpm.demdex.net",
            // What the apps talk to
            "region1.app-measurement.com",
            "graph.facebook.com",
            "api.mixpanel.com",
            "app.adjust.com",
            "launches.appsflyersdk.com",
            "*.ingest.us.sentry.io",
            "pinned.clinic.example",
            // Identity exchange
            "match.adsrvr.org",
            "insight.adsrvr.org",
            "ib.adnxs.com");

    private Hosts() {}

    /// Every name with a trustworthy certificate, wildcards among them.
    static List<String> all() {
        List<String> all = new ArrayList<>(OWN);
        all.addAll(OTHERS);
        return List.copyOf(all);
    }

    static boolean isOwn(String host) {
        return OWN.contains(host);
    }

    /// What Chromium's `--host-resolver-rules` takes: our names to `port` (and one to `badPort`), loopback as it is,
    /// and
    /// every other name to nowhere.
    ///
    /// @param pagesPort where the hosts that serve the hospital's own pages are reached: `port`, or a gateway before it
    static String resolverRules(int port, int badPort, int pagesPort) {
        List<String> rules = new ArrayList<>();
        all().forEach(host -> rules.add("MAP " + host + " 127.0.0.1:" + (PAGES.contains(host) ? pagesPort : port)));
        rules.add("MAP " + BAD_CERTIFICATE + " 127.0.0.1:" + badPort);
        rules.add("MAP * ~NOTFOUND");
        rules.add("EXCLUDE localhost");
        rules.add("EXCLUDE 127.0.0.1");
        rules.add("EXCLUDE [::1]");
        return String.join(", ", rules);
    }
}
