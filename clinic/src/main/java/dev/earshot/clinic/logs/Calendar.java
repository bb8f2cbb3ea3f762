package dev.earshot.clinic.logs;

import java.time.Instant;
import java.time.ZoneId;

/// When what happened to the hospital's tags and logs.
final class Calendar {
    static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    static final Instant PERIOD_FROM = Instant.parse("2023-07-01T07:00:00Z");
    static final Instant PERIOD_TO = Instant.parse("2024-04-01T07:00:00Z");

    /// A version of the container without tags, from before the period.
    static final Instant VERSION_32 = Instant.parse("2023-06-01T16:00:00Z");
    /// Google's analytics go live.
    static final Instant VERSION_33 = Instant.parse("2023-07-20T17:00:00.000Z");
    /// Microsoft's tag is saved, and goes live two weeks later.
    static final Instant VERSION_34_SAVED = Instant.parse("2023-08-22T21:14:06.331Z");
    static final Instant VERSION_34 = Instant.parse("2023-09-05T16:30:00.000Z");
    /// Meta's and X's tags go live in the hour that the clocks show twice.
    static final Instant VERSION_35_SAVED = Instant.parse("2023-10-30T22:41:55.902Z");
    static final Instant VERSION_35 = Instant.parse("2023-11-05T09:15:00.250Z");
    /// All tags are removed.
    static final Instant VERSION_36 = Instant.parse("2024-02-15T20:00:00.500Z");

    /// A tag that stands in the pages themselves, not in the container.
    static final Instant HARD_CODED_FROM = Instant.parse("2023-08-01T07:00:00Z");
    static final Instant HARD_CODED_TO = Instant.parse("2024-01-31T08:00:00Z");
    /// What the agency believes.
    static final Instant BELIEVED_FROM = Instant.parse("2023-12-12T18:00:00Z");

    /// From here on the public site is behind another company's network.
    static final Instant BEHIND_NETWORK = Instant.parse("2023-10-01T07:00:00Z");
    /// From here on the portal's log tells the offset of its times.
    static final Instant OFFSETS_IN_PORTAL_LOG = Instant.parse("2023-10-01T07:00:00Z");
    /// From here on the physician directory logs cookies.
    static final Instant COOKIES_IN_DOCTORS_LOG = Instant.parse("2023-09-14T15:20:00Z");

    private Calendar() {}
}
