package dev.earshot.clinic.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The tags of the large past: which fire on a page, and what they tell, as bits.
final class ScaledTags {
    /// When the logs begin and end; the period that is investigated lies within.
    static final long LOG_FROM = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
    static final long LOG_TO = Instant.parse("2024-07-01T00:00:00Z").getEpochSecond();
    static final long PERIOD_FROM = Instant.parse("2024-01-03T00:00:00Z").getEpochSecond();
    static final long PERIOD_TO = Instant.parse("2024-06-30T00:00:00Z").getEpochSecond();

    static final List<Tag> ALL = List.of(
            new Tag(
                    "Google LLC",
                    List.of("page-visited", "ip-address", "client-id"),
                    0,
                    "/",
                    "2024-01-20T17:00:00Z",
                    "2024-05-15T20:00:00Z",
                    true),
            new Tag(
                    "Google LLC",
                    List.of("page-visited", "ip-address", "client-id"),
                    3,
                    "/",
                    "2024-02-01T08:00:00Z",
                    "2024-05-15T20:00:00Z",
                    true),
            new Tag(
                    "Google LLC",
                    List.of("search-terms"),
                    3,
                    "/search",
                    "2024-02-01T08:00:00Z",
                    "2024-05-15T20:00:00Z",
                    true),
            new Tag(
                    "Microsoft Corporation",
                    List.of("page-visited", "ip-address"),
                    3,
                    "/",
                    "2024-03-05T16:30:00Z",
                    "2024-05-15T20:00:00Z",
                    true),
            new Tag(
                    "Microsoft Corporation",
                    List.of("page-visited", "health-context"),
                    2,
                    "/find-a-doctor/",
                    "2024-02-10T00:00:00Z",
                    "2024-04-01T00:00:00Z",
                    true),
            new Tag(
                    "Meta Platforms, Inc.",
                    List.of("page-visited", "ip-address", "signed-in-state"),
                    1,
                    "/visits/",
                    "2024-03-10T10:15:00Z",
                    "2024-05-02T20:00:00Z",
                    true),
            new Tag(
                    "X Corp.",
                    List.of("page-visited", "ip-address"),
                    1,
                    "/messages/",
                    "2024-04-12T18:00:00Z",
                    "2024-06-15T20:00:00Z",
                    false));

    /// Vendor and element, as `Google LLC | search-terms`; the place in this list is the bit.
    static final List<String> PAIRS;

    static {
        List<String> pairs = new ArrayList<>();
        for (Tag tag : ALL) {
            for (String element : tag.elements) {
                String pair = tag.vendor + " | " + element;
                if (!pairs.contains(pair)) {
                    pairs.add(pair);
                }
            }
        }
        PAIRS = List.copyOf(pairs);
    }

    private ScaledTags() {}

    /// @param host its place in [ScaledPages#HOSTS]
    /// @param start how the paths of its pages start
    /// @param certain whether it is on record that it was live
    record Tag(
            String vendor, List<String> elements, int host, String start, Instant from, Instant to, boolean certain) {
        private Tag(
                String vendor, List<String> elements, int host, String start, String from, String to, boolean certain) {
            this(vendor, List.copyOf(elements), host, start, Instant.parse(from), Instant.parse(to), certain);
        }

        long pairs() {
            long bits = 0;
            for (String element : elements) {
                bits |= 1L << PAIRS.indexOf(vendor + " | " + element);
            }
            return bits;
        }
    }
}
