package dev.earshot.investigate.history.gtm;

import java.util.Map;
import java.util.Set;

/// Whose tags the types of Google Tag Manager's own gallery are.
///
/// Source: the tag dictionary of the Tag Manager API (developers.google.com/tag-platform/tag-manager/api/v2/
/// tag-dictionary-reference) and the list of ids for allowing and blocking tags
/// (developers.google.com/tag-platform/tag-manager/restrict), read 2026-11-22. Vendors are by their names there; which
/// domains they use today was not read.
final class TagTypes {
    /// By type: the tracker's id in the catalogue.
    private static final Map<String, String> TRACKERS = Map.ofEntries(
            Map.entry("ua", "ua"),
            Map.entry("ga", "ua"),
            Map.entry("gaawc", "ga4"),
            Map.entry("gaawe", "ga4"),
            Map.entry("awct", "google-ads"),
            Map.entry("awcr", "google-ads"),
            Map.entry("awcc", "google-ads"),
            Map.entry("awud", "google-ads"),
            Map.entry("sp", "google-ads"),
            Map.entry("flc", "floodlight"),
            Map.entry("fls", "floodlight"),
            Map.entry("baut", "bing-uet"),
            Map.entry("bzi", "linkedin-insight"),
            Map.entry("hjtc", "hotjar"),
            Map.entry("pntr", "pinterest"),
            Map.entry("twitter_website_tag", "x-pixel"),
            Map.entry("qpx", "quora-pixel"),
            Map.entry("crto", "criteo"),
            Map.entry("cegg", "crazy-egg"),
            Map.entry("csm", "comscore"),
            Map.entry("mf", "mouseflow"));

    /// Vendors that the catalogue has no tracker of.
    private static final Map<String, String> VENDORS = Map.ofEntries(
            Map.entry("abtGeneric", "AB Tasty"),
            Map.entry("ta", "Neustar (AdAdvisor)"),
            Map.entry("adm", "Google LLC (Adometry)"),
            Map.entry("asp", "AdRoll"),
            Map.entry("awc", "Awin"),
            Map.entry("awj", "Awin"),
            Map.entry("bb", "Bizrate Insights"),
            Map.entry("bsa", "Bizrate Insights"),
            Map.entry("cts", "ClickTale"),
            Map.entry("mpm", "Conversant (Mediaplex)"),
            Map.entry("mpr", "Conversant (Mediaplex)"),
            Map.entry("dstag", "DistroScale"),
            Map.entry("m6d", "Dstillery"),
            Map.entry("ela", "Eulerian Technologies"),
            Map.entry("gcs", "Google LLC"),
            Map.entry("opt", "Google LLC"),
            Map.entry("ts", "Google LLC"),
            Map.entry("infinity", "Infinity Tracking"),
            Map.entry("sca", "Intent Media"),
            Map.entry("k50Init", "K50"),
            Map.entry("ll", "LeadLab (wiredminds)"),
            Map.entry("ljs", "Lytics"),
            Map.entry("ms", "Marin Software"),
            Map.entry("messagemate", "OwnerListens"),
            Map.entry("ndcr", "Nielsen"),
            Map.entry("nudge", "Nudge"),
            Map.entry("okt", "Oktopost"),
            Map.entry("omc", "Optimise Media"),
            Map.entry("pa", "Perfect Audience"),
            Map.entry("pc", "Personali"),
            Map.entry("placedPixel", "Placed"),
            Map.entry("pijs", "Pulse Insights"),
            Map.entry("qcm", "Quantcast"),
            Map.entry("fxm", "Rawsoft FoxMetrics"),
            Map.entry("scjs", "SaleCycle"),
            Map.entry("scp", "SaleCycle"),
            Map.entry("sfc", "SearchForce"),
            Map.entry("sfl", "SearchForce"),
            Map.entry("sfr", "SearchForce"),
            Map.entry("svw", "Survicate"),
            Map.entry("shareaholic", "Shareaholic"),
            Map.entry("tdlc", "Tradedoubler"),
            Map.entry("tdsc", "Tradedoubler"),
            Map.entry("tc", "Turn"),
            Map.entry("tdc", "Turn"),
            Map.entry("uslt", "Upsellit"),
            Map.entry("uspt", "Upsellit"),
            Map.entry("vei", "Ve Interactive"),
            Map.entry("veip", "Ve Interactive"),
            Map.entry("vdc", "VisualDNA"),
            Map.entry("xpsh", "Xtremepush"),
            Map.entry("yieldify", "Yieldify"));

    /// They only listen on the page, or keep a click id in the site's own cookies.
    private static final Set<String> TELLS_NOBODY = Set.of(
            "cl", "lcl", "fsl", "hl", "tl", "sdl", "evl", "jel", "ytl", "tg", "gclidw", "cvt_", "e", "gtes", "gas");

    private TagTypes() {}

    /// The id of a tracker; empty where the catalogue has none.
    static String tracker(String type) {
        return TRACKERS.getOrDefault(type, "");
    }

    static String vendor(String type) {
        return VENDORS.getOrDefault(type, "");
    }

    /// Of the Google tag, whose product its destination's first letters name.
    static String ofDestination(String id) {
        return id.startsWith("G-") || id.startsWith("GT-")
                ? "ga4"
                : id.startsWith("AW-")
                        ? "google-ads"
                        : id.startsWith("DC-") ? "floodlight" : id.startsWith("UA-") ? "ua" : "";
    }

    static boolean tellsNobody(String type) {
        return TELLS_NOBODY.contains(type);
    }
}
