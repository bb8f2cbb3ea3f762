package dev.earshot.guard.collect;

/// A report as far as it is understood, before it is known whether it is noise.
///
/// @param own whether the page is the site's
/// @param page the zone, or the shape of its path
/// @param use the directive, or the guard's word for it
/// @param atStart whether it happened at line 1 and column 0 or 1 of the page itself
/// @param ageMillis how long the browser kept it
record Event(
        Place document,
        boolean own,
        String page,
        Place blocked,
        String use,
        Verdict verdict,
        Place source,
        boolean atStart,
        String rule,
        Browser browser,
        long ageMillis) {}
