package dev.earshot.clinic.logs;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// A tag as it really was: where it fired, from when until when, and what it told whom.
///
/// @param vendor legal name
/// @param tracker id in the catalogue
/// @param elements ids of what it told
/// @param source what of the plan says so
/// @param provable whether a log can show that it fired; a click is in no log
/// @param certain whether it is on record that it was live; false where somebody believes so
record LiveTag(
        String vendor,
        String tracker,
        List<String> elements,
        Instant from,
        Instant to,
        String source,
        Predicate<View> pages,
        boolean provable,
        boolean certain) {
    private static final List<String> BASE = List.of("page-visited", "referrer", "ip-address", "client-id", "device");
    private static final String GOOGLE = "Google LLC";
    private static final String MICROSOFT = "Microsoft Corporation";
    private static final String META = "Meta Platforms, Inc.";
    private static final String X = "X Corp.";

    static final List<LiveTag> ALL = List.of(
            new LiveTag(
                    GOOGLE,
                    "ga4",
                    BASE,
                    Calendar.VERSION_33,
                    Calendar.VERSION_36,
                    "gtm",
                    view -> view.site() != Site.PORTAL,
                    true,
                    true),
            new LiveTag(
                    MICROSOFT,
                    "bing-uet",
                    BASE,
                    Calendar.VERSION_34,
                    Calendar.VERSION_36,
                    "gtm",
                    view -> view.site() == Site.HEALTH,
                    true,
                    true),
            new LiveTag(
                    META,
                    "meta-pixel",
                    BASE,
                    Calendar.VERSION_35,
                    Calendar.VERSION_36,
                    "gtm",
                    view -> view.site() == Site.PORTAL && !view.path().startsWith("/secure/"),
                    true,
                    true),
            new LiveTag(
                    X,
                    "x-pixel",
                    BASE,
                    Calendar.VERSION_35,
                    Calendar.VERSION_36,
                    "gtm",
                    view -> view.site() == Site.PORTAL && view.path().equals("/secure/pay-bill"),
                    false,
                    true),
            new LiveTag(
                    GOOGLE,
                    "ga4",
                    List.of("search-terms"),
                    Calendar.VERSION_33,
                    Calendar.VERSION_36,
                    "statement",
                    view -> view.site() == Site.HEALTH && view.path().equals("/search"),
                    true,
                    true),
            new LiveTag(
                    MICROSOFT,
                    "bing-uet",
                    List.of("search-terms"),
                    Calendar.VERSION_34,
                    Calendar.VERSION_36,
                    "statement",
                    view -> view.site() == Site.HEALTH && view.path().equals("/search"),
                    true,
                    true),
            new LiveTag(
                    META,
                    "meta-pixel",
                    List.of("signed-in-state"),
                    Calendar.VERSION_35,
                    Calendar.VERSION_36,
                    "statement",
                    view -> view.site() == Site.PORTAL
                            && (view.path().equals("/home") || view.path().startsWith("/visits/")),
                    true,
                    true),
            new LiveTag(
                    MICROSOFT,
                    "bing-uet",
                    List.of("page-visited", "ip-address", "health-context"),
                    Calendar.HARD_CODED_FROM,
                    Calendar.HARD_CODED_TO,
                    "statement",
                    view -> view.site() == Site.DOCTORS && view.path().startsWith("/find-a-doctor/"),
                    true,
                    true),
            new LiveTag(
                    X,
                    "x-pixel",
                    List.of("page-visited", "ip-address"),
                    Calendar.BELIEVED_FROM,
                    Calendar.VERSION_36,
                    "statement",
                    view -> view.site() == Site.PORTAL && view.path().startsWith("/secure/messages/"),
                    true,
                    false));

    LiveTag {
        elements = List.copyOf(elements);
    }

    boolean told(View view) {
        return !view.at().isBefore(from) && view.at().isBefore(to) && pages.test(view);
    }

    /// A page that somebody looked at.
    ///
    /// @param target path and query
    record View(Site site, Instant at, String target) {
        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        String query() {
            int query = target.indexOf('?');
            return query < 0 ? "" : target.substring(query + 1);
        }
    }
}
